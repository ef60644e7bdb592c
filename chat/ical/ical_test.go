package ical

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the files in testdata")

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func talk(z *time.Location) Event {
	return Event{
		UID: "K7F3-Q2MW@kakebot", Sequence: 1, Stamp: time.Date(2018, 2, 10, 9, 0, 0, 0, z),
		Start: time.Date(2018, 2, 13, 10, 0, 0, 0, z), End: time.Date(2018, 2, 13, 10, 30, 0, 0, z),
		Summary:     "Keskustelu: Pikku KAKE",
		Description: "Koodi K7F3-Q2MW; siirrä tai peru, jos et pääse.\nTämä on pitkä rivi, joka taittuu, ja jonka ääkköset eivät saa katketa keskeltä: ääkkösiä öylättejä ähellyksiä.",
		Location:    "Rantakatu 1, Joensuu", URL: "https://example.org/k/K7F3-Q2MW?a=1,2;b=3",
		Alarms: []time.Duration{24 * time.Hour, 90 * time.Minute},
	}
}

func TestGolden(t *testing.T) {
	z := zone(t, "Europe/Helsinki")
	stamp := time.Date(2018, 1, 2, 12, 0, 0, 0, time.UTC)
	gone := talk(z)
	gone.Sequence, gone.Cancelled, gone.Organizer, gone.Attendee = 2, true, "kakebot@example.org", "matti@example.org"
	summer := talk(z)
	summer.Start, summer.End = time.Date(2018, 3, 25, 2, 30, 0, 0, z), time.Date(2018, 3, 25, 4, 30, 0, 0, z)
	rounds := []Event{
		{UID: "round-1@kakebot", Stamp: stamp, AllDay: true, Start: time.Date(2018, 1, 16, 0, 0, 0, 0, z), End: time.Date(2018, 3, 1, 0, 0, 0, 0, z),
			Summary: "Pikku KAKE: 1. haku", Alarms: []time.Duration{-9 * time.Hour}},
		{UID: "round-2@kakebot", Stamp: stamp, AllDay: true, Start: time.Date(2018, 4, 1, 0, 0, 0, 0, z), End: time.Date(2018, 6, 1, 0, 0, 0, 0, z),
			Summary: "Pikku KAKE: 2. haku (alustava)", Tentative: true},
	}
	for name, data := range map[string][]byte{
		"talk.ics":      Calendar("Keskustelu", Publish, z, []Event{talk(z)}),
		"summer.ics":    Calendar("Kellojen siirto", Publish, z, []Event{summer}),
		"cancelled.ics": Calendar("Keskustelu", Cancel, z, []Event{gone}),
		"rounds.ics":    Calendar("Pikku KAKE -haut", Publish, z, rounds),
		"utc.ics":       Calendar("Talk", Request, zone(t, "America/New_York"), []Event{talk(z)}),
		"empty.ics":     Calendar("Ei mitään", Publish, z, nil),
		"feed.ics":      Feed("Pikku KAKE -haut", 12*time.Hour, z, rounds),
	} {
		t.Run(name, func(t *testing.T) {
			wellFormed(t, data)
			path := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(path, data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(data, want) {
				t.Errorf("differs from %s (-update rewrites it):\n%s", path, data)
			}
		})
	}
}

// wellFormed checks what RFC 5545 §3.1 asks of every line.
func wellFormed(t testing.TB, data []byte) {
	t.Helper()
	if !bytes.HasSuffix(data, []byte("\r\n")) {
		t.Fatal("does not end with CRLF")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") || line == "" {
			t.Fatalf("line %q of %d octets", line, len(line))
		}
	}
}

func TestReadBack(t *testing.T) {
	z := zone(t, "Europe/Helsinki")
	rapid.Check(t, func(r *rapid.T) {
		e := talk(z)
		e.Summary, e.Description, e.Location = rapid.String().Draw(r, "summary"), rapid.String().Draw(r, "description"), rapid.String().Draw(r, "location")
		e.Start = time.Unix(rapid.Int64Range(820454400, 2e9).Draw(r, "start"), 0) // from 1996 on
		e.End = e.Start.Add(time.Hour)
		data := Calendar("x", Publish, z, []Event{e})
		wellFormed(t, data)
		cal, err := ics.ParseCalendar(bytes.NewReader(data))
		if err != nil {
			r.Fatal(err)
		}
		if len(cal.Events()) != 1 || len(cal.Timezones()) != 1 {
			r.Fatalf("%d events, %d zones", len(cal.Events()), len(cal.Timezones()))
		}
		v := cal.Events()[0]
		start, err := v.GetStartAt()
		if err != nil || !start.Equal(e.Start) {
			r.Fatalf("starts %v (%v), want %v", start, err, e.Start.In(z))
		}
		for property, want := range map[ics.ComponentProperty]string{
			ics.ComponentPropertySummary: e.Summary, ics.ComponentPropertyDescription: e.Description, ics.ComponentPropertyLocation: e.Location,
		} {
			got := ""
			if p := v.GetProperty(property); p != nil {
				got = p.Value
			}
			if got != clean(want) {
				r.Fatalf("%s is %q, want %q", property, got, clean(want))
			}
		}
		if v.Id() != e.UID || len(v.Alarms()) != 2 {
			r.Fatalf("id %q, %d alarms", v.Id(), len(v.Alarms()))
		}
	})
}

