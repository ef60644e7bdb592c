package handlers

import (
	"context"
	"strings"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/chat/ical"
)

// Feeds keeps the addresses of private calendars. Each ends with an unguessable
// token, and an owner (a person, or booking.Staff) may have several.
type Feeds interface {
	// Make gives the token of a new address of the owner's calendar.
	Make(ctx context.Context, owner string) (token string, err error)
	// End makes all of them stop working, and gives how many there were.
	End(ctx context.Context, owner string) (n int, err error)
}

// calendarStop follows /kalenteri when the addresses are to stop working.
const calendarStop = "lopeta"

// calendar gives the person an address by which a calendar program follows their
// talks ("/kalenteri"), or ends those given ("/kalenteri lopeta").
func (a *Assistant) calendar(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	if t.Args == calendarStop {
		n, err := a.Feeds.End(ctx, t.From.ID)
		if err != nil {
			return chat.Reply{}, err
		}
		key := "calendar_ended"
		if n == 0 {
			key = "calendar_none"
		}
		return chat.Reply{Text: say(t, key), Choices: a.offer(t, []string{"my_bookings"}), Private: true}, nil
	}
	token, err := a.Feeds.Make(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	return chat.Reply{
		Text: say(t, "calendar_link", "link", a.CalendarLink(token, t.Lang)) + "\n\n" +
			say(t, "calendar_secret") + "\n\n" + say(t, "calendar_rounds", "link", a.URL+RoundsPath+"?l="+t.Lang),
		Choices: append(a.offer(t, []string{"my_bookings"}), choice(t, "calendar_stop", "/kalenteri "+calendarStop)),
		Private: true,
	}, nil
}

// Where the web page has the calendars.
const (
	RoundsPath   = "/kierrokset.ics"
	CalendarPath = "/kalenteri/" // and a token and .ics
)

// CalendarLink is the address of the calendar that a token opens.
func (a *Assistant) CalendarLink(token, lang string) string {
	return a.URL + CalendarPath + token + ".ics?l=" + lang
}

// How often a calendar program is asked to look again. A talk may be moved on
// the day it is held; rounds change a few times a year.
const (
	talksRefresh  = time.Hour
	roundsRefresh = 12 * time.Hour
)

// The adviser's calendar reaches this far back and ahead.
const (
	staffPast   = 90 * 24 * time.Hour
	staffFuture = 400 * 24 * time.Hour
)

// Calendar is the private calendar of an owner: a person's own talks with
// reminders of each, or, for booking.Staff, everybody's. A cancelled talk stays
// in it as cancelled, so that it goes from where it was copied to. No event tells
// who comes, or anything that they wrote: calendars are shared and synchronized.
func (a *Assistant) Calendar(ctx context.Context, owner, lang string, now time.Time) ([]byte, error) {
	name, show := "my_calendar", func(b booking.Booking) ical.Event { return a.talk(lang, b) }
	talks, err := a.Desk.TalksOf(ctx, owner)
	if owner == booking.Staff {
		name, show = "staff_calendar", func(b booking.Booking) ical.Event {
			b.Where = "" // the person's own words: they are in the briefing
			return event(b, words.Say(lang, "staff_talk", "code", b.Code))
		}
		talks, err = a.Desk.Talks(ctx, now.Add(-staffPast), now.Add(staffFuture))
	}
	if err != nil {
		return nil, err
	}
	var events []ical.Event
	for _, b := range talks {
		events = append(events, show(b))
	}
	return ical.Feed(words.Say(lang, name), talksRefresh, a.Programme.Zone, events), nil
}

// talk is a person's own talk in a calendar: with the way there, and with alarms
// when the assistant reminds too.
func (a *Assistant) talk(lang string, b booking.Booking) ical.Event {
	e := event(b, words.Say(lang, "talk_title"), 24*time.Hour, 2*time.Hour)
	if route := a.Programme.Settings.Adviser.Route; route != "" && b.Slot.Where == booking.Centre {
		e.Description = words.Say(lang, "talk_route", "route", route)
	}
	return e
}

// event is a talk in a calendar. It names no idea: calendars are shared.
func event(b booking.Booking, title string, alarms ...time.Duration) ical.Event {
	return ical.Event{
		UID:       strings.ToLower(b.Code) + "@kakebot",
		Sequence:  b.Sequence,
		Stamp:     b.Changed,
		Start:     b.Slot.Start,
		End:       b.Slot.End(),
		Summary:   title,
		Location:  b.At(),
		Cancelled: b.Cancelled,
		Alarms:    alarms,
	}
}

// file is a talk's calendar file to download.
func (a *Assistant) file(t chat.Turn, b booking.Booking) chat.File {
	return a.ics(b, ical.Publish, a.talk(t.Lang, b))
}

// ics is a calendar file of one talk.
func (a *Assistant) ics(b booking.Booking, method ical.Method, e ical.Event) chat.File {
	kind := "text/calendar; charset=utf-8"
	if method != ical.Publish { // a mail must say what its calendar is for (RFC 6047 §2.4)
		kind += "; method=" + string(method)
	}
	return chat.File{Name: "kake-" + strings.ToLower(b.Code) + ".ics", Type: kind,
		Data: ical.Calendar(e.Summary, method, a.Programme.Zone, []ical.Event{e})}
}

// RoundsCalendar is a calendar of the rounds that anyone can subscribe to: the
// opening day and the last day of each, marked where they are preliminary. Its
// revisions are counted by the day on which the facts were last checked.
func (a *Assistant) RoundsCalendar(lang string) []byte {
	var events []ical.Event
	for _, r := range a.Programme.Rounds {
		for _, day := range []struct {
			key string
			at  time.Time
		}{{"opens", r.Opens}, {"closes", r.Closes}} {
			events = append(events, ical.Event{
				UID:       r.ID + "-" + day.key + "@kakebot",
				Sequence:  int(a.Programme.Checked.Unix() / (24 * 60 * 60)),
				Stamp:     a.Programme.Checked,
				Start:     day.at,
				End:       day.at.AddDate(0, 0, 1),
				AllDay:    true,
				Summary:   words.Say(lang, "calendar_"+day.key, "round", a.Programme.Span(r, lang)),
				URL:       "https://" + a.Programme.Links["forms"],
				Tentative: r.Preliminary,
			})
		}
	}
	return ical.Feed(words.Say(lang, "calendar_name"), roundsRefresh, a.Programme.Zone, events)
}
