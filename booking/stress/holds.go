package main

import (
	"fmt"
	"time"
)

// A stretch is a time in which a slot is kept for a person for certain: a hold
// from its answer until it ends or its person does anything else.
type stretch struct {
	person   string
	from, to int64 // ns
}

// kept finds those who took a slot within somebody's hold, and those whose own
// hold did not help them.
func kept(acts []act, byPerson map[string][]act) (list []breach) {
	holds := map[string][]stretch{}
	for _, mine := range byPerson {
		for i, a := range mine {
			if a.Ask.Do != "hold" && a.Ask.Do != "extend" || a.Got == nil || a.Got.Outcome != ok {
				continue
			}
			h := stretch{a.Person, a.Did, a.Got.Until * int64(time.Millisecond)}
			if i+1 < len(mine) {
				n := mine[i+1]
				if n.Ask.Do == "confirm" && n.Ask.Slot == a.Ask.Slot && n.Got != nil && n.Got.Outcome == taken && n.Did < h.to {
					list = append(list, breach{holdKept, n.Op + " confirmed within the hold, and was told " + n.Got.Outcome})
				}
				h.to = min(h.to, n.Will)
			}
			holds[a.Got.Slot] = append(holds[a.Got.Slot], h)
		}
	}
	return append(list, intruders(acts, holds)...)
}

// intruders finds those who were given a slot within a stretch of somebody else's.
func intruders(acts []act, stretches map[string][]stretch) (list []breach) {
	for _, a := range acts {
		if a.Got == nil || a.Got.Outcome != ok || a.Got.Slot == "" || a.Ask.Do == "cancel" {
			continue
		}
		for _, h := range stretches[a.Got.Slot] {
			if h.person != a.Person && a.Will > h.from && a.Did < h.to {
				list = append(list, breach{holdKept, fmt.Sprintf("%s %s while it was %s's", a.Op, a.Ask.Do, h.person)})
			}
		}
	}
	return list
}
