package handlers

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// code is a booking code as people type it: alone, or after the word for it,
// where it may also stand in two parts.
var code = regexp.MustCompile(`(?i)^\s*(?:\S*(?:koodi|kod|code)\S*\s*(?:on|är|is)?:?\s*([0-9A-Z]{4}[- ]?[0-9A-Z]{4})|([0-9A-Z]{4}-?[0-9A-Z]{4}))\s*\.?$`)

// typedCode reads a booking code from a message. One without a digit is taken
// for a word, and a sum of money for what it is.
func typedCode(text string) string {
	m := code.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	typed := m[1] + m[2]
	if !strings.ContainsAny(typed, "0123456789") || isMoney(typed) {
		return ""
	}
	return typed
}

// isMoney tells whether signs written together are a sum: "8000euro".
func isMoney(s string) bool {
	r := reading.Read(s, "", time.Time{})
	return !strings.Contains(s, "-") && len(r.Amounts) > 0 && r.Amounts[0].Explicit
}

// sameCode tells whether two spellings are one code.
func sameCode(a, b string) bool {
	plain := strings.NewReplacer("-", "", " ", "")
	return strings.EqualFold(plain.Replace(a), plain.Replace(b))
}

// bringsCode claims a message that is a booking code.
func (a *Assistant) bringsCode(t chat.Turn) bool { return t.Topic == "" && typedCode(t.Text) != "" }

// mine lists the person's talks to come. A booking code brings a talk back to
// the person who knows it.
func (a *Assistant) mine(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	if c := typedCode(t.Text); c != "" {
		_, err := a.bring(ctx, t, c)
		if errors.Is(err, booking.ErrNoSuchBooking) {
			return chat.Reply{Text: say(t, "no_such_code"), Choices: a.offer(t, []string{"book", "human"})}, nil
		}
		if err != nil {
			return chat.Reply{}, err
		}
	}
	talks, err := a.Desk.Of(ctx, t.From.ID, t.Now)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(talks) == 0 {
		if r, err := a.afterTalk(ctx, t); err != nil || !r.Silent() {
			return r, err
		}
		return chat.Reply{Text: say(t, "no_bookings"), Choices: a.offer(t, []string{"book"}), Private: true}, nil
	}
	r := chat.Reply{Text: say(t, "your_bookings") + "\n\n", Private: true}
	for _, b := range talks {
		r.Text += "- " + say(t, "one_booking", "time", when(t, b.Slot), "code", b.Code) + a.unseen(t, b) + "\n"
		r.Files = append(r.Files, a.file(t, b))
	}
	r.Text = strings.TrimSpace(r.Text)
	r.Choices = []chat.Choice{choice(t, "move_it", "/siirrä"), choice(t, "cancel_it", "/peru"), a.ideaButton(t, talks[0], ""), choice(t, "to_calendar", "/kalenteri")}
	if len(talks) == 1 {
		r.Choices[2] = a.ideaButton(t, talks[0], talks[0].Code)
	}
	return r, nil
}

// bring gives a talk to the person who knows its code. What is told of it comes
// here from now on, but by e-mail where it went by e-mail: its letters lead here.
func (a *Assistant) bring(ctx context.Context, t chat.Turn, code string) (booking.Booking, error) {
	b, err := a.Desk.Adopt(ctx, op(t)+"/adopt", t.From.ID, code)
	if err != nil {
		return b, err
	}
	to, err := a.reach(ctx, t)
	if err != nil {
		return b, err
	}
	if was, err := chat.ParseAddress(b.Address); err == nil && was.Channel == mailChannel {
		to = was
	}
	moved, err := a.Desk.Readdress(ctx, op(t)+"/to", t.From.ID, b.Code, t.Lang, to.String())
	if errors.Is(err, booking.ErrCancelled) {
		return b, nil
	}
	return moved, err
}

