package main

import (
	"fmt"
	"slices"
	"strings"

	"kakebot/booking"
)

// An act is what one person asked once, with all the answers they got.
type act struct {
	Person, Op string
	Ask        Ask
	Will, Did  int64 // ns; the answer came in between
	Got        *Got  // nil: no answer yet
	Again      []Got
}

// gather makes acts of a ledger's lines, in their order.
func gather(lines []Line) []act {
	var acts []act
	at := map[string]int{}
	for _, l := range lines {
		if l.Ask != nil {
			at[l.Op] = len(acts)
			acts = append(acts, act{Person: l.Person, Op: l.Op, Ask: *l.Ask, Will: l.At})
			continue
		}
		a := &acts[at[l.Op]]
		if l.Again {
			a.Again = append(a.Again, *l.Got)
		} else {
			a.Got, a.Did = l.Got, l.At
		}
	}
	return acts
}

func readActs(s Settings) (acts []act, err error) {
	for i := range s.Workers {
		lines, _, err := readLedger(ledgerPath(s.Dir, i))
		if err != nil {
			return nil, err
		}
		acts = append(acts, gather(lines)...)
	}
	return acts, nil
}

// A rule is a promise. One that is about what was told cannot hold after a loss;
// the others must hold even then.
type rule struct {
	name string
	told bool
}

var (
	oneHolder   = rule{"a slot has one holder at any time", false}
	agree       = rule{"slots and talks agree", false}
	holdsEnd    = rule{"every hold ends", false}
	nothingLost = rule{"what was promised has happened, once", true}
	nothingElse = rule{"what happened was promised to somebody", true}
	asTold      = rule{"people have what their ledger says", true}
	answered    = rule{"every answer is one that fits", true}
	sameAgain   = rule{"a repeated ask gets its first answer", true}
	holdKept    = rule{"a hold keeps the others out, and its own in", true}
	inOrder     = rule{"who waits longest is offered first", true}
	passedOn    = rule{"a freed time goes to one who waits", true}
	offeredOnce = rule{"a wish is offered a time once", true}
	endTold     = rule{"who let a kept time pass is told", true}

	rules = []rule{oneHolder, agree, holdsEnd, nothingLost, nothingElse, asTold, answered, sameAgain, holdKept, inOrder, passedOn, offeredOnce, endTold}
)

// A breach is a rule broken.
type breach struct {
	rule rule
	text string
}

// stands is what is in Redis at the end. events are all there were: nobody took any away.
type stands struct {
	entries []booking.Entry
	talks   []booking.Booking
	events  []booking.Event
	stuck   []string // slots whose hold did not end
}

// judge holds the ledgers against what stands in Redis.
func judge(acts []act, s stands) []breach {
	byPerson := map[string][]act{}
	for _, a := range acts {
		byPerson[a.Person] = append(byPerson[a.Person], a)
	}
	whole := history(s.events)
	return slices.Concat(s.sound(whole), told(acts, whole), have(byPerson, s.talks), fits(byPerson), kept(acts, byPerson), waited(acts, byPerson, whole))
}

// A happening is an event with what it did to slots, and whose it was.
type happening struct {
	booking.Event
	sequence int    // of the talk, after it
	takes    string // the slot it takes, "" if none
	frees    string
	act      *act // whom it was promised to
}

// history gives the events with the slots they took and freed. An event tells
// its talk's slot as that is now; where the talk was before follows from the
// moves after it.
func history(events []booking.Event) []happening {
	list := make([]happening, len(events))
	count, now := map[string]int{}, map[string]string{}
	for i, e := range events {
		list[i] = happening{Event: e, sequence: count[e.Code]}
		count[e.Code]++
	}
	for i := len(list) - 1; i >= 0; i-- {
		h := &list[i]
		if h.Code == "" { // of what was kept for somebody
			continue
		}
		if _, later := now[h.Code]; !later {
			now[h.Code] = h.Slot.ID
		}
		switch h.Kind {
		case booking.WasBooked:
			h.takes = now[h.Code]
		case booking.WasMoved:
			h.takes, h.frees = now[h.Code], h.Was
			now[h.Code] = h.Was
		case booking.WasCancelled:
			h.frees = now[h.Code]
		}
	}
	return list
}

