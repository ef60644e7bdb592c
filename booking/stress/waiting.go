package main

import (
	"fmt"
	"math"
	"slices"
	"time"

	"kakebot/booking"
)

const ever = math.MaxInt64

// A stay is a time on the waiting list. The person is on it for certain from in
// until out, and off it before their wish and after gone.
type stay struct {
	act       act
	in        int64 // ns
	out, gone int64
	offers    []int          // indexes of the events
	declined  map[string]act // by slot
	unsure    bool           // an offer may be this stay's or another's
}

func (s *stay) welcomes(start time.Time) bool {
	at := start.UnixMilli()
	return at >= s.act.Ask.After && (s.act.Ask.Before == 0 || at <= s.act.Ask.Before)
}

// stays gives every person's. Unwishing and booking end one; moving may, if it
// is to a time that was kept for them.
func stays(byPerson map[string][]act) map[string][]*stay {
	all := map[string][]*stay{}
	for name, acts := range byPerson {
		var open *stay
		for _, a := range acts {
			if a.Got == nil || a.Got.Outcome != ok {
				continue
			}
			switch {
			case open != nil && (a.Ask.Do == "unwish" || a.Ask.Do == "confirm" || a.Ask.Do == "wish"):
				open.out, open.gone = min(open.out, a.Will), a.Did
				open = nil
			case open != nil && a.Ask.Do == "move":
				open.out = min(open.out, a.Will)
			case open != nil && a.Ask.Do == "decline":
				open.declined[a.Ask.Slot] = a
			}
			if a.Ask.Do == "wish" {
				open = &stay{act: a, in: a.Did, out: ever, gone: ever, declined: map[string]act{}}
				all[name] = append(all[name], open)
			}
		}
	}
	return all
}

// A queue is everybody's stays, with all that happened.
type queue struct {
	whole         []happening
	byPerson      map[string][]act
	stays         map[string][]*stay
	of            map[int]*stay // the stay of an offer, by the event's index; none if it is not certain
	after, before []int64       // when each event happened at the earliest and at the latest
}

// waited looks at every offer, whether somebody who waited longer was passed
// over, and at every freed slot, whether it was offered.
func waited(acts []act, byPerson map[string][]act, whole []happening) []breach {
	l := queue{whole: whole, byPerson: byPerson, stays: stays(byPerson), of: map[int]*stay{}}
	l.after, l.before = bounds(whole)
	found := l.assign()
	for i, h := range whole {
		if h.Kind == booking.Offered {
			found = append(found, l.inOrder(i)...)
		} else if h.frees != "" {
			found = append(found, l.passedOn(i)...)
		}
	}
	kept := map[string][]stretch{}
	for i, s := range l.of {
		h := whole[i]
		k := stretch{h.Person, l.before[i], min(h.Until.UnixNano(), s.out)}
		if d, given := s.declined[h.Slot.ID]; given {
			k.to = min(k.to, d.Will)
		}
		kept[h.Slot.ID] = append(kept[h.Slot.ID], k)
	}
	return slices.Concat(found, intruders(acts, kept), l.useless(), l.untold())
}

// assign finds the stay of each offer.
func (l *queue) assign() (found []breach) {
	for i, h := range l.whole {
		if h.Kind != booking.Offered {
			continue
		}
		var may []*stay
		for _, s := range l.stays[h.Person] {
			if s.act.Will <= l.before[i] && s.gone >= l.after[i] {
				may = append(may, s)
			}
		}
		if len(may) == 0 {
			found = append(found, breach{inOrder, "an offer to " + h.Person + ", who did not wait"})
		}
		for _, s := range may {
			s.unsure = s.unsure || len(may) > 1
			s.offers = append(s.offers, i)
		}
		if len(may) == 1 {
			l.of[i] = may[0]
		}
	}
	seen := map[string]bool{}
	for i, s := range l.of {
		what := s.act.Op + " " + l.whole[i].Slot.ID
		if seen[what] && !s.unsure {
			found = append(found, breach{offeredOnce, what})
		}
		seen[what] = true
	}
	return found
}

// eligible tells whether a stay must have been considered at an event: on the
// list, kept nothing, and for certain.
func (l *queue) eligible(q *stay, i int, slot string, start time.Time) bool {
	if q.unsure || q.in >= l.after[i] || (q.out <= l.before[i] && q.out != ever) || !q.welcomes(start) {
		return false
	}
	for _, n := range q.offers {
		if n >= i {
			break
		}
		d, given := q.declined[l.whole[n].Slot.ID]
		if !given || d.Did >= l.after[i] || l.whole[n].Slot.ID == slot {
			return false
		}
	}
	return true
}

