package reading

import "time"

// A day is a calendar day as written; y is 0 when no year was.
type day struct{ d, m, y int }

// date makes a Date of d over the tokens from i up to next; ok is false when
// there is no such day.
func (s *scan) date(d day, i, next int) (Date, bool) {
	y := d.y
	if y == 0 {
		y = s.today.Year()
	}
	if d.m < 1 || d.m > 12 || d.d < 1 || d.d > daysIn(y, d.m) || y < 1900 || y > 2099 {
		return Date{}, false
	}
	t := time.Date(y, time.Month(d.m), d.d, 0, 0, 0, 0, s.today.Location())
	return Date{Time: t, HasYear: d.y != 0, From: s.at(i).from, To: s.at(next - 1).to}, true
}

func daysIn(y, m int) int { return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// readDates reads the dates, months, weeks and years, and takes their tokens.
func (s *scan) readDates(r *Reading) {
	for i := 0; i < len(s.toks); {
		next := 0
		switch t := s.toks[i]; {
		case t.aside:
		case t.kind == digits:
			next = s.dateFromDigits(i, r)
		case t.kind == word:
			next = s.dateFromWord(i, r)
		}
		if next > i {
			s.take(i, next, true)
			i = next
		} else {
			i++
		}
	}
}

// dateFromDigits reads what begins with a number. It gives the token after it,
// 0 when there is no date.
func (s *scan) dateFromDigits(i int, r *Reading) int {
	if s.at(i).glued && s.joined(i-1) {
		return 0
	}
	if d, next := s.numeric(i); next > 0 {
		if d.d == 0 {
			r.Months = append(r.Months, MonthRef{time.Month(d.m), d.y})
			return next
		}
		if d.y == 0 && s.dash(next) {
			d.y = s.yearBefore(d, next+1)
		}
		return s.keep(r, d, i, next)
	}
	if d, next := s.dayThenMonth(i); next > 0 {
		return s.keep(r, d, i, next)
	}
	if next := s.rangeStart(i, r); next > 0 {
		return next
	}
	if next := s.dayAlone(i, r); next > 0 {
		return next
	}
	return s.inDays(i, r)
}

// joined tells whether a number after token i is only the rest of something.
func (s *scan) joined(i int) bool {
	switch t := s.at(i); t.kind {
	case word, digits:
		return true
	case mark:
		return t.glued && (t.text == "." || t.text == "," || t.text == "/" || t.text == ":") || t.text == "#"
	}
	return false
}

func (s *scan) keep(r *Reading, d day, i, next int) int {
	date, ok := s.date(d, i, next)
	if !ok {
		return 0
	}
	r.Dates = append(r.Dates, date)
	return next
}

// numeric reads 1.3. · 1.3.2018 · 1.3.18 · 1/3 · 2018-03-01 · 1-3-2018 and,
// with d.d = 0, the month 3/2018.
func (s *scan) numeric(i int) (d day, next int) {
	a, sep, b := s.at(i), s.at(i+1), s.at(i+2)
	if a.kind != digits || sep.kind != mark || !sep.glued || b.kind != digits || !b.glued || b.n < 0 {
		return day{}, 0
	}
	third := s.touching(i+3, sep.text) && s.at(i+4).kind == digits && s.at(i+4).glued
	c := s.at(i + 4)
	switch {
	case len(a.text) == 4 && third && len(b.text) <= 2 && len(c.text) <= 2 && (sep.text == "-" || sep.text == "/" || sep.text == "."):
		return s.whole(day{c.n, b.n, a.n}, i+5)
	case len(a.text) > 2:
		return day{}, 0
	case sep.text == "/" && len(b.text) == 4 && !third:
		if a.n >= 1 && a.n <= 12 && isYear(b.n) {
			return day{0, a.n, b.n}, i + 3
		}
		return day{}, 0
	case len(b.text) > 2:
		return day{}, 0
	case third && (sep.text == "." || sep.text == "/" || sep.text == "-"):
		if len(c.text) != 2 && len(c.text) != 4 {
			return day{}, 0
		}
		return s.whole(dayFirst(day{a.n, b.n, fullYear(c)}, sep.text), i+5)
	case sep.text == ".":
		return s.dotted(i)
	case sep.text == "/" && !s.fraction(i):
		return s.whole(dayFirst(day{a.n, b.n, 0}, sep.text), i+3)
	}
	return day{}, 0
}

// whole refuses a date that another letter, digit or part is stuck to. A clock
// time may follow as in 2018-03-01T09:00.
func (s *scan) whole(d day, next int) (day, int) {
	t := s.at(next)
	stuck := t.glued && (t.kind == digits || t.kind == word && t.fold != "t")
	if stuck || d.m < 1 || d.m > 12 || d.d < 1 || d.d > 31 {
		return day{}, 0
	}
	return d, next
}

// dayFirst leaves the Finnish order unless only the American one can be meant.
func dayFirst(d day, sep string) day {
	if sep == "/" && d.m > 12 && d.d <= 12 {
		d.d, d.m = d.m, d.d
	}
	return d
}

func fullYear(t token) int {
	switch {
	case len(t.text) == 4:
		return t.n
	case t.n < 80:
		return 2000 + t.n
	}
	return 1900 + t.n
}

// isYear tells whether a bare number is more likely a year than anything else.
func isYear(n int) bool { return n >= 1990 && n <= 2049 && n != 2000 }

// dotted reads 1.3. and, where a decimal number is unlikely, 1.3; a year may
// stand apart: 1.3. 2018.
func (s *scan) dotted(i int) (day, int) {
	d, next := day{s.at(i).n, s.at(i + 2).n, 0}, i+3
	if s.clockBefore(i) {
		return day{}, 0
	}
	if s.touching(next, ".") {
		if s.at(next+1).glued && s.at(next+1).kind == digits {
			return day{}, 0
		}
		next++
	} else if !s.undotted(i, next) {
		return day{}, 0
	}
	if y := s.at(next); y.kind == digits && !y.glued && len(y.text) == 4 && (isYear(y.n) || y.n == 2000) && !s.money(next+1) {
		d.y = y.n
		next++
	}
	return s.whole(d, next)
}

// beforeVersion are words after which 1.3 is not a day.
var beforeVersion = setOf("kake versio version versionen versiossa v kohta kohdan kohdassa luku luvun luvussa kappale liite liitteen " +
	"sivu sivulla taulukko kuva section chapter page punkt kapitel bilaga sida artikla artikeln about roughly n noin ca")

// dateCues are words that a day follows or that follow a day.
var dateCues = setOf("ennen viimeistaan mennessa asti saakka saakkaa alkaen lahtien jalkeen till tills senast den fran innan efter "+
	"before by on from until till since after due deadline paivana paivaan pvm",
	"klo kello kl klockan at")

// undotted tells whether the number from i up to next, as in 28.2, is a day and
// not a decimal number, a version or a time.
func (s *scan) undotted(i, next int) bool {
	before, after := s.fold(i-1), s.fold(next)
	if beforeVersion.has(before) || s.is(i-1, "€") || s.measure(next) || s.is(next, "/") {
		return false
	}
	if s.at(i-1).dated && len(s.at(i+2).text) == 2 && !s.dash(i-1) {
		return false
	}
	if dateCues.has(before) || dateCues.has(after) {
		return true
	}
	return s.lang != "en" || s.at(next).kind != word
}

// fraction tells 1/2, 24/7 and the like from days, unless a cue says day.
func (s *scan) fraction(i int) bool {
	a, b := s.at(i).n, s.at(i+2).n
	if a == 24 && b == 7 {
		return true
	}
	if dateCues.has(s.fold(i-1)) || dateCues.has(s.fold(i+3)) || s.at(i-2).dated {
		return false
	}
	return a < b && b <= 4 || s.measure(i+3)
}

// yearBefore gives d the year of the date at j, which ends a range that d begins.
func (s *scan) yearBefore(d day, j int) int {
	last, next := s.numeric(j)
	if next == 0 || last.y == 0 {
		return 0
	}
	if d.m > last.m || d.m == last.m && d.d > last.d {
		return last.y - 1
	}
	return last.y
}

// rangeStart reads the first day of 1.-15.3. and 1.–15. maaliskuuta; the second
// is left to be read on its own.
func (s *scan) rangeStart(i int, r *Reading) int {
	if len(s.at(i).text) > 2 || s.clockBefore(i) {
		return 0
	}
	j := i + 1
	if s.touching(j, ".") {
		j++
	}
	if !s.dash(j) || s.at(j+1).kind != digits {
		return 0
	}
	last, next := s.numeric(j + 1)
	if next == 0 {
		last, next = s.dayThenMonth(j + 1)
	}
	if next == 0 || last.d <= s.at(i).n {
		return 0
	}
	return s.keep(r, day{s.at(i).n, last.m, last.y}, i, j)
}
