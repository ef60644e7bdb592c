package knowledge

import (
	"time"

	"kakebot/knowledge/reading"
)

// A Question is what a person asked, in its moment: the entry it was matched
// to, and what rules read from the words.
type Question struct {
	Entry   string
	Lang    string    // fi, sv, en or selko
	Now     time.Time // in the programme's zone
	Reading reading.Reading
}

// A result is what a computed entry says: which of its texts, with which
// values, resting on which facts besides the entry's own.
type result struct {
	variant string
	values  values
	facts   []string
}

// computed holds the entries that are worked out. Each is a pure function of
// the programme and the question.
var computed = map[string]func(*Programme, Question) result{
	"amount_event":   amountEvent,
	"amount_project": amountProject,
	"amount_any":     amountAny,
	"rounds_list":    roundsList,
	"open_now":       openNow,
	"days_left":      daysLeft,
	"deadline":       deadline,
	"next_round":     nextRound,
	"missed":         missed,
	"round_choice":   roundChoice,
	"project_start":  projectStart,
	"unk_contact":    contact,
}

// --- rounds

// Moment tells where now stands, for a line about the present: "open",
// "last_day", "before" or "over", with the placeholders of such answers.
func (p *Programme) Moment(now time.Time, lang string) (state string, v map[string]string) {
	state, r := p.moment(Question{Lang: lang, Now: now})
	return state, r.values
}

// rounds tells where now stands among the rounds: the open one, the first that
// opens later. Either may be nil.
func (p *Programme) rounds(now time.Time) (open, next *Round) {
	for i := range p.Rounds {
		r := &p.Rounds[i]
		switch {
		case r.Open(now):
			open = r
		case now.Before(r.Opens) && next == nil:
			next = r
		}
	}
	return open, next
}

// moment fills in what every answer about the present needs: the open round or
// the next one, and the days until it closes or opens. Days are counted without
// today and with the last day.
func (p *Programme) moment(q Question) (state string, r result) {
	open, next := p.rounds(q.Now)
	r.values = values{}
	if next != nil {
		r.add(of(*next, "next.", q.Lang))
		r.facts = append(r.facts, next.Fact)
	}
	switch {
	case open != nil:
		r.add(of(*open, "", q.Lang))
		r.facts = []string{open.Fact}
		n := days(q.Now, open.Closes)
		r.values["days"] = reading.FormatDays(n, q.Lang)
		if n == 0 {
			return "last_day", r
		}
		return "open", r
	case next != nil:
		r.values["days"] = reading.FormatDays(days(q.Now, next.Opens), q.Lang)
		return "before", r
	default:
		r.facts = p.roundFacts()
		return "over", r
	}
}

func (r *result) add(v values) {
	for name, x := range v {
		r.values[name] = x
	}
}

func (p *Programme) roundFacts() []string {
	var facts []string
	for _, r := range p.Rounds {
		facts = append(facts, r.Fact)
	}
	return facts
}

func roundsList(p *Programme, q Question) result {
	if open, next := p.rounds(q.Now); open == nil && next == nil {
		return result{variant: "over"}
	}
	return result{variant: "now"}
}

func openNow(p *Programme, q Question) result {
	if day, ok := q.day(); ok {
		return p.onDay(q, day)
	}
	if month, ok := q.month(); ok && month.AddDate(0, 1, 0).After(q.Now) {
		return p.inMonth(q, month)
	}
	state, r := p.moment(q)
	r.variant = state
	return r
}

// inMonth answers for this month or a later one, given as its first day: the round
// that is still open in it, else those before and after it.
func (p *Programme) inMonth(q Question, month time.Time) result {
	r := result{variant: "month_over", values: values{"month": reading.FormatInMonth(month.Month(), q.Lang) + " " + itoa(month.Year())}, facts: p.roundFacts()}
	var before, after *Round
	for i := range p.Rounds {
		switch round := &p.Rounds[i]; {
		case round.openIn(month) && !round.Over(q.Now):
			r.variant, r.facts = "month_open", []string{round.Fact}
			r.add(of(*round, "", q.Lang))
			return r
		case round.Opens.Before(month) || round.Over(q.Now):
			before = round
		case after == nil:
			after = round
		}
	}
	if after != nil {
		r.variant = "month_early"
		r.add(of(*after, "next.", q.Lang))
	}
	if before != nil {
		r.add(of(*before, "before.", q.Lang))
		if after != nil {
			r.variant, r.facts = "month_closed", []string{before.Fact, after.Fact}
		}
	}
	return r
}

