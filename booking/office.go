package booking

import (
	"cmp"
	"slices"
	"time"
)

// An Office is how times are offered without anybody offering each: weekly
// hours, what is cut out of them, and how far ahead. It is a value; all it says
// is a function of it and of the moment asked about.
type Office struct {
	Zone       *time.Location
	Hours      []Hours
	Length     time.Duration // of a talk
	Before     time.Duration // kept free before each talk of the same adviser,
	After      time.Duration // and after it; these may lie outside the hours
	Exceptions []Exception   // in the file's order
	Holidays   bool          // Finnish public holidays are closed
	Eves       bool          // Christmas Eve and Midsummer Eve are closed
	Horizon    int           // days after today for which times are offered
	Bounds     Options       // what people may do with them: Hold, Extend, Notice, MaxOpen, CancelBy, OfferFor
}

// Options are the desk's, as the office sets them: what lies after the last day
// that is offered cannot be booked either.
func (o Office) Options() Options {
	b := o.Bounds
	b.Horizon = time.Duration(o.Horizon+1) * 24 * time.Hour
	return b
}

// An Adviser is somebody to talk to. The number stands in the IDs of their
// slots ("#2", nothing for 1) and is never given to anybody else.
type Adviser struct {
	Number int
	Name   string
}

// Where tells how a talk is held.
type Where string

const (
	Centre    Where = "centre"
	Elsewhere Where = "elsewhere"
	Phone     Where = "phone"
	Video     Where = "video"
)

// Hours are when one adviser can be talked to in one place, every week.
type Hours struct {
	Adviser Adviser
	Days    Weekdays
	Span    Span
	Place   string
	Where   Where
}

// Weekdays are a set of them, indexed by time.Weekday.
type Weekdays [7]bool

// A Span is a part of a day by the clock on the wall, To not included.
type Span struct{ From, To Clock }

// A Clock is minutes after midnight, to 1440, as the clock on the wall shows them.
type Clock int

// Slots gives the times that start in [from, to), by start and then by adviser.
// No two of one adviser overlap, what is kept free around them included, and
// the answer for a day does not depend on from and to.
//
// IDs and hours are wall clock: in the hour that summer time skips nothing is
// offered, and a time that the clock shows twice is offered the first time only.
func (o Office) Slots(from, to time.Time) []Slot {
	if o.Length <= 0 || o.Before < 0 || o.After < 0 {
		return nil
	}
	var list []Slot
	for day := dayOf(from.In(o.Zone)); !o.moment(day, 0).After(to); day = day.AddDate(0, 0, 1) {
		for _, a := range o.advisers() {
			for _, s := range o.day(day, a) {
				if !s.Start.Before(from) && s.Start.Before(to) {
					list = append(list, s)
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Slot) int { return a.Start.Compare(b.Start) })
	return list
}

// day gives the slots of one adviser on one day. Each span of hours has its own
// row of starts, so that what happens to one span does not shift another's.
func (o Office) day(day time.Time, a Adviser) (list []Slot) {
	hours, cuts := o.open(day, a.Number)
	busy, midnight := o.moment(day, 0), o.moment(day, 24*60)
	for _, h := range hours {
		closes := o.moment(day, h.Span.To)
		for c := h.Span.From; c < h.Span.To; c += o.step() {
			start := o.moment(day, c)
			s := Slot{ID: SlotID(start, a.Number), Start: start, Length: o.Length, Place: h.Place, Where: h.Where, Zone: o.Zone.String(), Source: FromOffice}
			fits := !s.End().After(closes) && !start.Add(-o.Before).Before(busy) && !s.End().Add(o.After).After(midnight)
			if fits && o.shows(day, c) && !slices.ContainsFunc(cuts, func(x Exception) bool { return o.cuts(x, day, s) }) {
				list = append(list, s)
				busy = s.End().Add(o.After)
			}
		}
	}
	return list
}

// cuts tells whether one of the exception's times falls on the slot.
func (o Office) cuts(x Exception, day time.Time, s Slot) bool {
	return slices.ContainsFunc(x.Spans, func(span Span) bool {
		return s.Start.Before(o.moment(day, span.To)) && o.moment(day, span.From).Before(s.End())
	})
}

// step is from one start to the next, in whole minutes.
func (o Office) step() Clock {
	return Clock((o.Before + o.Length + o.After + time.Minute - 1) / time.Minute)
}

// advisers are those who have hours, by number.
func (o Office) advisers() (list []Adviser) {
	for _, h := range o.Hours {
		list = append(list, h.Adviser)
	}
	slices.SortStableFunc(list, func(a, b Adviser) int { return cmp.Compare(a.Number, b.Number) })
	return slices.CompactFunc(list, func(a, b Adviser) bool { return a.Number == b.Number })
}
