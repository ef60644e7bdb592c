package reading

import (
	"sort"
	"strings"
	"time"
)

// daysFromToday are words for a day near today.
var daysFromToday = wordsOf(
	entry[int]{0, "tanaan tanaa taanaan tannaan tanan tanaanki idag today todays tonight ikvall"},
	entry[int]{1, "huomenna huomena huomen huommenna huomenaa huomisen huomiseen huomiselle imorgon imorron imorn imorrn imorgo tomorrow tomorow tommorow tommorrow tmrw"},
	entry[int]{2, "ylihuomenna ylihuomen ylihuomena ylihuomisen ylihuomiselle overmorgon iovermorgon overmorgo"},
	entry[int]{-1, "eilen eile eilisen igar yesterday"},
	entry[int]{-2, "toissapaivana toissapaivan forrgar"},
)

// afterI are the words that make a day with "i": i dag, i morgon.
var afterI = wordsOf(entry[int]{0, "dag kvall"}, entry[int]{1, "morgon morron morn morgo"}, entry[int]{-1, "gar"})

// Which of several weeks, years or weekdays a word before them means.
var whichOne = wordsOf(
	entry[int]{1, "ensi ens seuraava seuraavan seuraavana seuraavalla next nasta kommande tuleva tulevana foljande"},
	entry[int]{0, "talla tal tama taman tan tana talle tassa this denna detta nuvarande kuluva kuluvan"},
	entry[int]{-1, "viime last forra forra edellinen edellisena previous"},
)

// thisMonth are words for a month without its name, after "ensi" and the like.
var thisMonth = setOf("kuussa kuun kuus kuulle kuuta month manad manaden")

// relative reads tänään, i morgon, ensi viikolla, vecka 8, ensi vuonna, om två
// veckor and the like. It gives the token after it, 0 when there is nothing.
func (s *scan) relative(i int, r *Reading) int {
	w := s.at(i).fold
	if n, ok := daysFromToday[w]; ok {
		return s.dayIn(r, n, i, i+1)
	}
	switch w {
	case "i":
		if n, ok := afterI[s.fold(i+1)]; ok && s.at(i+1).text != "går" == (n != -1) {
			return s.dayIn(r, n, i, i+2)
		}
		if _, ok := daysFromToday[s.fold(i+1)]; ok {
			return 0
		}
	case "day":
		if s.fold(i+1) == "after" && strings.HasPrefix(s.fold(i+2), "tom") {
			return s.dayIn(r, 2, i, i+3)
		}
	}
	if y, next := s.yearWords(i); next > 0 {
		r.Years = append(r.Years, y)
		return next
	}
	n, ok := whichOne[w]
	if w == "har" && s.fold(i-1) == "den" { // den här månaden
		ok = true
	}
	if ok && thisMonth.has(s.fold(i+1)) {
		y, m, _ := s.today.Date()
		first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		r.Months = append(r.Months, MonthRef{first.Month(), first.Year()})
		return i + 2
	}
	if next := s.week(i, r); next > 0 {
		return next
	}
	return s.inDays(i, r)
}

func (s *scan) dayIn(r *Reading, n, i, next int) int {
	t := s.today.AddDate(0, 0, n)
	r.Dates = append(r.Dates, Date{Time: t, HasYear: true, From: s.at(i).from, To: s.at(next - 1).to})
	return next
}

// yearWords reads ensi vuonna · next year · nästa år.
func (s *scan) yearWords(i int) (y, next int) {
	w := s.fold(i + 1)
	if w != "year" && s.at(i+1).text != "år" && !strings.HasPrefix(w, "vuon") && !strings.HasPrefix(w, "vuod") && w != "vuosi" {
		return 0, 0
	}
	n, ok := whichOne[s.fold(i)]
	if !ok && s.fold(i) == "i" && s.at(i+1).text == "år" {
		ok = true
	}
	if !ok {
		return 0, 0
	}
	return s.today.Year() + n, i + 2
}

// yearSaidBefore finds the year in "ensi vuoden tammikuussa".
func (s *scan) yearSaidBefore(i int) int {
	y, _ := s.yearWords(i - 2)
	if t := s.at(i - 1); y == 0 && t.kind == digits && isYear(t.n) && strings.HasPrefix(s.fold(i-2), "vuo") {
		return t.n
	}
	return y
}

func isWeek(w string) bool {
	return strings.HasPrefix(w, "viik") && !strings.HasPrefix(w, "viikonl") && !strings.HasPrefix(w, "viikonp") || strings.HasPrefix(w, "veck") || w == "week" || w == "weeks" || w == "vko" || w == "vkolla"
}

// monday gives the first day of the week that t is in.
func monday(t time.Time) time.Time { return t.AddDate(0, 0, -(int(t.Weekday())+6)%7) }

