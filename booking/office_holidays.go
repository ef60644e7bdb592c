package booking

import "time"

// A holiday is a rule for one date of each year: month and day; where a weekday
// is named, the first such day from that date on; where no month is, so many
// days after Easter Sunday.
type holiday struct {
	name    string
	month   time.Month
	day     int
	weekday time.Weekday // none is a Sunday, so the zero value means the date itself
}

// holidays are those of Finland. The church's come from the Church Act
// (1054/1993, chapter 4, section 3): Midsummer Day is the Saturday after the 19th
// of June, All Saints' Day the one after the 30th of October, the rest as they
// have long been kept. May Day comes from the Act 272/1944, Independence Day
// from the Act 388/1937.
var holidays = []holiday{
	{"uudenvuodenpäivä", time.January, 1, 0},
	{"loppiainen", time.January, 6, 0},
	{"pitkäperjantai", 0, -2, 0},
	{"pääsiäispäivä", 0, 0, 0},
	{"toinen pääsiäispäivä", 0, 1, 0},
	{"vappu", time.May, 1, 0},
	{"helatorstai", 0, 39, 0},
	{"helluntai", 0, 49, 0},
	{"juhannuspäivä", time.June, 20, time.Saturday},
	{"pyhäinpäivä", time.October, 31, time.Saturday},
	{"itsenäisyyspäivä", time.December, 6, 0},
	{"joulupäivä", time.December, 25, 0},
	{"tapaninpäivä", time.December, 26, 0},
}

// eves are the two on which state offices were closed (Decree 332/1994,
// section 1) and most collective agreements give a day off.
var eves = []holiday{
	{"juhannusaatto", time.June, 19, time.Friday},
	{"jouluaatto", time.December, 24, 0},
}

// holiday names the holiday or eve for which the office is closed on a day.
func (o Office) holiday(day time.Time) (name string, closed bool) {
	for _, set := range []struct {
		kept bool
		of   []holiday
	}{{o.Holidays, holidays}, {o.Eves, eves}} {
		for _, h := range set.of {
			if set.kept && h.in(day.Year()).Equal(day) {
				return h.name, true
			}
		}
	}
	return "", false
}

// Rests tells whether a day, by its own location, is a Saturday, a Sunday or a
// public holiday in Finland.
func Rests(day time.Time) bool {
	date := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
	_, holiday := Office{Holidays: true}.holiday(date)
	return holiday || day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

// in gives the holiday's day in a year.
func (h holiday) in(year int) time.Time {
	if h.month == 0 {
		return easter(year).AddDate(0, 0, h.day)
	}
	day := time.Date(year, h.month, h.day, 0, 0, 0, 0, time.UTC)
	if h.weekday != 0 {
		day = day.AddDate(0, 0, int(h.weekday-day.Weekday()+7)%7)
	}
	return day
}

// easter is Easter Sunday of a year in the Gregorian calendar: the anonymous
// algorithm of Nature, 20 April 1876 (J. Meeus, Astronomical Algorithms, chapter 8).
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	n := h + l - 7*((a+11*h+22*l)/451) + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}
