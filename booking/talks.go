package booking

import (
	"context"
	"crypto/rand"
	"errors"
	"time"
)

var (
	hold    = decide("hold", false)
	release = decide("release", false)
	confirm = decide("confirm", true)
	move    = decide("move", true)
	cancel  = decide("cancel", true)
	adopt   = decide("adopt", true)
	amend   = decide("amend", false)
)

// Hold keeps a slot for the person for Options.Hold. A person holds one slot at
// a time: another ends the former, the same again is prolonged under the same
// token. ErrTaken, ErrPast, ErrNoSuchSlot.
func (d *Desk) Hold(ctx context.Context, op, person, slotID string, now time.Time) (Hold, error) {
	v, err := d.write(ctx, hold, op, person, slotID, rand.Text(), d.o.Hold.Milliseconds(), now.UnixMilli())
	return decoded(v, err, d.hold)
}

// Release ends the person's hold; without one it does nothing.
func (d *Desk) Release(ctx context.Context, op, person string) error {
	_, err := d.write(ctx, release, op, person)
	return err
}

// Confirm books a slot for the person, who leaves the waiting list. token is
// the hold's, "" if there was none. A hold that lapsed is no hindrance as long
// as nobody else took the slot; then it is ErrLapsed, which is an ErrTaken too. A slot that
// is theirs already gives that booking, with the newer words. ErrPast, ErrNoSuchSlot.
func (d *Desk) Confirm(ctx context.Context, op, person, token, slotID string, req Request, now time.Time) (Booking, error) {
	for {
		v, err := d.write(ctx, confirm, op, person, slotID, token, newCode(), encode(req.Idea), req.Lang, req.Address, now.UnixMilli())
		if !errors.Is(err, errCollision) {
			return decoded(v, err, d.booking)
		}
	}
}

// Move books another slot for the same talk and frees the old one, or leaves all
// as it was. ErrNoSuchBooking, ErrCancelled, ErrTaken, ErrNoSuchSlot, and ErrPast
// for a talk that has begun or a slot that is over.
func (d *Desk) Move(ctx context.Context, op, person, code, slotID string, now time.Time) (Booking, error) {
	v, err := d.write(ctx, move, op, person, readCode(code), slotID, now.UnixMilli())
	return decoded(v, err, d.booking)
}

// Cancel frees a talk's slot; cancelling again changes nothing.
// ErrNoSuchBooking, and ErrPast for a talk that has begun.
func (d *Desk) Cancel(ctx context.Context, op, person, code string, now time.Time) (Booking, error) {
	v, err := d.write(ctx, cancel, op, person, readCode(code), now.UnixMilli())
	return decoded(v, err, d.booking)
}

// Adopt gives a booking to the person who knows its code, and takes it from
// whoever had it: this is how a visitor comes back from another browser or
// channel. ErrNoSuchBooking.
func (d *Desk) Adopt(ctx context.Context, op, person, code string) (Booking, error) {
	v, err := d.write(ctx, adopt, op, person, readCode(code))
	return decoded(v, err, d.booking)
}

// UpdateIdea replaces what the person wants to talk about.
// ErrNoSuchBooking, ErrCancelled.
func (d *Desk) UpdateIdea(ctx context.Context, op, person, code string, idea Idea) (Booking, error) {
	v, err := d.write(ctx, amend, op, person, readCode(code), "idea", encode(idea))
	return decoded(v, err, d.booking)
}

// Readdress changes where and in which language the talk is spoken of.
// ErrNoSuchBooking, ErrCancelled.
func (d *Desk) Readdress(ctx context.Context, op, person, code, lang, address string) (Booking, error) {
	v, err := d.write(ctx, amend, op, person, readCode(code), "lang", lang, "address", address)
	return decoded(v, err, d.booking)
}
