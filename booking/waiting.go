package booking

import (
	"context"
	"time"
)

var (
	wish   = decide("wish", false)
	unwish = decide("unwish", false)
	wishes = ask("wishes")
)

// endOfTime stands for "whenever" where a latest start is asked for.
const endOfTime = 1 << 52 // ms; a whole number in Lua

// Wish puts the person on the waiting list at now, or renews the words of one
// who is on it. When a time that meets the wish is freed or offered, the first
// of the list is told by an Offered event, and leaves it. Person and Joined of
// the wish are not read.
func (d *Desk) Wish(ctx context.Context, op, person string, w Wish, now time.Time) error {
	after, before := int64(0), int64(endOfTime)
	if !w.NotBefore.IsZero() {
		after = w.NotBefore.UnixMilli()
	}
	if !w.NotAfter.IsZero() {
		before = w.NotAfter.UnixMilli()
	}
	_, err := d.write(ctx, wish, op, person, w.Text, encode(w.Idea), w.Lang, w.Address, after, before, now.UnixMilli())
	return err
}

// Unwish takes the person off the waiting list, with their words.
func (d *Desk) Unwish(ctx context.Context, op, person string) error {
	_, err := d.write(ctx, unwish, op, person)
	return err
}

// Wishes gives the waiting list, longest first; at most a thousand.
func (d *Desk) Wishes(ctx context.Context) ([]Wish, error) {
	rows, err := d.read(ctx, wishes, "")
	return each(rows, d.wish), err
}

// WishOf gives the person's own words; ok is false if there are none. They stay
// for two weeks after a time was offered, to fill the booking form with.
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
	w := Wish{Person: f["person"], Text: f["text"], Idea: f.idea(), Lang: f["lang"], Address: f["address"],
		NotBefore: f.moment("after", d.zone), Joined: f.moment("joined", d.zone)}
	if f.number("before") != endOfTime {
		w.NotAfter = f.moment("before", d.zone)
	}
	return w
}
