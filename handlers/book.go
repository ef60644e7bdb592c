package handlers

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// shown is how many free times are listed at once: each is a button, and two
// more buttons stand beside them.
const shown = 7

// maxListed is how far the list of free times can be leafed through.
const maxListed = 500

// book lists the free times ("/varaa", "/varaa lisää 7"), or takes the one
// named ("/varaa 2018-02-13T10:00", or words that pick one of those listed).
func (a *Assistant) book(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	if from, more := strings.CutPrefix(t.Args, moreTimes); more {
		n, _ := strconv.Atoi(strings.TrimSpace(from))
		goOn(t)
		return a.list(ctx, t, min(max(n, 0), maxListed))
	}
	if _, err := a.Desk.ParseSlot(t.Args, 0, ""); err == nil {
		return a.take(ctx, t, t.Args)
	}
	if isChoosing(t.Session.Draft) && t.Topic == "" {
		return a.choose(ctx, t)
	}
	if d := t.Session.Draft; d != nil && d.Form == formBooking && t.Topic == "book" && t.Args == "" {
		return a.resume(ctx, t, chat.Reply{Topic: "book"})
	}
	t.Session.Draft = &chat.Draft{Form: choosingTime, At: t.Now, About: map[string]string{}}
	if r := reading.Read(t.Text, t.Lang, t.Now); t.Args == "" && len(r.Dates)+len(r.Weekdays) > 0 {
		return a.choose(ctx, t)
	}
	r, err := a.list(ctx, t, 0)
	if err != nil || t.Session.Draft == nil {
		return r, err
	}
	r.Dialog, err = a.slotForm(ctx, t, t.Session.Draft.Values, nil)
	return r, err
}

// moreTimes follows /varaa when the next page of times is asked for.
const moreTimes = "lisää"

// choosingTime marks the draft of a person who has been shown free times and
// has not chosen one. About holds the code of the booking to move, if any.
const choosingTime = "varaa"

func isChoosing(d *chat.Draft) bool { return d != nil && d.Form == choosingTime }

