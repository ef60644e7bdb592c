package knowledge

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kakebot/knowledge/reading"
)

const (
	maxTitle  = 60 // characters: a button's label
	goodWords = 60 // of an answer; more is worth a look
	maxWords  = 80 // of an answer
)

// leastPhrasings is how many ways to ask each entry of a kind has in every
// language; fewer and people are not understood.
var leastPhrasings = map[string]int{KindAnswer: 20, KindCompute: 20, KindUnknown: 8}

// Check holds the programme against itself and its source. It gives what is
// wrong, one line each.
func (p *Programme) Check() []string {
	var wrong []string
	for _, part := range []func(*Programme) []string{
		checkFacts, checkEntries, checkTexts, checkEase, checkPlaceholders, checkProse, checkPhrasings, checkMoments,
	} {
		wrong = append(wrong, part(p)...)
	}
	return wrong
}

// Remarks gives what is not wrong but worth a look, one line each: answers that
// are long, and easy Finnish that is less easy than the rest.
func (p *Programme) Remarks() []string {
	var out []string
	for _, lang := range Langs {
		p.eachText(lang, func(name, text string) {
			if n := len(strings.Fields(text)); n > goodWords && n <= maxWords {
				out = append(out, fmt.Sprintf("%s: %d words, better at most %d", name, n, goodWords))
			}
			if lang == "selko" {
				_, remarks := uneasy(text)
				for _, r := range remarks {
					out = append(out, name+": "+r)
				}
			}
		})
	}
	return out
}

// eachText calls visit with the name and the Markdown of every answer of a
// language, in alphabetical order.
func (p *Programme) eachText(lang string, visit func(name, text string)) {
	for _, id := range p.IDs() {
		variants := p.Texts[lang][id].Variants
		for _, v := range slices.Sorted(maps.Keys(variants)) {
			visit(strings.TrimSpace(lang+"/"+id+".md "+v), variants[v])
		}
	}
}

// checkEase proves that easy Finnish is easy.
func checkEase(p *Programme) (wrong []string) {
	p.eachText("selko", func(name, text string) {
		hard, _ := uneasy(text)
		for _, h := range hard {
			wrong = append(wrong, name+": "+h)
		}
	})
	return wrong
}

// checkFacts proves that each quote stands in the source, on the lines named,
// and that the figures and dates stand in their facts' quotes.
func checkFacts(p *Programme) (wrong []string) {
	for _, id := range slices.Sorted(maps.Keys(p.Facts)) {
		f := p.Facts[id]
		if f.Lines[0] < 1 || f.Lines[1] > len(p.Source) || f.Lines[0] > f.Lines[1] {
			wrong = append(wrong, fmt.Sprintf("fact %s: the source has no lines %d-%d", id, f.Lines[0], f.Lines[1]))
			continue
		}
		there := squeeze(strings.Join(p.Source[f.Lines[0]-1:f.Lines[1]], " "))
		if !strings.Contains(there, squeeze(f.Quote)) {
			wrong = append(wrong, fmt.Sprintf("fact %s: the quote does not stand on lines %d-%d of the source", id, f.Lines[0], f.Lines[1]))
		}
		if !strings.Contains(squeeze(strings.Join(p.Source, " ")), squeeze(f.Heading)) {
			wrong = append(wrong, fmt.Sprintf("fact %s: its slide's heading does not stand in the source", id))
		}
	}
	holds := func(what, fact, figure string) {
		if !strings.Contains(squeeze(p.Facts[fact].Quote), squeeze(figure)) {
			wrong = append(wrong, fmt.Sprintf("%s: %q does not stand in the quote of fact %q", what, figure, fact))
		}
	}
	for name, l := range p.Limits {
		holds("limit "+name, l.Fact, reading.FormatEuros(int64(l.Under)*100, "fi"))
	}
	for name, m := range p.Money {
		holds("money "+name, m.Fact, strings.TrimRight(reading.FormatEuros(int64(m.Euros)*100, "fi"), "\u00a0€ "))
	}
	for _, c := range p.Classes {
		name := strings.ReplaceAll(squeeze(p.Facts[c.Fact].Quote), "-", "") // the slide breaks a word in two
		if !strings.Contains(strings.ReplaceAll(name, " ", ""), c.In("fi")) {
			wrong = append(wrong, fmt.Sprintf("class %s: %q does not stand in the quote of fact %q", c.ID, c.In("fi"), c.Fact))
		}
	}
	for _, r := range p.Rounds {
		holds("round "+r.ID, r.Fact, r.Opens.Format("2.1.")+"-"+r.Closes.Format("2.1.2006"))
		holds("round "+r.ID, r.Fact, reading.FormatInMonth(r.Starts.Month(), "fi"))
		if r.Preliminary != strings.Contains(p.Facts[r.Fact].Quote, "Alustava") {
			wrong = append(wrong, fmt.Sprintf("round %s: preliminary is not as fact %s says", r.ID, r.Fact))
		}
	}
	return wrong
}

