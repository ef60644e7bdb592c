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
