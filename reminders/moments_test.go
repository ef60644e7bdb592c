package reminders

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kakebot/knowledge"
)

var helsinki = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err)
	}
	return zone
}()

// at reads "2018-02-28 09:00" as Helsinki's wall time.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, helsinki)
	if err != nil {
		panic(err)
	}
	return t
}

func round(id, opens, closes string, preliminary bool) knowledge.Round {
	return knowledge.Round{ID: id, Opens: at(opens + " 00:00"), Closes: at(closes + " 00:00"), Preliminary: preliminary, Fact: "F11"}
}

var rounds2018 = []knowledge.Round{
	round("2018-1", "2018-01-16", "2018-02-28", false),
	round("2018-2", "2018-04-01", "2018-05-31", true),
	round("2018-3", "2018-09-01", "2018-10-31", true),
}

// The zero Timing, for short.
func ofRound(r knowledge.Round) []Moment { return Timing{}.ofRound(r) }
func due(now time.Time, rounds []knowledge.Round, talks ...Appointment) []Moment {
	return Timing{}.Due(now, rounds, talks...)
}
func plan(from, to time.Time, rounds []knowledge.Round, talks ...Appointment) []Moment {
	return Timing{}.Plan(from, to, rounds, talks...)
}

// brief writes moments as "opens 2018-01-16T07:00Z", in UTC.
func brief(moments []Moment) string {
	var lines []string
	for _, m := range moments {
		lines = append(lines, fmt.Sprintf("%s %s", m.Offset, m.At.UTC().Format("2006-01-02T15:04Z")))
	}
	return strings.Join(lines, ", ")
}

