// Package ical writes calendar files (RFC 5545): talks to download, rounds to
// subscribe to, invitations in mail. ical.go is the events, zone.go the rules of
// summer time that travel with them. It knows no other room.
package ical

import (
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// A Method is what the receiver is to do with a calendar (RFC 5546 §1.4).
type Method string

const (
	Publish Method = "PUBLISH" // look at it: downloads and feeds
	Request Method = "REQUEST" // an invitation, or a change of one
	Cancel  Method = "CANCEL"
)

// An Event is one entry. Texts may hold anything; they are escaped, and what no
// calendar can hold is left out.
type Event struct {
	UID         string    // stays the same through every change
	Sequence    int       // one more for each change (RFC 5545 §3.8.7.4)
	Stamp       time.Time // when this state of it came about
	Start, End  time.Time // End is not within: for AllDay the day after the last one
	AllDay      bool      // only the dates of Start and End in the calendar's zone count
	Summary     string    // the title
	Description string    // may have several lines
	Location    string
	URL         string
	Tentative   bool // not settled: a preliminary round
	Cancelled   bool
	Alarms      []time.Duration // how long before Start to ring
	Organizer   string          // mail address; Request and Cancel need both (RFC 5546 §3.2)
	Attendee    string          // mail address
}

// Calendar gives the file: CRLF, lines of at most 75 octets that never cut a
// character (RFC 5545 §3.1). Times are local ones of the zone with its rules in
// the file, or UTC where the zone does not keep the European summer time. The same
// arguments give the same bytes.
func Calendar(name string, method Method, zone *time.Location, events []Event) []byte {
	return []byte(calendar(name, method, zone, events).Serialize(ics.WithNewLineWindows))
}

// Feed gives a calendar to subscribe to: it carries its name for the readers of
// RFC 7986 (§5.1) too, and how often it is worth asking for again (§5.7, and
// Outlook's X-PUBLISHED-TTL). refresh is in whole minutes.
func Feed(name string, refresh time.Duration, zone *time.Location, events []Event) []byte {
	cal := calendar(name, Publish, zone, events)
	cal.SetName(clean(name))
	every := strings.TrimPrefix(trigger(refresh), "-")
	cal.SetRefreshInterval(every) // with VALUE=DURATION, which is in the name of the library's property
	cal.SetXPublishedTTL(every)
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

func calendar(name string, method Method, zone *time.Location, events []Event) *ics.Calendar {
	cal := &ics.Calendar{}
	cal.SetVersion("2.0")
	cal.SetProductId("-//Kakebot//Calendar//FI")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.Method(method))
	cal.SetXWRCalName(clean(name))
	when := utc
	if rules, ok := summerTime(zone, events); ok {
		cal.SetXWRTimezone(zone.String())
		cal.AddVTimezone(rules)
		when = local(zone)
	}
	for _, e := range events {
		cal.AddVEvent(e.entry(zone, when))
	}
	return cal
}

const (
	day    = "20060102"
	second = "20060102T150405"
)

// set writes an instant into a property of an event.
type set func(v *ics.VEvent, property ics.ComponentProperty, t time.Time)

func utc(v *ics.VEvent, property ics.ComponentProperty, t time.Time) {
	v.SetProperty(property, t.UTC().Format(second+"Z"))
}

// local writes wall time. What the clock shows twice is written in UTC: readers
// do not agree on which is meant, although RFC 5545 §3.3.5 says the first.
func local(zone *time.Location) set {
	return func(v *ics.VEvent, property ics.ComponentProperty, t time.Time) {
		wall := func(t time.Time) string { return t.In(zone).Format(second) }
		if wall(t) == wall(t.Add(-time.Hour)) || wall(t) == wall(t.Add(time.Hour)) {
			utc(v, property, t)
			return
		}
		v.SetProperty(property, wall(t), ics.WithTZID(zone.String()))
	}
}

func date(zone *time.Location) set {
	return func(v *ics.VEvent, property ics.ComponentProperty, t time.Time) {
		v.SetProperty(property, t.In(zone).Format(day), ics.WithValue("DATE"))
	}
}

func (e Event) entry(zone *time.Location, when set) *ics.VEvent {
	v := ics.NewEvent(clean(e.UID))
	v.SetDtStampTime(e.Stamp)
	v.SetSequence(e.Sequence)
	if e.AllDay {
		when = date(zone)
		v.SetTimeTransparency(ics.TransparencyTransparent) // a round does not make anybody busy
	}
	when(v, ics.ComponentPropertyDtStart, e.Start)
	when(v, ics.ComponentPropertyDtEnd, e.End)
	v.SetStatus(e.status())
	for _, text := range []struct {
		property ics.ComponentProperty
		value    string
	}{
		{ics.ComponentPropertySummary, clean(e.Summary)},
		{ics.ComponentPropertyDescription, clean(e.Description)},
		{ics.ComponentPropertyLocation, clean(e.Location)},
		{ics.ComponentPropertyUrl, oneLine(e.URL)},
		{ics.ComponentPropertyOrganizer, mailto(e.Organizer)},
		{ics.ComponentPropertyAttendee, mailto(e.Attendee)},
	} {
		if text.value != "" {
			v.SetProperty(text.property, text.value)
		}
	}
	if !e.Cancelled {
		for _, before := range e.Alarms {
			alarm := v.AddAlarm()
			alarm.SetAction(ics.ActionDisplay)
			alarm.SetTrigger(trigger(before))
			alarm.SetDescription(clean(e.Summary))
		}
	}
	return v
}

func (e Event) status() ics.ObjectStatus {
	switch {
	case e.Cancelled:
		return ics.ObjectStatusCancelled
	case e.Tentative:
		return ics.ObjectStatusTentative
	}
	return ics.ObjectStatusConfirmed
}

// trigger prints how long before the start: "-P1D", "-PT1H30M" (RFC 5545
// §3.3.6). Whole days are days, so that an alarm keeps its hour over a change of
// summer time; less than a minute is not told.
func trigger(before time.Duration) string {
	sign := "-"
	if before < 0 {
		sign, before = "", -before
	}
	if before >= 24*time.Hour && before%(24*time.Hour) == 0 {
		return fmt.Sprintf("%sP%dD", sign, before/(24*time.Hour))
	}
	hours, minutes := before/time.Hour, before%time.Hour/time.Minute
	switch {
	case minutes == 0 && hours > 0:
		return fmt.Sprintf("%sPT%dH", sign, hours)
	case hours == 0:
		return fmt.Sprintf("%sPT%dM", sign, minutes)
	}
	return fmt.Sprintf("%sPT%dH%dM", sign, hours, minutes)
}

// clean leaves out what a text cannot hold: broken UTF-8 and control characters
// other than the newline and the tab (RFC 5545 §3.1).
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// oneLine is clean for a value that is not escaped: a newline would begin a
// property of its own.
func oneLine(s string) string { return strings.NewReplacer("\n", "", "\t", "").Replace(clean(s)) }

func mailto(address string) string {
	if address == "" {
		return ""
	}
	return "mailto:" + oneLine(address)
}
