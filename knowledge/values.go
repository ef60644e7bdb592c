package knowledge

import (
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

// values gives the placeholders that every answer may use.
func (p *Programme) values(lang string) values {
	v := values{"source.year": itoa(p.Year), "money.sum": "", "money.rest": ""}
	for name, words := range p.Names {
		w, ok := words[lang]
		if !ok {
			w = words["fi"]
		}
		v["name."+name] = strings.ReplaceAll(w, "KAKE -", "KAKE\u00a0-")
	}
	for name, l := range p.Limits {
		v["limit."+name] = reading.FormatEuros(int64(l.Under)*100, lang)
	}
	for name, m := range p.Money {
		v["money."+name] = reading.FormatEuros(int64(m.Euros)*100, lang)
	}
	sum := p.Money["development"].Euros + p.Money["events"].Euros
	v["money.sum"] = reading.FormatEuros(int64(sum)*100, lang)
	v["money.rest"] = reading.FormatEuros(int64(p.Money["total"].Euros-sum)*100, lang)
	for name, url := range p.Links {
		v["link."+name] = "[" + url + "](https://" + url + ")"
	}
	for name, line := range p.Settings.Crisis {
		v["crisis."+name] = strings.ReplaceAll(line, " ", "\u00a0")
	}
	v["rounds"] = p.list(lang, func(Round) bool { return true })
	v["rounds.preliminary"] = p.list(lang, func(r Round) bool { return r.Preliminary })
	v["adviser"] = p.Settings.Contact()
	return v
}

// Name is one of the programme's names in a language.
func (p *Programme) Name(name, lang string) string { return p.values(lang)["name."+name] }

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
