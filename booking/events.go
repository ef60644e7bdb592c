package booking

import "context"

// A Kind is what an event tells.
type Kind string

const (
	WasBooked    Kind = "booked"
	WasMoved     Kind = "moved"
	WasCancelled Kind = "cancelled"
	Offered      Kind = "offered" // a time has come up for somebody who waits
)

// An Event is something others must hear of. It is written by the script that
// decided it, so neither exists without the other. ID is the same however often
// it is read: hand it on under that, then Ack. What is told of a booking is
// what stands in it when the event is read. The idea is never in it.
type Event struct {
	ID        string
	Kind      Kind
	By        string // who acted: the person, Staff, or "" for somebody since forgotten
	Person    string // whom it concerns
	Lang      string
	Address   string
	Code      string // "" for Offered
	Sequence  int
	Cancelled bool
	Slot      Slot
	Was       string // WasMoved: the former slot's ID

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

func (d *Desk) event(f fields) Event {
	return Event{ID: f["event"], Kind: Kind(f["kind"]), By: f["by"], Person: f["person"], Lang: f["lang"], Address: f["address"],
		Code: printCode(f["code"]), Sequence: int(f.number("sequence")), Cancelled: f["cancelled"] == "1",
		Slot: d.slot(f), Was: f["was"], raw: f["raw"]}
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
