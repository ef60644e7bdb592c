package booking

import (
	"context"
	"errors"
	"time"
)

var (
	confirm   = decide("confirm", true, "slot", "wait", "talk")
	move      = decide("move", true, "slot", "wait", "talk")
	cancel    = decide("cancel", true, "slot", "wait", "talk")
	adopt     = decide("adopt", true, "talk")
	amend     = decide("amend", true, "talk")
	readdress = decide("readdress", false, "talk")
)

// Confirm books a slot for the person, who leaves the waiting list; what was
// kept for them there goes to the next. token is
// the hold's, "" if there was none. A hold that lapsed is no hindrance as long
// as nobody else took the slot; then it is ErrLapsed, which is an ErrTaken too. A slot that
// is theirs already gives that booking, with the newer words. ErrPast,
// ErrNoSuchSlot, ErrTooMany; ErrTooSoon and ErrTooFar unless they hold the slot.
func (d *Desk) Confirm(ctx context.Context, op, person, token, slotID string, req Request, now time.Time) (Booking, error) {
	b := d.o.bounds(person, now)
	for {
		k, err := d.talk(d.write(ctx, confirm, op, person, now, d.terms, slotID, token, newCode(),
			req.words(), b.earliest, b.latest, b.most))
		if !errors.Is(err, errCollision) {
			return k, err
		}
	}
}

// Move books another slot for the same talk and frees the old one, or leaves all
// as it was. ErrNoSuchBooking, ErrCancelled, ErrTaken, ErrNoSuchSlot, and ErrPast
// for a talk that has begun or a slot that is over. For a person also
// ErrTooLate of the old slot, and ErrTooSoon and ErrTooFar of the new one unless they hold it.
func (d *Desk) Move(ctx context.Context, op, person, code, slotID string, now time.Time) (Booking, error) {
	b := d.o.bounds(person, now)
	return d.talk(d.write(ctx, move, op, person, now, d.terms, readCode(code), slotID, b.earliest, b.latest, b.lastChange))
}

// Cancel frees a talk's slot; cancelling again changes nothing.
// ErrNoSuchBooking, ErrPast for a talk that has begun, and ErrTooLate for a
// person after Options.CancelBy.
func (d *Desk) Cancel(ctx context.Context, op, person, code string, now time.Time) (Booking, error) {
	b := d.o.bounds(person, now)
	return d.talk(d.write(ctx, cancel, op, person, now, d.terms, readCode(code), b.lastChange))
}

// Adopt gives a booking to the person who knows its code, and takes it from
// whoever had it: this is how a visitor comes back from another browser or
// channel. ErrNoSuchBooking.
func (d *Desk) Adopt(ctx context.Context, op, person, code string) (Booking, error) {
	return d.talk(d.write(ctx, adopt, op, person, time.Time{}, readCode(code)))
}

// Amend replaces the briefing of a talk, until it begins; a WasAmended event
// tells staff that it was, not how. ErrNoSuchBooking, ErrCancelled, ErrPast.
func (d *Desk) Amend(ctx context.Context, op, person, code string, idea Idea, now time.Time) (Booking, error) {
	return d.talk(d.write(ctx, amend, op, person, now, readCode(code), line(idea)))
}

// Readdress changes where and in which language the talk is spoken of.
// ErrNoSuchBooking, ErrCancelled.
func (d *Desk) Readdress(ctx context.Context, op, person, code, lang, address string) (Booking, error) {
	return d.talk(d.write(ctx, readdress, op, person, time.Time{}, readCode(code), line(lang)+"\n"+line(address)))
}