func (l *queue) inOrder(i int) (found []breach) {
	h, s := l.whole[i], l.of[i]
	if s == nil || s.unsure {
		return nil
	}
	if !s.welcomes(h.Slot.Start) {
		found = append(found, breach{inOrder, s.act.Op + " was offered what it does not want"})
	}
	for name, theirs := range l.stays {
		for _, q := range theirs {
			if name != h.Person && q.act.Ask.Now < s.act.Ask.Now && !l.acted(name, i) && l.eligible(q, i, h.Slot.ID, h.Slot.Start) {
				found = append(found, breach{inOrder, fmt.Sprintf("%s was offered before %s", s.act.Op, q.act.Op)})
			}
		}
	}
	return found
}

// acted tells whether the person did anything that may have led to the event:
// what one gives up oneself is not offered to oneself.
func (l *queue) acted(name string, i int) bool {
	return slices.ContainsFunc(l.byPerson[name], func(a act) bool { return a.Will <= l.before[i] && a.Did >= l.after[i] })
}

// passedOn looks whether a slot that a talk freed was offered at once.
func (l *queue) passedOn(i int) []breach {
	h := l.whole[i]
	next := func(n int) bool {
		return n >= 0 && n < len(l.whole) && l.whole[n].Kind == booking.Offered && l.whole[n].Slot.ID == h.frees
	}
	if next(i+1) || next(i-1) {
		return nil
	}
	start := startOf(h.frees)
	for name, theirs := range l.stays {
		for _, q := range theirs {
			if name != h.By && l.eligible(q, i, h.frees, start) {
				return []breach{{passedOn, fmt.Sprintf("%s freed %s, for which %s waited", h.Code, h.frees, q.act.Op)}}
			}
		}
	}
	return nil
}

// useless finds those who confirmed what was kept for them in time, and were refused.
func (l *queue) useless() (found []breach) {
	for i, s := range l.of {
		h := l.whole[i]
		for _, a := range l.byPerson[h.Person] {
			kept := a.Ask.Kept && a.Ask.Do == "confirm" && a.Ask.Slot == h.Slot.ID && s.act.Did < a.Will && a.Will < s.gone
			if kept && !s.unsure && a.Got != nil && a.Got.Outcome == taken && a.Did < h.Until.UnixNano() {
				found = append(found, breach{holdKept, a.Op + " confirmed what was kept for it, and was told " + taken})
			}
		}
	}
	return found
}

// untold finds offers that went on to somebody else though the person had not
// answered and was not told, and those who were told without an offer.
func (l *queue) untold() (found []breach) {
	open := map[string]int{} // slot → the offer by which it is kept
	for i, h := range l.whole {
		slot := h.takes
		if h.Code == "" {
			slot = h.Slot.ID
		}
		n, kept := open[slot]
		switch ended := h.Kind == booking.OfferEnded; {
		case slot == "":
			continue
		case ended && (!kept || l.whole[n].Person != h.Person):
			found = append(found, breach{endTold, h.Person + " was told of an end without an offer of " + slot})
		case !ended && kept && l.whole[n].Person != h.By && l.waits(n):
			found = append(found, breach{endTold, fmt.Sprintf("%s was kept %s and not told of its end", l.whole[n].Person, slot)})
		}
		delete(open, slot)
		if h.Kind == booking.Offered {
			open[slot] = i
		}
	}
	return found
}

// waits tells whether who got an offer has not answered it, and has not left the list.
func (l *queue) waits(offer int) bool {
	s := l.of[offer]
	if s == nil || s.unsure || s.out != ever {
		return false
	}
	_, given := s.declined[l.whole[offer].Slot.ID]
	return !given
}

// bounds gives for each event when it happened at the earliest and at the
// latest: it came after all before it, and before all after it.
func bounds(whole []happening) (after, before []int64) {
	after, before = make([]int64, len(whole)), make([]int64, len(whole))
	earliest, latest := int64(0), int64(ever)
	for i, h := range whole {
		if h.act != nil {
			earliest = max(earliest, h.act.Will)
		}
		after[i] = earliest
	}
	for i := len(whole) - 1; i >= 0; i-- {
		if h := whole[i]; h.act != nil {
			latest = min(latest, h.act.Did)
		}
		before[i] = latest
	}
	return after, before
}
