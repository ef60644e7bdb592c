package reminders

import (
	"slices"
	"strings"
	"time"

	"kakebot/knowledge"
)

// A Kind says what a reminder is about.
type Kind string

// The kinds that are planned: a round of applications, and a booked talk with an
// adviser. AboutNews is the third.
const (
	AboutRound Kind = "round"
	AboutTalk  Kind = "talk"
)

// A Moment is an instant at which a reminder of one fact falls due.
type Moment struct {
	Kind    Kind
	Subject string    // the id of the round or of the appointment
	Offset  string    // "opens", "14d", "7d", "3d", "1d", "last"; "eve", "2h"
	Version string    // of the fact, so that a changed fact makes another moment
	At      time.Time // due, in the zone of the fact
	Until   time.Time // from here on it is too late to be of use
}

// Key names the moment: kind, subject, offset and version.
func (m Moment) Key() string {
	return strings.Join([]string{string(m.Kind), part(m.Subject), m.Offset, part(m.Version)}, ":")
}

// part keeps the colons of a name from being read as those between the parts.
func part(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "%", "%25"), ":", "%3A")
}

// How far the planner looks around now. Late leaves a stopped service half a
// day to come back; a reminder older than that would speak of the wrong day.
const (
	Early = time.Hour
	Late  = 12 * time.Hour
)

// hour is the local hour at which reminders of rounds are sent: in the morning,
// so that a working day is left.
const hour = 9

// roundOffsets are the reminders of a round: calendar days from its first or
// its last day.
var roundOffsets = []struct {
	name string
	from func(knowledge.Round) time.Time
	days int
}{
	{"opens", opens, 0},
	{"14d", closes, -14},
	{"7d", closes, -7},
	{"3d", closes, -3},
	{"1d", closes, -1},
	{"last", closes, 0},
}

func opens(r knowledge.Round) time.Time  { return r.Opens }
func closes(r knowledge.Round) time.Time { return r.Closes }

// talkOffsets are the reminders of a booked talk. The day before is at the
// talk's own local time: it lies within working hours as the talk does, and
// whoever books the day before still gets one.
var talkOffsets = []struct {
	name string
	at   func(start time.Time) time.Time
}{
	{"eve", func(start time.Time) time.Time { return start.AddDate(0, 0, -1) }},
	{"2h", func(start time.Time) time.Time { return start.Add(-2 * time.Hour) }},
}

// Due gives what falls due in (now − Late, now + Early] and is still of use at
// now, earliest first. It is what one tick of the clock plans.
func Due(now time.Time, rounds []knowledge.Round, talks ...Appointment) []Moment {
	all := Plan(now.Add(-Late), now.Add(Early), rounds, talks...)
	return slices.DeleteFunc(all, func(m Moment) bool { return !now.Before(m.Until) })
}

// Plan gives every moment in (from, to] of the rounds and the talks, earliest
// first. Whom a moment of a round concerns is another matter: see Subscriber.
func Plan(from, to time.Time, rounds []knowledge.Round, talks ...Appointment) []Moment {
	var all []Moment
	for _, r := range rounds {
		all = append(all, ofRound(r)...)
	}
	for _, a := range talks {
		all = append(all, ofTalk(a)...)
	}
	all = slices.DeleteFunc(all, func(m Moment) bool { return !m.At.After(from) || m.At.After(to) })
	slices.SortStableFunc(all, func(a, b Moment) int { return a.At.Compare(b.At) })
	return all
}

// ofRound gives the moments of one round. A countdown that would come on the
// opening day or before it is left out, and the opening of a round of one day
// gives way to its last day.
func ofRound(r knowledge.Round) []Moment {
	all, version := make([]Moment, 0, len(roundOffsets)), r.Version()
	for _, o := range roundOffsets {
		day := o.from(r).AddDate(0, 0, o.days)
		if o.days < 0 && !day.After(r.Opens) || o.name == "opens" && !r.Closes.After(r.Opens) {
			continue
		}
		at := time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, day.Location())
		all = append(all, Moment{Kind: AboutRound, Subject: r.ID, Offset: o.name, Version: version, At: at, Until: at.Add(Late)})
	}
	return all
}

// ofTalk gives the moments of one talk that come after it was booked.
func ofTalk(a Appointment) []Moment {
	var all []Moment
	for _, o := range talkOffsets {
		at := o.at(a.Start)
		if !at.After(a.Made) {
			continue
		}
		until := at.Add(Late)
		if a.Start.Before(until) {
			until = a.Start
		}
		all = append(all, Moment{Kind: AboutTalk, Subject: a.ID, Offset: o.name, Version: a.Version, At: at, Until: until})
	}
	return all
}
