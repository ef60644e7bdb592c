package booking

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// The lines of an office file are written as on an office's door. Each reader
// here takes what it knows from the front of a line and gives the rest.

var (
	dateWords  = regexp.MustCompile(`^(\d{1,2})\.(?:(\d{1,2})\.(\d{4})?)?(?:\s*[-–—]\s*(\d{1,2})\.(\d{1,2})\.(\d{4})?)?`)
	clockWords = regexp.MustCompile(`^(?:klo\s*)?(\d{1,2})(?:[.:](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[.:](\d{2}))?`)
	dayWords   = regexp.MustCompile(`^(\pL+)(?:\s*[-–—]\s*(\pL+))?`)
)

// weekdayNames are the Finnish ones, short and long.
var weekdayNames = map[string]time.Weekday{
	"ma": time.Monday, "ti": time.Tuesday, "ke": time.Wednesday, "to": time.Thursday, "pe": time.Friday, "la": time.Saturday, "su": time.Sunday,
	"maanantai": time.Monday, "tiistai": time.Tuesday, "keskiviikko": time.Wednesday, "torstai": time.Thursday, "perjantai": time.Friday,
	"lauantai": time.Saturday, "sunnuntai": time.Sunday,
}

// take gives what the pattern finds at the front of a line, if a space, a comma
// or the end follows it.
func take(pattern *regexp.Regexp, line string) (parts []string, rest string) {
	parts = pattern.FindStringSubmatch(line)
	if parts == nil {
		return nil, line
	}
	rest = line[len(parts[0]):]
	if rest != "" && rest[0] != ' ' && rest[0] != ',' {
		return nil, line
	}
	return parts, strings.TrimLeft(rest, ", ")
}

// takeWeekdays reads "ma", "ma-to" or "ma, ke", each over the week's end if need be.
func takeWeekdays(line string) (days Weekdays, rest string) {
	for {
		parts, after := take(dayWords, line)
		if parts == nil {
			return days, line
		}
		first, known := weekdayNames[strings.ToLower(parts[1])]
		last := first
		if known && parts[2] != "" {
			last, known = weekdayNames[strings.ToLower(parts[2])]
		}
		if !known {
			return days, line
		}
		for d := first; ; d = (d + 1) % 7 {
			days[d] = true
			if d == last {
				break
			}
		}
		line = after
	}
}

// takeSpans reads "9-12.30" or "klo 9-12, 13-15".
func takeSpans(line string) (spans []Span, rest string, err error) {
	for {
		parts, after := take(clockWords, line)
		if parts == nil {
			return spans, line, nil
		}
		span := Span{clock(parts[1], parts[2]), clock(parts[3], parts[4])}
		if span.From < 0 || span.To < 0 {
			return nil, "", fmt.Errorf("%q is not a time of day; write it as 9-12.30", parts[0])
		}
		if span.From >= span.To {
			return nil, "", fmt.Errorf("%q ends before it begins", parts[0])
		}
		spans, line = append(spans, span), after
	}
}

// clock gives minutes after midnight, or -1.
func clock(hours, minutes string) Clock {
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi("0" + minutes)
	if m > 59 || h*60+m > 24*60 {
		return -1
	}
	return Clock(h*60 + m)
}

// takeDays reads "24.12.2018", "24.12.-6.1." or "2.-5.7.2018": both ends included,
// of every year where none is written.
func takeDays(line string) (from, to Day, rest string, err error) {
	parts, rest := take(dateWords, line)
	if parts == nil || (parts[2] == "" && parts[5] == "") {
		return "", "", "", fmt.Errorf("%q does not begin with a date; write it as 24.12.2018 or 2.-27.7.2018, or as 24.12.-6.1. for every year", line)
	}
	day, month, year, lastDay, lastMonth, lastYear := parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]
	if lastDay == "" {
		lastDay, lastMonth, lastYear = day, month, year
	}
	if month == "" {
		month = lastMonth
	}
	if year != "" && lastYear == "" {
		return "", "", "", fmt.Errorf("%q has a year at its beginning only; write it at the end", parts[0])
	}
	if year == "" && lastYear != "" {
		n, _ := strconv.Atoi(lastYear)
		if date("", month, day) > date("", lastMonth, lastDay) {
			n--
		}
		year = strconv.Itoa(n)
	}
	from, to = date(year, month, day), date(lastYear, lastMonth, lastDay)
	for _, end := range []Day{from, to} {
		if !end.exists() {
			return "", "", "", fmt.Errorf("%q is not a date of the calendar", parts[0])
		}
	}
	if year != "" && from > to {
		return "", "", "", fmt.Errorf("%q ends before it begins", parts[0])
	}
	return from, to, rest, nil
}

// date puts a Day together from its figures; year may be "".
func date(year, month, day string) Day {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if year != "" {
		year += "-"
	}
	return Day(fmt.Sprintf("%s%02d-%02d", year, m, d))
}

// exists tells whether the calendar has the day, in a leap year if in any.
func (d Day) exists() bool {
	if len(d) == len("12-24") {
		d = "2000-" + d
	}
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// parseTimes reads a line of weekly hours, such as "ma-to 9-12, 13-15".
func parseTimes(line string) (Weekdays, []Span, error) {
	days, rest := takeWeekdays(line)
	spans, rest, err := takeSpans(rest)
	switch {
	case err != nil:
		return days, nil, err
	case days == Weekdays{}:
		return days, nil, fmt.Errorf("%q does not begin with a weekday; write it as ma-to 9-15", line)
	case rest != "" || len(spans) == 0:
		return days, nil, fmt.Errorf("%q is not understood; write it as ma-to 9-15 or pe 9-12.30", line)
	}
	return days, spans, nil
}

// parseException reads "suljettu" or "avoinna", days, and then, where they are
// needed, weekdays, times and a reason. Weekdays may stand before the days too.
func parseException(line string) (x Exception, err error) {
	word, rest, _ := strings.Cut(line, " ")
	switch strings.ToLower(word) {
	case "suljettu":
		x.Closed = true
	case "avoinna":
	default:
		return x, fmt.Errorf("%q does not begin with suljettu or avoinna", line)
	}
	before, rest := takeWeekdays(rest)
	if x.From, x.To, rest, err = takeDays(rest); err != nil {
		return x, err
	}
	if x.Days, rest = takeWeekdays(rest); x.Days == (Weekdays{}) {
		x.Days = before
	}
	if x.Spans, rest, err = takeSpans(rest); err != nil {
		return x, err
	}
	x.Reason = rest
	return x, x.sensible(line)
}

// sensible refuses what can be read but cannot be meant.
func (x Exception) sensible(line string) error {
	once, err := time.Parse(time.DateOnly, string(x.From))
	single, named := x.From == x.To, x.Days != Weekdays{}
	switch {
	case !x.Closed && len(x.Spans) == 0:
		return fmt.Errorf("%q does not tell the hours; write them after the days, as in avoinna 2.1.2019 10-12", line)
	case x.Reason != "" && unicode.IsDigit(rune(x.Reason[0])):
		return fmt.Errorf("%q is not understood from %q on; write hours as 9-12.30", line, x.Reason)
	case single && named && err != nil:
		return fmt.Errorf("%q names a weekday and a date of every year; write the year too", line)
	case single && named && !x.Days[once.Weekday()]:
		return fmt.Errorf("%q names a weekday on which that date is not", line)
	}
	return nil
}
