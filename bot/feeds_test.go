package main

import (
	"bytes"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"kakebot/booking"
	"kakebot/chat"
)

// read parses a calendar as a strict reader does, and holds its lines to RFC 5545 §3.1.
func read(t *testing.T, data []byte) *ics.Calendar {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("line %q of %d octets", line, len(line))
		}
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return cal
}

func value(v *ics.VEvent, p ics.ComponentProperty) string {
	if x := v.GetProperty(p); x != nil {
		return x.Value
	}
	return ""
}

// The adviser's calendar, which is shared, has no word that a person wrote: where
// they would rather meet is in the briefing, once they have approved it.
func TestAdvisersCalendar(t *testing.T) {
	k := open(t, config{now: "2018-02-12T09:00"}, "test-adviser")
	ctx, slot := t.Context(), booking.Slot{ID: "2018-02-13T10:00", Length: time.Hour, Place: "sovitaan", Where: booking.Elsewhere}
	slot.Start = time.Date(2018, 2, 13, 10, 0, 0, 0, k.programme.Zone)
	if _, err := k.desk.Offer(ctx, "offer", []booking.Slot{slot}); err != nil {
		t.Fatal(err)
	}
	b, err := k.desk.Confirm(ctx, "book", "web:maija", "", slot.ID, booking.Request{Idea: idea, Where: "Maijan luona, Kotitie 7", Lang: "fi"}, k.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	data, err := k.assistant.Calendar(ctx, booking.Staff, "fi", k.clock.now())
	if err != nil || !bytes.Contains(data, []byte("sovitaan")) || !bytes.Contains(data, []byte(b.Code)) {
		t.Fatalf("%v\n%s", err, data)
	}
	for _, word := range []string{"Kotitie", "Maijan luona", idea.Name, idea.What, idea.Reach} {
		if bytes.Contains(data, []byte(word)) {
			t.Errorf("it tells %q:\n%s", word, data)
		}
	}
}

// TestPersonsCalendar follows a talk from its booking to its cancellation in the
// person's own calendar: one event, each revision with a higher number, and the
// same bytes for as long as nothing that it shows has changed.
func TestPersonsCalendar(t *testing.T) {
	onBoth(t, func(t *testing.T, o officeHours) {
		ctx, now := t.Context(), o.clock.now()
		token, err := o.feeds.Make(ctx, "ask:maija")
		o.must(err)
		look := func() []byte {
			t.Helper()
			data, ok, err := o.calendar(ctx, token, "fi")
			if err != nil || !ok {
				t.Fatalf("%t, %v", ok, err)
			}
			for _, secret := range []string{idea.Name, idea.What, idea.Reach, "ask:", "ask/"} {
				if bytes.Contains(data, []byte(secret)) {
					t.Errorf("the calendar tells %q:\n%s", secret, data)
				}
			}
			return data
		}
		if n := len(read(t, look()).Events()); n != 0 {
			t.Errorf("%d talks before any", n)
		}
		code := o.book("maija", "2018-02-13T10:00")
		o.book("kalle", "2018-02-13T11:00")
		booked := look()
		check := func(data []byte, sequence, status, start string, alarms int) {
			t.Helper()
			all := read(t, data).Events()
			if len(all) != 1 {
				t.Fatalf("%d talks, want one\n%s", len(all), data)
			}
			v := all[0]
			from, err := v.GetStartAt()
			if err != nil || v.Id() != strings.ToLower(code)+"@kakebot" || value(v, ics.ComponentPropertySequence) != sequence || value(v, ics.ComponentPropertyStatus) != status ||
				from.In(o.programme.Zone).Format("2006-01-02T15:04") != start || len(v.Alarms()) != alarms || value(v, ics.ComponentPropertyLocation) != "Rantakatu 1" {
				t.Errorf("%v\n%s", err, data)
			}
		}
		check(booked, "0", "CONFIRMED", "2018-02-13T10:00", 2)

		_, err = o.desk.Amend(ctx, "amend", "ask:maija", code, booking.Idea{What: "jotain muuta"}, now)
		o.must(err)
		_, err = o.desk.Readdress(ctx, "to", "ask:maija", code, "sv", "ask/muualla")
		o.must(err)
		o.clock.set(now.Add(36 * time.Hour))
		o.clock.freeze()
		if again := look(); !bytes.Equal(again, booked) {
			t.Errorf("nothing that it shows has changed, but\n%s", again)
		}
		o.clock.set(now)
		o.clock.freeze()

		_, err = o.desk.Move(ctx, "move", booking.Staff, code, "2018-02-14T10:00", now.Add(time.Hour))
		o.must(err)
		check(look(), "1", "CONFIRMED", "2018-02-14T10:00", 2)
		_, err = o.desk.Cancel(ctx, "cancel", "ask:maija", code, now.Add(2*time.Hour))
		o.must(err)
		check(look(), "2", "CANCELLED", "2018-02-14T10:00", 0)

		if _, err := o.assistant.Erase(ctx, "erase", "ask:maija", now); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := o.calendar(ctx, token, "fi"); ok || err != nil {
			t.Errorf("it opens after everything was erased: %v", err)
		}
	})
}

// Talks on the days when the clock changes stand at their own hour, with an
// alarm at the same hour the day before.
func TestCalendarOnDaysOfSummerTime(t *testing.T) {
	k := open(t, config{now: "2018-02-12T09:00"}, "test-summer")
	o := officeHours{k, t, newAsked()}
	times := []string{"2018-03-25T10:00", "2018-03-26T10:00", "2018-10-28T10:00", "2018-10-29T10:00"}
	o.must(k.offer(t.Context(), times, 30*time.Minute, ""))
	persons := []string{"maija", "maija", "pekka", "pekka"} // nobody may have all four
	for i, at := range times {
		o.book(persons[i], at)
	}
	var got []string
	alarms := 0
	for _, person := range slices.Compact(persons) {
		data, err := k.assistant.Calendar(t.Context(), "ask:"+person, "fi", k.clock.now())
		o.must(err)
		alarms += strings.Count(string(data), "\r\nTRIGGER:-P1D\r\n")
		for _, v := range read(t, data).Events() {
			from, err := v.GetStartAt()
			o.must(err)
			got = append(got, from.In(k.programme.Zone).Format("2006-01-02T15:04"))
		}
	}
	if !slices.Equal(got, times) || alarms != len(times) {
		t.Errorf("talks at %v, and %d alarms a day before", got, alarms)
	}
}

// The rounds are the same events in every language, whoever reads them, and a
// preliminary one says so in words and to the program.
func TestRoundsCalendar(t *testing.T) {
	k := open(t, config{now: "2018-02-12T09:00"}, "test-rounds")
	var ids []string
	for _, lang := range chat.Langs {
		data := k.assistant.RoundsCalendar(lang)
		if !bytes.Equal(data, k.assistant.RoundsCalendar(lang)) {
			t.Errorf("%s: two looks differ", lang)
		}
		cal := read(t, data)
		var seen []string
		for _, v := range cal.Events() {
			seen = append(seen, v.Id())
			marked := strings.Contains(value(v, ics.ComponentPropertySummary), map[string]string{"fi": "alustava", "selko": "alustava", "sv": "preliminär", "en": "preliminary"}[lang])
			preliminary := !strings.HasPrefix(v.Id(), k.programme.Rounds[0].ID)
			if marked != preliminary || (value(v, ics.ComponentPropertyStatus) == "TENTATIVE") != preliminary || value(v, ics.ComponentPropertySequence) == "0" {
				t.Errorf("%s: %s", lang, v.Serialize(&ics.SerializationConfiguration{MaxLength: 75, PropertyMaxLength: 75, NewLine: "\n"}))
			}
		}
		if ids == nil {
			ids = seen
		}
		if len(seen) != 2*len(k.programme.Rounds) || !slices.Equal(seen, ids) {
			t.Errorf("%s: %v", lang, seen)
		}
		if first, err := cal.Events()[1].GetStartAt(); err != nil || first.Format(time.DateOnly) != "2018-02-28" || value(cal.Events()[1], ics.ComponentPropertyDtEnd) != "20180301" {
			t.Errorf("%s: the last day of the first round is %v, %v", lang, first, err)
		}
		for _, line := range []string{"REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H", "METHOD:PUBLISH"} {
			if !strings.Contains(string(data), "\r\n"+line+"\r\n") {
				t.Errorf("%s: %s is missing", lang, line)
			}
		}
	}
}

var calendarAddress = regexp.MustCompile(`http://127\.0\.0\.1:\d+/kalenteri/([A-Z2-7]{26})\.ics\?l=fi`)

// TestCalendarServed asks a real process for a calendar, reads it as a calendar
// program does, and has everything erased.
func TestCalendarServed(t *testing.T) {
	p, at := serving(t, nil, "--now", "2018-02-12T09:00", "--slots", "2018-02-13T10:00")
	conversation := at + "/k"
	say := func(text string) string {
		t.Helper()
		r, err := http.PostForm(conversation, url.Values{"id": {text}, "l": {"fi"}, "text": {text}})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Body.Close() }()
		if strings.Contains(r.Request.URL.Path, "/k/") {
			conversation = at + r.Request.URL.Path
		}
		page, _ := io.ReadAll(r.Body)
		return html.UnescapeString(string(page))
	}
	get := func(address, tag string) (*http.Response, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("If-None-Match", tag)
		r, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Body.Close() }()
		data, _ := io.ReadAll(r.Body)
		return r, string(data)
	}
	say("/varaa 2018-02-13T10:00")
	say("vahvista")
	page := say("kalenteri")
	found := calendarAddress.FindStringSubmatch(page)
	if found == nil || !strings.HasPrefix(found[0], at) {
		t.Fatalf("no address in\n%s", page)
	}
	r, data := get(found[0], "")
	if r.StatusCode != http.StatusOK || len(read(t, []byte(data)).Events()) != 1 || r.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%s\n%s", r.Status, data)
	}
	if r, _ := get(found[0], r.Header.Get("ETag")); r.StatusCode != http.StatusNotModified {
		t.Errorf("again: %s", r.Status)
	}
	say("/peru")
	say("kyllä")
	if r, data := get(found[0], r.Header.Get("ETag")); r.StatusCode != http.StatusOK || !strings.Contains(data, "STATUS:CANCELLED") {
		t.Errorf("after cancelling: %s\n%s", r.Status, data)
	}
	say("poista tietoni")
	say("kyllä")
	if r, _ := get(found[0], ""); r.StatusCode != http.StatusNotFound {
		t.Errorf("after erasing: %s", r.Status)
	}
	p.ends(t)
	if strings.Contains(p.err.String(), found[1]) {
		t.Errorf("a token is logged:\n%s", p.err)
	}
}