// onDay answers for a day other than today.
func (p *Programme) onDay(q Question, day time.Time) result {
	open, next := p.rounds(day)
	r := result{variant: "date_over", values: values{"date": reading.FormatDate(day, q.Lang)}, facts: p.roundFacts()}
	switch {
	case open != nil:
		r.variant, r.facts = "date_open", []string{open.Fact}
		r.add(of(*open, "", q.Lang))
	case next != nil:
		r.variant, r.facts = "date_closed", []string{next.Fact}
		r.add(of(*next, "next.", q.Lang))
	}
	return r
}

func daysLeft(p *Programme, q Question) result {
	state, r := p.moment(q)
	r.variant = state
	return r
}

func deadline(p *Programme, q Question) result {
	asked := p.asked(q)
	if day, ok := q.day(); ok && day.After(q.Now) {
		return p.inTime(q, day, asked)
	}
	if asked != nil {
		r := result{variant: "round", values: of(*asked, "", q.Lang), facts: []string{asked.Fact}}
		return r
	}
	state, r := p.moment(q)
	r.variant = state
	return r
}

// inTime tells whether an application sent on a day would be within a round:
// the one asked about, else the one open that day, else the one open now, else
// the first that is not over that day.
func (p *Programme) inTime(q Question, day time.Time, asked *Round) result {
	r := result{values: values{"date": reading.FormatDate(day, q.Lang)}}
	target := asked
	if target == nil {
		target, _ = p.rounds(day)
	}
	if target == nil {
		target, _ = p.rounds(q.Now)
	}
	_, after := p.rounds(day)
	if open, _ := p.rounds(day); open != nil {
		after = open
	}
	if target == nil {
		target = after
	}
	if target == nil {
		target = &p.Rounds[len(p.Rounds)-1]
	}
	r.add(of(*target, "", q.Lang))
	r.facts = []string{target.Fact}
	switch {
	case target.Open(day):
		r.variant = "date_in"
	case day.Before(target.Opens):
		r.variant = "date_early"
		r.add(of(*target, "next.", q.Lang))
	case after != nil:
		r.variant, r.facts = "date_late", append(r.facts, after.Fact)
		r.add(of(*after, "next.", q.Lang))
	default:
		r.variant = "date_late_over"
	}
	return r
}

func nextRound(p *Programme, q Question) result {
	state, r := p.moment(q)
	_, next := p.rounds(q.Now)
	switch {
	case state == "over":
		r.variant = "over"
	case state == "before":
		r.variant = "before"
	case next == nil:
		r.variant = "open_last"
	default:
		r.variant, r.facts = "open", append(r.facts, next.Fact)
	}
	return r
}

func missed(p *Programme, q Question) result {
	r := nextRound(p, q)
	switch r.variant {
	case "open", "before":
		r.variant = "next"
	case "open_last":
		r.variant = "last"
	}
	return r
}

func projectStart(p *Programme, q Question) result {
	if asked := p.asked(q); asked != nil {
		return result{variant: "round", values: of(*asked, "", q.Lang), facts: nil}
	}
	return result{variant: "all"}
}

// roundChoice tells which round is for a project that starts in a month
// (F11-F13). The month named is the earliest; the source neither allows nor
// denies a later start.
func roundChoice(p *Programme, q Question) result {
	open, next := p.rounds(q.Now)
	upcoming := open
	if upcoming == nil {
		upcoming = next
	}
	if upcoming == nil {
		return result{variant: "none", values: values{}, facts: p.roundFacts()}
	}
	month, ok := q.month()
	if !ok {
		return result{variant: "no_month", values: values{}, facts: p.roundFacts()}
	}
	r := result{values: values{"month": reading.FormatInMonth(month.Month(), q.Lang)}}
	var match *Round // the last round whose earliest start is not after the month
	for i := range p.Rounds {
		if !p.Rounds[i].Starts.After(month) {
			match = &p.Rounds[i]
		}
	}
	if match == nil {
		r.variant, r.facts = "early", []string{upcoming.Fact}
		r.add(of(*upcoming, "", q.Lang))
		return r
	}
	r.variant = "later"
	if match.Starts.Equal(month) {
		r.variant = "month"
	}
	r.add(of(*match, "", q.Lang))
	r.facts = []string{match.Fact}
	if match.Over(q.Now) {
		r.variant += "_closed"
		r.facts = append(r.facts, upcoming.Fact)
		r.add(of(*upcoming, "next.", q.Lang))
	}
	return r
}

func contact(p *Programme, _ Question) result {
	if p.Settings.Contact() == "" {
		return result{variant: "unset"}
	}
	return result{variant: "set"}
}
