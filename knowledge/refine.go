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
	openness  = []string{"open_now", "who_can_apply", "part_event_month"}
	vagueness = []string{"", "grant_types", "what_is_pikku_kake", "unk_minimum", "unk_limit_basis", "part_fit", "unclear", "offtopic"}
)

// shortMessage is how many words a message may have to lean on the one before.
const shortMessage = 7

// follow are the words with which people go on from the last answer.
var follow = []string{"entä", "entäs", "enta", "entas", "ent", "mites", "miten", "no", "ja", "ei", "eiku", "eikun", "vaan", "jos",
	"and", "what", "how", "or", "but", "no", "not",
	"och", "men", "hur", "nej", "inte", "utan", "om"}

// refine asks the rules. An amount, a date or a month turns a paragraph into a
// computed answer, and a short message inherits what it leaves out from the one
// before.
func (f *Finding) refine(p *Programme, words []string, now time.Time, last Context) {
	_, sum := Euros(f.Reading)
	s := situation{p, f.Entry, f.Confidence == 1, f.nearest(), f.Reading, sum, words, now, last}
	for _, r := range rules {
		if entry := r.entry(s); entry != "" {
			if entry != f.Entry {
				f.settle(entry)
				f.Rule = r.name
			}
			return
		}
	}
}

// nearest is the entry, or the first that it could be.
func (f *Finding) nearest() string {
	if f.Entry == "" && len(f.Near) > 0 {
		return f.Near[0]
	}
	return f.Entry
}

// settle makes entry the answer, whatever the matcher thought of it.
func (f *Finding) settle(entry string) {
	if f.Entry != "" {
		f.Near = append([]string{f.Entry}, f.Near...)
	}
	f.Near = slices.DeleteFunc(slices.Clone(f.Near), func(id string) bool { return id == entry })
	f.Entry, f.Confidence = entry, max(f.Confidence, answerAt)
}

// goesOn finds the entry of a message that leans on the one before it: it is
// short, and begins like a continuation or means nothing by itself.
func goesOn(s situation) string {
	if len(s.words) == 0 || len(s.words) > shortMessage {
		return ""
	}
	if s.matched == "" || s.matched == "unclear" || slices.Contains(follow, s.words[0]) {
		return inherit(s.reading, s.words, s.last)
	}
	return ""
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
	case in(calendar, last.Topic) && len(r.Months) > 0 && r.Round == 0:
		return "open_now"
	case in(calendar, last.Topic) && (r.Round != 0 || r.Season != "" || len(r.Dates) > 0):
		return "deadline"
	case in(calendar, last.Topic) && slices.ContainsFunc(words, isNext) && slices.ContainsFunc(words, isAfter):
		return "rounds_list"
	case in(calendar, last.Topic) && slices.ContainsFunc(words, isNext):
		return "next_round"
	}
	return ""
}

func isNext(w string) bool {
	return in([]string{"seuraava", "seuraavan", "seuraavaan", "seuraavalla", "seuraavassa", "next", "nästa", "nasta", "följande", "foljande"}, w)
}

// isAfter makes of "the next one" the one after that: "entä sitä seuraava".
func isAfter(w string) bool {
	return in([]string{"sitä", "sita", "sen", "after", "därpå", "darpa", "därefter", "darefter"}, w)
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
