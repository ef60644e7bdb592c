package booking

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// office reads an office for a test.
func office(t testing.TB, file string) Office {
	t.Helper()
	o, err := ReadOffice("office.yaml", []byte(file), helsinki)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestExampleOffice(t *testing.T) {
	o := office(t, ExampleOffice)
	var got []string
	for _, s := range o.Slots(at("2018-02-12T00:00"), at("2018-02-17T00:00")) {
		got = append(got, strings.TrimPrefix(s.ID, "2018-02-"))
	}
	want := "12T09:00 12T10:00 12T11:00 12T12:00 12T13:00 12T14:00 13T09:00 13T10:00 13T11:00 13T14:00 13T15:00#2 13T16:00#2 13T17:00#2 " +
		"14T09:00 14T10:00 14T11:00 14T12:00 14T13:00 14T14:00 " +
		"15T09:00 15T10:00 15T11:00 15T12:00 15T12:00#2 15T13:00 15T13:00#2 15T14:00 15T14:00#2 16T09:00 16T10:00 16T11:00"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if o.Length != 45*time.Minute || o.After != 15*time.Minute || o.Before != 0 || o.Horizon != 28 || !o.Holidays || !o.Eves {
		t.Errorf("got %+v", o)
	}
	if h := o.Hours[len(o.Hours)-1]; h.Adviser != (Adviser{2, "Neuvoja Kaksi"}) || h.Where != Elsewhere || h.Place != "kirjasto, Koskikatu 25" {
		t.Errorf("got %+v", h)
	}
}

// What people may do by themselves is set in the file too; 0 lifts a bound.
func TestReadBounds(t *testing.T) {
	file := func(lines string) string {
		return lines + "advisers:\n  - number: 1\n    name: A\n    talks:\n      - {kind: phone, place: puhelimitse, times: ma 9-15}\n"
	}
	for lines, want := range map[string]Options{
		"": {Hold: 15 * time.Minute, Extend: 10 * time.Minute, Notice: 2 * time.Hour, MaxOpen: 2, OfferFor: 12 * time.Hour, Horizon: 29 * 24 * time.Hour},
		"notice: 1 pv\ncancel: 4 t\nmost: 3\nhold: 20 min\nextend: 0 min\nwaiting: 90min\nhorizon: 13 pv\n": {Hold: 20 * time.Minute, Extend: -1, Notice: 24 * time.Hour,
			CancelBy: 4 * time.Hour, MaxOpen: 3, OfferFor: 90 * time.Minute, Horizon: 14 * 24 * time.Hour},
	} {
		got := office(t, file(lines)).Options()
		got.Now = nil
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: got %v, want %v", lines, got, want)
		}
	}
	if got := office(t, ExampleOffice).Options(); got.CancelBy > 0 || got.Notice != 2*time.Hour {
		t.Errorf("the example: %v", got)
	}
	for _, wrong := range []string{"notice: 2\n", "notice: kaksi tuntia\n", "hold: 1 min\n", "notice: -2 t\n", "most: 0\n"} {
		if _, err := ReadOffice("o", []byte(file(wrong)), helsinki); err == nil || !strings.HasPrefix(err.Error(), "o:1: ") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestReadExceptions(t *testing.T) {
	week := func(days ...time.Weekday) (w Weekdays) {
		for _, d := range days {
			w[d] = true
		}
		return w
	}
	for line, want := range map[string]Exception{
		"suljettu 24.12.-6.1.":                                  {From: "12-24", To: "01-06", Closed: true},
		"suljettu 24.12.-6.1.2019 joulu":                        {From: "2018-12-24", To: "2019-01-06", Closed: true, Reason: "joulu"},
		"Suljettu 24.12.2018–6.1.2019":                          {From: "2018-12-24", To: "2019-01-06", Closed: true},
		"suljettu 2.-27.7.2018 loma – ei päivystystä":           {From: "2018-07-02", To: "2018-07-27", Closed: true, Reason: "loma – ei päivystystä"},
		"suljettu 2. - 27.7.":                                   {From: "07-02", To: "07-27", Closed: true},
		"suljettu 29.2.":                                        {From: "02-29", To: "02-29", Closed: true},
		"suljettu 13.2.2018 klo 12-14, 15.30-16 kokous":         {From: "2018-02-13", To: "2018-02-13", Closed: true, Spans: []Span{{720, 840}, {930, 960}}, Reason: "kokous"},
		"avoinna 1.6.-31.8. ma-to 9-13 kesäaika":                {From: "06-01", To: "08-31", Days: week(1, 2, 3, 4), Spans: []Span{{540, 780}}, Reason: "kesäaika"},
		"avoinna la 14.7.2018 10:00-12:30":                      {From: "2018-07-14", To: "2018-07-14", Days: week(6), Spans: []Span{{600, 750}}},
		"suljettu 1.6.-31.8. perjantai":                         {From: "06-01", To: "08-31", Days: week(5), Closed: true},
		"suljettu 1.6.-31.8. la-ma, ke toimisto muuttaa":        {From: "06-01", To: "08-31", Days: week(6, 0, 1, 3), Closed: true, Reason: "toimisto muuttaa"},
		"suljettu 5.5.2020 keväthuolto":                         {From: "2020-05-05", To: "2020-05-05", Closed: true, Reason: "keväthuolto"},
		"avoinna 31.12.2018 9-24":                               {From: "2018-12-31", To: "2018-12-31", Spans: []Span{{540, 1440}}},
		"suljettu   1.2.2018-\u00a03.2.2018   äkillinen    syy": {From: "2018-02-01", To: "2018-02-03", Closed: true, Reason: "äkillinen syy"},
	} {
		got, err := parseException(strings.Join(strings.Fields(line), " "))
		if err != nil {
			t.Errorf("%q: %v", line, err)
			continue
		}
		if !sameException(got, want) {
			t.Errorf("%q\ngot  %+v\nwant %+v", line, got, want)
		}
	}
}

func sameException(a, b Exception) bool {
	if len(a.Spans) != len(b.Spans) {
		return false
	}
	for i := range a.Spans {
		if a.Spans[i] != b.Spans[i] {
			return false
		}
	}
	return a.From == b.From && a.To == b.To && a.Days == b.Days && a.Adviser == b.Adviser && a.Closed == b.Closed && a.Reason == b.Reason
}

const oneAdviser = `advisers:
  - number: 1
    name: A
    talks:
      - kind: centre
        place: P
        times: ma-pe 9-15
`

func TestOfficeErrors(t *testing.T) {
	adviser := func(line string) string { return strings.Replace(oneAdviser, "        times: ma-pe 9-15", line, 1) }
	except := func(line string) string { return oneAdviser + "exceptions:\n  - " + line + "\n" }
	for file, want := range map[string]string{
		"":                                      "office.yaml:1: nothing is written in it; start from the example",
		"# nothing\n":                           "office.yaml:1: nothing is written in it; start from the example",
		"length: 45\n":                          "office.yaml:1: advisers are missing: who can be talked to, and when",
		"- a\n":                                 "office.yaml:1: here should stand keys, such as advisers, after, before, cancel, eves, exceptions, extend, hold, holidays, horizon, length, most, notice, waiting",
		"\nlenght: 45\n":                        `office.yaml:2: "lenght" is not known here; the keys are advisers, after, before, cancel, eves, exceptions, extend, hold, holidays, horizon, length, most, notice, waiting`,
		"length: long\n":                        `office.yaml:1: "long" is not a whole number from 5 to 480`,
		"length: 0\n":                           `office.yaml:1: "0" is not a whole number from 5 to 480`,
		"horizon: 4 min\n":                      `office.yaml:1: "4 min" is not a whole number from 1 to 366`,
		"length:\n":                             "office.yaml:1: length has nothing after it; fill it in or leave the line out",
		"eves: kyllä\n":                         `office.yaml:1: "kyllä" is neither suljettu nor avoinna`,
		"advisers: [\n":                         "office.yaml:1: sequence end token ']' not found",
		"length: 5\nlength: 6\n":                `office.yaml:2: mapping key "length" already defined at [1:1]`,
		"advisers:\n  - name: A\n":              "office.yaml:2: this adviser has no number; give 1 to the first, and never the same to another",
		"advisers:\n  - number: 3\n":            "office.yaml:2: adviser 3 has no name",
		"advisers:\n  - number: 3\n    name: A": "office.yaml:2: A has no talks: where and when, such as kind, place and times",
		oneAdviser + "  - number: 1\n    name: B\n    talks: {kind: phone, place: p, times: ma 9-10}\n": "office.yaml:8: A and B have the same number 1",
		adviser(""):                                      "office.yaml:5: these talks of A have no times, such as ma-to 9-15",
		adviser("        times: 9-15"):                   `office.yaml:7: "9-15" does not begin with a weekday; write it as ma-to 9-15`,
		adviser("        times: ma-to"):                  `office.yaml:7: "ma-to" is not understood; write it as ma-to 9-15 or pe 9-12.30`,
		adviser("        times: ma-to 9-15h"):            `office.yaml:7: "ma-to 9-15h" is not understood; write it as ma-to 9-15 or pe 9-12.30`,
		adviser("        times: ma-to 15-9"):             `office.yaml:7: "15-9" ends before it begins`,
		adviser("        times: ma-to 9-25"):             `office.yaml:7: "9-25" is not a time of day; write it as 9-12.30`,
		adviser("        times: ma-to 9.60-10"):          `office.yaml:7: "9.60-10" is not a time of day; write it as 9-12.30`,
		adviser("        times: mo-to 9-15"):             `office.yaml:7: "mo-to 9-15" does not begin with a weekday; write it as ma-to 9-15`,
		adviser("        times: ma 9-9.20"):              `office.yaml:7: "ma 9-9.20" is shorter than a talk`,
		adviser("        times: [ma 9-12, ma-ti 11-13]"): `office.yaml:7: "ma-ti 11-13": A has other hours at that time already`,
		adviser("        times: {ma: 9-12}"):             "office.yaml:7: here should stand plain text; put it in quotes if it has a colon in it",
		adviser("        kinds: phone"):                  `office.yaml:7: "kinds" is not known here; the keys are kind, place, times`,
		strings.Replace(oneAdviser, "centre", "fax", 1):  `office.yaml:5: "fax" is not a kind of talk; they are centre, elsewhere, phone and video`,
		except("kiinni 24.12."):                          `office.yaml:9: "kiinni 24.12." does not begin with suljettu or avoinna`,
		except("suljettu joulu"):                         `office.yaml:9: "joulu" does not begin with a date; write it as 24.12.2018 or 2.-27.7.2018, or as 24.12.-6.1. for every year`,
		except("suljettu 24.12"):                         `office.yaml:9: "24.12" does not begin with a date; write it as 24.12.2018 or 2.-27.7.2018, or as 24.12.-6.1. for every year`,
		except("suljettu 24.12.18"):                      `office.yaml:9: "24.12.18" does not begin with a date; write it as 24.12.2018 or 2.-27.7.2018, or as 24.12.-6.1. for every year`,
		except("suljettu 24."):                           `office.yaml:9: "24." does not begin with a date; write it as 24.12.2018 or 2.-27.7.2018, or as 24.12.-6.1. for every year`,
		except("suljettu 30.2."):                         `office.yaml:9: "30.2." is not a date of the calendar`,
		except("suljettu 29.2.2018"):                     `office.yaml:9: "29.2.2018" is not a date of the calendar`,
		except("suljettu 24.12.2018-6.1."):               `office.yaml:9: "24.12.2018-6.1." has a year at its beginning only; write it at the end`,
		except("suljettu 24.12.2018-6.1.2018"):           `office.yaml:9: "24.12.2018-6.1.2018" ends before it begins`,
		except("avoinna 2.7.2018"):                       `office.yaml:9: "avoinna 2.7.2018" does not tell the hours; write them after the days, as in avoinna 2.1.2019 10-12`,
		except("suljettu 2.7.2018 12"):                   `office.yaml:9: "suljettu 2.7.2018 12" is not understood from "12" on; write hours as 9-12.30`,
		except("suljettu 2.7. ma"):                       `office.yaml:9: "suljettu 2.7. ma" names a weekday and a date of every year; write the year too`,
		except("suljettu ti 2.7.2018"):                   `office.yaml:9: "suljettu ti 2.7.2018" names a weekday on which that date is not`,
		except("avoinna 14.7.2018 10-12"):                `office.yaml:9: "avoinna 14.7.2018 10-12" opens a day on which nobody has hours; write it under the adviser who is there`,
		except("avoinna 1.6.-31.8. la 10-12"):            `office.yaml:9: "avoinna 1.6.-31.8. la 10-12" opens a day on which nobody has hours; write it under the adviser who is there`,
		except("suljettu 2.7.: loma"):                    "office.yaml:9: here should stand plain text; put it in quotes if it has a colon in it",
	} {
		_, err := ReadOffice("office.yaml", []byte(file), helsinki)
		if err == nil || err.Error() != want {
			t.Errorf("%q\ngot  %v\nwant %v", file, err, want)
		}
	}
}

func FuzzReadOffice(f *testing.F) {
	f.Add(ExampleOffice)
	f.Add(oneAdviser)
	f.Add("advisers: &a [*a]")
	f.Fuzz(func(t *testing.T, file string) {
		o, err := ReadOffice("office.yaml", []byte(file), helsinki)
		if err == nil {
			o.Slots(now, now.AddDate(0, 0, 30))
		} else if !strings.HasPrefix(err.Error(), "office.yaml:") {
			t.Errorf("no line in %v", err)
		}
	})
}
