package knowledge_test

import (
	"fmt"
	"testing"
	"time"

	"kakebot/knowledge"
	"kakebot/knowledge/reading"
)

// cents are the sums of the grid: far from the limits, at them, and a cent or a
// euro to either side.
var cents = []int64{100_00, 4999_99, 7999_00, 7999_99, 8000_00, 8000_01, 8001_00, 20000_00, 69999_00, 69999_99, 70000_00, 70000_01, 70001_00, 850000_00, 1149309_00}

// inWords are sums as they are said.
var inWords = map[int64]map[string][]string{
	100_00:     {"fi": {"sata euroa"}, "sv": {"hundra euro"}, "en": {"a hundred euros", "one hundred euros"}},
	8000_00:    {"fi": {"kahdeksantuhatta euroa", "kaheksan tonnia", "8 tonnia", "8 tuhatta euroa"}, "sv": {"åtta tusen euro", "8 tusen euro", "åttatusen"}, "en": {"eight thousand euros", "8 thousand euros", "eight grand"}},
	20000_00:   {"fi": {"kaksikymmentätuhatta euroa", "kakskyt tonnia", "20 tonnia", "kakskytä tonnia"}, "sv": {"tjugotusen euro", "20 tusen"}, "en": {"twenty thousand euros", "20 grand"}},
	70000_00:   {"fi": {"seitsemänkymmentätuhatta euroa", "70 tonnia", "seitenkyt tonnia", "seiskyt tonnia", "0,07 miljoonaa"}, "sv": {"sjuttiotusen euro", "70 tusen euro"}, "en": {"seventy thousand euros", "70 thousand"}},
	850000_00:  {"fi": {"850 tonnia", "0,85 miljoonaa euroa"}, "sv": {"850 tusen euro"}, "en": {"850 thousand euros"}},
	1149309_00: {"fi": {"miljoona sataneljäkymmentäyhdeksäntuhatta kolmesataayhdeksän euroa"}},
}

// spellings are the ways people write a sum in a language.
func spellings(c int64, lang string) []string {
	if lang == "selko" {
		lang = "fi"
	}
	group := func(sep string) string { // 8 000
		s := fmt.Sprint(c / 100)
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + sep + s[i:]
		}
		return s
	}
	plain := fmt.Sprint(c / 100)
	frac, point := "", ""
	if c%100 > 0 {
		frac, point = fmt.Sprintf(",%02d", c%100), fmt.Sprintf(".%02d", c%100)
	}
	out := []string{plain + frac + " €", plain + frac + "€", plain + frac + " euroa", group(" ") + frac + " €", group("\u00a0") + frac + "\u00a0€", group("\u202f") + frac + " €",
		group(" ") + frac + " euro", "EUR " + plain + frac, plain + point + " EUR", plain + point + " e", "€" + plain + point, plain + frac + " eur"}
	if lang == "en" {
		out = append(out, "€"+group(",")+point, group(",")+point+" euros", group(",")+point+" €", "€ "+group(",")+point)
	} else {
		out = append(out, group(".")+frac+" €", group(".")+frac+" euroa")
	}
	if c%100 == 0 {
		out = append(out, plain, group(" ")+",00 €", group(" ")+",- €", plain+",-", plain+"e")
	}
	if c%1000_00 == 0 {
		out = append(out, fmt.Sprint(c/1000_00, "k"), fmt.Sprint(c/1000_00, " k€"), fmt.Sprint(c/1000_00, "k€"))
	}
	return append(out, inWords[c][lang]...)
}

// judgeAmount holds the sum to the limits, which are strict.
func judgeAmount(v *verdict, grant reading.Grant, c int64) {
	words := tongues[v.lang]
	event, project := writeSum(eventLimit, v.lang), writeSum(projectLimit, v.lang)
	sum := writeSum(c, v.lang)
	v.needs(sum)
	v.allows(project)
	fitsEvent, fitsProject := c < eventLimit, c < projectLimit
	fits := map[reading.Grant]bool{reading.Event: fitsEvent, reading.Project: fitsProject, "": fitsProject}[grant]
	v.begins = words.no
	if fits {
		v.begins = words.yes
	}
	switch grant {
	case reading.Event:
		v.needs(event)
		if !fitsEvent && c > eventLimit {
			v.needs(project) // what it does or does not fit instead
		}
	case reading.Project:
		v.needs(project)
	default:
		v.needs(event, project)
		if fitsProject && !fitsEvent {
			v.begins = append(append([]string{}, words.yes...), sum+words.notUnder+event, "För ett utvecklingsprojekt: ja")
		}
	}
	for limit, under := range map[string]bool{event: fitsEvent, project: fitsProject} {
		say := sum + words.notUnder + limit
		if !under {
			say = sum + words.under + limit
		}
		v.hasnt = append(v.hasnt, say)
	}
}

var entryOf = map[reading.Grant]string{reading.Event: "amount_event", reading.Project: "amount_project", "": "amount_any"}

// TestGridOfAmounts asks about every sum in every spelling, for each grant type
// and in every language, on days in and out of rounds.
func TestGridOfAmounts(t *testing.T) {
	n := 0
	for _, lang := range knowledge.Langs {
		for _, now := range []time.Time{date(2017, 12, 31), date(2018, 3, 25), date(2026, 11, 23)} {
			for _, c := range cents {
				for _, words := range spellings(c, lang) {
					for grant, entry := range entryOf {
						n++
						a, err := programme().Answer(knowledge.Question{Entry: entry, Lang: lang, Now: now, Reading: reading.Read(words, lang, now)})
						if err != nil {
							t.Fatal(err)
						}
						v := verdict{lang: lang}
						judgeAmount(&v, grant, c)
						for _, w := range v.wrong(a.Text) {
							t.Errorf("%s %s %q (%s): %s\n%s", lang, entry, words, a.Variant, w, a.Text)
						}
					}
				}
			}
		}
	}
	t.Logf("%d answers", n)
}

// vague are sums that nobody can work with. Taking one for a thousand would be a
// wrong fact.
var vague = map[string][]string{
	"fi": {"muutama tonni", "muutaman tonnin", "useampi tonni", "monta tonnia", "kymmeniä tuhansia"},
	"sv": {"några tusen euro", "flera tusen", "tiotusentals euro"},
	"en": {"a few thousand euros", "several thousand", "some thousands", "tens of thousands", "many thousand euros"},
}

func TestVagueSums(t *testing.T) {
	for lang, list := range vague {
		for _, words := range list {
			a := answer(t, "amount_any", lang, words, "2018-02-12 09:00")
			v := verdict{lang: lang, must: []string{writeSum(eventLimit, lang), writeSum(projectLimit, lang)}}
			for _, w := range v.wrong(a.Text) {
				t.Errorf("%s %q: %s\n%s", lang, words, w, a.Text)
			}
		}
	}
}
