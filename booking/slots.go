package booking

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// slotLayout is a slot's ID without what follows "#".
const slotLayout = "2006-01-02T15:04"

// SlotID gives the ID of the nth slot (from 1) that starts at the local time of start.
func SlotID(start time.Time, n int) string {
	id := start.Format(slotLayout)
	if n > 1 {
		id += fmt.Sprintf("#%d", n)
	}
	return id
}

// ParseSlot reads a slot from its ID, in the desk's zone. A local time that does
// not exist, in the hour that summer time skips, is an error.
func (d *Desk) ParseSlot(id string, length time.Duration, place string) (Slot, error) {
	local, _, _ := strings.Cut(id, "#")
	start, err := time.ParseInLocation(slotLayout, local, d.zone)
	if err != nil || start.Format(slotLayout) != local {
		return Slot{}, fmt.Errorf("%q is not a time such as 2018-02-13T10:00", id)
	}
	return Slot{ID: id, Start: start, Length: length, Place: place}, nil
}

var (
	offer    = decide("offer", false)
	withdraw = decide("withdraw", false)
	sweep    = decide("sweep", false)
	free     = ask("free")
	inWindow = ask("slots")
)

// Offer adds times to talk and gives how many are new; a slot that is there
// already stays as it is. A slot without ID gets that of its start. Each new
// slot is offered to the first who waits for such a time.
func (d *Desk) Offer(ctx context.Context, op string, slots []Slot) (added int, err error) {
	args := make([]any, 0, 4*len(slots))
	for _, s := range slots {
		if s.ID == "" {
			s.ID = SlotID(s.Start.In(d.zone), 1)
		}
		args = append(args, s.ID, s.Start.UnixMilli(), s.Length.Milliseconds(), s.Place)
	}
	return counted(d.write(ctx, offer, op, Staff, args...))
}

// Withdraw removes a slot that is free. ErrBooked: its talk must be moved or
// cancelled first. ErrTaken: somebody holds it just now. ErrNoSuchSlot.
func (d *Desk) Withdraw(ctx context.Context, op, slotID string) error {
	_, err := d.write(ctx, withdraw, op, Staff, slotID)
	return err
}

// Free gives the slots after now that the person could take, by start, at most
// limit. A slot that the person holds themself is among them.
func (d *Desk) Free(ctx context.Context, now time.Time, limit int, person string) ([]Slot, error) {
	rows, err := d.read(ctx, free, person, now.UnixMilli(), limit)
	return each(rows, d.slot), err
}

// An Entry is a slot as staff see it. Code is the booking's, if it is booked.
type Entry struct {
	Slot  Slot   `json:"slot"`
	State State  `json:"state"`
	Code  string `json:"code,omitempty"`
}

// All gives every slot that starts in [from, to), by start.
func (d *Desk) All(ctx context.Context, from, to time.Time) ([]Entry, error) {
	rows, err := d.read(ctx, inWindow, from.UnixMilli(), to.UnixMilli())
	return each(rows, func(f fields) Entry {
		return Entry{Slot: d.slot(f), State: State(f["state"]), Code: printCode(f["code"])}
	}), err
}

// Sweep frees slots whose hold has lapsed, so that those who wait hear of them;
// call it once a minute or so. It gives how many, at most a hundred.
func (d *Desk) Sweep(ctx context.Context) (freed int, err error) {
	return counted(d.tend(ctx, sweep))
}
