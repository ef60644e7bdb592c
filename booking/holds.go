package booking

import (
	"context"
	"time"
)

var (
	hold    = decide("hold", false, "slot", "wait")
	extend  = decide("extend", false, "slot")
	release = decide("release", false, "slot", "wait")
	held    = ask("held")
)

// Hold keeps a slot for the person for Options.Hold. A person holds one slot at
// a time: another ends the former, the same again is prolonged under the same
// token. A slot that is kept for them as one who waits stays so, for as long as
// it was. ErrTaken, ErrPast, ErrNoSuchSlot, ErrTooMany, and, unless they hold
// the slot already, ErrTooSoon and ErrTooFar.
func (d *Desk) Hold(ctx context.Context, op, person, slotID string, now time.Time) (Hold, error) {
	b := d.o.bounds(person, now)
	return d.held(d.write(ctx, hold, op, person, now, d.terms, slotID, d.o.Hold.Milliseconds(), b.earliest, b.latest, b.most))
}

// Extend lengthens the person's hold by Options.Extend, once: then ErrExtended.
// One that has ended is begun anew, with its whole length, if the slot is still
// open to them; else it is ErrLapsed. ErrBooked if they have confirmed it
// meanwhile; and for a new hold whatever Hold says.
func (d *Desk) Extend(ctx context.Context, op, person string, now time.Time) (Hold, error) {
	b := d.o.bounds(person, now)
	return d.held(d.write(ctx, extend, op, person, now, d.terms,
		max(d.o.Extend, 0).Milliseconds(), d.o.Hold.Milliseconds(), b.earliest, b.latest, b.most))
}

// Release ends the person's hold; without one it does nothing. What is kept for
// them as one who waits is given back by Decline alone.
func (d *Desk) Release(ctx context.Context, op, person string) error {
	_, err := d.write(ctx, release, op, person, time.Time{}, d.terms)
	return err
}

// Holding gives the hold that the person has just now; ok is false if none.
func (d *Desk) Holding(ctx context.Context, person string) (h Hold, ok bool, err error) {
	rows, err := d.read(ctx, held, person)
	if err != nil || len(rows) == 0 {
		return Hold{}, false, err
	}
	f := rows[0]
	return Hold{Slot: d.slotIn(f), Token: f["token"], Until: moment(f["ends"], d.zone)}, true, nil
}
