package booking

import (
	"context"
	"time"
)

var (
	forget = decide("forget", true, "slot", "wait", "talk")
	prune  = decide("prune", false, "slot", "talk")
)

// Forget erases the person (GDPR article 17): talks after now are cancelled and
// their slots freed; of all their talks remains the code, the time and that it
// was; holds, wishes and undelivered events go. Results of their operations,
// which fade within two days, hold no word of theirs and not their name. It gives
// how many bookings were touched.
func (d *Desk) Forget(ctx context.Context, op, person string, now time.Time) (n int, err error) {
	return counted(d.write(ctx, forget, op, person, now, d.terms))
}

// Kept is everything the desk keeps of a person.
type Kept struct {
	Bookings []Booking `json:"bookings"`
	Hold     *Hold     `json:"hold,omitempty"`
	Wish     *Wish     `json:"wish,omitempty"`
}

// Export gives everything the desk keeps of the person (GDPR articles 15 and 20).
func (d *Desk) Export(ctx context.Context, person string) (Kept, error) {
	var k Kept
	var err error
	if k.Bookings, err = d.TalksOf(ctx, person); err != nil {
		return Kept{}, err
	}
	if h, ok, err := d.Holding(ctx, person); err != nil {
		return Kept{}, err
	} else if ok {
		k.Hold = &h
	}
	if w, ok, err := d.WishOf(ctx, person); err != nil {
		return Kept{}, err
	} else if ok {
		k.Wish = &w
	}
	return k, nil
}

// Prune removes slots and bookings that began before a moment: the end of
// retention. It gives how many of both.
func (d *Desk) Prune(ctx context.Context, before time.Time) (n int, err error) {
	for {
		more, err := counted(d.tend(ctx, prune, before.UnixMilli()))
		n += more
		if err != nil || more == 0 {
			return n, err
		}
	}
}
