package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kakebot/booking"
)

// An Ask is what a person wants of the desk. Now is theirs when they first want
// it (ms); a repeated ask carries the same.
type Ask struct {
	Do     string `json:"do"`
	Now    int64  `json:"now"`
	Slot   string `json:"slot,omitempty"`
	Token  string `json:"token,omitempty"`
	Code   string `json:"code,omitempty"`
	After  int64  `json:"after,omitempty"`  // a wish's bounds (ms)
	Before int64  `json:"before,omitempty"` // 0 is none
	Kept   bool   `json:"kept,omitempty"`   // the slot is kept for the person, who waits
}

// A Got is the desk's answer.
type Got struct {
	Outcome  string `json:"outcome"`
	Code     string `json:"code,omitempty"`
	Slot     string `json:"slot,omitempty"`
	Sequence int    `json:"sequence,omitempty"`
	Token    string `json:"token,omitempty"`
	Until    int64  `json:"until,omitempty"` // ms
}

const (
	ok       = "ok"
	taken    = "taken"
	tooMany  = "too many"
	extended = "extended before"
	noOffer  = "no offer"
)

// words are the outcomes; whatever else comes back is no answer.
var words = []struct {
	err  error
	word string
}{
	{nil, ok}, {booking.ErrLapsed, taken}, {booking.ErrTaken, taken}, {booking.ErrNoSuchSlot, "no such slot"},
	{booking.ErrTooMany, tooMany}, {booking.ErrExtended, extended}, {booking.ErrNoOffer, noOffer},
	{booking.ErrNoSuchBooking, "no such booking"}, {booking.ErrPast, "past"}, {booking.ErrBooked, "booked"}, {booking.ErrCancelled, "cancelled"},
}

type deed func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error)

var deeds = map[string]deed{
	"hold": func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
		h, err := d.Hold(ctx, op, person, a.Slot, moment(a.Now))
		return held(h), err
	},
	"extend": func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
		h, err := d.Extend(ctx, op, person, moment(a.Now))
		return held(h), err
	},
	"release": func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
		return Got{}, d.Release(ctx, op, person)
	},
	"confirm": func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
		k, err := d.Confirm(ctx, op, person, a.Token, a.Slot, booking.Request{Idea: booking.Idea{What: op}, Lang: "fi", Address: "web/" + person}, moment(a.Now))
		return talk(k), err
	},
	"move": func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
		k, err := d.Move(ctx, op, person, a.Code, a.Slot, moment(a.Now))
		return talk(k), err
	},
	"cancel": func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
		k, err := d.Cancel(ctx, op, person, a.Code, moment(a.Now))
		return talk(k), err
	},
	"wish": func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
		w := booking.Wish{Text: "any", Lang: "fi", Address: op, NotBefore: moment(a.After), NotAfter: moment(a.Before)}
		return Got{}, d.Wish(ctx, op, person, w, moment(a.Now))
	},
	"decline": func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
		return Got{}, d.Decline(ctx, op, person, a.Slot)
	},
	"unwish": func(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
		return Got{}, d.Unwish(ctx, op, person)
	},
}

// ask does one deed. An error says that there was no answer, and that it may
// have been done or not.
func ask(ctx context.Context, d *booking.Desk, person, op string, a Ask) (Got, error) {
	got, err := deeds[a.Do](ctx, d, person, op, a)
	for _, w := range words {
		if errors.Is(err, w.err) {
			got.Outcome = w.word
			return got, nil
		}
	}
	return Got{}, fmt.Errorf("%s: %w", a.Do, err)
}

func held(h booking.Hold) Got {
	return Got{Slot: h.Slot.ID, Token: h.Token, Until: ms(h.Until)}
}

func talk(k booking.Booking) Got {
	return Got{Code: k.Code, Slot: k.Slot.ID, Sequence: k.Sequence}
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