// list shows free times from the nth on, each a button that takes it.
func (a *Assistant) list(ctx context.Context, t chat.Turn, from int) (chat.Reply, error) {
	free, err := a.Desk.Free(ctx, t.Now, from+shown+1, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(free) <= from && from > 0 {
		return a.list(ctx, t, 0)
	}
	if len(free) == 0 {
		t.Session.Draft = nil
		return a.noTimes(t), nil
	}
	free = free[from:]
	more := len(free) > shown
	free = free[:min(len(free), shown)]

	key := "times"
	if t.Session.Draft != nil && t.Session.Draft.About["code"] != "" {
		key = "times_move"
	}
	r := a.times(t, say(t, key), free)
	if more {
		r.Choices = append(r.Choices, choice(t, "more_times", fmt.Sprintf("/varaa %s %d", moreTimes, from+shown)))
	}
	r.Choices = append(r.Choices, choice(t, "none_fits", "/"+formWish))
	return r, nil
}

// times is a numbered list of times under a sentence, with a button for each.
func (a *Assistant) times(t chat.Turn, lead string, slots []booking.Slot) chat.Reply {
	r := chat.Reply{Text: lead + "\n\n", Topic: "book"}
	for i, s := range slots {
		r.Text += fmt.Sprintf("%d. %s\n", i+1, when(t, s))
		r.Choices = append(r.Choices, button(when(t, s), a.pick(t, s)))
	}
	r.Text = strings.TrimSpace(r.Text)
	return r
}

// pick is the command that takes a time: for a new talk, or for one to move.
func (a *Assistant) pick(t chat.Turn, s booking.Slot) string {
	if d := t.Session.Draft; isChoosing(d) && d.About["code"] != "" {
		return "/siirrä " + d.About["code"] + " " + s.ID
	}
	return "/varaa " + s.ID
}

// noTimes says that nothing is offered, and takes a wish instead.
func (a *Assistant) noTimes(t chat.Turn) chat.Reply {
	return chat.Reply{
		Text:    say(t, "no_times"),
		Choices: append([]chat.Choice{choice(t, "leave_wish", "/"+formWish)}, a.offer(t, []string{"human", "subscribe"})...),
		Topic:   "book",
	}
}

// take holds a time for the person and asks what the adviser should know.
func (a *Assistant) take(ctx context.Context, t chat.Turn, slot string) (chat.Reply, error) {
	h, err := a.Desk.Hold(ctx, op(t), t.From.ID, slot, t.Now)
	switch {
	case errors.Is(err, booking.ErrTooMany):
		return a.tooMany(ctx, t)
	case missed(err):
		return a.gone(ctx, t, slot, err)
	case err != nil:
		return chat.Reply{}, err
	}
	given := map[string]string{}
	if d := t.Session.Draft; d != nil && len(d.Values) > 0 {
		given = d.Values
	}
	t.Session.Draft = &chat.Draft{Form: formBooking, At: t.Now, Values: given,
		About: map[string]string{"slot": slot, "token": h.Token, "kind": string(h.Slot.Where)}}
	ends := holdUntil(t, t.Now.Add(a.Desk.Options().Hold))
	r := a.form(t, nil)
	r.Text = say(t, "held", "time", when(t, h.Slot), "until", ends)
	return a.beforeClose(ctx, t, h.Slot, booking.Idea{Grant: string(reading.Read(given["what"], t.Lang, t.Now).Grant)}, "/varaa", r)
}

// holdUntil notes in the draft when its hold ends, by the process clock, and
// gives it as a clock time.
func holdUntil(t chat.Turn, ends time.Time) string {
	t.Session.Draft.About["until"] = ends.Format(time.RFC3339)
	return reading.FormatClock(ends, t.Lang)
}

// extend keeps the held time a little longer, once.
func (a *Assistant) extend(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := t.Session.Draft
	if d == nil || d.Form != formBooking {
		return a.book(ctx, t)
	}
	_, err := a.Desk.Extend(ctx, op(t), t.From.ID, t.Now)
	switch {
	case errors.Is(err, booking.ErrExtended):
		r := a.form(t, nil)
		r.Text = say(t, "extended_already")
		return r, nil
	case missed(err), errors.Is(err, booking.ErrBooked):
		return a.gone(ctx, t, d.About["slot"], err)
	case err != nil:
		return chat.Reply{}, err
	}
	r := a.form(t, nil)
	o := a.Desk.Options()
	ends, err := time.ParseInLocation(time.RFC3339, d.About["until"], t.Now.Location())
	if err != nil || ends.Before(t.Now) { // it had ended, and was begun anew
		ends = t.Now.Add(o.Hold - o.Extend)
	}
	t.Session.Draft.About = maps.Clone(d.About)
	r.Text = say(t, "extended", "until", holdUntil(t, ends.Add(o.Extend).In(t.Now.Location())))
	return r, nil
}

// decline gives back a time that is kept for the person as one who waits
// ("/ei-kiitos SLOT"); they stay on the list.
func (a *Assistant) decline(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	err := a.Desk.Decline(ctx, op(t), t.From.ID, t.Args)
	if err != nil && !errors.Is(err, booking.ErrNoOffer) && !errors.Is(err, booking.ErrNoSuchSlot) {
		return chat.Reply{}, err
	}
	return chat.Reply{Text: say(t, "declined"), Choices: []chat.Choice{choice(t, "wish_off", "/peru-toive")}, Topic: "book"}, nil
}

// goOn marks the draft as gone on with: it is a new value from here on, so that
// Handle does not come back to it once more.
func goOn(t chat.Turn) *chat.Draft {
	if t.Session.Draft != nil {
		d := *t.Session.Draft
		d.At = t.Now
		t.Session.Draft = &d
	}
	return t.Session.Draft
}

// abandon gives the held time back and forgets the form.
func (a *Assistant) abandon(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := t.Session.Draft
	if d == nil && t.Topic == "book_stop" {
		return a.stop(ctx, t)
	}
	t.Session.Draft = nil
	if d != nil && d.Form == formIdea && t.Session.Idea != nil {
		return chat.Reply{Text: say(t, "idea_put"), Private: true, Topic: "tell_idea",
			Choices: []chat.Choice{button(say(t, "idea_on"), "/"+formIdea+" "+t.Session.Idea.About["code"]), choice(t, "see_bookings", "/omat")}}, nil
	}
	if err := a.Desk.Release(ctx, op(t), t.From.ID); err != nil {
		return chat.Reply{}, err
	}
	return chat.Reply{Text: say(t, "abandoned"), Choices: a.offer(t, []string{"book", "help"}), Topic: "book"}, nil
}

// when is a time as people say it: "tiistai 13.2. klo 10.00".
func when(t chat.Turn, s booking.Slot) string {
	text := reading.FormatDay(s.Start, t.Lang) + " " + reading.FormatClock(s.Start, t.Lang)
	if s.Place != "" {
		text += ", " + s.Place
	}
	return text
}

// rests makes an ability of the store say so kindly when the store is away:
// what needs no store is answered as ever, only this one thing has to wait.
func (a *Assistant) rests(h chat.HandlerFunc) chat.Handler {
	return chat.HandlerFunc(func(ctx context.Context, t chat.Turn) (chat.Reply, error) {
		r, err := h(ctx, t)
		if err != nil {
			return chat.Reply{Text: say(t, "resting"), Choices: a.offer(t, []string{"rounds_list", "human"})}, err
		}
		return r, nil
	})
}
