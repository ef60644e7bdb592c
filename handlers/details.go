package handlers

import (
	"context"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge/reading"
	"kakebot/reminders"
)

// details tells of the next talk what the booking holds: when, how long, where,
// and how the adviser reaches the person. What it does not hold is said so.
func (a *Assistant) details(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	talks, err := a.Desk.Of(ctx, t.From.ID, t.Now)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(talks) == 0 {
		return chat.Reply{Text: say(t, "talk_none"), Choices: a.offer(t, []string{"book", "support_reach", "human"})}, nil
	}
	b := talks[0]
	r := chat.Reply{Text: say(t, "talk_when", "time", when(t, b.Slot), "until", reading.FormatClock(b.Slot.End(), t.Lang)), Private: true}
	r.Text += "\n\n" + a.practical(t, b)
	r.Choices = []chat.Choice{choice(t, "move_it", "/siirrä "+b.Code), choice(t, "cancel_it", "/peru "+b.Code), choice(t, "human_button", "/ihminen")}
	return r, nil
}

// practical says where a talk is and whether the adviser can reach the person.
func (a *Assistant) practical(t chat.Turn, b booking.Booking) string {
	text := say(t, "talk_no_place")
	if b.Slot.Place != "" {
		text = say(t, "talk_place", "place", b.Slot.Place)
	}
	if b.Idea.Reach == "" {
		text += " " + say(t, "talk_no_reach")
	}
	return text
}

// promised says which reminders of a talk are still to come.
func (a *Assistant) promised(t chat.Turn, b booking.Booking) string {
	coming := map[string]bool{}
	appointment := reminders.Appointment{ID: b.Code, Start: b.Slot.Start, Made: t.Now}
	for _, m := range reminders.Plan(t.Now, b.Slot.Start, nil, appointment) {
		coming[m.Offset] = true
	}
	switch {
	case coming["eve"] && coming["2h"]:
		return say(t, "remind_both")
	case coming["eve"]:
		return say(t, "remind_eve")
	case coming["2h"]:
		return say(t, "remind_hours")
	}
	return ""
}

// comingReminders tells which reminders the person has ordered and when the next
// ones come.
func (a *Assistant) comingReminders(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	s, ok, err := a.Subscribers.Of(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	talks, err := a.Desk.Of(ctx, t.From.ID, t.Now)
	if err != nil {
		return chat.Reply{}, err
	}
	if !ok && len(talks) == 0 {
		return chat.Reply{Text: say(t, "no_reminders"), Choices: a.offer(t, []string{"subscribe", "rounds_list"})}, nil
	}
	var r chat.Reply
	if ok {
		r.Text = say(t, "reminders_ordered")
		var next []time.Time
		for _, m := range reminders.Plan(t.Now, t.Now.AddDate(1, 0, 0), a.Programme.Rounds) {
			if s.Wants(m) && len(next) < 3 {
				next = append(next, m.At)
			}
		}
		for _, at := range next {
			r.Text += "\n- " + reading.FormatDay(at, t.Lang) + " " + reading.FormatClock(at, t.Lang)
		}
		if len(next) == 0 {
			r.Text += " " + say(t, "reminding_none")
		}
		r.Choices = append(r.Choices, choice(t, "remind_stop", "/lopeta-muistutukset"))
	}
	for _, b := range talks {
		if p := a.promised(t, b); p != "" {
			r.Text += "\n\n" + say(t, "talk_when", "time", when(t, b.Slot), "until", reading.FormatClock(b.Slot.End(), t.Lang)) + " " + p
		}
	}
	r.Private = true
	return r, nil
}

// unwish takes the person off the waiting list.
func (a *Assistant) unwish(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	_, had, err := a.Desk.WishOf(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if !had {
		return chat.Reply{Text: say(t, "no_wish"), Choices: a.offer(t, []string{"book", "my_bookings"})}, nil
	}
	if err := a.Desk.Unwish(ctx, op(t), t.From.ID); err != nil {
		return chat.Reply{}, err
	}
	return chat.Reply{Text: say(t, "wish_gone"), Choices: a.offer(t, []string{"book", "help"})}, nil
}
