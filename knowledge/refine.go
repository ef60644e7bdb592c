package knowledge

import (
	"slices"
	"time"

	"kakebot/knowledge/reading"
)

// Families of entries that share what is left unsaid.
var (
	amounts   = []string{"amount_event", "amount_project", "amount_any"}
	sums      = []string{"budget_total", "budget_development", "budget_events", "budget_overview"}
	calendar  = []string{"rounds_list", "open_now", "days_left", "deadline", "next_round", "missed", "round_choice", "project_start", "round_preliminary"}
	vagueness = []string{"", "grant_types", "what_is_pikku_kake", "unk_minimum", "unk_limit_basis", "part_fit", "unclear", "offtopic"}
	openness  = []string{"open_now", "who_can_apply"}
)

// shortMessage is how many words a message may have to lean on the one before.
const shortMessage = 7

// follow are the words with which people go on from the last answer.
var follow = []string{"entä", "entäs", "enta", "entas", "ent", "mites", "miten", "no", "ja", "ei", "eiku", "eikun", "vaan", "jos",
	"and", "what", "how", "or", "but", "no", "not",
	"och", "men", "hur", "nej", "inte", "utan", "om"}

// refine lets what rules read decide together with the matched entry: an
// amount, a date or a month turns a paragraph into a computed answer, and a
// short message inherits what it leaves out from the last topic.
func (f *Finding) refine(p *Programme, words []string, now time.Time, last Context) {
	if f.goesOn(words) {
		if entry := inherit(f.Reading, words, last); entry != "" {
			f.settle(entry)
			return
		}
	}
	_, sum := Euros(f.Reading)
	r := f.Reading
	switch {
	case f.Confidence == 1 && p.Entries[f.Entry].Kind == KindUnknown:
		// The very words of what the source does not tell.
	case sum && f.Entry == "unk_limit_basis" && p.isLimit(r):
		// The sum is the limit that the question is about.
	case sum && (in(amounts, f.Entry) || in(vagueness, f.Entry) && (r.Grant != "" || r.Amounts[0].Explicit)):
		f.settle(amountOf(r.Grant))
	case sum && in(openness, f.Entry) && r.Amounts[0].Explicit && len(r.Dates)+len(r.Months) == 0:
		f.settle(amountOf(r.Grant))
	case sum && in(sums, f.Entry) && r.Grant != "" && !p.isBudget(r):
		f.settle(amountOf(r.Grant))
	case in(amounts, f.Entry) && r.Grant != "":
		f.settle(amountOf(r.Grant))
	case in(calendar, f.Entry) && p.beyond(r):
		f.settle("unk_future")
	case len(r.Dates) > 0 && !sameDay(r.Dates[0].Time, now) && in([]string{"days_left", "next_round", "missed", "deadline"}, f.Entry):
		f.settle("deadline")
	case len(r.Months) > 0 && r.Round == 0 && f.Entry == "project_start":
		f.settle("round_choice")
	case len(r.Months) > 0 && f.Entry == "open_now":
		f.settle("deadline")
	case r.Round != 0 && len(r.Months) == 0 && f.Entry == "round_choice":
		f.settle("project_start")
	case r.Negated && f.Entry == "subscribe":
		f.settle("unsubscribe")
	case r.Negated && f.Entry == "book":
		f.settle("cancel")
	}
}

// settle makes entry the answer, whatever the matcher thought of it.
func (f *Finding) settle(entry string) {
	if f.Entry == entry {
		return
	}
	if f.Entry != "" {
		f.Near = append([]string{f.Entry}, f.Near...)
	}
	f.Near = slices.DeleteFunc(slices.Clone(f.Near), func(id string) bool { return id == entry })
	f.Entry, f.Confidence = entry, max(f.Confidence, answerAt)
}

// goesOn tells whether a message leans on the one before it: it is short, and
// begins like a continuation or means nothing by itself.
func (f *Finding) goesOn(words []string) bool {
	if len(words) == 0 || len(words) > shortMessage {
		return false
	}
	return f.Entry == "" || f.Entry == "unclear" || slices.Contains(follow, words[0])
}

// inherit finds the entry of a message that leaves its topic to the last one.
func inherit(r reading.Reading, words []string, last Context) string {
	grant := r.Grant
	if grant == "" {
		grant = last.Grant
	}
	_, sum := Euros(r)
	switch {
	case in(amounts, last.Topic) && sum:
		return amountOf(grant)
	case in(amounts, last.Topic) && r.Grant != "":
		return amountOf(r.Grant)
	case in(sums, last.Topic) && r.Grant == reading.Event:
		return "budget_events"
	case in(sums, last.Topic) && r.Grant == reading.Project:
		return "budget_development"
	case (last.Topic == "round_choice" || last.Topic == "project_start") && len(r.Months) > 0:
		return "round_choice"
	case last.Topic == "project_start" && (r.Round != 0 || r.Season != ""):
		return "project_start"
	case in(calendar, last.Topic) && (r.Round != 0 || r.Season != "" || len(r.Months) > 0 || len(r.Dates) > 0):
		return "deadline"
	case in(calendar, last.Topic) && slices.ContainsFunc(words, isNext):
		return "next_round"
	}
	return ""
}

func isNext(w string) bool {
	return in([]string{"seuraava", "seuraavan", "seuraavaan", "seuraavalla", "seuraavassa", "next", "nästa", "nasta", "följande", "foljande"}, w)
}

// amountOf is the entry that answers for a grant type.
func amountOf(g reading.Grant) string {
	if g == "" {
		return "amount_any"
	}
	return "amount_" + string(g)
}

// isBudget tells whether the sum said is one of the programme's own.
func (p *Programme) isBudget(r reading.Reading) bool {
	cents, _ := Euros(r)
	for _, m := range p.Money {
		if cents == int64(m.Euros)*100 {
			return true
		}
	}
	return false
}

// isLimit tells whether the sum said is one of the limits themselves.
func (p *Programme) isLimit(r reading.Reading) bool {
	cents, _ := Euros(r)
	for name := range p.Limits {
		if cents == p.cents(name) {
			return true
		}
	}
	return false
}

// beyond tells whether the words name a year after every round we know.
func (p *Programme) beyond(r reading.Reading) bool {
	if len(r.Years) == 0 || len(p.Rounds) == 0 {
		return false
	}
	return r.Years[0] > p.Rounds[len(p.Rounds)-1].Starts.Year()
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

func in(list []string, s string) bool { return slices.Contains(list, s) }
