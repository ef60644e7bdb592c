package handlers

import (
	"context"
	"strings"

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

// practical says where a talk is, how to get there, and whether the adviser can
// reach the person.
func (a *Assistant) practical(t chat.Turn, b booking.Booking) string {
	place := chat.Inert(b.At())
	var parts []string
	switch {
	case b.Slot.Where == booking.Phone:
		parts = append(parts, say(t, "talk_phone", "place", place))
	case b.Slot.Where == booking.Video:
		parts = append(parts, say(t, "talk_video", "place", place))
	case place == "":
		parts = append(parts, say(t, "talk_no_place"))
	default:
		parts = append(parts, say(t, "talk_place", "place", place))
	}
	if b.Slot.Where == booking.Elsewhere && b.Where == "" {
		parts = append(parts, say(t, "talk_where"))
	}
	if route := a.Programme.Settings.Adviser.Route; route != "" && b.Slot.Where == booking.Centre {
		parts = append(parts, say(t, "talk_route", "route", route))
	}
	if b.Idea.Reach == "" {
		parts = append(parts, say(t, "talk_no_reach"))
	}
	return strings.Join(parts, " ")
}

// promised says which reminders of a talk are still to come.
func (a *Assistant) promised(t chat.Turn, b booking.Booking) string {
	coming := map[string]bool{}
	appointment := reminders.Appointment{ID: b.Code, Start: b.Slot.Start, Made: t.Now}
	for _, m := range a.Timing.Plan(t.Now, b.Slot.Start, nil, appointment) {
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
