package booking

import (
	"fmt"
	"time"
)

// Options are what a programme may set about its bookings. A zero takes the
// default; where there is a bound to lift, a negative value lifts it. Staff are
// bound by none of them. Lengths are measured by the Redis server's clock, past,
// too soon and too late are judged by the caller's.
type Options struct {
	Hold     time.Duration // how long a slot is kept while a person writes: 15 minutes
	Extend   time.Duration // by how much a hold can be lengthened, once: 10 minutes; negative: never
	Notice   time.Duration // how long before its start a slot can last be held or booked: 2 hours; negative: none
	Horizon  time.Duration // how far ahead slots are shown, held and booked: 60 days; negative: any
	MaxOpen  int           // talks to come that one person may have: 2; negative: any number
	CancelBy time.Duration // how long before its start a talk can last be moved or cancelled: 0, until it starts
	OfferFor time.Duration // how long a freed time is kept for one who waits: 12 hours; negative: not at all

	// Now is the caller's clock for what is nobody's turn: Offer, Sweep, Release,
	// Decline, Unwish. The Redis server's if nil. A rehearsal needs it.
	Now func() time.Time

	Wait int // replicas that must have a promise before it is given; 0 asks none
}

// orDefault replaces what was not set.
func (o Options) orDefault() Options {
	set := func(d *time.Duration, otherwise time.Duration) {
		if *d == 0 {
			*d = otherwise
		}
	}
	set(&o.Hold, 15*time.Minute)
	set(&o.Extend, 10*time.Minute)
	set(&o.Notice, 2*time.Hour)
	set(&o.Horizon, 60*24*time.Hour)
	set(&o.OfferFor, 12*time.Hour)
	if o.MaxOpen == 0 {
		o.MaxOpen = 2
	}
	return o
}

// bounds are what a script may let somebody do, as its arguments.
type bounds struct {
	earliest, latest int64 // start of a slot to take (ms)
	lastChange       int64 // earliest start of a talk to move or cancel (ms)
	most             int   // talks to come
}

// unbound is more talks than anybody has.
const unbound = 1 << 30

func (o Options) bounds(by string, now time.Time) bounds {
	b := bounds{latest: endOfTime, most: unbound}
	if by == Staff {
		return b
	}
	b.earliest = now.Add(max(o.Notice, 0)).UnixMilli()
	b.lastChange = now.Add(o.CancelBy).UnixMilli()
	if o.Horizon > 0 {
		b.latest = now.Add(o.Horizon).UnixMilli()
	}
	if o.MaxOpen > 0 {
		b.most = o.MaxOpen
	}
	return b
}

// terms are a slot's notice, how long it is kept for one who waits, and the
// least time that is worth an offer: what a person needs to write (ms).
func (o Options) terms() string {
	return fmt.Sprint(max(o.Notice, 0).Milliseconds(), max(o.OfferFor, 0).Milliseconds(), max(o.Hold, 0).Milliseconds())
}
