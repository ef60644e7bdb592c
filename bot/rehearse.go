package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kakebot/chat"
	"kakebot/reminders"
)

// rehearse prints every reminder of a year: when, about what, and its words in
// Finnish. A talk is shown by one example, since bookings are not known ahead.
func rehearse(_ context.Context, c config, s streams) error {
	p, err := loadProgramme(c.knowledge)
	if err != nil {
		return err
	}
	if c.year < 1 {
		return errors.New("rehearse needs --year, such as --year 2018")
	}
	from := time.Date(c.year, 1, 1, 0, 0, 0, 0, p.Zone).Add(-time.Nanosecond)
	to := from.AddDate(1, 0, 0)
	texts := reminders.Texts{
		Name:  func(lang string) string { return p.Name("grants", lang) },
		Forms: p.Links["forms"],
	}
	moments := reminders.Plan(from, to, p.Rounds)
	for _, m := range moments {
		for _, r := range p.Rounds {
			if r.ID == m.Subject {
				_, _ = fmt.Fprintf(s.out, "%s  round %s, %s, to its subscribers\n%s\n\n", m.At.Format("2006-01-02 15:04"), m.Subject, m.Offset, chat.Plain(texts.Round(m, r, "fi").Text))
			}
		}
	}
	start := time.Date(c.year, 3, 1, 13, 0, 0, 0, p.Zone)
	talk := reminders.Appointment{ID: "EXAMPLE", Start: start, Made: start.AddDate(0, 0, -14)}
	for _, m := range reminders.Plan(start.AddDate(0, 0, -3), start, nil, talk) {
		_, _ = fmt.Fprintf(s.out, "%s  a talk on %s, %s, to its person\n%s\n\n", m.At.Format("2006-01-02 15:04"), start.Format("2006-01-02 15:04"), m.Offset, chat.Plain(texts.Talk(m, talk, "fi").Text))
	}
	_, _ = fmt.Fprintf(s.out, "%d reminders of rounds in %d\n", len(moments), c.year)
	return nil
}