// move changes the time of a talk: "/siirrä", "/siirrä CODE", "/siirrä CODE SLOT".
func (a *Assistant) move(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	args := strings.Fields(t.Args)
	if len(args) == 2 {
		return a.moveTo(ctx, t, args[0], args[1])
	}
	talk, ask, err := a.which(ctx, t, "/siirrä", "move_none", "move_which")
	if talk == nil {
		return ask, err
	}
	if a.late(t, talk) {
		return a.tooLate(t), nil
	}
	t.Session.Draft = &chat.Draft{Form: choosingTime, At: t.Now, About: map[string]string{"code": talk.Code}}
	if read := reading.Read(t.Text, t.Lang, t.Now); t.Args == "" && (len(read.Dates)+len(read.Weekdays) > 0 || read.Clock != nil) && !onDay(talk.Slot.Start, read) {
		r, err := a.choose(ctx, t) // the day said is the new one
		r.Topic = "reschedule"
		return r, err
	}
	r, err := a.list(ctx, t, 0)
	r.Topic = "reschedule"
	if err == nil && t.Session.Draft == nil {
		r.Text = say(t, "move_keeps", "time", when(t, talk.Slot)) + " " + r.Text
	}
	return r, err
}

// moveTo books the new time and frees the old one in one step.
func (a *Assistant) moveTo(ctx context.Context, t chat.Turn, code, slot string) (chat.Reply, error) {
	b, err := a.Desk.Move(ctx, op(t), t.From.ID, code, slot, t.Now)
	switch {
	case errors.Is(err, booking.ErrTooLate):
		return a.tooLate(t), nil
	case missed(err):
		t.Session.Draft = &chat.Draft{Form: choosingTime, At: t.Now, About: map[string]string{"code": code}}
		r, err := a.gone(ctx, t, slot, err)
		r.Topic = "reschedule"
		return r, err
	case errors.Is(err, booking.ErrNoSuchBooking), errors.Is(err, booking.ErrCancelled):
		return chat.Reply{Text: say(t, "move_none"), Choices: a.offer(t, []string{"book"})}, nil
	case err != nil:
		return chat.Reply{}, err
	}
	t.Session.Draft = nil
	r := a.booked(t, "moved", b)
	r.Topic = "reschedule"
	return r, nil
}

// askingCancel is the draft of a person who was asked whether to cancel.
const askingCancel = "peru"

// cancelling claims a yes or no to that question, and words that pick the talk.
func (a *Assistant) cancelling(t chat.Turn) bool {
	d := t.Session.Draft
	if d == nil || d.Form != askingCancel {
		return picksFor("/peru")(t)
	}
	r := reading.Read(t.Text, t.Lang, t.Now)
	return r.Yes || r.No
}

// cancel asks first, and cancels when the person agrees ("/peru CODE").
func (a *Assistant) cancel(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := t.Session.Draft
	if d != nil && d.Form == askingCancel && t.Topic == "" {
		if reading.Read(t.Text, t.Lang, t.Now).No {
			t.Session.Draft = nil
			return chat.Reply{Text: say(t, "cancel_kept"), Choices: a.offer(t, []string{"my_bookings"})}, nil
		}
		t.Args = "kyllä " + d.About["code"]
	}
	if code, sure := strings.CutPrefix(t.Args, "kyllä "); sure {
		return a.cancelNow(ctx, t, code)
	}
	if isChoosing(d) && d.About["code"] != "" && t.Args == "" {
		t.Args = d.About["code"]
	}
	if d != nil && (d.Form == choosingTime || d.Form == formBooking) && t.Args == "" {
		if curious(t) { // whether it can be done later
			return chat.Reply{Text: say(t, "cancel_later")}, nil
		}
		return a.abandon(ctx, t)
	}
	talk, ask, err := a.which(ctx, t, "/peru", "cancel_none", "cancel_which")
	if talk == nil {
		return ask, err
	}
	if a.late(t, talk) {
		return a.tooLate(t), nil
	}
	t.Session.Draft = &chat.Draft{Form: askingCancel, At: t.Now, About: map[string]string{"code": talk.Code}}
	return chat.Reply{
		Text:    say(t, "cancel_question", "time", when(t, talk.Slot)),
		Choices: []chat.Choice{choice(t, "cancel_yes", "/peru kyllä "+talk.Code), choice(t, "cancel_move", "/siirrä "+talk.Code), choice(t, "cancel_no", "/omat")},
		Private: true,
	}, nil
}

