package main

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/handlers"
	"kakebot/reminders"
)

// news makes notices of what happens at the desk, for the person it concerns
// and for the adviser, and finds their words when they are sent.
type news struct {
	desk      *booking.Desk
	assistant *handlers.Assistant
	staff     chat.Address // where the adviser is told; zero for nowhere
	now       func() time.Time
}

// told says whether the adviser is told of bookings at all.
func (n news) told() bool { return n.staff != chat.Address{} }

// A notice is what is queued of an event: enough to find out what has become of
// it by the time it is sent.
type notice struct {
	Staff   bool         `json:"staff,omitempty"`
	Own     bool         `json:"own,omitempty"` // the person brought it about
	Kind    booking.Kind `json:"kind"`
	Version string       `json:"v,omitempty"`
	Code    string       `json:"code,omitempty"`
	Slot    string       `json:"slot,omitempty"`
	Start   time.Time    `json:"start,omitzero"`
	Until   time.Time    `json:"until,omitzero"`
}

// of gives who is owed what of an event: the person, unless they brought it
// about where its reply has told them, and the adviser, unless staff did. Who is
// written to by mail has what they did in the mail too.
func (n news) of(e booking.Event, now time.Time) []reminders.Notice {
	until := e.Slot.Start
	if e.Kind == booking.Offered {
		until = e.Until
	}
	if !now.Before(until) {
		return nil
	}
	t := notice{Kind: e.Kind, Version: e.Version, Code: e.Code, Until: e.Until, Own: e.By == e.Person}
	if t.Code == "" {
		t.Slot, t.Start = e.Slot.ID, e.Slot.Start
	}
	var owed []reminders.Notice
	if to, err := chat.ParseAddress(e.Address); err == nil && e.Person != "" && (inMail(e) || !n.assistant.News(e).Silent()) {
		owed = append(owed, reminders.Notice{ID: e.ID, Person: e.Person, Channel: to.Channel, Data: t.data(), Due: now, Until: until, Awaited: t.Own})
	}
	if n.told() && e.By != booking.Staff && !n.assistant.Notice(staffLang, e).Silent() {
		t.Staff = true
		owed = append(owed, reminders.Notice{ID: e.ID + ":" + booking.Staff, Channel: n.staff.Channel, Data: t.data(), Due: now, Until: until})
	}
	return owed
}

// nextTimes is how many times somebody is offered who has lost theirs.
const nextTimes = 3

// staffLang is the language that the adviser is told in.
const staffLang = "fi"

func (t notice) data() string {
	b, _ := json.Marshal(t) // strings and times always marshal
	return string(b)
}

// Find is reminders.News's.
func (n news) Find(ctx context.Context, data, person string) (to chat.Address, reply chat.Reply, ok bool, err error) {
	var t notice
	if err := json.Unmarshal([]byte(data), &t); err != nil {
		return to, reply, false, nil
	}
	var e booking.Event
	if t.Code != "" {
		e, ok, err = n.ofTalk(ctx, t)
	} else {
		e, ok, err = n.ofTime(ctx, t, person)
	}
	if err != nil || !ok {
		return to, reply, false, err
	}
	if t.Staff {
		return n.staff, n.assistant.Notice(staffLang, e), true, nil
	}
	if to, err = chat.ParseAddress(e.Address); err != nil {
		return to, reply, false, nil
	}
	next, err := n.desk.Free(ctx, n.now(), nextTimes, e.Person)
	if err != nil {
		return to, reply, false, err
	}
	if reply = n.assistant.News(e, next...); inMail(e) {
		reply, err = n.assistant.Letter(ctx, e, n.now(), next...)
	}
	return to, reply, !reply.Silent(), err
}

// inMail tells whether the person of an event is written to by mail.
func inMail(e booking.Event) bool {
	to, err := chat.ParseAddress(e.Address)
	return err == nil && to.Channel == mailName
}

// ofTalk gives what happened to a talk, as the talk is now. It is nothing to tell
// when something newer has happened to it, of which there is other news.
func (n news) ofTalk(ctx context.Context, t notice) (e booking.Event, ok bool, err error) {
	b, err := n.desk.Find(ctx, t.Code)
	if errors.Is(err, booking.ErrNoSuchBooking) {
		return e, false, nil
	}
	if err != nil {
		return e, false, err
	}
	ok = !b.Cancelled
	if t.Kind == booking.WasMoved || t.Kind == booking.WasCancelled {
		ok = strconv.Itoa(b.Sequence) == t.Version
	}
	e = booking.Event{Kind: t.Kind, By: booking.Staff, Person: b.Person, Lang: b.Lang, Address: b.Address, Code: b.Code, Slot: b.Slot, Cancelled: b.Cancelled}
	if t.Own {
		e.By = b.Person
	}
	return e, ok, nil
}

// ofTime gives what happened to a time that was kept for somebody who waits.
func (n news) ofTime(ctx context.Context, t notice, person string) (e booking.Event, ok bool, err error) {
	w, waits, err := n.desk.WishOf(ctx, person)
	if err != nil || !waits {
		return e, false, err
	}
	e = booking.Event{Kind: t.Kind, By: booking.Staff, Person: person, Lang: w.Lang, Address: w.Address, Until: t.Until,
		Slot: booking.Slot{ID: t.Slot, Start: t.Start}}
	if t.Kind != booking.Offered {
		return e, true, nil
	}
	if w.Offer != t.Slot {
		return e, false, nil
	}
	there, err := n.desk.All(ctx, t.Start, t.Start.Add(time.Millisecond))
	for _, entry := range there {
		if entry.Slot.ID == t.Slot {
			e.Slot, ok = entry.Slot, true
		}
	}
	return e, ok, err
}
