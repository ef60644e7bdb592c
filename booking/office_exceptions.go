package booking

import (
	"fmt"
	"slices"
	"time"
)

// An Exception is days on which the weekly hours do not hold as they are.
//
// One that is closed takes the whole day, or, where it has spans, those times of
// it. One that is open gives its spans instead of the weekly hours, in the place
// of those hours that they touch. An open one for everybody concerns those who
// have hours on that weekday anyway; so does one of an adviser, unless it names a
// single date or weekdays.
//
// Where several speak of the same day, the narrower one wins: one adviser's over
// everybody's, a day over a week, and of two that are as wide the later in the
// list. Where neither lies within the other, the closed one wins, since a locked
// door is worse than a time not offered. A holiday is a closed day like any other,
// before all in the list. Closed times are cut out of whatever is left.
type Exception struct {
	From, To Day      // both included
	Days     Weekdays // only these of them; all if none is named
	Adviser  int      // a number; 0 is everybody
	Closed   bool
	Spans    []Span
	Reason   string
}

// A Day is a date, "2018-12-24", or the same date of every year, "12-24".
type Day string

// ruling is an exception together with its days as they are in one year.
type ruling struct {
	Exception
	from, to string
}

// on gives the exception's days around a day, and whether it is among them. Dates
// of every year may run over its turn.
func (x Exception) on(day time.Time) (ruling, bool) {
	r := ruling{x, string(x.From), string(x.To)}
	date := day.Format(time.DateOnly)
	if len(x.From) == len("12-24") {
		first, last := day.Year(), day.Year()
		switch {
		case x.From > x.To && date[5:] >= string(x.From):
			last++
		case x.From > x.To:
			first--
		}
		r.from, r.to = fmt.Sprintf("%04d-%s", first, x.From), fmt.Sprintf("%04d-%s", last, x.To)
	}
	return r, r.from <= date && date <= r.to && (x.Days == Weekdays{} || x.Days[day.Weekday()])
}

// within tells whether r concerns nothing that s does not.
func (r ruling) within(s ruling) bool {
	return s.from <= r.from && r.to <= s.to && (s.Adviser == 0 || s.Adviser == r.Adviser) &&
		(r.from == r.to || s.Days.holds(r.Days))
}

// holds tells whether d names every weekday of e; none named is all.
func (d Weekdays) holds(e Weekdays) bool {
	if (d == Weekdays{} || e == Weekdays{}) {
		return d == Weekdays{}
	}
	for i := range e {
		if e[i] && !d[i] {
			return false
		}
	}
	return true
}

// calls tells whether an open exception brings in those who have no hours on the
// weekday.
func (x Exception) calls() bool {
	return x.Adviser != 0 && (x.From == x.To || x.Days != Weekdays{})
}

// rulings gives what is said of an adviser's day: the one ruling that holds, if
// there is one, and the closed times to cut out.
func (o Office) rulings(day time.Time, adviser int) (holds *ruling, cuts []Exception) {
	list := o.Exceptions
	if name, closed := o.holiday(day); closed {
		date := Day(day.Format(time.DateOnly))
		list = append([]Exception{{From: date, To: date, Closed: true, Reason: name}}, list...)
	}
	works := len(o.usual(day, adviser)) > 0
	var all []ruling
	for _, x := range list {
		r, ok := x.on(day)
		switch {
		case !ok, x.Adviser != 0 && x.Adviser != adviser:
		case x.Closed && len(x.Spans) > 0:
			cuts = append(cuts, x)
		case x.Closed, works, x.calls():
			all = append(all, r)
		}
	}
	for i, r := range all {
		overruled := false
		for j, s := range all {
			overruled = overruled || i != j && s.within(r) && (j > i || !r.within(s))
		}
		if !overruled && (holds == nil || r.Closed || !holds.Closed) {
			holds = &r
		}
	}
	return holds, cuts
}

// open gives an adviser's hours on a day, by start, and the times closed in them.
func (o Office) open(day time.Time, adviser int) (hours []Hours, cuts []Exception) {
	holds, cuts := o.rulings(day, adviser)
	usual := o.usual(day, adviser)
	switch {
	case holds == nil:
		return usual, cuts
	case holds.Closed:
		return nil, nil
	}
	for _, span := range holds.Spans {
		h := o.like(usual, adviser, span)
		h.Span = span
		hours = append(hours, h)
	}
	return byStart(hours), cuts
}

// usual gives the weekly hours of an adviser for a day, by start.
func (o Office) usual(day time.Time, adviser int) (hours []Hours) {
	for _, h := range o.Hours {
		if h.Adviser.Number == adviser && h.Days[day.Weekday()] {
			hours = append(hours, h)
		}
	}
	return byStart(hours)
}

// like gives the hours after which a span takes its place: those of the day that
// it touches, else the day's first, else the adviser's first.
func (o Office) like(usual []Hours, adviser int, span Span) Hours {
	for _, h := range usual {
		if h.Span.From < span.To && span.From < h.Span.To {
			return h
		}
	}
	if len(usual) > 0 {
		return usual[0]
	}
	return o.Hours[slices.IndexFunc(o.Hours, func(h Hours) bool { return h.Adviser.Number == adviser })]
}

func byStart(hours []Hours) []Hours {
	slices.SortStableFunc(hours, func(a, b Hours) int { return int(a.Span.From - b.Span.From) })
	return hours
}
