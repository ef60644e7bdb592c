package booking

import (
	"context"
	"strings"
	"time"
)

var (
	offer    = decide("offer", false, "slot", "wait")
	withdraw = decide("withdraw", false, "slot", "talk")
	sweep    = decide("sweep", false, "slot", "wait")
	free     = ask("free")
	inWindow = ask("slots")
)

// Offer adds times to talk and gives how many are new; a slot that is there
// already stays as it is. A slot without ID gets that of its start, one without
// Zone the desk's. A new slot is first kept for who waits for such a time.
func (d *Desk) Offer(ctx context.Context, op string, slots []Slot) (added int, err error) {
	args := make([]any, 1, 1+5*len(slots))
	args[0] = d.terms
	for _, s := range slots {
		if s.Zone == "" {
			s.Zone = d.zone.String()
		}
		local := s.Start.In(d.zoneOf(s.Zone))
		if s.ID == "" {
			s.ID = SlotID(local, 1)
		}
		args = append(args, s.ID, s.Start.UnixMilli(), s.facts(), s.Zone, local.Format(slotLayout))
	}
	return counted(d.write(ctx, offer, op, Staff, time.Time{}, args...))
}

// Withdraw removes a slot that is not booked. Whoever holds it, or is kept it as
// one who waits, is told by a WasWithdrawn event. ErrNoSuchSlot, and ErrBooked,
// for which there is WithdrawBooked.
func (d *Desk) Withdraw(ctx context.Context, op, slotID string) error {
	_, err := d.write(ctx, withdraw, op, Staff, time.Time{}, slotID, "")
	return err
}

// WithdrawBooked removes a slot even if it is booked: its talk is cancelled by
// staff and a WasCancelled event tells the person, all at once. It gives that
// talk; one without Code if there was none. ErrNoSuchSlot, ErrPast for a talk that has begun.
func (d *Desk) WithdrawBooked(ctx context.Context, op, slotID string, now time.Time) (Booking, error) {
	r, err := d.write(ctx, withdraw, op, Staff, now, slotID, "booked")
	if err == nil && r == "" {
		return Booking{}, nil
	}
	return d.talk(r, err)
}

// Free gives the slots that the person could hold at now, by start, at most
// limit: within Options.Notice and Options.Horizon, and nobody else's. A slot that the
// person holds themself is among them. How many talks the person has is not
// asked: they may want to move one.
func (d *Desk) Free(ctx context.Context, now time.Time, limit int, person string) ([]Slot, error) {
	b := d.o.bounds(person, now)
	rows, err := d.read(ctx, free, person, max(b.earliest, now.UnixMilli()+1), b.latest, limit)
	return each(rows, d.slotIn), err
}

// An Entry is a slot as staff see it. Code is the booking's, if it is booked.
type Entry struct {
	Slot  Slot   `json:"slot"`
	State State  `json:"state"`
	Code  string `json:"code,omitempty"`
	Offer bool   `json:"offer,omitempty"` // Held: kept for somebody who waits
}

// All gives every slot that starts in [from, to), by start.
func (d *Desk) All(ctx context.Context, from, to time.Time) ([]Entry, error) {
	rows, err := d.read(ctx, inWindow, from.UnixMilli(), to.UnixMilli())
	return each(rows, func(f fields) Entry {
		state := strings.Fields(f["state"]) // lua/keys.lua
		e := Entry{Slot: d.slotIn(f), State: State(state[0])}
		switch e.State {
		case Booked:
			e.Code = printCode(state[1])
		case Held:
			e.Offer = state[4] == "+"
		}
		return e
	}), err
}

// Sweep ends holds and offers that have lapsed and passes their slots on to
// those who wait; whoever let an offer lapse hears of it by an OfferEnded event.
// Call it every few seconds, from as many replicas as there are. It gives how many
// ended, at most a hundred.
func (d *Desk) Sweep(ctx context.Context) (ended int, err error) {
	return counted(d.tend(ctx, sweep, d.terms))
}
