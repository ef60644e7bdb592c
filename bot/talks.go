package main

import (
	"context"
	"errors"
	"strconv"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/reminders"
)

// talks shows bookings to the reminders as their appointments.
type talks struct{ desk *booking.Desk }

// Between is reminders.Appointments'.
func (t talks) Between(ctx context.Context, from, to time.Time) ([]reminders.Appointment, error) {
	bookings, err := t.desk.Upcoming(ctx, from, to)
	if err != nil {
		return nil, err
	}
	var out []reminders.Appointment
	for _, b := range bookings {
		if a, ok := appointment(b); ok {
			out = append(out, a)
		}
	}
	return out, nil
}

// Find is reminders.Appointments'.
func (t talks) Find(ctx context.Context, id string) (reminders.Appointment, bool, error) {
	b, err := t.desk.Find(ctx, id)
	if errors.Is(err, booking.ErrNoSuchBooking) {
		return reminders.Appointment{}, false, nil
	}
	if err != nil {
		return reminders.Appointment{}, false, err
	}
	a, ok := appointment(b)
	return a, ok, nil
}

// Met is reminders.Appointments'.
func (t talks) Met(ctx context.Context, persons []string, now time.Time) ([]string, error) {
	return t.desk.Met(ctx, persons, now)
}

// appointment leaves out talks that nobody can be reminded of: cancelled ones,
// and those whose person is forgotten.
func appointment(b booking.Booking) (reminders.Appointment, bool) {
	to, err := chat.ParseAddress(b.Address)
	if b.Cancelled || b.Person == "" || err != nil {
		return reminders.Appointment{}, false
	}
	return reminders.Appointment{
		ID: b.Code, Person: b.Person, To: to, Lang: b.Lang,
		Start: b.Slot.Start, Made: b.Changed, Version: strconv.Itoa(b.Sequence), Place: b.At(),
	}, true
}
