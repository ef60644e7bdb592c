package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"kakebot/chat"
	"kakebot/knowledge/reading"
	"kakebot/reminders"
)

// listed is how many coming reminders are listed at most.
const listed = 8

// comingReminders tells what will be sent, when and where to: reminders of
// rounds as the person has ordered them, and those of booked talks.
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
	r := chat.Reply{Private: true}
	if ok {
		r.Text = say(t, "reminders_ordered", "since", reading.FormatDate(s.Since.In(t.Now.Location()), t.Lang))
		lines := a.comingLines(t, s)
		if len(lines) == 0 {
			r.Text += " " + say(t, "reminding_none")
		} else {
			r.Text += "\n\n- " + strings.Join(lines[:min(len(lines), listed)], "\n- ")
		}
		r.Text += "\n\n" + say(t, "reminding_changes")
		switch s.To.Channel {
		case t.In.Channel:
			r.Text += " " + say(t, "reminding_here")
		case mailChannel: // the address is named below
		default:
			r.Text += " " + say(t, "reminding_elsewhere", "channel", channelName(t, s.To.Channel))
		}
		r.Choices = append(r.Choices, choice(t, "remind_pick", "/muistuta "+remindPick), choice(t, "remind_stop", "/lopeta-muistutukset"))
	}
	for _, b := range talks {
		if p := a.promised(t, b); p != "" {
			r.Text += "\n\n" + say(t, "talk_when", "time", when(t, b.Slot), "until", reading.FormatClock(b.Slot.End(), t.Lang)) + " " + p
		}
	}
	to, err := a.reach(ctx, t)
	if err != nil {
		return chat.Reply{}, err
	}
	if to.Channel == mailChannel {
		r.Text += "\n\n" + say(t, "mail_to", "address", chat.Inert(to.Place))
		r.Choices = append(r.Choices, choice(t, "mail_stop", "/lopeta-sähköposti"))
	}
	return r, nil
}

// comingLines has a line for each reminder of a round that is to come, the next first.
func (a *Assistant) comingLines(t chat.Turn, s reminders.Subscriber) (lines []string) {
	for _, m := range a.Timing.Plan(t.Now, t.Now.AddDate(2, 0, 0), a.Programme.Rounds) {
		if s.Wants(m) {
			lines = append(lines, reading.FormatDay(m.At, t.Lang)+" "+reading.FormatClock(m.At, t.Lang)+": "+a.momentName(t, m))
		}
	}
	return lines
}

// momentName is what a moment is about: "7 päivää ennen haun päättymistä (1.4.–31.5.2018, alustava)".
func (a *Assistant) momentName(t chat.Turn, m reminders.Moment) string {
	round, _ := a.round(m.Subject)
	name := daysName(t, reminders.DaysUntil(round.Closes, m.At))
	if slices.Contains(m.Leads(), "opens") {
		name = say(t, "lead_opens")
	}
	return name + ", " + a.Programme.Span(round, t.Lang)
}

// channelName is how a channel is called; one without a name of its own is
// another conversation.
func channelName(t chat.Turn, channel string) string {
	key := "channel_" + channel
	if name := say(t, key); name != key {
		return name
	}
	return say(t, "channel_other")
}

// whyReminder tells why a person got a reminder: when they ordered it, of which
// round, and which of those they chose it was. The button in a reminder names it;
// typed words mean the last one that came.
func (a *Assistant) whyReminder(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	s, ok, err := a.Subscribers.Of(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	offset, subject, _ := strings.Cut(t.Args, " ")
	if t.Args == "" {
		if offset, subject, err = a.lastReminder(ctx, t, s); err != nil {
			return chat.Reply{}, err
		}
	}
	r := chat.Reply{Private: true, Choices: []chat.Choice{choice(t, "remind_list", "/muistutukset")}}
	if ok {
		r.Choices = append(r.Choices, choice(t, "remind_pick", "/muistuta "+remindPick), choice(t, "remind_stop", "/lopeta-muistutukset"))
	}
	since := reading.FormatDate(s.Since.In(t.Now.Location()), t.Lang)
	span := ""
	if round, known := a.round(subject); known {
		span = a.Programme.Span(round, t.Lang)
	}
	switch {
	case offset == "eve" || offset == "2h":
		r.Text = say(t, "why_talk")
	case offset == "":
		r.Text = say(t, "why_no_reminder")
		if ok {
			r.Text += " " + say(t, "why_ordered", "since", since)
		}
	case !ok:
		r.Text = say(t, "why_ended")
	case offset == reminders.Changed:
		r.Text = say(t, "why_ordered", "since", since) + " " + say(t, "why_changed")
		if span != "" {
			r.Text += " " + say(t, "why_stands", "round", span)
		}
	default:
		var names []string
		for _, lead := range strings.Split(offset, "+") {
			if slices.Contains(reminders.Leads(), lead) {
				names = append(names, leadName(t, lead))
			}
		}
		r.Text = say(t, "why_ordered", "since", since) + " " + say(t, "why_lead", "round", span, "lead", strings.Join(names, ", "))
	}
	return r, nil
}

// lastReminder is the reminder that came last, "" when none did within a month.
func (a *Assistant) lastReminder(ctx context.Context, t chat.Turn, s reminders.Subscriber) (offset, subject string, err error) {
	var last time.Time
	if round, at := s.News(); round != "" {
		offset, subject, last = reminders.Changed, round, at
	}
	from := t.Now.AddDate(0, -1, 0)
	for _, m := range a.Timing.Plan(from, t.Now, a.Programme.Rounds) {
		if s.Wants(m) && m.At.After(last) {
			offset, subject, last = m.Offset, m.Subject, m.At
		}
	}
	talks, err := a.Desk.Of(ctx, t.From.ID, t.Now)
	if err != nil {
		return "", "", err
	}
	for _, b := range talks {
		for _, m := range a.Timing.Plan(from, t.Now, nil, reminders.Appointment{ID: b.Code, Start: b.Slot.Start, Made: b.Changed}) {
			if m.At.After(last) {
				offset, subject, last = m.Offset, m.Subject, m.At
			}
		}
	}
	return offset, subject, nil
}
