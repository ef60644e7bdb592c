package reminders

import (
	"cmp"
	"slices"
	"strconv"
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

// Changed is the offset of a moment that tells what has become of a round.
const Changed = "changed"

// A Moment is an instant at which a reminder of one fact falls due.
type Moment struct {
	Kind    Kind
	Subject string    // the id of the round or of the appointment
	Offset  string    // one of Leads or several joined by "+", or Changed; "eve", "2h" of a talk
	Version string    // of the fact, so that a changed fact makes another moment
	At      time.Time // due, in the zone of the fact
	Until   time.Time // from here on it is too late to be of use
}

// Key names the moment: kind, subject, offset and version.
func (m Moment) Key() string {
	return strings.Join([]string{string(m.Kind), part(m.Subject), m.Offset, part(m.Version)}, ":")
}

// Leads are the offsets that fall together in a moment of a round.
func (m Moment) Leads() []string { return strings.Split(m.Offset, "+") }

// part keeps the colons of a name from being read as those between the parts.
func part(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "%", "%25"), ":", "%3A")
}

// How far ahead the planner looks, and for how long a reminder of a round is of
// use: a stopped service has half a day to come back, and never past nightfall, so
// that "tomorrow" is still tomorrow.
const (
	Early = time.Hour
	Late  = 12 * time.Hour
)

// fresh is for how long the news of a round is still news: shorter than keep, so
// that nobody is told again when it is forgotten that they were.
const fresh = 14 * 24 * time.Hour

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

// Leads are the offsets a subscriber may choose among, in the order they come.
func Leads() []string {
	all := make([]string, len(roundOffsets))
	for i, o := range roundOffsets {
		all[i] = o.name
	}
	return all
}

// DaysBefore is how many days before a round's last one a lead comes; opens is
// none of them.
func DaysBefore(lead string) (days int, ok bool) {
	for _, o := range roundOffsets {
		if o.name == lead && lead != "opens" {
			return -o.days, true
		}
	}
	return 0, false
}

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

// Due gives what falls due until now + Early and is still of use at now, earliest
// first. It is what one tick of the clock plans.
func (t Timing) Due(now time.Time, rounds []knowledge.Round, talks ...Appointment) []Moment {
	all := t.Plan(now.Add(-reach), now.Add(Early), rounds, talks...)
	return slices.DeleteFunc(all, func(m Moment) bool { return !now.Before(m.Until) })
}

// Plan gives every moment in (from, to] of the rounds and the talks, earliest
// first. Whom a moment of a round concerns is another matter: see Subscriber.
func (t Timing) Plan(from, to time.Time, rounds []knowledge.Round, talks ...Appointment) []Moment {
	var all []Moment
	for _, r := range rounds {
		all = append(all, t.ofRound(r)...)
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
// gives way to its last day. Those that days of rest bring to one day are one
// moment. A moment is of use until the night after it.
func (t Timing) ofRound(r knowledge.Round) []Moment {
	all, version := make([]Moment, 0, len(roundOffsets)), r.Version()
	for _, o := range roundOffsets {
		day := o.from(r).AddDate(0, 0, o.days)
		if o.days < 0 && !day.After(r.Opens) || o.name == "opens" && !r.Closes.After(r.Opens) {
			continue
		}
		at := t.on(day)
		if n := len(all); n > 0 && all[n-1].At.Equal(at) {
			all[n-1].Offset += "+" + o.name
			continue
		}
		all = append(all, Moment{Kind: AboutRound, Subject: r.ID, Offset: o.name, Version: version, At: at,
			Until: earlier(at.Add(Late), clock(at, nightfall))})
	}
	return all
}

// ofChange gives the moment that tells what has become of a round since it last
// stood otherwise; ok is false when nothing has, or when it would be told too
// late to be of use: after the last day that was ever told.
func (t Timing) ofChange(s agreed) (m Moment, ok bool) {
	if s.revision == 0 {
		return m, false
	}
	at := s.newsAt
	last := s.round.Closes // zero when it was withdrawn
	if s.before.Closes.After(last) {
		last = s.before.Closes
	}
	m = Moment{Kind: AboutRound, Subject: s.id, Offset: Changed, Version: s.version + "." + strconv.Itoa(s.revision), At: at,
		Until: earlier(at.Add(fresh), clock(last, nightfall))}
	return m, at.Before(m.Until)
}

// ofTalk gives the moments of one talk that come after it was booked. One that
// would come at night comes in the morning, and not at all when the talk has
// begun by then. The day before is of use until two hours before.
func ofTalk(a Appointment) []Moment {
	var all []Moment
	until := a.Start
	for _, o := range slices.Backward(talkOffsets) {
		at, _ := asleep(o.at(a.Start))
		if !at.After(a.Made) || !at.Before(until) {
			continue
		}
		all = append(all, Moment{Kind: AboutTalk, Subject: a.ID, Offset: o.name, Version: a.Version, At: at, Until: until})
		until = at
	}
	slices.SortFunc(all, func(a, b Moment) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
	return all
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
