package knowledge_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"kakebot/knowledge"
	"kakebot/knowledge/reading"
)

// moments are all days of 2018 and about twenty of each year beside it, each at
// its first minute, at noon and in its last second. The changes of the clock
// and the ends of years are among them.
func moments() []time.Time {
	var days []time.Time
	for d := date(2018, 1, 1); d.Year() == 2018; d = d.AddDate(0, 0, 1) {
		days = append(days, d)
	}
	for _, y := range []int{2017, 2019, 2026} {
		for _, md := range [][2]int{{1, 1}, {1, 15}, {1, 16}, {2, 28}, {3, 1}, {3, 26}, {3, 29}, {3, 31}, {4, 1}, {5, 31}, {6, 1}, {7, 15},
			{8, 31}, {9, 1}, {10, 25}, {10, 27}, {10, 29}, {10, 31}, {11, 1}, {12, 1}, {12, 24}, {12, 31}} {
			days = append(days, date(y, time.Month(md[0]), md[1]))
		}
	}
	var out []time.Time
	for _, d := range days {
		y, m, day := d.Date()
		out = append(out, d, time.Date(y, m, day, 12, 34, 0, 0, helsinki), time.Date(y, m, day, 23, 59, 59, 999, helsinki))
	}
	return out
}

// A cell is one question of the grid: to which entry, in which words, and what
// the oracle has to say of it.
type cell struct {
	entry string
	words map[string]string // by language; selko is asked in fi
	judge func(v *verdict, now time.Time)
}

func (c cell) said(lang string) string {
	if lang == "selko" {
		lang = "fi"
	}
	return c.words[lang]
}

// TestGrid asks every entry that is worked out from the clock at every moment,
// in every language, and holds the answers to the oracle.
func TestGrid(t *testing.T) {
	for _, lang := range knowledge.Langs {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			judged := map[string]bool{} // what was asked and answered before under the same verdict
			n, failed := 0, map[string]int{}
			for _, now := range moments() {
				for _, c := range calendarCells(now) {
					n++
					words := c.said(lang)
					a, err := programme().Answer(knowledge.Question{Entry: c.entry, Lang: lang, Now: now, Reading: reading.Read(words, lang, now)})
					if err != nil {
						t.Fatal(err)
					}
					v := verdict{lang: lang}
					c.judge(&v, now)
					if key := fmt.Sprint(v, a.Text); !judged[key] {
						judged[key] = true
						for _, w := range v.wrong(a.Text) {
							if failed[c.entry+a.Variant]++; failed[c.entry+a.Variant] <= 3 {
								t.Errorf("%s %q at %s (%s): %s\n%s", c.entry, words, now.Format("2006-01-02 15:04"), a.Variant, w, a.Text)
							}
						}
					}
				}
			}
			t.Logf("%d answers, %d different", n, len(judged))
		})
	}
}

// calendarCells are the questions of one moment. Those that depend on the clock
// alone are asked every time, months and rounds once a day, and days beside the
// edges of rounds on every ninth day and around those edges.
func calendarCells(now time.Time) []cell {
	cells := []cell{
		{"open_now", nil, judgeOpen},
		{"open_now", map[string]string{"fi": "tänään", "sv": "i dag", "en": "today"}, judgeOpen},
		{"days_left", nil, judgeDaysLeft},
		{"deadline", nil, judgeDeadline},
		{"next_round", nil, judgeNext},
		{"missed", nil, judgeMissed},
		{"rounds_list", nil, judgeList},
		{"project_start", nil, judgeStarts},
		{"round_choice", nil, judgeNoMonth},
	}
	if now.Hour() != 12 {
		return cells
	}
	edge := now.YearDay()%9 == 0 || now.Year() != 2018
	for i, p := range periods {
		cells = append(cells,
			cell{"project_start", roundWords[i], func(v *verdict, _ time.Time) { v.needs(v.span(&p), v.start(&p)) }},
			cell{"deadline", roundWords[i], func(v *verdict, _ time.Time) { v.needs(v.closes(&p)); v.allows(v.span(&p)) }})
		for _, d := range []time.Time{p.opens, p.closes} {
			edge = edge || max(between(now, d), -between(now, d)) <= 2
		}
	}
	for m := time.January; m <= time.December; m++ {
		first := date(now.Year(), m, 1)
		if m < now.Month() {
			first = date(now.Year()+1, m, 1)
		}
		cells = append(cells, cell{"round_choice", monthWords(m, 0), judgeChoice(first)})
	}
	if edge {
		cells = append(cells, dayCells()...)
	}
	return cells
}

