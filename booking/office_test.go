package booking

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// clocks gives what is offered on a day, without the date.
func clocks(o Office, date string) string {
	from := at(date + "T00:00")
	var list []string
	for _, s := range o.Slots(from, from.AddDate(0, 0, 1)) {
		list = append(list, strings.TrimPrefix(s.ID, date+"T"))
	}
	return strings.Join(list, " ")
}

const night = `
length: 30
horizon: 10
advisers:
  - {number: 1, name: A, talks: {kind: phone, place: P, times: su 1-5.30}}
`

// TestSummerTime: the clock leaps from 3 to 4 on the 25th of March 2018, and
// falls from 4 to 3 on the 28th of October.
func TestSummerTime(t *testing.T) {
	for _, c := range []struct{ file, date, want string }{
		{night, "2018-03-18", "01:00 01:30 02:00 02:30 03:00 03:30 04:00 04:30 05:00"},
		{night, "2018-03-25", "01:00 01:30 02:00 02:30 04:00 04:30 05:00"},
		{night, "2018-10-28", "01:00 01:30 02:00 02:30 03:00 03:30 04:00 04:30 05:00"},
		{strings.Replace(night, "30\n", "45\n", 1), "2018-03-25", "01:00 01:45 02:30 04:45"}, // the one at 2.30 ends at 4.15
		{strings.Replace(night, "5.30", "3.30", 1), "2018-03-25", "01:00 01:30 02:00 02:30"},
		{strings.Replace(night, "1-5.30", "3.30-5.30", 1), "2018-03-25", "04:00 04:30 05:00"},
		{strings.Replace(night, "1-5.30", "3.15-5.45", 1), "2018-03-25", "04:15 04:45 05:15"},
		{oneAdviser, "2018-03-26", "09:00 09:30 10:00 10:30 11:00 11:30 12:00 12:30 13:00 13:30 14:00 14:30"},
		{oneAdviser, "2018-10-29", "09:00 09:30 10:00 10:30 11:00 11:30 12:00 12:30 13:00 13:30 14:00 14:30"},
	} {
		if got := clocks(office(t, c.file), c.date); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.date, got, c.want)
		}
	}
}

// TestEveryMorning: every working day of fifty years begins at nine by the clock,
// and the desk reads every ID as the office means it.
func TestEveryMorning(t *testing.T) {
	o := office(t, strings.Replace(oneAdviser, "ma-pe 9-15", "[ma-la 9-9.30, su 1-5.30]", 1))
	o.Holidays, o.Eves = false, false
	desk := New(nil, "", helsinki, Options{})
	days := map[string]bool{}
	for _, s := range o.Slots(at("2000-01-01T00:00"), at("2050-01-01T00:00")) {
		if s.Start.Weekday() != time.Sunday && s.Start.Format("15:04") != "09:00" {
			t.Fatalf("%s", s.ID)
		}
		days[s.Start.Format(time.DateOnly)] = true
		if read, err := desk.ParseSlot(s.ID, s.Length, s.Place); err != nil || !read.Start.Equal(s.Start) {
			t.Fatalf("%s is read as %v, %v", s.ID, read.Start, err)
		}
	}
	if want := 50*365 + 13; len(days) != want {
		t.Errorf("got %d days, want %d", len(days), want)
	}
}

