package handlers

import (
	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge/reading"
)

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
