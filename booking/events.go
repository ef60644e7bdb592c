package booking

import (
	"context"
	"strings"
	"time"
)

// A Kind is what an event tells.
type Kind string

const (
	WasBooked    Kind = "booked"
	WasMoved     Kind = "moved"
	WasCancelled Kind = "cancelled"
	WasAmended   Kind = "amended"   // its briefing was; for staff
	WasWithdrawn Kind = "withdrawn" // a time the person held or was kept
	Offered      Kind = "offered"   // a time is kept for the person, who waits
	OfferEnded   Kind = "ended"     // and is not any more: they did not answer in time; they stay on the list, in their place
)

// An Event is something others must hear of. It is written by the script that
// decided it, so neither exists without the other. ID is the same however often
// it is read: hand it on under that, then Ack. What is told of a booking or of
// one who waits is what stands there when the event is read: Address is "" once
// they have left the waiting list, and of one who only held a time. The idea is
// never in it.
type Event struct {
	ID        string
	Kind      Kind
	By        string // who acted: the person, Staff, or "" for somebody since forgotten; "" too for Offered and OfferEnded
	Person    string // whom it concerns
	Lang      string
	Address   string
	Code      string // "" for Offered, OfferEnded and WasWithdrawn
	Version   string // what it made of its subject: WasMoved and WasCancelled: the talk's sequence then
	Sequence  int
	Cancelled bool
	Slot      Slot
	Was       string    // WasMoved: the former slot's ID
	Until     time.Time // Offered: how long it is kept, by the caller's clock

	raw string
}

var (
	ack    = decide("ack", false)
	events = ask("events")
)

// Events gives the oldest n events that were not acknowledged. Several readers
// may read the same ones; the ID tells them apart from new ones.
func (d *Desk) Events(ctx context.Context, n int) ([]Event, error) {
	rows, err := d.read(ctx, events, n)
	return each(rows, d.event), err
}

// event puts together what lies in the list (a kind, what it is about, and by
// kind: keys.lua) and what its talk or wish is by now.
func (d *Desk) event(f fields) Event {
	e := Event{Person: f["person"], Lang: f["lang"], Address: f["address"], raw: f["raw"]} // of a wish
	part := strings.SplitN(f["raw"], "\n", 7)
	if len(part) < 5 {
		return e
	}
	e.ID, e.Kind, e.Version = strings.Join(part[:3], ":"), Kind(part[0]), part[2]
	if e.Kind == Offered || e.Kind == OfferEnded || e.Kind == WasWithdrawn {
		if len(part) == 7 {
			e.Until, e.Slot = moment(part[3], d.zone), d.slot(part[1], part[4], part[5])
		}
		if e.Kind == WasWithdrawn {
			e.By = Staff
		}
		return e
	}
	e.Was, e.By = part[3], strings.Join(part[4:], "\n")
	k := d.bookingIn(f)
	e.Code, e.Slot, e.Sequence, e.Cancelled, e.Person, e.Lang, e.Address = printCode(part[1]), k.Slot, k.Sequence, k.Cancelled, k.Person, k.Lang, k.Address
	return e
}

// Ack removes events that were handed on; doing so twice is harmless.
func (d *Desk) Ack(ctx context.Context, done ...Event) error {
	args := make([]any, len(done))
	for i, e := range done {
		args[i] = e.raw
	}
	_, err := d.tend(ctx, ack, args...)
	return err
}
