package knowledge

import (
	"cmp"
	"strconv"
	"time"

	"kakebot/knowledge/reading"
)

// day is the date asked about; today is no other day than now.
func (q Question) day() (time.Time, bool) {
	if len(q.Reading.Dates) == 0 || sameDay(q.Reading.Dates[0].Time, q.Now) {
		return time.Time{}, false
	}
	return q.Reading.Dates[0].Time, true
}

// month is the month asked about, as its first day: the next such month unless
// a year was said.
func (q Question) month() (time.Time, bool) {
	first := func(year int, m time.Month) time.Time {
		return time.Date(year, m, 1, 0, 0, 0, 0, q.Now.Location())
	}
	if len(q.Reading.Months) > 0 {
		m := q.Reading.Months[0]
		switch {
		case m.Year != 0:
			return first(m.Year, m.Month), true
		case m.Month < q.Now.Month():
			return first(q.Now.Year()+1, m.Month), true
		default:
			return first(q.Now.Year(), m.Month), true
		}
	}
	if day, ok := q.day(); ok {
		return first(day.Year(), day.Month()), true
	}
	return time.Time{}, false
}

// asked is the round that the question names: by its number in the year, as
// the last, by its season, or by a month in which it is open. nil if none.
func (p *Programme) asked(q Question) *Round {
	year, read := p.year(q.Now), q.Reading
	switch n := read.Round; {
	case n == -1 && len(year) > 0:
		return year[len(year)-1]
	case n >= 1 && n <= len(year):
		return year[n-1]
	}
	for _, r := range year {
		if read.Season != "" && season(r.Opens.Month()) == read.Season {
			return r
		}
	}
	for _, m := range read.Months {
		for _, r := range year {
			if r.openIn(time.Date(cmp.Or(m.Year, r.Opens.Year()), m.Month, 1, 0, 0, 0, 0, r.Opens.Location())) {
				return r
			}
		}
	}
	return nil
}

// year gives the rounds that people mean when they count them: those of the
// year of the open round, else of the next one, else of the last.
func (p *Programme) year(now time.Time) []*Round {
	open, next := p.rounds(now)
	at := open
	if at == nil {
		at = next
	}
	if at == nil && len(p.Rounds) > 0 {
		at = &p.Rounds[len(p.Rounds)-1]
	}
	var same []*Round
	for i := range p.Rounds {
		if p.Rounds[i].Opens.Year() == at.Opens.Year() {
			same = append(same, &p.Rounds[i])
		}
	}
	return same
}

func season(m time.Month) reading.Season {
	switch m {
	case time.March, time.April, time.May:
		return reading.Spring
	case time.June, time.July, time.August:
		return reading.Summer
	case time.September, time.October, time.November:
		return reading.Autumn
	}
	return reading.Winter
}

func itoa(n int) string { return strconv.Itoa(n) }
