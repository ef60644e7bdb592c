package booking

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// A question is a script that reads.
type question struct {
	name   string
	script *redis.Script
}

func ask(name string) question { return question{name, script("keys", "read", name)} }

func (d *Desk) read(ctx context.Context, q question, args ...any) ([]fields, error) {
	text, err := q.script.Run(ctx, d.rdb, d.tag, args...).Text()
	if err != nil {
		return nil, fmt.Errorf("booking: %s: %w", q.name, err)
	}
	var rows []fields
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return nil, fmt.Errorf("booking: %s: unreadable result: %w", q.name, err)
	}
	return rows, nil
}

func each[T any](rows []fields, read func(fields) T) []T {
	list := make([]T, len(rows))
	for i, f := range rows {
		list[i] = read(f)
	}
	return list
}

var (
	bookings = ask("bookings")
	held     = ask("held")
)

// Find gives the booking of a code as a person typed it, or ErrNoSuchBooking.
// Whoever knows the code may see the booking.
func (d *Desk) Find(ctx context.Context, code string) (Booking, error) {
	rows, err := d.read(ctx, bookings, "code", readCode(code))
	if err != nil {
		return Booking{}, err
	}
	if len(rows) == 0 {
		return Booking{}, ErrNoSuchBooking
	}
	return d.booking(rows[0]), nil
}

// Of gives the person's talks that are not over at now, by start, without the
// cancelled ones.
func (d *Desk) Of(ctx context.Context, person string, now time.Time) ([]Booking, error) {
	all, err := d.every(ctx, person)
	return slices.DeleteFunc(all, func(b Booking) bool { return b.Cancelled || !b.Slot.End().After(now) }), err
}

// Upcoming gives the talks that start in [from, to), by start, without the
// cancelled ones.
func (d *Desk) Upcoming(ctx context.Context, from, to time.Time) ([]Booking, error) {
	rows, err := d.read(ctx, bookings, "window", from.UnixMilli(), to.UnixMilli())
	all := each(rows, d.booking)
	return slices.DeleteFunc(all, func(b Booking) bool { return b.Cancelled }), err
}

// Holding gives the hold that the person has just now; ok is false if none.
func (d *Desk) Holding(ctx context.Context, person string) (h Hold, ok bool, err error) {
	rows, err := d.read(ctx, held, person)
	if err != nil || len(rows) == 0 {
		return Hold{}, false, err
	}
	return d.hold(rows[0]), true, nil
}

// every gives all bookings of a person that are kept, by start.
func (d *Desk) every(ctx context.Context, person string) ([]Booking, error) {
	rows, err := d.read(ctx, bookings, "person", person)
	all := each(rows, d.booking)
	slices.SortFunc(all, func(a, b Booking) int { return a.Slot.Start.Compare(b.Slot.Start) })
	return all, err
}
