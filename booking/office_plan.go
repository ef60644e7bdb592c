package booking

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Plan is what brings the desk to what the office offers. Withdraw first, then
// offer: a slot that is held elsewhere or otherwise now is in both.
type Plan struct {
	Withdraw []string // free slots of the office's that it no longer offers
	Offer    []Slot
	Stranded []Stranded // somebody must speak with these people
}

// Kept is a booked slot that the office would no longer offer as it is. It
// stays. Why is the reason given for the closing, "" where the hours have changed.
type Stranded struct {
	Entry
	Why string
}

// Plan compares what the desk has, with all that comes after now, with what the
// office offers from now to the end of the day that is Horizon days ahead. made
// tells which slots came from an earlier plan: only these are ever withdrawn. A
// slot added by hand stays, and so does one that is held just now; nothing is
// offered that would overlap either at the same adviser, whom the ID's number
// tells. A plan carried out leaves nothing for the same plan made again.
func (o Office) Plan(now time.Time, have []Entry, made func(Slot) bool) Plan {
	end := o.moment(dayOf(now.In(o.Zone)).AddDate(0, 0, o.Horizon), 24*60)
	last := end
	for _, e := range have {
		if e.Slot.Start.After(last) {
			last = e.Slot.Start
		}
	}
	hours := map[string]Slot{} // all that the file knows, beyond the horizon too
	for _, s := range o.Slots(now.Add(1), last.Add(1)) {
		hours[s.ID] = s
	}
	var p Plan
	var stays []Slot
	there := map[string]bool{}
	for _, e := range have {
		s, known := hours[e.Slot.ID]
		switch same := known && s.alike(e.Slot); {
		case !e.Slot.Start.After(now):
			continue
		case made(e.Slot) && e.State == Free:
			if same && e.Slot.Start.Before(end) {
				there[e.Slot.ID] = true
			} else {
				p.Withdraw = append(p.Withdraw, e.Slot.ID)
			}
			continue
		case made(e.Slot) && e.State == Booked && !same:
			p.Stranded = append(p.Stranded, Stranded{e, o.why(e.Slot)})
		}
		stays = append(stays, e.Slot)
	}
	for _, s := range o.Slots(now.Add(1), end) {
		blocked := slices.ContainsFunc(stays, func(t Slot) bool { return o.collide(s, t) })
		switch {
		case blocked && there[s.ID]:
			p.Withdraw = append(p.Withdraw, s.ID)
		case !blocked && !there[s.ID]:
			p.Offer = append(p.Offer, s)
		}
	}
	return p
}

// alike tells whether two slots of one ID are the same to who comes.
func (s Slot) alike(t Slot) bool {
	return s.Start.Equal(t.Start) && s.Length == t.Length && s.Place == t.Place && s.Where == t.Where
}

// collide tells whether two slots are the same adviser's and too close.
func (o Office) collide(s, t Slot) bool {
	gap := o.Before + o.After
	return adviserOf(s) == adviserOf(t) && s.Start.Before(t.End().Add(gap)) && t.Start.Before(s.End().Add(gap))
}

// adviserOf reads the adviser's number from a slot's ID.
func adviserOf(s Slot) int {
	_, n, _ := strings.Cut(s.ID, "#")
	number, err := strconv.Atoi(n)
	if err != nil {
		return 1
	}
	return number
}

// why gives the reason for which the file closes a slot's time.
func (o Office) why(s Slot) string {
	day := dayOf(s.Start.In(o.Zone))
	holds, cuts := o.rulings(day, adviserOf(s))
	if holds != nil && holds.Closed {
		return holds.Reason
	}
	for _, x := range cuts {
		if o.cuts(x, day, s) {
			return x.Reason
		}
	}
	return ""
}
