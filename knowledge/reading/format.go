package reading

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// In every function lang is fi, sv, en or selko; selko and whatever else is
// written as Finnish. Spaces inside a sum are no-break spaces (U+00A0).

const nbsp = "\u00a0"

// FormatEuros writes a sum of cents: "8 000 €", in English "€8,000". Cents are
// written only when there are some.
func FormatEuros(cents int64, lang string) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	thousands, point := nbsp, ","
	if lang == "en" {
		thousands, point = ",", "."
	}
	s := grouped(strconv.FormatInt(cents/100, 10), thousands)
	if cents%100 != 0 {
		s += fmt.Sprintf("%s%02d", point, cents%100)
	}
	if lang == "en" {
		return sign + "€" + s
	}
	return sign + s + nbsp + "€"
}

func grouped(s, sep string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// FormatDate writes a day with its year: "28.2.2018", in English "28 February
// 2018". The day is that of t's own location.
func FormatDate(t time.Time, lang string) string {
	if lang == "en" {
		return t.Format("2 January 2006")
	}
	return t.Format("2.1.2006")
}

// FormatDay writes a day with its weekday: "keskiviikko 14.2.", "onsdag 14.2.",
// "Wednesday 14 February".
func FormatDay(t time.Time, lang string) string {
	switch lang {
	case "en":
		return t.Format("Monday 2 January")
	case "sv":
		return swedishDays[t.Weekday()] + t.Format(" 2.1.")
	}
	return finnishDays[t.Weekday()] + t.Format(" 2.1.")
}

var (
	finnishDays = [7]string{"sunnuntai", "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai"}
	swedishDays = [7]string{"söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"}
)

// FormatClock writes a time of day: "klo 9.00", "kl. 9.00", "9:00".
func FormatClock(t time.Time, lang string) string {
	hour := strconv.Itoa(t.Hour())
	switch lang {
	case "en":
		return hour + t.Format(":04")
	case "sv":
		return "kl. " + hour + t.Format(".04")
	}
	return "klo " + hour + t.Format(".04")
}

// FormatDays writes a number of days: "1 päivä", "9 dagar", "9 days".
func FormatDays(n int, lang string) string {
	words := [2]string{"päivä", "päivää"}
	switch lang {
	case "sv":
		words = [2]string{"dag", "dagar"}
	case "en":
		words = [2]string{"day", "days"}
	}
	if n == 1 {
		return "1" + " " + words[0]
	}
	return strconv.Itoa(n) + " " + words[1]
}

// FormatMonth writes a month's name: "huhtikuu", "april", "April".
func FormatMonth(m time.Month, lang string) string {
	switch {
	case m < time.January || m > time.December:
		return ""
	case lang == "en":
		return m.String()
	case lang == "sv":
		return swedishMonths[m]
	}
	return finnishMonthNames[m]
}

// FormatInMonth writes when something happens: "huhtikuussa", "i april", "in April".
func FormatInMonth(m time.Month, lang string) string {
	switch name := FormatMonth(m, lang); {
	case name == "":
		return ""
	case lang == "en":
		return "in " + name
	case lang == "sv":
		return "i " + name
	default:
		return name + "ssa"
	}
}

var (
	finnishMonthNames = [13]string{"", "tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu"}
	swedishMonths     = [13]string{"", "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}
)