// sound replays the history, and compares its end with slots and talks.
func (s stands) sound(whole []happening) (list []breach) {
	holder := map[string]string{} // slot → code
	for _, h := range whole {
		if h.frees != "" {
			if holder[h.frees] != h.Code {
				list = append(list, breach{oneHolder, fmt.Sprintf("%s freed %s, which was %q's", h.Code, h.frees, holder[h.frees])})
			}
			delete(holder, h.frees)
		}
		if h.takes != "" {
			if other := holder[h.takes]; other != "" {
				list = append(list, breach{oneHolder, fmt.Sprintf("%s took %s, which was %s's", h.Code, h.takes, other)})
			}
			holder[h.takes] = h.Code
		}
	}
	talks := map[string]string{}
	for _, k := range s.talks {
		if other := talks[k.Slot.ID]; other != "" {
			list = append(list, breach{oneHolder, fmt.Sprintf("%s is %s's and %s's", k.Slot.ID, other, k.Code)})
		}
		talks[k.Slot.ID] = k.Code
	}
	for _, e := range s.entries {
		id := e.Slot.ID
		if e.Code != talks[id] || e.Code != holder[id] || (e.State == booking.Booked) != (e.Code != "") {
			list = append(list, breach{agree, fmt.Sprintf("%s is %s for %q, by the talks %q's, by the events %q's", id, e.State, e.Code, talks[id], holder[id])})
		}
	}
	for _, slot := range s.stuck {
		list = append(list, breach{holdsEnd, slot + " cannot be had"})
	}
	return list
}

// promises are the deeds that leave an event, by its kind.
var promises = map[string]booking.Kind{"confirm": booking.WasBooked, "move": booking.WasMoved, "cancel": booking.WasCancelled}

// told finds the event of each promise, one to one.
func told(acts []act, whole []happening) (list []breach) {
	key := func(kind booking.Kind, code string, sequence int) string {
		return fmt.Sprint(kind, " ", code, " ", sequence)
	}
	at := map[string]int{}
	for i, h := range whole {
		if h.Code != "" {
			at[key(h.Kind, h.Code, h.sequence)] = i
		}
	}
	for i := range acts {
		a := &acts[i]
		kind, promise := promises[a.Ask.Do]
		if !promise || a.Got == nil || a.Got.Outcome != ok {
			continue
		}
		what := key(kind, a.Got.Code, a.Got.Sequence)
		n, found := at[what]
		switch {
		case !found:
			list = append(list, breach{nothingLost, what + " was promised and did not happen"})
		case whole[n].act != nil:
			list = append(list, breach{nothingLost, what + " was promised twice"})
		default:
			whole[n].act = a
		}
	}
	for _, h := range whole {
		if h.Code != "" && h.act == nil {
			list = append(list, breach{nothingElse, key(h.Kind, h.Code, h.sequence) + " happened and nobody was told"})
		}
	}
	return list
}

// have compares each person's talks with what their ledger says.
func have(byPerson map[string][]act, talks []booking.Booking) (list []breach) {
	stand := map[string][]string{}
	for _, k := range talks {
		stand[k.Person] = append(stand[k.Person], fmt.Sprint(k.Code, " ", k.Slot.ID, " ", k.Sequence))
	}
	for name, acts := range byPerson {
		p := person{name: name}
		for _, a := range acts {
			if a.Got != nil {
				p.learn(a.Ask, *a.Got)
			}
		}
		var want []string
		for _, k := range p.talks {
			want = append(want, fmt.Sprint(k.Code, " ", k.Slot, " ", k.Sequence))
		}
		got := stand[name]
		delete(stand, name)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			list = append(list, breach{asTold, fmt.Sprintf("%s has [%s], the ledger says [%s]", name, strings.Join(got, ", "), strings.Join(want, ", "))})
		}
	}
	for name := range stand {
		list = append(list, breach{asTold, name + " has a talk and no ledger"})
	}
	return list
}

// fits looks at what each person was answered: whether it can be, after what they
// were answered before; and a repeated ask changes no answer.
func fits(byPerson map[string][]act) (list []breach) {
	for name, acts := range byPerson {
		p := person{name: name}
		longer := map[string]bool{} // tokens of holds that were extended
		for _, a := range acts {
			if a.Got == nil {
				list = append(list, breach{answered, a.Op + " " + a.Ask.Do + " has no answer"})
				continue
			}
			may := map[string]bool{ok: true}
			switch a.Ask.Do {
			case "hold", "confirm", "move", "extend":
				may[taken] = true
				may[tooMany] = a.Ask.Do != "move" && len(p.talks) >= maxTalks
				may[extended] = a.Ask.Do == "extend" && longer[p.hold.Token]
			case "decline":
				may[noOffer] = true
			}
			if !may[a.Got.Outcome] {
				list = append(list, breach{answered, fmt.Sprintf("%s %s: %s", a.Op, a.Ask.Do, a.Got.Outcome)})
			}
			if a.Ask.Do == "extend" && a.Got.Outcome == ok && a.Got.Token == p.hold.Token {
				if longer[a.Got.Token] {
					list = append(list, breach{answered, a.Op + " extended again"})
				}
				longer[a.Got.Token] = true
			}
			p.learn(a.Ask, *a.Got)
			if len(p.talks) > maxTalks {
				list = append(list, breach{answered, a.Op + " gave one talk too many"})
			}
			for _, again := range a.Again {
				if again != *a.Got {
					list = append(list, breach{sameAgain, fmt.Sprintf("%s %s: %+v, at first %+v", a.Op, a.Ask.Do, again, *a.Got)})
				}
			}
		}
	}
	return list
}