// dayCells ask about days and months that are said with their year.
var dayCells = sync.OnceValue(func() (cells []cell) {
	for i, p := range periods {
		for _, d := range []time.Time{p.opens.AddDate(0, 0, -1), p.opens, p.opens.AddDate(0, 0, 9), p.closes, p.closes.AddDate(0, 0, 1)} {
			cells = append(cells,
				cell{"open_now", dayWords(d), judgeOpenOn(d)},
				cell{"deadline", dayWords(d), judgeInTime(d, nil)},
				cell{"deadline", roundAnd(i, d), judgeInTime(d, &p)})
		}
	}
	for m := time.January; m <= time.December; m++ {
		for _, y := range []int{2018, 2019} {
			cells = append(cells, cell{"round_choice", monthWords(m, y), judgeChoice(date(y, m, 1))})
		}
	}
	return cells
})

var roundWords = []map[string]string{
	{"fi": "ensimmäinen kierros", "sv": "första omgången", "en": "the first round"},
	{"fi": "2. kierros", "sv": "andra omgången", "en": "round 2"},
	{"fi": "kolmas kierros", "sv": "omgång 3", "en": "the third round"},
}

func dayWords(d time.Time) map[string]string {
	return map[string]string{"fi": d.Format("2.1.2006"), "sv": fmt.Sprintf("den %d %s %d", d.Day(), tongues["sv"].names[d.Month()-1], d.Year()), "en": d.Format("2 January 2006")}
}

func roundAnd(i int, d time.Time) map[string]string {
	w := map[string]string{}
	for lang, s := range dayWords(d) {
		w[lang] = roundWords[i][lang] + " " + s
	}
	return w
}

func monthWords(m time.Month, year int) map[string]string {
	w := map[string]string{}
	for _, lang := range knowledge.Asked {
		w[lang] = writeMonth(date(2018, m, 1), lang)
		if year > 0 {
			w[lang] += fmt.Sprint(" ", year)
		}
	}
	return w
}

// --- what the facts say

// present tells of now: that a round is open, that none is, or that all are past.
func (v *verdict) present(now time.Time) (open, next *period) {
	open, next = among(now)
	words := tongues[v.lang]
	switch {
	case open != nil:
		v.hasnt = append(append(v.hasnt, words.closed...), words.over...)
	case next != nil:
		v.has, v.hasnt = words.closed, append(v.hasnt, words.over...)
	default:
		v.none()
	}
	return open, next
}

// none is said when no round is open or announced: no date, and how old the source is.
func (v *verdict) none() {
	words := tongues[v.lang]
	v.has = words.over
	v.needs(words.year...)
}

func judgeOpen(v *verdict, now time.Time) {
	words := tongues[v.lang]
	open, next := v.present(now)
	v.begins = words.no
	switch {
	case open != nil:
		v.begins = words.yes
		v.needs(v.closes(open))
		v.round(open)
		if n := between(now, open.closes); n > 0 {
			v.allows(writeDays(n, v.lang))
		}
	case next != nil:
		v.needs(v.span(next))
		v.round(next)
	}
}

func judgeDaysLeft(v *verdict, now time.Time) {
	open, next := v.present(now)
	switch {
	case open != nil:
		v.needs(v.closes(open))
		v.round(open)
		if n := between(now, open.closes); n > 0 {
			v.needs(writeDays(n, v.lang))
		}
	case next != nil:
		v.needs(v.span(next), writeDays(between(now, next.opens), v.lang))
		v.round(next)
	}
}

func judgeDeadline(v *verdict, now time.Time) {
	open, next := v.present(now)
	switch {
	case open != nil:
		v.needs(v.closes(open))
		v.round(open)
		if n := between(now, open.closes); n > 0 {
			v.allows(writeDays(n, v.lang))
		}
	case next != nil:
		v.needs(v.closes(next))
		v.round(next)
	}
}

func judgeNext(v *verdict, now time.Time) {
	open, next := v.present(now)
	if open != nil {
		v.round(open)
		v.allows(tongues[v.lang].year...)
	}
	if next != nil {
		v.needs(v.span(next))
		v.round(next)
	}
}

func judgeMissed(v *verdict, now time.Time) {
	open, next := among(now)
	switch {
	case next != nil:
		v.needs(v.span(next), v.start(next))
	case open != nil:
		v.needs(v.span(open))
	default:
		v.none()
	}
}

