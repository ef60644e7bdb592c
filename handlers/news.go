package handlers

import (
	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// News is what a person must hear of an event at the desk that they did not
// bring about themselves; the zero Reply if nothing. Who has lost a time is
// offered the next ones.
func (a *Assistant) News(e booking.Event, next ...booking.Slot) chat.Reply {
	t := chat.Turn{Lang: e.Lang, Session: &chat.Session{}}
	own := e.By == e.Person
	switch {
	case e.Kind == booking.Offered:
		return chat.Reply{Text: say(t, "slot_freed", "time", when(t, e.Slot), "until", reading.FormatDay(e.Until, t.Lang)+" "+reading.FormatClock(e.Until, t.Lang)), Lang: e.Lang, Topic: "book", Private: true,
			Choices: []chat.Choice{button(say(t, "take_it"), "/varaa "+e.Slot.ID), choice(t, "no_thanks", "/ei-kiitos "+e.Slot.ID)}}
	case e.Kind == booking.OfferEnded:
		return chat.Reply{Text: say(t, "offer_ended", "time", when(t, e.Slot)), Lang: e.Lang, Topic: "book", Private: true,
			Choices: append(a.offer(t, []string{"book"}), choice(t, "wish_off", "/peru-toive"))}
	case e.Kind == booking.WasWithdrawn:
		return a.lost(t, "slot_withdrawn", "book", e, next)
	case e.Kind == booking.WasMoved && !own:
		return chat.Reply{Text: say(t, "moved_by_staff", "time", when(t, e.Slot), "code", e.Code), Lang: e.Lang, Topic: "reschedule", Private: true,
			Choices: []chat.Choice{choice(t, "move_it", "/siirrä "+e.Code), choice(t, "cancel_it", "/peru "+e.Code)}}
	case e.Kind == booking.WasCancelled && !own:
		return a.lost(t, "cancelled_by_staff", "cancel", e, next)
	}
	return chat.Reply{}
}

// lost tells a person that staff took a time of theirs, and offers others.
func (a *Assistant) lost(t chat.Turn, key, topic string, e booking.Event, next []booking.Slot) chat.Reply {
	r := chat.Reply{Text: say(t, key, "time", when(t, e.Slot))}
	if len(next) > 0 {
		r = a.times(t, r.Text, next)
	}
	r.Choices = append(r.Choices, a.offer(t, []string{"book", "human"})...)
	r.Lang, r.Topic, r.Private = e.Lang, topic, true
	return r
}

// staffWords name the sentence by which the adviser is told of an event.
var staffWords = map[booking.Kind]string{
	booking.WasBooked:    "staff_booked",
	booking.WasMoved:     "staff_moved",
	booking.WasCancelled: "staff_cancelled",
	booking.WasAmended:   "staff_amended",
}

// Notice is what the adviser is told of an event at the desk; the zero Reply if
// nothing. It holds the time, the place and the code, and nothing of the person:
// a staff channel has more readers than the adviser.
func (a *Assistant) Notice(lang string, e booking.Event) chat.Reply {
	key, told := staffWords[e.Kind]
	if !told {
		return chat.Reply{}
	}
	t := chat.Turn{Lang: lang}
	return chat.Reply{Text: say(t, key, "time", when(t, e.Slot), "code", e.Code), Lang: lang, Topic: "staff"}
}