func TestExceptions(t *testing.T) {
	const everyday = `
length: 60
advisers:
  - number: 1
    name: A
    talks:
      - {kind: centre, place: P, times: ma-pe 9-12}
      - {kind: phone, place: Q, times: ma-pe 13-15}
    exceptions: OWN
  - number: 2
    name: B
    talks: {kind: video, place: R, times: ma 9-11}
exceptions: ALL
`
	const monday = "09:00 09:00#2 10:00 10:00#2 11:00 13:00 14:00"
	const usual = "09:00 10:00 11:00 13:00 14:00"
	for _, c := range []struct{ all, own, date, want string }{
		{"", "", "2018-02-12", monday},
		{"", "", "2018-02-13", usual},
		{"", "", "2018-02-17", ""}, // a Saturday
		{"suljettu 12.2.2018", "", "2018-02-12", ""},
		{"suljettu 12.2.2018", "", "2019-02-12", usual},
		{"suljettu 12.2.", "", "2019-02-12", ""},
		{"", "suljettu 12.2.2018", "2018-02-12", "09:00#2 10:00#2"},
		{"suljettu 12.2.2018 10-11", "", "2018-02-12", "09:00 09:00#2 11:00 13:00 14:00"},
		{"suljettu 12.2.2018 10.30-13.30", "", "2018-02-12", "09:00 09:00#2 14:00"},
		{"suljettu 12.2.2018 15-16", "", "2018-02-12", monday},

		// the turn of the year, and the leap day
		{"suljettu 24.12.-6.1.", "", "2018-12-27", ""},
		{"suljettu 24.12.-6.1.", "", "2018-01-02", ""},
		{"suljettu 24.12.-6.1.", "", "2019-01-07", monday},
		{"suljettu 24.12.-6.1.", "", "2018-12-21", usual},
		{"suljettu 24.12.2018-2.1.2019", "", "2019-01-02", ""},
		{"suljettu 24.12.2018-2.1.2019", "", "2018-01-02", usual},
		{"suljettu 24.12.-2.1.2019", "", "2018-12-27", ""},
		{"suljettu 29.2.", "", "2024-02-29", ""},
		{"suljettu 28.-29.2.", "", "2023-02-28", ""},
		{"suljettu 28.-29.2.", "", "2023-03-01", usual},
		{"", "", "2024-02-29", usual},

		// holidays and eves, and those who work on them
		{"", "", "2018-05-10", ""}, // helatorstai
		{"", "", "2018-06-22", ""}, // juhannusaatto
		{"", "", "2018-12-31", monday},
		{"avoinna 10.5.2018 9-10", "", "2018-05-10", "09:00"},
		{"avoinna 2.5.-31.5. 9-10", "", "2018-05-10", ""}, // a month's hours open no holiday in it
		{"", "avoinna 10.5.2018 9-10", "2018-05-10", "09:00"},

		// other hours
		{"avoinna 12.2.2018 10-12", "", "2018-02-12", "10:00 10:00#2 11:00 11:00#2"},
		{"avoinna 13.2.2018 10-12", "", "2018-02-13", "10:00 11:00"}, // 2 has no Tuesdays
		{"avoinna 1.2.-28.2. 8-9", "", "2018-02-17", ""},
		{"", "avoinna 1.2.-28.2. 8-9", "2018-02-17", ""},
		{"", "avoinna 17.2.2018 8-9", "2018-02-17", "08:00"},
		{"", "avoinna 1.2.-28.2. la 8-9", "2018-02-17", "08:00"},
		{"avoinna 1.2.-28.2. ma 8-9", "", "2018-02-12", "08:00 08:00#2"},
		{"avoinna 1.2.-28.2. ma 8-9", "", "2018-02-13", usual},
		{"[avoinna 1.2.-28.2. ma 8-9, avoinna 1.2.-28.2. ti 7-8]", "", "2018-02-12", "08:00 08:00#2"},
		{"[avoinna 12.2.2018 8-10, suljettu 12.2.2018 8-9]", "", "2018-02-12", "09:00 09:00#2"},

		// several at once: the narrower, else the closed, else the later
		{"[suljettu 1.2.-28.2., avoinna 12.2. 9-10]", "", "2018-02-12", "09:00 09:00#2"},
		{"[avoinna 12.2. 9-10, suljettu 1.2.-28.2.]", "", "2018-02-12", "09:00 09:00#2"},
		{"[avoinna 1.2.-28.2. 9-10, suljettu 12.2.]", "", "2018-02-12", ""},
		{"[suljettu 12.2.2018, avoinna 12.2. 9-10]", "", "2018-02-12", "09:00 09:00#2"},
		{"[avoinna 12.2. 9-10, suljettu 12.2.2018]", "", "2018-02-12", ""},
		{"[avoinna 1.2.-15.2. 9-10, suljettu 10.2.-28.2.]", "", "2018-02-12", ""},
		{"[avoinna 1.2.-15.2. 9-10, avoinna 10.2.-28.2. 10-11]", "", "2018-02-12", "10:00 10:00#2"},
		{"[suljettu 1.2.-28.2. ma, avoinna 12.2.2018 9-10]", "", "2018-02-12", "09:00 09:00#2"},
		{"[suljettu 1.2.-28.2., avoinna 1.2.-28.2. ma 9-10]", "", "2018-02-12", "09:00 09:00#2"},
		{"suljettu 1.2.-28.2.", "avoinna 12.2. 9-10", "2018-02-12", "09:00"},
		{"suljettu 12.2.", "avoinna 1.2.-28.2. 9-10", "2018-02-12", ""},
		{"avoinna 12.2. 9-10", "suljettu 1.2.-28.2.", "2018-02-12", "09:00#2"},
		{"suljettu 12.2.", "avoinna 12.2. 9-10", "2018-02-12", "09:00"},
		{"[suljettu 1.2.-28.2., avoinna 12.2. 9-10]", "suljettu 10.2.-20.2.", "2018-02-12", "09:00#2"},
		{"[suljettu 20.12.-6.1., avoinna 2.1. 9-10]", "", "2018-01-02", "09:00"},
	} {
		file := everyday
		for key, lines := range map[string]string{"ALL": c.all, "OWN": c.own} {
			if lines == "" {
				lines = "[]"
			}
			file = strings.Replace(file, key, lines, 1)
		}
		if got := clocks(office(t, file), c.date); got != c.want {
			t.Errorf("all %q, own %q, %s\ngot  %s\nwant %s", c.all, c.own, c.date, got, c.want)
		}
	}
}