// squeeze makes texts comparable across line breaks and spaces of all kinds.
func squeeze(s string) string {
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), "")
}

// checkEntries proves that what the rows name is there.
func checkEntries(p *Programme) (wrong []string) {
	kinds := []string{KindAnswer, KindCompute, KindUnknown, KindAction, KindSmalltalk, KindOfftopic, KindUnsafe}
	for _, id := range p.IDs() {
		e := p.Entries[id]
		if !slices.Contains(kinds, e.Kind) {
			wrong = append(wrong, fmt.Sprintf("entry %s: unknown kind %q", id, e.Kind))
		}
		if (len(e.Variants) > 0) != (computed[id] != nil) {
			wrong = append(wrong, fmt.Sprintf("entry %s: variants are for the entries that are computed, and for all of them", id))
		}
		for _, f := range e.Facts {
			if _, ok := p.Facts[f]; !ok {
				wrong = append(wrong, fmt.Sprintf("entry %s: no fact %q", id, f))
			}
		}
		for _, n := range e.Next {
			if _, ok := p.Entries[n]; !ok {
				wrong = append(wrong, fmt.Sprintf("entry %s: no entry %q to offer next", id, n))
			}
		}
	}
	for id := range computed {
		if _, ok := p.Entries[id]; !ok {
			wrong = append(wrong, fmt.Sprintf("entry %s is computed but not in entries.yaml", id))
		}
	}
	return wrong
}

// checkTexts proves that every language has the same texts, none too long.
func checkTexts(p *Programme) (wrong []string) {
	for _, lang := range Langs {
		for _, id := range p.IDs() {
			t, e, name := p.Texts[lang][id], p.Entries[id], lang+"/"+id+".md"
			want := e.Variants
			switch {
			case e.Kind == KindAction:
				want = nil
			case len(want) == 0:
				want = []string{""}
			}
			have := slices.Sorted(maps.Keys(t.Variants))
			if !slices.Equal(have, slices.Sorted(slices.Values(want))) {
				wrong = append(wrong, fmt.Sprintf("%s: has texts %q, wants %q", name, have, want))
			}
			if n := utf8.RuneCountInString(t.Title); n == 0 || n > maxTitle {
				wrong = append(wrong, fmt.Sprintf("%s: the title has %d characters, wants 1 to %d", name, n, maxTitle))
			}
			if strings.ContainsFunc(t.Title, unicode.IsDigit) || strings.Contains(p.Title(id, lang), "{") {
				wrong = append(wrong, name+": the title holds a digit or a placeholder without value")
			}
			for _, v := range have {
				if n := len(strings.Fields(t.Variants[v])); n > maxWords {
					wrong = append(wrong, fmt.Sprintf("%s %s: %d words, wants at most %d", name, v, n, maxWords))
				}
			}
			if lang == "selko" && len(t.Phrasings) > 0 {
				wrong = append(wrong, name+": easy Finnish is asked in Finnish and has no phrasings")
			}
		}
	}
	return wrong
}

// local are the placeholders that only computed entries have. Which of them a
// variant has is proved by checkMoments.
var local = []string{"amount", "days", "date", "round", "opens", "closes", "start", "next", "next.opens", "next.closes", "next.start", "month", "before"}

