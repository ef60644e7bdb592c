package reading

import (
	"testing"
	"time"
)

func TestFormat(t *testing.T) {
	day := time.Date(2018, 2, 14, 13, 0, 0, 0, time.UTC)
	cases := []struct{ got, want string }{
		{FormatEuros(800000, "fi"), "8\u00a0000\u00a0€"},
		{FormatEuros(114930900, "sv"), "1\u00a0149\u00a0309\u00a0€"},
		{FormatEuros(7000000, "selko"), "70\u00a0000\u00a0€"},
		{FormatEuros(800000, "en"), "€8,000"},
		{FormatEuros(50, "en"), "€0.50"},
		{FormatEuros(799999, "fi"), "7\u00a0999,99\u00a0€"},
		{FormatEuros(-100, "en"), "-€1"},
		{FormatEuros(0, "fi"), "0\u00a0€"},
		{FormatDate(day, "fi"), "14.2.2018"},
		{FormatDate(day, "sv"), "14.2.2018"},
		{FormatDate(day, "selko"), "14.2.2018"},
		{FormatDate(day, "en"), "14 February 2018"},
		{FormatDay(day, "fi"), "keskiviikko 14.2."},
		{FormatDay(day, "sv"), "onsdag 14.2."},
		{FormatDay(day, "en"), "Wednesday 14 February"},
		{FormatClock(day, "fi"), "klo 13.00"},
		{FormatClock(day, "sv"), "kl. 13.00"},
		{FormatClock(day, "en"), "13:00"},
		{FormatDays(1, "fi"), "1 päivä"},
		{FormatDays(9, "selko"), "9 päivää"},
		{FormatDays(0, "fi"), "0 päivää"},
		{FormatDays(1, "sv"), "1 dag"},
		{FormatDays(9, "sv"), "9 dagar"},
		{FormatDays(1, "en"), "1 day"},
		{FormatDays(9, "en"), "9 days"},
		{FormatMonth(time.April, "fi"), "huhtikuu"},
		{FormatMonth(time.April, "sv"), "april"},
		{FormatMonth(13, "fi"), ""},
		{FormatInMonth(time.April, "selko"), "huhtikuussa"},
		{FormatInMonth(time.September, "sv"), "i september"},
		{FormatInMonth(time.April, "en"), "in April"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// TestReadWhatWasWritten reads back what the formats write.
func TestReadWhatWasWritten(t *testing.T) {
	for _, lang := range []string{"fi", "sv", "en", "selko"} {
		for d := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == 2018; d = d.AddDate(0, 0, 1) {
			for _, text := range []string{FormatDate(d, lang), FormatDay(d, lang)} {
				if r := Read(text, lang, d); len(r.Dates) != 1 || !r.Dates[0].Time.Equal(d) {
					t.Errorf("%s: %q read as %v", lang, text, r.Dates)
				}
			}
		}
		for _, cents := range []int64{0, 5000, 799999, 800000, 7000000, 114930900} {
			text := FormatEuros(cents, lang)
			if r := Read(text, lang, moment(t)); len(r.Amounts) != 1 || r.Amounts[0].Cents != cents || !r.Amounts[0].Explicit {
				t.Errorf("%s: %q read as %v", lang, text, r.Amounts)
			}
		}
	}
}
