package booking

import (
	"context"
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
	list, err := q.script.Run(ctx, together{d.rdb}, d.tag, args...).Slice()
	if err != nil {
		return nil, fmt.Errorf("booking: %s: %w", q.name, err)
	}
	rows := make([]fields, len(list))
	for i, flat := range list {
		rows[i] = row(flat)
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

var bookings = ask("bookings")

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
	return d.bookingIn(rows[0]), nil
}

// Of gives the person's talks that are not over at now, by start, without the
// cancelled ones.
func (d *Desk) Of(ctx context.Context, person string, now time.Time) ([]Booking, error) {
	all, err := d.TalksOf(ctx, person)
	return slices.DeleteFunc(all, func(b Booking) bool { return b.Cancelled || !b.Slot.End().After(now) }), err
}

var met = ask("met")

// Met gives those of the persons who have had a talk that began before now.
func (d *Desk) Met(ctx context.Context, persons []string, now time.Time) ([]string, error) {
	args := append(make([]any, 0, 1+len(persons)), now.UnixMilli())
	for _, p := range persons {
		args = append(args, p)
	}
	rows, err := d.read(ctx, met, args...)
	return each(rows, func(f fields) string { return f["person"] }), err
}

// Upcoming gives the talks that start in [from, to), by start, without the
// cancelled ones.
func (d *Desk) Upcoming(ctx context.Context, from, to time.Time) ([]Booking, error) {
	all, err := d.Talks(ctx, from, to)
	return slices.DeleteFunc(all, func(b Booking) bool { return b.Cancelled }), err
}

// Talks gives the talks that start in [from, to), by start, the cancelled ones too.
func (d *Desk) Talks(ctx context.Context, from, to time.Time) ([]Booking, error) {
	rows, err := d.read(ctx, bookings, "window", from.UnixMilli(), to.UnixMilli())
	return each(rows, d.bookingIn), err
}

// TalksOf gives all talks of a person that are kept, by start: those that are
// over and the cancelled ones too.
func (d *Desk) TalksOf(ctx context.Context, person string) ([]Booking, error) {
	rows, err := d.read(ctx, bookings, "person", person)
	all := each(rows, d.bookingIn)
	slices.SortFunc(all, func(a, b Booking) int { return a.Slot.Start.Compare(b.Slot.Start) })
	return all, err
}
