package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// missed tells whether somebody or time itself was quicker, or a bound is in the way.
func missed(err error) bool {
	return errors.Is(err, booking.ErrTaken) || errors.Is(err, booking.ErrPast) || errors.Is(err, booking.ErrNoSuchSlot)
}

// gone says why a time cannot be had and shows those that can. What the person
// has written stays in the draft.
func (a *Assistant) gone(ctx context.Context, t chat.Turn, slot string, why error) (chat.Reply, error) {
	kept := goOn(t)
	r, err := a.list(ctx, t, 0)
	if kept != nil {
		t.Session.Draft = kept
	}
	lead := a.refusal(t, slot, why)
	if kept != nil && len(kept.Values) > 0 {
		lead += " " + say(t, "kept")
	}
	r.Text = lead + "\n\n" + r.Text
	return r, err
}

// refusal is the sentence for a time that cannot be had.
func (a *Assistant) refusal(t chat.Turn, slot string, why error) string {
	o := a.Desk.Options()
	s, err := a.Desk.ParseSlot(slot, 0, "")
	switch {
	case err != nil:
	case errors.Is(why, booking.ErrTooSoon):
		return say(t, "too_soon", "time", when(t, s), "notice", length(t, o.Notice))
	case errors.Is(why, booking.ErrTooFar) && o.Horizon > 0:
		opens := s.Start.Add(-o.Horizon)
		return say(t, "too_far", "time", when(t, s), "day", reading.FormatDay(opens, t.Lang)+" "+reading.FormatClock(opens, t.Lang))
	}
	return say(t, "gone")
}

// beyond finds a free time that the words fit and the bounds do not, so that its
// refusal can be told; "" if none.
func (a *Assistant) beyond(ctx context.Context, t chat.Turn, read reading.Reading) (string, error) {
	all, err := a.Desk.All(ctx, t.Now, t.Now.AddDate(1, 0, 0))
	if err != nil {
		return "", err
	}
	var free []booking.Slot
	for _, e := range all {
		if e.State == booking.Free {
			free = append(free, e.Slot)
		}
	}
	if fitting := fits(free, read); len(fitting) > 0 {
		return fitting[0].ID, nil
	}
	return "", nil
}

// tooMany tells who has as many talks to come as one may have when the next can
// be booked, and what can be done until then.
func (a *Assistant) tooMany(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	talks, err := a.Desk.Of(ctx, t.From.ID, t.Now)
	if err != nil || len(talks) == 0 {
		return chat.Reply{Text: say(t, "too_many"), Choices: a.offer(t, []string{"my_bookings", "human"}), Topic: "book"}, err
	}
	t.Session.Draft = nil
	return chat.Reply{
		Text:    say(t, "too_many") + " " + say(t, "too_many_until", "time", when(t, talks[0].Slot)),
		Choices: append([]chat.Choice{choice(t, "move_it", "/siirrä"), choice(t, "cancel_it", "/peru")}, a.offer(t, []string{"my_bookings", "human"})...),
		Topic:   "book",
	}, nil
}

// late tells whether a talk to come can no longer be moved or cancelled by the
// person, so that nothing is asked in vain.
func (a *Assistant) late(t chat.Turn, talk *booking.Booking) bool {
	by := a.Desk.Options().CancelBy
	return by > 0 && talk.Slot.Start.After(t.Now) && talk.Slot.Start.Before(t.Now.Add(by))
}

// tooLate tells who wants to move or cancel after the last moment how it can
// still be done: by a person.
func (a *Assistant) tooLate(t chat.Turn) chat.Reply {
	text := say(t, "too_late", "notice", length(t, a.Desk.Options().CancelBy))
	if contact := a.Programme.Settings.Contact(); contact != "" {
		text += " " + say(t, "human_contact", "adviser", contact)
	}
	return chat.Reply{Text: text, Choices: a.offer(t, []string{"human", "my_bookings"})}
}

// length is a length of time in words: days where it is whole ones, else hours,
// else minutes.
func length(t chat.Turn, d time.Duration) string {
	switch {
	case d%(24*time.Hour) == 0:
		return reading.FormatDays(int(d/(24*time.Hour)), t.Lang)
	case d == time.Hour:
		return say(t, "length_hour")
	case d%time.Hour == 0:
		return say(t, "length_hours", "n", strconv.Itoa(int(d/time.Hour)))
	}
	return say(t, "length_minutes", "n", strconv.Itoa(int(d/time.Minute)))
}

// beforeClose warns of a talk that comes after the close of the round that the
// idea fits, and offers the last time before that, taken by the command: who
// presents an idea first can still apply.
func (a *Assistant) beforeClose(ctx context.Context, t chat.Turn, taken booking.Slot, idea booking.Idea, command string, r chat.Reply) (chat.Reply, error) {
	round, ok := a.Programme.RoundFor(reading.Grant(idea.Grant), idea.Start, t.Lang, t.Now)
	closed := round.Closes.AddDate(0, 0, 1)
	if !ok || taken.Start.Before(closed) {
		return r, nil
	}
	free, err := a.Desk.Free(ctx, t.Now, maxListed, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	key := "after_close"
	if idea.Start != "" {
		key = "after_close_idea"
	}
	r.Text += "\n\n" + say(t, key, "closes", a.Programme.Close(round, t.Lang))
	useful := slices.DeleteFunc(free, func(s booking.Slot) bool { return !s.Start.Before(closed) })
	if len(useful) == 0 {
		r.Text += " " + say(t, "none_before_close")
		return r, nil
	}
	last := useful[len(useful)-1]
	r.Text += " " + say(t, "last_before_close", "time", when(t, last))
	r.Choices = append([]chat.Choice{button(when(t, last), command+" "+last.ID)}, r.Choices...)
	return r, nil
}
