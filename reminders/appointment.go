package reminders

import (
	"context"
	"time"

	"kakebot/chat"
)

// An Appointment is a booked talk as reminders see it.
type Appointment struct {
	ID      string
	Person  string
	To      chat.Address
	Lang    string    // fi, sv, en or selko
	Start   time.Time // in the programme's zone: "the day before" is counted there
	Made    time.Time // when it was booked or last moved: nothing is due at or before it
	Version string    // changes whenever Start or Place does
	Place   string    // "" if none is given
}

// Appointments is where the booked talks are found; package main fills it from
// the bookings. Cancelled talks are not there.
type Appointments interface {
	// Between gives the talks that start in [from, to).
	Between(ctx context.Context, from, to time.Time) ([]Appointment, error)
	// Find gives the talk with this id; ok is false when there is none (any more).
	Find(ctx context.Context, id string) (a Appointment, ok bool, err error)
	// Met gives those of the persons who have had a talk that began before now.
	Met(ctx context.Context, persons []string, now time.Time) ([]string, error)
}

// reach is longer than any reminder of a talk comes before it, so that a search
// over the planner's window extended by it misses none. It is how far back the
// planner looks, too.
const reach = 48 * time.Hour