// checkPlaceholders proves that each names a value.
func checkPlaceholders(p *Programme) (wrong []string) {
	for _, lang := range Langs {
		for _, id := range p.IDs() {
			for variant, text := range p.Texts[lang][id].Variants {
				for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
					_, everywhere := p.value(m[1], lang)
					if !everywhere && !(computed[id] != nil && slices.Contains(local, m[1])) {
						wrong = append(wrong, fmt.Sprintf("%s/%s.md %s: no value for %s", lang, id, variant, m[0]))
					}
				}
			}
		}
	}
	sort.Strings(wrong)
	return wrong
}

// checkProse proves that figures and names stand in programme.yaml alone.
func checkProse(p *Programme) (wrong []string) {
	for _, lang := range Langs {
		for _, id := range p.IDs() {
			for variant, text := range p.Texts[lang][id].Variants {
				prose := placeholder.ReplaceAllString(text, "")
				if strings.ContainsFunc(prose, unicode.IsDigit) {
					wrong = append(wrong, fmt.Sprintf("%s/%s.md %s: a digit stands in the prose; use a placeholder", lang, id, variant))
				}
				for name := range p.Names {
					if n := p.Names[name]["fi"]; strings.Contains(prose, n) {
						wrong = append(wrong, fmt.Sprintf("%s/%s.md %s: %q stands in the prose; use {name.%s}", lang, id, variant, n, name))
					}
				}
			}
		}
	}
	sort.Strings(wrong)
	return wrong
}

// checkPhrasings proves that there are enough, and that no two entries claim
// the same words.
func checkPhrasings(p *Programme) (wrong []string) {
	for _, lang := range Asked {
		for _, id := range p.IDs() {
			if n, least := len(p.Texts[lang][id].Phrasings), leastPhrasings[p.Entries[id].Kind]; n < least {
				wrong = append(wrong, fmt.Sprintf("%s/%s.md: %d phrasings, wants at least %d", lang, id, n, least))
			}
		}
		claimed := map[string]string{}
		for _, e := range p.Examples(lang) {
			k := key(e.Text)
			if other, ok := claimed[k]; ok && other != e.Label && k != "" {
				wrong = append(wrong, fmt.Sprintf("%s: both %s and %s claim %q", lang, other, e.Label, e.Text))
			}
			claimed[k] = e.Label
		}
	}
	return wrong
}

// checkMoments answers everything on the days around each round's opening and
// closing, in every language, with and without an amount, a date, a month and a
// round: no text may lack a value.
func checkMoments(p *Programme) (wrong []string) {
	if len(p.Rounds) == 0 {
		return []string{"programme.yaml: there are no rounds"}
	}
	said := []string{"", "5000 €", "8000 €", "9000 €", "70000 €", "90000 €", "15.3.2018", "1.12.2019", "kesäkuussa", "huhtikuussa", "tammikuussa 2010", "toinen kierros"}
	seen := map[string]bool{}
	first := p.Rounds[0].Opens.AddDate(0, -6, 0)
	days := []time.Time{first}
	for _, r := range p.Rounds {
		for _, d := range []time.Time{r.Opens, r.Closes} {
			days = append(days, d.AddDate(0, 0, -1), d, d.AddDate(0, 0, 1))
		}
	}
	for _, day := range days {
		for _, words := range said {
			read := reading.Read(words, "fi", day)
			for id := range computed {
				for _, lang := range Langs {
					if _, err := p.Answer(Question{Entry: id, Lang: lang, Now: day, Reading: read}); err != nil && !seen[err.Error()] {
						seen[err.Error()] = true
						wrong = append(wrong, err.Error())
					}
				}
			}
		}
	}
	for _, lang := range Langs {
		for _, id := range p.IDs() {
			if k := p.Entries[id].Kind; k != KindAction && computed[id] == nil {
				if _, err := p.Answer(Question{Entry: id, Lang: lang, Now: first}); err != nil {
					wrong = append(wrong, err.Error())
				}
			}
		}
	}
	sort.Strings(wrong)
	return wrong
}
