package knowledge

import (
	"cmp"
	"strings"

	"kakebot/knowledge/reading"
)

// values are what placeholders stand for in one language.
type values map[string]string

// marks are the words for a preliminary round, for start months in a list, and
// for a year that the source leaves to be inferred (F13).
var marks = map[string]struct{ preliminary, starts, inferred string }{
	"fi":    {"alustava", "hankkeet voivat alkaa", "vuosi on päätelty"},
	"selko": {"alustava", "hankkeet voivat alkaa", "vuosi on päätelty"},
	"sv":    {"preliminär", "projekten kan börja", "året är en slutsats"},
	"en":    {"preliminary", "projects can start", "year inferred"},
}

// value gives what a placeholder that every answer may use stands for. Each is
// worked out when it is asked for: most answers hold one or two of thirty.
func (p *Programme) value(name, lang string) (string, bool) {
	kind, which, _ := strings.Cut(name, ".")
	switch kind {
	case "name":
		words, ok := p.Names[which]
		return strings.ReplaceAll(cmp.Or(words[lang], words["fi"]), "KAKE -", "KAKE\u00a0-"), ok
	case "limit":
		l, ok := p.Limits[which]
		return reading.FormatEuros(int64(l.Under)*100, lang), ok
	case "money":
		euros, ok := p.money(which)
		return reading.FormatEuros(int64(euros)*100, lang), ok
	case "link":
		url, ok := p.Links[which]
		return "[" + url + "](https://" + url + ")", ok
	case "crisis":
		line, ok := p.Settings.Crisis[which]
		return strings.ReplaceAll(line, " ", "\u00a0"), ok
	}
	switch name {
	case "source.year":
		return itoa(p.Year), true
	case "rounds":
		return p.list(lang, func(Round) bool { return true }), true
	case "rounds.preliminary":
		return p.list(lang, func(r Round) bool { return r.Preliminary }), true
	case "adviser":
		return p.Settings.Contact(), true
	}
	return "", false
}

// money is one of the programme's sums, the sum of those with a stated use, or
// the rest, in euros.
func (p *Programme) money(which string) (euros int, ok bool) {
	sum := p.Money["development"].Euros + p.Money["events"].Euros
	switch which {
	case "sum":
		return sum, true
	case "rest":
		return p.Money["total"].Euros - sum, true
	}
	m, ok := p.Money[which]
	return m.Euros, ok
}

// Name is one of the programme's names in a language.
func (p *Programme) Name(name, lang string) string {
	words, _ := p.value("name."+name, lang)
	return words
}

// list gives rounds as a Markdown list, each with its start month.
func (p *Programme) list(lang string, which func(Round) bool) string {
	var lines []string
	for _, r := range p.Rounds {
		if !which(r) {
			continue
		}
		lines = append(lines, "- "+span(r, lang)+": "+marks[lang].starts+" "+start(r, lang))
	}
	return strings.Join(lines, "\n")
}

// of gives the placeholders of one round, each beginning with prefix ("" or
// "next."). Dates of a preliminary round never come without the word for it.
func of(r Round, prefix, lang string) values {
	name := strings.TrimSuffix(prefix, ".")
	if name == "" {
		name = "round"
	}
	return values{
		name:              span(r, lang),
		prefix + "opens":  marked(reading.FormatDate(r.Opens, lang), r, lang),
		prefix + "closes": marked(reading.FormatDate(r.Closes, lang), r, lang),
		prefix + "start":  start(r, lang),
	}
}

// Span is a round's days in a language, "1.4.–31.5.2018 (alustava)": marked when
// preliminary.
func (p *Programme) Span(r Round, lang string) string { return span(r, lang) }

// Span is the same for a round that stands on its own.
func (r Round) Span(lang string) string { return span(r, lang) }

// Mark says of one of the round's dates, as it is written in a language, that it
// is preliminary, if it is.
func (r Round) Mark(date, lang string) string { return marked(date, r, lang) }

// Close is a round's last day in a language, "31.5.2018 (alustava)": marked when
// preliminary.
func (p *Programme) Close(r Round, lang string) string {
	return marked(reading.FormatDate(r.Closes, lang), r, lang)
}

// span is a round's days, "16.1.–28.2.2018", marked when preliminary.
func span(r Round, lang string) string {
	from, to := reading.FormatDate(r.Opens, lang), reading.FormatDate(r.Closes, lang)
	dash := "–"
	if lang == "en" {
		dash = " – "
	}
	if r.Opens.Year() == r.Closes.Year() {
		from = strings.TrimRight(strings.TrimSuffix(from, itoa(r.Opens.Year())), " ")
	}
	return marked(from+dash+to, r, lang)
}

func marked(date string, r Round, lang string) string {
	if !r.Preliminary {
		return date
	}
	return date + " (" + marks[lang].preliminary + ")"
}

// start is the earliest start, "huhtikuussa 2018".
func start(r Round, lang string) string {
	s := reading.FormatInMonth(r.Starts.Month(), lang) + " " + itoa(r.Starts.Year())
	if r.InferredYear {
		s += " (" + marks[lang].inferred + ")"
	}
	return s
}

// Contact is the adviser's contact as one line, "" when staff have set none.
func (s Settings) Contact() string {
	var parts []string
	for _, x := range []string{s.Adviser.Name, s.Adviser.Phone, s.Adviser.Email, s.Adviser.Hours, s.Adviser.Places} {
		if x != "" {
			parts = append(parts, x)
		}
	}
	return strings.Join(parts, ", ")
}