func judgeList(v *verdict, now time.Time) {
	v.all()
	if open, next := among(now); open == nil && next == nil {
		v.none()
	}
}

func judgeStarts(v *verdict, _ time.Time) { v.all() }

func judgeNoMonth(v *verdict, now time.Time) {
	if open, next := among(now); open == nil && next == nil {
		v.needs(tongues[v.lang].year...)
		return
	}
	v.all()
}

// judgeOpenOn is for a day said. Its own date is the person's, and bears no mark.
func judgeOpenOn(d time.Time) func(*verdict, time.Time) {
	return func(v *verdict, now time.Time) {
		if between(now, d) == 0 {
			judgeOpen(v, now)
			return
		}
		open, next := among(d)
		v.needs(writeDay(d, v.lang, false))
		v.begins = tongues[v.lang].no
		switch {
		case open != nil:
			v.begins = tongues[v.lang].yes
			v.needs(v.closes(open))
			v.round(open)
		case next != nil:
			v.needs(v.span(next))
			v.round(next)
		default:
			v.needs(tongues[v.lang].year...)
		}
	}
}

// inTime are the words by which an answer says that a day is in a round, after
// it or before it.
var inTime = map[string][3]string{
	"fi":    {"ehdit", "on myöhässä", "haku ei ole auki"},
	"selko": {"olevan ajoissa", "liian myöhään", "ei ole vielä auki"},
	"sv":    {"verkar vara i tid", "efter sista dagen", "inte öppnat ännu"},
	"en":    {"seems to be in time", "too late", "has not opened yet"},
}

// judgeInTime is for who wants to apply on a day, perhaps in a round they name.
func judgeInTime(d time.Time, asked *period) func(*verdict, time.Time) {
	return func(v *verdict, now time.Time) {
		if between(now, d) <= 0 {
			if asked == nil {
				judgeDeadline(v, now)
				return
			}
			v.needs(v.closes(asked))
			v.round(asked)
			return
		}
		then, after := among(d)
		if then != nil {
			after = then
		}
		target, last := asked, &periods[len(periods)-1]
		if target == nil {
			target = then
		}
		if target == nil {
			target, _ = among(now)
		}
		v.needs(writeDay(d, v.lang, false))
		say := inTime[v.lang]
		switch {
		case target == nil && after != nil:
			target = after
		case target == nil:
			target = last
		}
		v.round(target)
		switch {
		case d.Before(target.opens):
			v.needs(v.span(target))
			v.has = say[2:]
		case !d.After(target.closes):
			v.needs(v.closes(target))
			v.has = say[:1]
		default:
			v.needs(v.closes(target))
			v.has = say[1:2]
			v.allows(tongues[v.lang].year...)
			if after != nil {
				v.needs(v.span(after))
			}
		}
	}
}

// earliest are the sentences that name the source's earliest start, which is
// April 2018 whatever the day.
var earliest = map[string]string{
	"fi": "Aikaisin aloitus, jonka lähteeni kertoo", "selko": "Hanke voi alkaa aikaisintaan",
	"sv": "Den tidigaste starten i min källa", "en": "The earliest start that my source names",
}

// ended are the words for a round that is past.
var ended = map[string][]string{"fi": {"ohi"}, "selko": {"ohi"}, "sv": {"redan över"}, "en": {"over"}}

// judgeChoice is for a project that begins in a month: the round whose earliest
// start is the last one not after it, and where that is past, the one that can
// still be applied in.
func judgeChoice(month time.Time) func(*verdict, time.Time) {
	return func(v *verdict, now time.Time) {
		open, next := among(now)
		upcoming := open
		if upcoming == nil {
			upcoming = next
		}
		if upcoming == nil {
			v.needs(tongues[v.lang].year...)
			return
		}
		var match *period
		for i := range periods {
			if !periods[i].start.After(month) {
				match = &periods[i]
			}
		}
		v.round(upcoming)
		if match == nil || !match.start.Equal(month) {
			v.allows(writeMonth(month, v.lang))
		}
		switch {
		case match == nil:
			v.needs(v.span(upcoming), v.start(upcoming))
			if upcoming != &periods[0] {
				v.hasnt = []string{earliest[v.lang]}
			}
		case match.past(now):
			v.round(match)
			v.needs(v.span(upcoming), v.start(upcoming))
			v.has = ended[v.lang]
		default:
			v.needs(v.span(match), v.start(match))
			v.round(match)
		}
	}
}
