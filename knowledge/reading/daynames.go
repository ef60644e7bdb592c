package reading

import (
	"strings"
	"time"
)

var (
	dayWords   = setOf("paiva paivana paivaan paivasta paivan pv pna of day dagen")
	ordinalEnd = setOf("st nd rd th")
	englishNth = setOf("first second third fourth fifth sixth last final")
	notADay    = stemsOf(entry[bool]{true, "viik week veck puol lopu loppu alu alku kierro haku hau haku omgang round"})
	inAMonth   = setOf("in by of until till before after during since from early late mid i to last this next ensi viime and or")
)

// dayThenMonth reads 1. maaliskuuta · den 1:a mars · 3rd of March 2018.
func (s *scan) dayThenMonth(i int) (d day, next int) {
	if t := s.at(i); t.kind != digits || len(t.text) > 2 {
		return day{}, 0
	}
	j := s.afterNth(i)
	for k := 0; k < 2 && dayWords.has(s.fold(j)); k++ {
		j++
	}
	m, ok := month(s.fold(j))
	if !ok || strings.HasPrefix(s.at(j).fold, "may") && s.maybe(j) {
		return day{}, 0
	}
	d = day{s.at(i).n, int(m.month), 0}
	d.y, next = s.yearAfter(j + 1)
	return s.whole(d, next)
}

// afterNth gives the token after the number at i and the sign of an ordinal.
func (s *scan) afterNth(i int) int {
	j := i + 1
	switch {
	case s.touching(j, "."):
		return j + 1
	case s.touching(j, ":") && s.at(j+1).kind == word:
		return j + 2
	case s.at(j).glued && ordinalEnd.has(s.fold(j)):
		return j + 1
	}
	return j
}

// maybe tells the verb "may" from the month.
func (s *scan) maybe(j int) bool {
	switch s.fold(j + 1) {
	case "be", "i", "we", "not", "have", "you", "get":
		return true
	}
	return false
}

// yearAfter reads the year that follows a month at j, 0 when there is none, and
// gives the token after it.
func (s *scan) yearAfter(j int) (y, next int) {
	if y, next := s.yearWords(j); next > 0 {
		return y, next
	}
	k := j
	if s.is(k, ",") || s.fold(k) == "vuonna" || s.fold(k) == "ar" {
		k++
	}
	if t := s.at(k); t.kind == digits && len(t.text) == 4 && t.n >= 1900 && t.n <= 2099 && !s.measure(k+1) {
		return t.n, k + 1
	}
	return 0, j
}

// dateFromWord reads what begins with a word: months, days by ordinal words, and
// what is told from today.
func (s *scan) dateFromWord(i int, r *Reading) int {
	if next := s.relative(i, r); next > 0 {
		return next
	}
	w := s.at(i).fold
	if m, ok := month(w); ok {
		return s.monthAt(i, m, r)
	}
	if s.dash(i + 1) {
		for m, stem := range finnishMonths[1:] {
			if _, ok := month(s.fold(i + 2)); ok && w == stem {
				r.Months = append(r.Months, MonthRef{time.Month(m + 1), 0})
				return i + 2
			}
		}
	}
	return s.nthOfMonth(i, r)
}

// monthAt reads a month and the day that may follow it: maaliskuun 1. ·
// maaliskuun eka · March 3rd, 2018.
func (s *scan) monthAt(i int, m monthName, r *Reading) int {
	if d, next := s.dayAfterMonth(i, m); next > 0 {
		return s.keep(r, d, i, next)
	}
	y, next := s.yearAfter(i + 1)
	if y == 0 {
		y = s.yearSaidBefore(i)
	}
	if m.form == weak && (y == 0 && !inAMonth.has(s.fold(i-1)) || s.fold(i) == "may" && (s.maybe(i) || s.fold(i-1) == "i")) {
		return 0
	}
	r.Months = append(r.Months, MonthRef{m.month, y})
	return next
}

func (s *scan) dayAfterMonth(i int, m monthName) (day, int) {
	if m.form == plain {
		return day{}, 0
	}
	j := i + 1
	if s.fold(j) == "the" {
		j++
	}
	t := s.at(j)
	n, next := t.n, s.afterNth(j)
	if t.kind == word {
		if n, next = s.nth(j); next == 0 {
			return day{}, 0
		}
	} else if t.kind != digits || len(t.text) > 2 || s.measure(next) || s.touching(j+1, ":") {
		return day{}, 0
	}
	if notADay.begins(s.fold(next)) {
		return day{}, 0
	}
	if dayWords.has(s.fold(next)) && s.fold(next) != "of" {
		next++
	}
	d := day{n, int(m.month), 0}
	d.y, next = s.yearAfter(next)
	if d.y == 0 {
		d.y = s.yearSaidBefore(i)
	}
	return s.whole(s.lastDay(d), next)
}

// lastDay turns the day -1 into the month's last.
func (s *scan) lastDay(d day) day {
	if d.d == -1 {
		y := d.y
		if y == 0 {
			y = s.today.Year()
		}
		d.d = daysIn(y, d.m)
	}
	return d
}

// nthOfMonth reads ensimmäinen (päivä) maaliskuuta · första mars · the last day
// of February.
func (s *scan) nthOfMonth(i int, r *Reading) int {
	n, j := s.nth(i)
	if j == 0 {
		return 0
	}
	of := false
	for k := 0; k < 3 && (dayWords.has(s.fold(j)) || s.fold(j) == "the"); k++ {
		of = of || s.fold(j) == "of"
		j++
	}
	m, ok := month(s.fold(j))
	if !ok || englishNth.has(s.at(i).fold) && !of {
		return 0
	}
	finnish := strings.Contains(s.at(j).fold, "ku")
	if finnish && !strings.HasSuffix(s.at(j).fold, "ta") {
		return 0
	}
	d := day{n, int(m.month), 0}
	d.y, j = s.yearAfter(j + 1)
	return s.keep(r, s.lastDay(d), i, j)
}

// dayAlone reads a day without its month: 15. päivä · the 15th · den 15:e. It is
// the next such day, today among them.
func (s *scan) dayAlone(i int, r *Reading) int {
	n := s.at(i).n
	if len(s.at(i).text) > 2 || n < 1 || n > 31 {
		return 0
	}
	next := s.afterNth(i)
	switch w := s.fold(next); {
	case s.touching(i+1, ".") && strings.HasPrefix(w, "paiva"):
		next++
	case s.fold(i-1) == "the" && n > 3 && next > i+1 && (w == "" || dateCues.has(w)):
	case s.fold(i-1) == "den" && (next > i+1 || w == "") && (w == "" || dateCues.has(w)):
	default:
		return 0
	}
	y, m, today := s.today.Date()
	for k := 0; k < 3; k++ {
		if month := time.Date(y, m+time.Month(k), 1, 0, 0, 0, 0, s.today.Location()); n <= daysIn(month.Year(), int(month.Month())) && (k > 0 || n >= today) {
			return s.keep(r, day{n, int(month.Month()), month.Year()}, i, next)
		}
	}
	return 0
}
