package booking

import (
	"context"
	"time"
)

var (
	wish    = decide("wish", false)
	unwish  = decide("unwish", false, "slot", "wait")
	decline = decide("decline", true, "slot", "wait")
	wishes  = ask("wishes")
)

// endOfTime stands for "whenever" where a latest start is asked for.
const endOfTime = 1 << 52 // ms; a whole number in Lua

// Wish puts the person on the waiting list at now, or renews the words of one
// who is on it, who keeps their place. A time that is freed or offered is kept
// for whoever waits longest of those it suits, for Options.OfferFor and never into
// Options.Notice, and an Offered event tells them alone. They are kept one time
// at once, and the same time never twice. Confirm takes it, Decline gives it
// back; once it is given back or has ended, of which an OfferEnded event tells them,
// it goes to the next, and when there is nobody left it is free for all. Where less than Options.Hold would be left, it is free at
// once. Person, Joined and Offer of the wish are not read.
func (d *Desk) Wish(ctx context.Context, op, person string, w Wish, now time.Time) error {
	after, before := int64(0), int64(endOfTime)
	if !w.NotBefore.IsZero() {
		after = w.NotBefore.UnixMilli()
	}
	if !w.NotAfter.IsZero() {
		before = w.NotAfter.UnixMilli()
	}
	_, err := d.write(ctx, wish, op, person, now, w.Text, line(w.Idea), w.Lang, w.Address, after, before)
	return err
}

// Decline gives back the time that is kept for the person, who stays on the
// waiting list in their place. ErrNoOffer: it is not, or not any more.
func (d *Desk) Decline(ctx context.Context, op, person, slotID string) error {
	_, err := d.write(ctx, decline, op, person, time.Time{}, d.terms, slotID)
	return err
}

// Unwish takes the person off the waiting list, with their words; what was kept
// for them goes to the next.
func (d *Desk) Unwish(ctx context.Context, op, person string) error {
	_, err := d.write(ctx, unwish, op, person, time.Time{}, d.terms)
	return err
}

// Wishes gives the waiting list, longest first; at most a thousand.
func (d *Desk) Wishes(ctx context.Context) ([]Wish, error) {
	rows, err := d.read(ctx, wishes, "")
	return each(rows, d.wish), err
}

// WishOf gives the person's own wish, to fill the booking form with too; ok is
// false if they are not waiting.
func (d *Desk) WishOf(ctx context.Context, person string) (w Wish, ok bool, err error) {
	if person == "" {
		return Wish{}, false, nil
	}
	rows, err := d.read(ctx, wishes, person)
	if err != nil || len(rows) == 0 {
		return Wish{}, false, err
	}
	return d.wish(rows[0]), true, nil
}

func (d *Desk) wish(f fields) Wish {
	w := Wish{Person: f["person"], Text: f["text"], Idea: unline[Idea](f["idea"]), Lang: f["lang"], Address: f["address"],
		NotBefore: moment(f["after"], d.zone), Joined: moment(f["joined"], d.zone), Offer: f["offer"]}
	if integer(f["before"]) != endOfTime {
		w.NotAfter = moment(f["before"], d.zone)
	}
	return w
}
