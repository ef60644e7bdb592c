package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/reminders"
)

// rehearse prints every reminder of a year: when, about what, and its words in
// the languages chosen. What the programme cannot tell ahead, changes of a round
// and booked talks, is shown by examples.
func rehearse(_ context.Context, c config, s streams) error {
	p, err := loadProgramme(c.knowledge)
	if err != nil {
		return err
	}
	if c.year < 1 {
		return errors.New("rehearse needs --year, such as --year 2018")
	}
	langs := []string{c.lang}
	switch {
	case c.lang == "all":
		langs = chat.Langs
	case !slices.Contains(chat.Langs, c.lang):
		return fmt.Errorf("--lang %s is none of fi, sv, en, selko and all", c.lang)
	}
	for _, lang := range langs {
		play{p, c.timing, s.out, lang}.year(c.year)
	}
	return nil
}

// A play is a rehearsal in one language.
type play struct {
	*knowledge.Programme
	reminders.Timing
	out  io.Writer
	lang string
}

func (p play) texts() reminders.Texts {
	return reminders.Texts{
		Name:  func(lang string) string { return p.Name("grants", lang) },
		Forms: p.Links["forms"],
		Source: func(fact string) chat.Source {
			f := p.Facts[fact]
			return chat.Source{Heading: f.Heading, Quote: f.Quote, Line: f.Lines[0]}
		},
	}
}

// show prints one reminder under its heading, with its buttons.
func (p play) show(at time.Time, heading string, r chat.Reply) {
	_, _ = fmt.Fprintf(p.out, "%s  %s\n%s\n\n%s\n\n", at.Format("2006-01-02 15:04"), heading, chat.Text(r), chat.Numbered(r.Choices))
}

func (p play) year(year int) {
	from := time.Date(year, 1, 1, 0, 0, 0, 0, p.Zone).Add(-time.Nanosecond)
	texts := p.texts()
	moments := p.Plan(from, from.AddDate(1, 0, 0), p.Rounds)
	for _, m := range moments {
		for _, r := range p.Rounds {
			if r.ID == m.Subject {
				p.show(m.At, fmt.Sprintf("round %s, %s, to its subscribers", m.Subject, m.Offset), texts.Round(m, r, p.lang))
			}
		}
	}
	for _, r := range p.Rounds {
		if r.Opens.Year() == year && r.Preliminary {
			p.changes(r)
			break
		}
	}
	start := time.Date(year, 3, 1, 13, 0, 0, 0, p.Zone)
	talk := reminders.Appointment{ID: "EXAMPLE", Start: start, Made: start.AddDate(0, 0, -14)}
	for _, m := range p.Plan(start.AddDate(0, 0, -3), start, nil, talk) {
		p.show(m.At, fmt.Sprintf("a talk on %s, %s, to its person", start.Format("2006-01-02 15:04"), m.Offset), texts.Talk(m, talk, p.lang))
	}
	_, _ = fmt.Fprintf(p.out, "%d reminders of rounds in %d\n\n", len(moments), year)
}

// changes prints what is said when something becomes of a round, each as if it
// were noticed at noon a week before the earliest last day.
func (p play) changes(r knowledge.Round) {
	edited := func(opens, closes int, preliminary bool) knowledge.Round {
		e := r
		e.Opens, e.Closes, e.Preliminary = r.Opens.AddDate(0, 0, opens), r.Closes.AddDate(0, 0, closes), preliminary
		return e
	}
	const sooner = -16
	firm := edited(0, 0, false)
	at := r.Closes.AddDate(0, 0, sooner-7).Add(12 * time.Hour)
	for _, c := range []struct {
		what          string
		before, after knowledge.Round
	}{
		{"is confirmed", r, firm},
		{"is preliminary again", firm, r},
		{"closes on another day", r, edited(0, sooner, false)},
		{"opens on another day", r, edited(7, 0, true)},
		{"is moved", r, edited(7, sooner, true)},
		{"is new", knowledge.Round{}, r},
		{"is withdrawn", r, knowledge.Round{ID: r.ID}},
	} {
		p.show(at, fmt.Sprintf("example: round %s %s, to its subscribers", r.ID, c.what), p.texts().Change(c.before, c.after, at, p.lang))
	}
}