// TestOtherHoursKeepTheirPlace: a span that stands in for usual hours is held
// where these are.
func TestOtherHoursKeepTheirPlace(t *testing.T) {
	o := office(t, `
length: 60
advisers:
  - number: 1
    name: A
    talks:
      - {kind: centre, place: P, times: ma 9-12}
      - {kind: phone, place: Q, times: ma 13-15}
      - {kind: video, place: R, times: ti 9-10}
    exceptions:
      - avoinna 12.2.2018 14-15, 10-11, 7-8
      - avoinna 13.2.2018 14-15
      - avoinna 17.2.2018 10-11
`)
	var got []string
	for _, s := range o.Slots(at("2018-02-12T00:00"), at("2018-02-19T00:00")) {
		got = append(got, s.Start.Format("2. 15 ")+s.Place)
	}
	if want := []string{"12. 07 P", "12. 10 P", "12. 14 Q", "13. 14 R", "17. 10 P"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestBuffersBetweenPlaces: an adviser is in one place at a time.
func TestBuffersBetweenPlaces(t *testing.T) {
	o := office(t, `
length: 45
after: 30
before: 15
advisers:
  - number: 1
    name: A
    talks:
      - {kind: centre, place: P, times: ma 9-11.15}
      - {kind: phone, place: Q, times: ma 11.15-14}
`)
	// The talk at 10.30 ends at 11.15; the phone's first is too soon after it.
	if got, want := clocks(o, "2018-02-12"), "09:00 10:30 12:45"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWindow(t *testing.T) {
	o := office(t, oneAdviser)
	for _, c := range []struct{ from, to, want string }{
		{"2018-02-12T09:00", "2018-02-12T10:00", "09:00 09:30"},
		{"2018-02-12T09:01", "2018-02-12T10:01", "09:30 10:00"},
		{"2018-02-12T09:00", "2018-02-12T09:00", ""},
		{"2018-02-12T09:00", "2018-02-11T09:00", ""},
	} {
		var got []string
		for _, s := range o.Slots(at(c.from).UTC(), at(c.to).UTC()) {
			got = append(got, s.Start.Format("15:04"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s-%s: got %v, want %s", c.from, c.to, got, c.want)
		}
	}
	if got := (Office{Zone: helsinki}).Slots(now, now.AddDate(1, 0, 0)); got != nil {
		t.Errorf("an office without hours offers %v", got)
	}
}

func BenchmarkSlots(b *testing.B) {
	o := office(b, ExampleOffice)
	for b.Loop() {
		o.Slots(now, now.AddDate(0, 0, 28))
	}
}

// TestMoment: a time that the clock leaps over is the moment of the leap, whichever
// way the library would round it, in the west as in the east.
func TestMoment(t *testing.T) {
	for _, c := range []struct {
		zone, date string
		clock      Clock
		want       string
		shows      bool
	}{
		{"Europe/Helsinki", "2018-03-25", 2*60 + 59, "2018-03-25T00:59Z", true},
		{"Europe/Helsinki", "2018-03-25", 3 * 60, "2018-03-25T01:00Z", false},
		{"Europe/Helsinki", "2018-03-25", 3*60 + 30, "2018-03-25T01:00Z", false},
		{"Europe/Helsinki", "2018-03-25", 4 * 60, "2018-03-25T01:00Z", true},
		{"Europe/Helsinki", "2018-03-25", 24 * 60, "2018-03-25T21:00Z", true},
		{"Europe/Helsinki", "2018-10-28", 3*60 + 30, "2018-10-28T00:30Z", true},
		{"Europe/Helsinki", "2018-12-31", 24 * 60, "2018-12-31T22:00Z", true},
		{"America/New_York", "2018-03-11", 2*60 + 30, "2018-03-11T07:00Z", false},
		{"America/New_York", "2018-03-11", 3 * 60, "2018-03-11T07:00Z", true},
		{"UTC", "2018-02-28", 24 * 60, "2018-03-01T00:00Z", true},
	} {
		day, err := time.Parse(time.DateOnly, c.date)
		if err != nil {
			t.Fatal(err)
		}
		o := Office{Zone: mustZone(c.zone)}
		if got := o.moment(day, c.clock).UTC().Format("2006-01-02T15:04Z"); got != c.want || o.shows(day, c.clock) != c.shows {
			t.Errorf("%s %s %v: got %s, %v", c.zone, c.date, c.clock, got, o.shows(day, c.clock))
		}
	}
}
