package main

import (
	"math/rand/v2"
	"slices"
	"time"

	"kakebot/booking"
)

// A person is a claimant as their own ledger tells it.
type person struct {
	name    string
	patient bool // would go on the waiting list; the others try their luck
	acts    int  // asked so far; names the next op-id
	talks   []Got
	hold    Got // Slot "" if none
	waiting bool
}

// first is when the first slot starts: no run ever sees it past.
var first = time.Date(2100, 1, 4, 8, 0, 0, 0, time.UTC)

func slotStart(i int) time.Time { return first.Add(time.Duration(i) * time.Hour) }

func slotID(i int) string { return booking.SlotID(slotStart(i), 1) }

// startOf reads a slot's start from its ID.
func startOf(slot string) time.Time {
	start, _ := time.Parse("2006-01-02T15:04", slot) // the zero time suits nobody's bounds but "any"
	return start
}

// maxTalks of one person: the desk holds them to it.
const maxTalks = 2

// next is what the person wants now. kept is a slot that is kept for them, "" if none.
func (p *person) next(dice *rand.Rand, slots int, kept string) Ask {
	some := slotID(dice.IntN(slots))
	chance := dice.IntN(100)
	talk := func() Got { return p.talks[dice.IntN(len(p.talks))] }
	switch {
	case kept != "" && chance < 50 && !p.has(kept):
		return Ask{Do: "confirm", Slot: kept, Kept: true}
	case kept != "" && chance < 75:
		return Ask{Do: "decline", Slot: kept}
	case p.hold.Slot != "" && chance < 50 && !p.has(p.hold.Slot):
		return Ask{Do: "confirm", Slot: p.hold.Slot, Token: p.hold.Token}
	case p.hold.Slot != "" && chance < 58:
		return Ask{Do: "release"}
	case p.hold.Slot != "" && chance < 70:
		return Ask{Do: "hold", Slot: p.hold.Slot}
	case p.hold.Slot != "" && chance < 85:
		return Ask{Do: "extend", Slot: p.hold.Slot}
	case p.waiting && chance < 15:
		return Ask{Do: "unwish"}
	case p.patient && !p.waiting && len(p.talks) == 0 && chance < 60:
		return p.wish(dice, slots)
	case len(p.talks) > 0 && chance < 35:
		return Ask{Do: "cancel", Code: talk().Code}
	case len(p.talks) > 0 && chance < 65 && !p.has(some):
		return Ask{Do: "move", Code: talk().Code, Slot: some}
	case chance < 80 || p.has(some):
		return Ask{Do: "hold", Slot: some}
	}
	return Ask{Do: "confirm", Slot: some}
}

// wish is for any time, or for the later or earlier half.
func (p *person) wish(dice *rand.Rand, slots int) Ask {
	half := slotStart(slots / 2).UnixMilli()
	return []Ask{{Do: "wish"}, {Do: "wish", After: half}, {Do: "wish", Before: half}}[dice.IntN(3)]
}

func (p *person) has(slot string) bool {
	return slices.ContainsFunc(p.talks, func(k Got) bool { return k.Slot == slot })
}

// learn takes an answer in.
func (p *person) learn(a Ask, got Got) {
	done := got.Outcome == ok
	switch a.Do {
	case "hold", "extend":
		if done {
			p.hold = got
		} else if p.hold.Slot == a.Slot && got.Outcome != extended {
			p.hold = Got{}
		}
	case "release":
		p.hold = Got{}
	case "confirm":
		if done {
			p.talks = append(p.talks, got)
			p.waiting = false
		}
		if got.Outcome != tooMany {
			p.dropHold(a.Slot)
		}
	case "move":
		switch got.Outcome {
		case ok:
			p.drop(a.Code)
			p.talks = append(p.talks, got)
			p.dropHold(a.Slot)
		case taken: // it stays where it was
		default: // only after a loss
			p.drop(a.Code)
		}
	case "cancel":
		p.drop(a.Code)
	case "wish":
		p.waiting = true
	case "unwish":
		p.waiting = false
	}
}

func (p *person) drop(code string) {
	p.talks = slices.DeleteFunc(p.talks, func(k Got) bool { return k.Code == code })
}

func (p *person) dropHold(slot string) {
	if p.hold.Slot == slot {
		p.hold = Got{}
	}
}