// The days on which the clock changes: an event lasts as long as it does, an
// alarm of a day comes at the same hour, and of an hour that comes twice both are told apart.
func TestDaysOfSummerTime(t *testing.T) {
	z := zone(t, "Europe/Helsinki")
	for _, start := range []time.Time{
		time.Date(2018, 3, 25, 2, 30, 0, 0, z), time.Date(2018, 3, 25, 9, 0, 0, 0, z), time.Date(2018, 3, 26, 9, 0, 0, 0, z),
		time.Date(2018, 10, 28, 0, 30, 0, 0, time.UTC), time.Date(2018, 10, 28, 1, 30, 0, 0, time.UTC), // 3.30 in summer time, and again
		time.Date(2018, 10, 28, 2, 30, 0, 0, z), time.Date(2018, 10, 28, 9, 0, 0, 0, z), time.Date(2018, 10, 29, 9, 0, 0, 0, z),
	} {
		e := talk(z)
		e.Start, e.End = start, start.Add(30*time.Minute)
		data := Feed("Keskustelut", time.Hour, z, []Event{e})
		wellFormed(t, data)
		cal, err := ics.ParseCalendar(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		v := cal.Events()[0]
		from, err := v.GetStartAt()
		if err != nil {
			t.Fatal(err)
		}
		to, err := v.GetEndAt()
		if err != nil || !from.Equal(e.Start) || !to.Equal(e.End) {
			t.Errorf("%v–%v is read as %v–%v (%v)", e.Start, e.End, from, to, err)
		}
		if !bytes.Contains(data, []byte("TRIGGER:-P1D\r\n")) {
			t.Errorf("the alarm of a day is not a day:\n%s", data)
		}
	}
}

// A feed carries its name and how often to look, for every kind of reader.
func TestFeed(t *testing.T) {
	data := string(Feed("Haut; pidä tästä, äläkä muusta", 90*time.Minute, zone(t, "Europe/Helsinki"), nil))
	wellFormed(t, []byte(data))
	for _, line := range []string{"METHOD:PUBLISH", "X-PUBLISHED-TTL:PT1H30M", "REFRESH-INTERVAL;VALUE=DURATION:PT1H30M",
		`NAME:Haut\; pidä tästä\, äläkä muusta`, `X-WR-CALNAME:Haut\; pidä tästä\, äläkä muusta`} {
		if strings.Count(data, "\r\n"+line+"\r\n") != 1 {
			t.Errorf("%s is not once in\n%s", line, data)
		}
	}
}

func TestNothingIsSmuggledIn(t *testing.T) {
	z := zone(t, "Europe/Helsinki")
	e := talk(z)
	const evil = "x\r\nATTENDEE:mailto:evil@example.org\rEND:VEVENT\n\x00\xff"
	e.Summary, e.Description, e.Location, e.URL, e.UID, e.Organizer = evil, evil, evil, evil, evil, evil
	data := Calendar(evil, Publish, z, []Event{e})
	wellFormed(t, data)
	if n := strings.Count(string(data), "\r\nATTENDEE"); n != 0 {
		t.Errorf("a text began a property:\n%s", data)
	}
	if n := strings.Count(string(data), "\r\nEND:VEVENT"); n != 1 {
		t.Errorf("the event ends %d times:\n%s", n, data)
	}
}

func TestTrigger(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Hour: "-PT1H", 90 * time.Minute: "-PT1H30M", 15 * time.Minute: "-PT15M", 0: "-PT0M",
		24 * time.Hour: "-P1D", 7 * 24 * time.Hour: "-P7D", 25 * time.Hour: "-PT25H", -9 * time.Hour: "PT9H",
	} {
		if got := trigger(d); got != want {
			t.Errorf("%v: got %s, want %s", d, got, want)
		}
	}
}

func TestEuropean(t *testing.T) {
	for name, want := range map[string]bool{"Europe/Helsinki": true, "Europe/Stockholm": true, "Europe/London": true, "UTC": false, "America/New_York": false, "Asia/Tokyo": false} {
		if got := european(zone(t, name), 2018); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
