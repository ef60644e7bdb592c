package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/reading"
)

// choosing claims the words of a person who has been shown free times, when
// they pick among them: a day, a clock time, "the second one".
func (a *Assistant) choosing(t chat.Turn) bool {
	if !isChoosing(t.Session.Draft) || t.Topic != "" || strings.HasPrefix(t.Text, "/") {
		return false
	}
	r := reading.Read(t.Text, t.Lang, t.Now)
	if r.No || r.Other {
		return true
	}
	if r.Choice == 0 && len(r.Dates) == 0 && len(r.Weekdays) == 0 && r.Clock == nil && r.Part == "" && r.NotPart == "" && !(r.Yes && a.onlyOne(t)) {
		return false
	}
	return !a.asks(t)
}

// onlyOne tells whether a single time was offered, so that "yes" picks it.
func (a *Assistant) onlyOne(t chat.Turn) bool {
	n := 0
	for _, c := range t.Session.Offered {
		if slotOf(c) != "" {
			n++
		}
	}
	return n == 1
}

// asks tells whether words are a question of their own rather than an answer to
// ours. It takes a sure match, a fair one of something to do, or any that looks
// like a question.
func (a *Assistant) asks(t chat.Turn) bool {
	if r := reading.Read(t.Text, t.Lang, t.Now); r.Yes || r.No {
		return false
	}
	topic, confidence := a.sure(t)
	if topic == "" || topic == "book" || topic == "reschedule" || topic == "unclear" || topic == "offtopic" {
		return false
	}
	enough := 0.75
	switch {
	case curious(t):
		enough = 0.25
	case a.Programme.Entries[topic].Kind == knowledge.KindAction:
		enough = 0.4
	}
	return confidence >= enough
}