func TestPlanOfRounds(t *testing.T) {
	for _, c := range []struct {
		name  string
		round knowledge.Round
		want  string
	}{
		{"winter", rounds2018[0], "opens 2018-01-16T07:00Z, 14d 2018-02-14T07:00Z, 7d 2018-02-21T07:00Z, 3d 2018-02-25T07:00Z, 1d 2018-02-27T07:00Z, last 2018-02-28T07:00Z"},
		{"summer", rounds2018[1], "opens 2018-04-01T06:00Z, 14d 2018-05-17T06:00Z, 7d 2018-05-24T06:00Z, 3d 2018-05-28T06:00Z, 1d 2018-05-30T06:00Z, last 2018-05-31T06:00Z"},
		{"over the autumn change", rounds2018[2], "opens 2018-09-01T06:00Z, 14d 2018-10-17T06:00Z, 7d 2018-10-24T06:00Z, 3d 2018-10-28T07:00Z, 1d 2018-10-30T07:00Z, last 2018-10-31T07:00Z"},
		{"over the spring change", round("s", "2018-03-01", "2018-03-26", false), "opens 2018-03-01T07:00Z, 14d 2018-03-12T07:00Z, 7d 2018-03-19T07:00Z, 3d 2018-03-23T07:00Z, 1d 2018-03-25T06:00Z, last 2018-03-26T06:00Z"},
		{"leap day closes", round("l", "2020-01-01", "2020-02-29", false), "opens 2020-01-01T07:00Z, 14d 2020-02-15T07:00Z, 7d 2020-02-22T07:00Z, 3d 2020-02-26T07:00Z, 1d 2020-02-28T07:00Z, last 2020-02-29T07:00Z"},
		{"a day after the leap day", round("l", "2020-02-01", "2020-03-01", false), "opens 2020-02-01T07:00Z, 14d 2020-02-16T07:00Z, 7d 2020-02-23T07:00Z, 3d 2020-02-27T07:00Z, 1d 2020-02-29T07:00Z, last 2020-03-01T07:00Z"},
		{"no countdown on the opening day", round("w", "2018-02-01", "2018-02-08", false), "opens 2018-02-01T07:00Z, 3d 2018-02-05T07:00Z, 1d 2018-02-07T07:00Z, last 2018-02-08T07:00Z"},
		{"one day", round("d", "2018-02-01", "2018-02-01", false), "last 2018-02-01T07:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := brief(plan(time.Time{}, at("2030-01-01 00:00"), []knowledge.Round{c.round})); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestPlanOfTalks(t *testing.T) {
	for _, c := range []struct{ name, start, made, want string }{
		{"day before and two hours before", "2018-02-14 13:00", "2018-02-01 12:00", "eve 2018-02-13T11:00Z, 2h 2018-02-14T09:00Z"},
		{"the day of the spring change", "2018-03-25 13:00", "2018-03-01 12:00", "eve 2018-03-24T11:00Z, 2h 2018-03-25T08:00Z"},
		{"the day of the autumn change", "2018-10-28 13:00", "2018-10-01 12:00", "eve 2018-10-27T10:00Z, 2h 2018-10-28T09:00Z"},
		{"begins at night, over the change: in the morning before", "2018-03-25 04:30", "2018-03-01 12:00", "eve 2018-03-24T05:00Z"},
		{"at nine: two hours before is at seven", "2018-02-14 09:00", "2018-02-01 12:00", "eve 2018-02-13T07:00Z, 2h 2018-02-14T05:00Z"},
		{"at eight: not at six but in the morning", "2018-02-14 08:00", "2018-02-01 12:00", "eve 2018-02-13T06:00Z, 2h 2018-02-14T05:00Z"},
		{"late in the evening", "2018-02-14 22:00", "2018-02-01 12:00", "eve 2018-02-14T05:00Z, 2h 2018-02-14T18:00Z"},
		{"after the leap day", "2020-03-01 10:00", "2020-02-01 12:00", "eve 2020-02-29T08:00Z, 2h 2020-03-01T06:00Z"},
		{"booked at the very moment", "2018-02-14 13:00", "2018-02-13 13:00", "2h 2018-02-14T09:00Z"},
		{"booked just before it", "2018-02-14 13:00", "2018-02-13 12:59", "eve 2018-02-13T11:00Z, 2h 2018-02-14T09:00Z"},
		{"booked an hour ahead", "2018-02-14 13:00", "2018-02-14 12:00", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := Appointment{ID: "a", Person: "p", Start: at(c.start), Made: at(c.made), Version: "1"}
			if got := brief(plan(time.Time{}, at("2030-01-01 00:00"), nil, a)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestDueWindow(t *testing.T) {
	talk := Appointment{ID: "a", Person: "p", Start: at("2018-02-10 13:00"), Version: "1"}
	for _, c := range []struct{ name, now, want string }{
		{"an hour early", "2018-02-28 08:00", "last"},
		{"too early", "2018-02-28 07:59", ""},
		{"the midnight the day begins", "2018-02-28 00:00", ""},
		{"the evening before", "2018-02-27 20:59", "1d"},
		{"on time", "2018-02-28 09:00", "last"},
		{"late", "2018-02-28 20:59", "last"},
		{"twelve hours late", "2018-02-28 21:00", ""},
		{"before the opening day", "2018-01-15 23:59", ""},
		{"day before the talk", "2018-02-09 13:00", "eve"},
		{"the night before the talk", "2018-02-10 00:59", "eve"},
		{"the morning of the talk, still of use", "2018-02-10 09:59", "eve"},
		{"minutes before the talk", "2018-02-10 12:59", "2h"},
		{"the talk has begun", "2018-02-10 13:00", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, m := range due(at(c.now), rounds2018, talk) {
				got = append(got, m.Offset)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

// Ticks at any pace up to half a day find every moment of a year.
func TestTicksMissNothing(t *testing.T) {
	for _, pace := range []time.Duration{47 * time.Minute, 6 * time.Hour, 12*time.Hour - time.Minute} {
		seen := map[string]bool{}
		for now := at("2018-01-01 00:00"); now.Before(at("2019-01-01 00:00")); now = now.Add(pace) {
			for _, m := range due(now, rounds2018) {
				seen[m.Key()] = true
			}
		}
		if len(seen) != 18 {
			t.Errorf("every %v: %d moments, want 18", pace, len(seen))
		}
	}
}

func TestSubscriptionDecides(t *testing.T) {
	last := ofRound(rounds2018[0])[5]
	for _, c := range []struct {
		name string
		s    Subscriber
		want bool
	}{
		{"all, long before", Subscriber{since: map[string]time.Time{"": at("2018-01-01 12:00")}}, true},
		{"this round", Subscriber{since: map[string]time.Time{"2018-1": at("2018-01-01 12:00")}}, true},
		{"another round", Subscriber{since: map[string]time.Time{"2018-2": at("2018-01-01 12:00")}}, false},
		{"at the moment", Subscriber{since: map[string]time.Time{"": last.At}}, false},
		{"after the moment", Subscriber{since: map[string]time.Time{"": last.At.Add(time.Minute)}}, false},
		{"just before", Subscriber{since: map[string]time.Time{"": last.At.Add(-time.Millisecond)}}, true},
		{"this round before, all after", Subscriber{since: map[string]time.Time{"": last.At, "2018-1": last.At.Add(-time.Hour)}}, true},
		{"nobody", Subscriber{}, false},
	} {
		if got := c.s.Wants(last); got != c.want {
			t.Errorf("%s: got %t", c.name, got)
		}
	}
}

func TestKeysAreApart(t *testing.T) {
	moments := []Moment{
		{Kind: AboutRound, Subject: "a:b", Offset: "7d", Version: "c"},
		{Kind: AboutRound, Subject: "a", Offset: "7d", Version: "b:c"},
		{Kind: AboutTalk, Subject: "a", Offset: "7d", Version: "b:c"},
		{Kind: AboutRound, Subject: "a%3Ab", Offset: "7d", Version: "c"},
	}
	var keys []string
	for _, m := range moments {
		keys = append(keys, m.Key())
	}
	slices.Sort(keys)
	if len(slices.Compact(keys)) != len(moments) {
		t.Errorf("two moments share a key: %q", keys)
	}
}
