package knowledge_test

import "time"

// What the facts say of each question, at a moment: the judges of the grid.

// present tells of now: that a round is open, that none is, or that all are past.
func (v *verdict) present(now time.Time) (open, next *period) {
	open, next = among(now)
	words := tongues[v.lang]
	switch {
	case open != nil:
		v.hasnt = append(append(v.hasnt, words.closed...), words.over...)
	case next != nil:
		v.has, v.hasnt = words.closed, append(v.hasnt, words.over...)
	default:
		v.none()
	}
	return open, next
}

// none is said when no round is open or announced: no date, and how old the source is.
func (v *verdict) none() {
	words := tongues[v.lang]
	v.has = words.over
	v.needs(words.year...)
}

func judgeOpen(v *verdict, now time.Time) {
	words := tongues[v.lang]
	open, next := v.present(now)
	v.begins = words.no
	switch {
	case open != nil:
		v.begins = words.yes
		v.needs(v.closes(open))
		v.round(open)
		if n := between(now, open.closes); n > 0 {
			v.allows(writeDays(n, v.lang))
		}
	case next != nil:
		v.needs(v.span(next))
		v.round(next)
	}
}

func judgeDaysLeft(v *verdict, now time.Time) {
	open, next := v.present(now)
	switch {
	case open != nil:
		v.needs(v.closes(open))
		v.round(open)
		if n := between(now, open.closes); n > 0 {
			v.needs(writeDays(n, v.lang))
		}
	case next != nil:
		v.needs(v.span(next), writeDays(between(now, next.opens), v.lang))
		v.round(next)
	}
}

func judgeDeadline(v *verdict, now time.Time) {
	open, next := v.present(now)
	switch {
	case open != nil:
		v.needs(v.closes(open))
		v.round(open)
		if n := between(now, open.closes); n > 0 {
			v.allows(writeDays(n, v.lang))
		}
	case next != nil:
		v.needs(v.closes(next))
		v.round(next)
	}
}

func judgeNext(v *verdict, now time.Time) {
	open, next := v.present(now)
	if open != nil {
		v.round(open)
		v.allows(tongues[v.lang].year...)
	}
	if next != nil {
		v.needs(v.span(next))
		v.round(next)
	}
}

func judgeMissed(v *verdict, now time.Time) {
	open, next := among(now)
	switch {
	case next != nil:
		v.needs(v.span(next), v.start(next))
	case open != nil:
		v.needs(v.span(open))
	default:
		v.none()
	}
}

func judgeList(v *verdict, now time.Time) {
	v.all()
	if open, next := among(now); open == nil && next == nil {
		v.none()
	}
}

func judgeStarts(v *verdict, _ time.Time) { v.all() }

func judgeNoMonth(v *verdict, now time.Time) {
	if open, next := among(now); open == nil && next == nil {
		v.needs(tongues[v.lang].year...)
		return
	}
	v.all()
}

// judgeOpenOn is for a day said. Its own date is the person's, and bears no mark.
func judgeOpenOn(d time.Time) func(*verdict, time.Time) {
	return func(v *verdict, now time.Time) {
		if between(now, d) == 0 {
			judgeOpen(v, now)
			return
		}
		open, next := among(d)
		v.needs(writeDay(d, v.lang, false))
		v.begins = tongues[v.lang].no
		switch {
		case open != nil:
			v.begins = tongues[v.lang].yes
			v.needs(v.closes(open))
			v.round(open)
		case next != nil:
			v.needs(v.span(next))
			v.round(next)
		default:
			v.needs(tongues[v.lang].year...)
		}
	}
}

// inTime are the words by which an answer says that a day is in a round, after
// it or before it.
var inTime = map[string][3]string{
	"fi":    {"ehdit", "on myöhässä", "haku ei ole auki"},
	"selko": {"olevan ajoissa", "liian myöhään", "ei ole vielä auki"},
	"sv":    {"verkar vara i tid", "efter sista dagen", "inte öppnat ännu"},
	"en":    {"seems to be in time", "too late", "has not opened yet"},
}

// judgeInTime is for who wants to apply on a day, perhaps in a round they name.
func judgeInTime(d time.Time, asked *period) func(*verdict, time.Time) {
	return func(v *verdict, now time.Time) {
		if between(now, d) <= 0 {
			if asked == nil {
				judgeDeadline(v, now)
				return
			}
			v.needs(v.closes(asked))
			v.round(asked)
			return
		}
		then, after := among(d)
		if then != nil {
			after = then
		}
		target, last := asked, &periods[len(periods)-1]
		if target == nil {
			target = then
		}
		if target == nil {
			target, _ = among(now)
		}
		v.needs(writeDay(d, v.lang, false))
		say := inTime[v.lang]
		switch {
		case target == nil && after != nil:
			target = after
		case target == nil:
			target = last
		}
		v.round(target)
		switch {
		case d.Before(target.opens):
			v.needs(v.span(target))
			v.has = say[2:]
		case !d.After(target.closes):
			v.needs(v.closes(target))
			v.has = say[:1]
		default:
			v.needs(v.closes(target))
			v.has = say[1:2]
			v.allows(tongues[v.lang].year...)
			if after != nil {
				v.needs(v.span(after))
			}
		}
	}
}

// earliest are the sentences that name the source's earliest start, which is
// April 2018 whatever the day.
var earliest = map[string]string{
	"fi": "Aikaisin aloitus, jonka lähteeni kertoo", "selko": "Hanke voi alkaa aikaisintaan",
	"sv": "Den tidigaste starten i min källa", "en": "The earliest start that my source names",
}

// ended are the words for a round that is past.
var ended = map[string][]string{"fi": {"ohi"}, "selko": {"ohi"}, "sv": {"redan över"}, "en": {"over"}}

// judgeChoice is for a project that begins in a month: the round whose earliest
// start is the last one not after it, and where that is past, the one that can
// still be applied in.
func judgeChoice(month time.Time) func(*verdict, time.Time) {
	return func(v *verdict, now time.Time) {
		open, next := among(now)
		upcoming := open
		if upcoming == nil {
			upcoming = next
		}
		if upcoming == nil {
			v.needs(tongues[v.lang].year...)
			return
		}
		var match *period
		for i := range periods {
			if !periods[i].start.After(month) {
				match = &periods[i]
			}
		}
		v.round(upcoming)
		if match == nil || !match.start.Equal(month) {
			v.allows(writeMonth(month, v.lang))
		}
		switch {
		case match == nil:
			v.needs(v.span(upcoming), v.start(upcoming))
			if upcoming != &periods[0] {
				v.hasnt = []string{earliest[v.lang]}
			}
		case match.past(now):
			v.round(match)
			v.needs(v.span(upcoming), v.start(upcoming))
			v.has = ended[v.lang]
		default:
			v.needs(v.span(match), v.start(match))
			v.round(match)
		}
	}
}