// week reads ensi viikolla and viikko 8 as the Monday that begins it (ISO 8601).
func (s *scan) week(i int, r *Reading) int {
	if n, ok := whichOne[s.fold(i)]; ok && isWeek(s.fold(i+1)) {
		r.Weeks = append(r.Weeks, monday(s.today).AddDate(0, 0, 7*n))
		return i + 2
	}
	if !isWeek(s.fold(i)) {
		return 0
	}
	j := i + 1
	if s.touching(j, ".") {
		j++
	}
	if t := s.at(j); t.kind == digits && t.n >= 1 && t.n <= 53 && !s.measure(j+1) && !s.touching(j+1, ".") {
		y, _ := s.today.ISOWeek()
		inFirst := time.Date(y, 1, 4, 0, 0, 0, 0, s.today.Location()) // the fourth of January is always in week 1
		r.Weeks = append(r.Weeks, monday(inFirst).AddDate(0, 0, 7*(t.n-1)))
		return j + 1
	}
	return 0
}

var (
	unitDays = wordsOf(entry[int]{1, "paivan paivaa paiva pv day days dag dagar dygn"}, entry[int]{7, "viikon viikkoo viikkoa viikko vko week weeks vecka veckor"})
	fromNow  = setOf("paasta paast kuluttua kuluttuu peräst perasta")
)

// inDays reads kahden viikon päästä · in 3 days · om en vecka.
func (s *scan) inDays(i int, r *Reading) int {
	j := i
	before := s.fold(i) == "in" || s.fold(i) == "om"
	if before {
		j++
	}
	n := 1
	u, ok := unitDays[s.fold(j)]
	if !ok {
		if u, ok = unitDays[s.fold(j+1)]; !ok {
			return 0
		}
		if n, j = s.count(j); unitDays[s.fold(j)] != u || n < 0 || n > 400 {
			return 0
		}
	}
	if before {
		return s.dayIn(r, n*u, i, j+1)
	}
	if fromNow.has(s.fold(j + 1)) {
		return s.dayIn(r, n*u, i, j+2)
	}
	return 0
}

// count reads a small whole number in digits or words, 1 when there is none, and
// gives the token after it.
func (s *scan) count(i int) (n, next int) {
	if t := s.at(i); t.kind == digits {
		return t.n, i + 1
	}
	if w := s.fold(i); w == "a" || w == "an" {
		return 1, i + 1
	}
	if n, next := s.words(i); next > 0 && n.scale == 1 {
		return int(n.value), next
	}
	return 1, i
}

// readDayNames reads weekdays. One beside a date only names it; one alone is the
// nearest such day, today among them; "ensi" makes it later than today, "viime"
// earlier, and with a week it is that week's.
func (s *scan) readDayNames(r *Reading) {
	for i, t := range s.toks {
		if t.kind != word || t.aside {
			continue
		}
		d, often, ok := weekday(t.fold)
		if !ok {
			if d, ok = s.shortDay(i); !ok {
				continue
			}
		}
		r.Weekdays = append(r.Weekdays, d)
		if often || s.besideDate(i) {
			continue
		}
		s.take(i, i+1, true)
		r.Dates = append(r.Dates, Date{Time: s.nearest(d, i, r.Weeks), HasYear: true, From: t.from, To: t.to})
	}
	sort.SliceStable(r.Dates, func(a, b int) bool { return r.Dates[a].From < r.Dates[b].From })
}

// shortDay reads ti, ons, fri where only a day can be meant: alone, or beside a
// date or a time.
func (s *scan) shortDay(i int) (time.Weekday, bool) {
	t := s.at(i)
	d, ok := weekdayShorts[t.text]
	if !ok || t.glued {
		return 0, false
	}
	j := i + 1
	if s.touching(j, ".") {
		j++
	}
	next := s.at(j)
	if t.fold == "to" && (s.lang == "en" || s.lang == "sv" || s.at(i-1).dated) {
		return 0, false
	}
	alone := i == 0 && (j >= len(s.toks) || s.is(j, "?") && j+1 >= len(s.toks))
	return d, alone || next.dated || next.kind == word && (next.fold == "klo" || next.fold == "kl")
}

// besideDate tells whether a date stands right before or after the word at i.
func (s *scan) besideDate(i int) bool {
	j := i + 1
	for k := 0; k < 2 && (s.is(j, ",") || s.is(j, ".") || s.is(j, "(") || s.fold(j) == "den" || s.fold(j) == "the"); k++ {
		j++
	}
	if t := s.at(j); t.dated && (t.kind == digits || t.kind == word && !isWeek(s.fold(j)) && !isWeek(s.fold(j+1))) {
		return true
	}
	j = i - 1
	if s.is(j, ",") || s.is(j, "(") {
		j--
	}
	t := s.at(j)
	_, _, named := weekday(t.fold)
	return t.dated && t.kind != word || t.dated && !isWeek(t.fold) && !named
}

// nearest gives the day that weekday d at token i means.
func (s *scan) nearest(d time.Weekday, i int, weeks []time.Time) time.Time {
	ahead := (int(d) - int(s.today.Weekday()) + 7) % 7
	which, said := whichOne[s.fold(i-1)]
	if s.fold(i-1) == "i" && strings.HasSuffix(s.fold(i), "dags") {
		which, said = -1, true // i tisdags
	}
	switch {
	case said && which > 0 && ahead == 0:
		ahead = 7
	case said && which < 0:
		ahead -= 7
	case !said && len(weeks) == 1 && (s.at(i-1).dated || s.at(i+1).dated):
		return weeks[0].AddDate(0, 0, (int(d)+6)%7)
	}
	return s.today.AddDate(0, 0, ahead)
}
