package booking

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// movable are the movable holidays of each year, written down from the calendar:
// Good Friday, Easter Sunday, Easter Monday, Ascension Day, Whit Sunday,
// Midsummer Day, All Saints' Day; then Midsummer Eve.
var movable = map[int]string{
	2018: "30.3. 1.4. 2.4. 10.5. 20.5. 23.6. 3.11. 22.6.",
	2019: "19.4. 21.4. 22.4. 30.5. 9.6. 22.6. 2.11. 21.6.",
	2020: "10.4. 12.4. 13.4. 21.5. 31.5. 20.6. 31.10. 19.6.",
	2021: "2.4. 4.4. 5.4. 13.5. 23.5. 26.6. 6.11. 25.6.",
	2022: "15.4. 17.4. 18.4. 26.5. 5.6. 25.6. 5.11. 24.6.",
	2023: "7.4. 9.4. 10.4. 18.5. 28.5. 24.6. 4.11. 23.6.",
	2024: "29.3. 31.3. 1.4. 9.5. 19.5. 22.6. 2.11. 21.6.",
	2025: "18.4. 20.4. 21.4. 29.5. 8.6. 21.6. 1.11. 20.6.",
	2026: "3.4. 5.4. 6.4. 14.5. 24.5. 20.6. 31.10. 19.6.",
	2027: "26.3. 28.3. 29.3. 6.5. 16.5. 26.6. 6.11. 25.6.",
	2028: "14.4. 16.4. 17.4. 25.5. 4.6. 24.6. 4.11. 23.6.",
	2029: "30.3. 1.4. 2.4. 10.5. 20.5. 23.6. 3.11. 22.6.",
	2030: "19.4. 21.4. 22.4. 30.5. 9.6. 22.6. 2.11. 21.6.",
}

const fixed = "1.1. 6.1. 1.5. 6.12. 25.12. 26.12."

func TestHolidays(t *testing.T) {
	for year, dates := range movable {
		moving := strings.Fields(dates)
		red := append(strings.Fields(fixed), moving[:7]...)
		for name, o := range map[string]Office{"none": {}, "holidays": {Holidays: true}, "eves": {Eves: true}, "both": {Holidays: true, Eves: true}} {
			var got, want []string
			if o.Holidays {
				want = append(want, red...)
			}
			if o.Eves {
				want = append(want, moving[7], "24.12.")
			}
			for day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == year; day = day.AddDate(0, 0, 1) {
				if name, closed := o.holiday(day); closed != (name != "") {
					t.Errorf("%v has the name %q, closed %v", day, name, closed)
				} else if closed {
					got = append(got, day.Format("2.1."))
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%d, %s\ngot  %v\nwant %v", year, name, got, want)
			}
		}
	}
}

// TestHolidayWeekdays checks the rules' weekdays over three centuries, and
// Easter's bounds, which it reached on these days.
func TestHolidayWeekdays(t *testing.T) {
	on := map[string]time.Weekday{"pitkäperjantai": time.Friday, "pääsiäispäivä": time.Sunday, "toinen pääsiäispäivä": time.Monday,
		"helatorstai": time.Thursday, "helluntai": time.Sunday, "juhannuspäivä": time.Saturday, "pyhäinpäivä": time.Saturday, "juhannusaatto": time.Friday}
	for year := 1900; year < 2200; year++ {
		for _, h := range slices.Concat(holidays, eves) {
			day := h.in(year)
			if want, ok := on[h.name]; ok && day.Weekday() != want || day.Year() != year {
				t.Errorf("%s %d is %v", h.name, year, day)
			}
		}
	}
	for year, want := range map[int]string{1818: "22.3.", 2285: "22.3.", 1943: "25.4.", 2038: "25.4.", 2000: "23.4.", 1954: "18.4."} {
		if got := easter(year).Format("2.1."); got != want {
			t.Errorf("Easter %d: got %s, want %s", year, got, want)
		}
	}
}

func TestRests(t *testing.T) {
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]bool{
		"2018-05-09": false, "2018-05-10": true /* Ascension Day */, "2018-05-12": true, "2018-05-13": true, "2018-05-14": false,
		"2018-03-30": true, "2018-04-02": true, "2018-06-22": false /* Midsummer Eve is no public holiday */, "2018-12-06": true, "2018-12-07": false,
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", day+" 23:30", helsinki)
		if err != nil {
			t.Fatal(err)
		}
		if got := Rests(at); got != want {
			t.Errorf("%s: %t", day, got)
		}
	}
}