func (a *Assistant) cancelNow(ctx context.Context, t chat.Turn, code string) (chat.Reply, error) {
	t.Session.Draft = nil
	b, err := a.Desk.Cancel(ctx, op(t), t.From.ID, code, t.Now)
	switch {
	case errors.Is(err, booking.ErrTooLate):
		return a.tooLate(t), nil
	case errors.Is(err, booking.ErrPast):
		return chat.Reply{Text: say(t, "cancel_past"), Choices: a.offer(t, []string{"book", "human"})}, nil
	case errors.Is(err, booking.ErrNoSuchBooking):
		return chat.Reply{Text: say(t, "cancel_none"), Choices: a.offer(t, []string{"book"})}, nil
	case err != nil:
		return chat.Reply{}, err
	}
	return chat.Reply{Text: say(t, "cancelled", "time", when(t, b.Slot)), Choices: a.offer(t, []string{"book", "my_bookings"}), Private: true}, nil
}

// picksFor claims words that pick one of the talks just listed for a command:
// "the first one", "the one on Friday".
func picksFor(command string) func(chat.Turn) bool {
	return func(t chat.Turn) bool {
		if t.Topic != "" || t.Session.Draft != nil || len(t.Session.Offered) < 2 || len(strings.Fields(t.Text)) > fewWords {
			return false
		}
		for _, c := range t.Session.Offered {
			if code, ok := strings.CutPrefix(c.Say, command+" "); !ok || typedCode(code) == "" {
				return false
			}
		}
		r := reading.Read(t.Text, t.Lang, t.Now)
		return r.Choice != 0 || len(r.Dates)+len(r.Weekdays) > 0
	}
}

// which finds the one talk that is meant: by its code, as the only one, by the
// day said, or by its place among them. Otherwise ask is the reply that finds out.
func (a *Assistant) which(ctx context.Context, t chat.Turn, command, none, several string) (talk *booking.Booking, ask chat.Reply, err error) {
	talks, err := a.Desk.Of(ctx, t.From.ID, t.Now)
	if err != nil {
		return nil, chat.Reply{}, err
	}
	read := reading.Read(t.Text, t.Lang, t.Now)
	var fitting []booking.Booking
	named := typedCode(t.Args)
	for _, b := range talks {
		if named != "" && sameCode(b.Code, named) {
			return &b, chat.Reply{}, nil
		}
		if (len(read.Weekdays) > 0 || len(read.Dates) > 0) && onDay(b.Slot.Start, read) {
			fitting = append(fitting, b)
		}
	}
	if named != "" { // a letter's link may be opened where the person is not known
		b, err := a.bring(ctx, t, named)
		if err == nil && !b.Cancelled && b.Slot.Start.After(t.Now) {
			return &b, chat.Reply{}, nil
		}
		if err != nil && !errors.Is(err, booking.ErrNoSuchBooking) {
			return nil, chat.Reply{}, err
		}
	}
	switch {
	case len(talks) == 0 || named != "":
		return nil, chat.Reply{Text: say(t, none), Choices: a.offer(t, []string{"book", "human"})}, nil
	case len(talks) == 1:
		return &talks[0], chat.Reply{}, nil
	case len(fitting) == 1:
		return &fitting[0], chat.Reply{}, nil
	case read.Choice > 0 && read.Choice <= len(talks):
		return &talks[read.Choice-1], chat.Reply{}, nil
	case read.Choice == -1:
		return &talks[len(talks)-1], chat.Reply{}, nil
	}
	ask.Text, ask.Private = say(t, several), true
	for _, b := range talks[:min(len(talks), chat.MaxChoices)] {
		ask.Choices = append(ask.Choices, chat.Choice{Label: when(t, b.Slot), Say: command + " " + b.Code})
	}
	return nil, ask, nil
}
