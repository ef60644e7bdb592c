package handlers

import (
	"context"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/chat/ical"
	"kakebot/knowledge/reading"
)

// Status is one line about the rounds at this moment, for the top of a page.
func (a *Assistant) Status(lang string, now time.Time) string {
	state, v := a.Programme.Moment(now, lang)
	values := make([]string, 0, 2*len(v))
	for name, x := range v {
		values = append(values, name, x)
	}
	return words.Say(lang, "status_"+state, values...)
}

// status tells it in a reply.
func (a *Assistant) status(_ context.Context, t chat.Turn) (chat.Reply, error) {
	return chat.Reply{Text: a.Status(t.Lang, t.Now), Choices: a.offer(t, []string{"rounds_list", "subscribe"}), Topic: "open_now"}, nil
}

// RoundsCalendar is a calendar of the rounds that anyone can subscribe to: the
// opening day and the last day of each, marked where they are preliminary.
func (a *Assistant) RoundsCalendar(lang string) []byte {
	var events []ical.Event
	for _, r := range a.Programme.Rounds {
		for _, day := range []struct {
			key string
			at  time.Time
		}{{"opens", r.Opens}, {"closes", r.Closes}} {
			events = append(events, ical.Event{
				UID:     r.ID + "-" + day.key + "@kakebot",
				Stamp:   a.Programme.Checked,
				Start:   day.at,
				End:     day.at.AddDate(0, 0, 1),
				AllDay:  true,
				Summary: words.Say(lang, "calendar_"+day.key, "round", a.Programme.Span(r, lang)),
				URL:     "https://" + a.Programme.Links["forms"],
			})
		}
	}
	return ical.Calendar(words.Say(lang, "calendar_name"), ical.Publish, a.Programme.Zone, events)
}

// News is what a person must hear of an event at the desk that they did not
// bring about themselves; the zero Reply if nothing.
func (a *Assistant) News(e booking.Event) chat.Reply {
	t := chat.Turn{Lang: e.Lang}
	own := e.By == e.Person
	switch {
	case e.Kind == booking.Offered:
		return chat.Reply{Text: say(t, "slot_freed", "time", when(t, e.Slot), "until", reading.FormatDay(e.Until, t.Lang)+" "+reading.FormatClock(e.Until, t.Lang)), Lang: e.Lang, Topic: "book", Private: true,
			Choices: []chat.Choice{button(say(t, "take_it"), "/varaa "+e.Slot.ID), choice(t, "no_thanks", "/ei-kiitos "+e.Slot.ID)}}
	case e.Kind == booking.OfferEnded:
		return chat.Reply{Text: say(t, "offer_ended", "time", when(t, e.Slot)), Lang: e.Lang, Topic: "book", Private: true,
			Choices: append(a.offer(t, []string{"book"}), choice(t, "wish_off", "/peru-toive"))}
	case e.Kind == booking.WasWithdrawn:
		return chat.Reply{Text: say(t, "slot_withdrawn", "time", when(t, e.Slot)), Lang: e.Lang, Topic: "book", Private: true, Choices: a.offer(t, []string{"book", "human"})}
	case e.Kind == booking.WasMoved && !own:
		return chat.Reply{Text: say(t, "moved_by_staff", "time", when(t, e.Slot), "code", e.Code), Lang: e.Lang, Topic: "reschedule", Private: true,
			Choices: []chat.Choice{choice(t, "move_it", "/siirrä "+e.Code), choice(t, "cancel_it", "/peru "+e.Code)}}
	case e.Kind == booking.WasCancelled && !own:
		return chat.Reply{Text: say(t, "cancelled_by_staff", "time", when(t, e.Slot)), Lang: e.Lang, Topic: "cancel", Private: true,
			Choices: a.offer(t, []string{"book", "human"})}
	}
	return chat.Reply{}
}