// choose finds the time that the words pick. With several it asks which, with
// none it shows what there is.
func (a *Assistant) choose(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	r := reading.Read(t.Text, t.Lang, t.Now)
	switch {
	case unwilling(t): // undecided, which is no refusal
		goOn(t)
		return a.list(ctx, t, 0)
	case r.No:
		return a.abandon(ctx, t)
	}
	free, err := a.Desk.Free(ctx, t.Now, 200, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	var listed []booking.Slot // in the order they were shown
	for _, c := range t.Session.Offered {
		for _, s := range free {
			if s.ID == slotOf(c) {
				listed = append(listed, s)
			}
		}
	}
	if r.Other && !named(r) {
		return a.others(ctx, t, free, r)
	}
	fitting := fits(free, r)
	if nth, ok := nth(listed, r.Choice); ok {
		fitting = []booking.Slot{nth}
	}
	if r.Yes && len(listed) == 1 {
		fitting = listed
	}
	switch len(fitting) {
	case 0:
		if far := onWeekday(listed, r); len(far) > 0 {
			goOn(t)
			return a.times(t, say(t, "that_weekday"), far), nil
		}
		if slot, err := a.beyond(ctx, t, r); slot != "" || err != nil {
			if err != nil {
				return chat.Reply{}, err
			}
			return a.pickOne(ctx, t, slot)
		}
		goOn(t)
		reply, err := a.list(ctx, t, 0)
		reply.Text = say(t, "no_such_time") + "\n\n" + reply.Text
		return reply, err
	case 1:
		return a.pickOne(ctx, t, fitting[0].ID)
	default:
		goOn(t)
		return a.times(t, say(t, "which_time"), fitting[:min(len(fitting), shown)]), nil
	}
}

// pickOne takes a time for a new talk, or for the one to move.
func (a *Assistant) pickOne(ctx context.Context, t chat.Turn, slot string) (chat.Reply, error) {
	if code := t.Session.Draft.About["code"]; code != "" {
		return a.moveTo(ctx, t, code, slot)
	}
	return a.take(ctx, t, slot)
}

// named tells whether a day, a clock time or a part of the day is wished for.
func named(r reading.Reading) bool {
	return len(r.Dates)+len(r.Weekdays) > 0 || r.Clock != nil || r.Part != "" || r.NotPart != ""
}

// others lists the times that are left when the ones refused are put aside: the
// days named, or without any all that were listed. When none is left a wish is
// offered.
func (a *Assistant) others(ctx context.Context, t chat.Turn, free []booking.Slot, r reading.Reading) (chat.Reply, error) {
	refused := reading.Reading{Weekdays: r.NotWeekdays}
	if len(r.NotWeekdays) == 0 {
		refused.Dates = r.NotDates
	}
	left := slices.DeleteFunc(slices.Clone(free), func(s booking.Slot) bool {
		if named(refused) {
			return onDay(s.Start, refused)
		}
		return slices.ContainsFunc(t.Session.Offered, func(c chat.Choice) bool { return slotOf(c) == s.ID })
	})
	goOn(t)
	if len(left) == 0 {
		return chat.Reply{Text: say(t, "none_left"), Topic: "book",
			Choices: append([]chat.Choice{choice(t, "leave_wish", "/"+formWish)}, a.offer(t, []string{"book", "human"})...)}, nil
	}
	reply := a.times(t, say(t, "other_times"), left[:min(len(left), shown)])
	reply.Choices = append(reply.Choices, choice(t, "none_fits", "/"+formWish))
	return reply, nil
}

// slotOf reads the time that a button takes, "" if it takes none.
func slotOf(c chat.Choice) string {
	f := strings.Fields(c.Say)
	if len(f) < 2 || f[0] != "/varaa" && f[0] != "/siirrä" || f[1] == moreTimes {
		return ""
	}
	return f[len(f)-1]
}

// nth picks from a list as people count: from 1, and -1 is the last.
func nth(slots []booking.Slot, n int) (booking.Slot, bool) {
	if n == -1 {
		n = len(slots)
	}
	if n < 1 || n > len(slots) {
		return booking.Slot{}, false
	}
	return slots[n-1], true
}

// fits keeps the slots that agree with every day and clock time said. Nothing
// said fits nothing.
func fits(slots []booking.Slot, r reading.Reading) []booking.Slot {
	if !named(r) {
		return nil
	}
	var out []booking.Slot
	for _, s := range slots {
		if onDay(s.Start, r) && atClock(s.Start, r.Clock) && inPart(s.Start, r.Part) && (r.NotPart == "" || !inPart(s.Start, r.NotPart)) {
			out = append(out, s)
		}
	}
	return out
}

// onWeekday keeps the slots on a weekday that was said, in whichever week.
func onWeekday(slots []booking.Slot, r reading.Reading) []booking.Slot {
	if len(r.Weekdays) == 0 || len(r.Weeks) > 0 {
		return nil
	}
	r.Dates = nil
	return fits(slots, r)
}

// onDay tells whether a start is on one of the days said. A weekday alone means
// any such day; beside a date the date decides.
func onDay(start time.Time, r reading.Reading) bool {
	for _, d := range r.Dates {
		if sameDay(start, d.Time) {
			return true
		}
	}
	if len(r.Dates) > 0 && r.Dates[0].HasYear || len(r.Weekdays) == 0 {
		return len(r.Dates) == 0
	}
	for _, w := range r.Weekdays {
		if start.Weekday() == w {
			return true
		}
	}
	return false
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.In(a.Location()).Date()
	return ay == by && am == bm && ad == bd
}

// atClock tells whether a start is at the clock time said. "klo 1" can mean
// thirteen: nobody is met at night.
func atClock(start time.Time, c *reading.Clock) bool {
	if c == nil {
		return true
	}
	hour := start.Hour()
	return start.Minute() == c.Minute && (hour == c.Hour || c.Hour < 7 && hour == c.Hour+12)
}

// inPart tells whether a start is in a part of the day; any is in "".
func inPart(start time.Time, p reading.DayPart) bool {
	switch h := start.Hour(); p {
	case reading.Morning:
		return h < 12
	case reading.Afternoon:
		return h >= 12 && h < 17
	case reading.Evening:
		return h >= 16
	}
	return true
}

// sure is what words mean on their own, without leaning on what came before.
func (a *Assistant) sure(t chat.Turn) (topic string, confidence float64) {
	found := a.Finder.Find(t.Text, t.Lang, t.Now, knowledge.Context{})
	return found.Entry, found.Confidence
}
