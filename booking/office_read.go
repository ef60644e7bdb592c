package booking

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// ReadOffice reads an office from its file, as ExampleOffice explains it. name
// stands before the line in errors ("office.yaml:12: …"), which say what to
// write instead. The clock on the wall is that of zone.
func ReadOffice(name string, data []byte, zone *time.Location) (Office, error) {
	o := Office{Zone: zone, Length: 30 * time.Minute, Holidays: true, Eves: true, Horizon: 28, Bounds: Options{}.orDefault()}
	err := o.read(data)
	var syntax yaml.Error
	switch {
	case err == nil:
		return o, nil
	case errors.As(err, &syntax) && syntax.GetToken() != nil:
		return Office{}, fmt.Errorf("%s:%d: %s", name, syntax.GetToken().Position.Line, syntax.GetMessage())
	}
	return Office{}, fmt.Errorf("%s:%w", name, err)
}

func (o *Office) read(data []byte) error {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return err
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return errors.New("1: nothing is written in it; start from the example")
	}
	root := file.Docs[0].Body
	var advisers, exceptions ast.Node
	err = keys(root, map[string]func(ast.Node) error{
		"length":     number(5, 480, []string{"min"}, func(n int) { o.Length = time.Duration(n) * time.Minute }),
		"before":     number(0, 240, []string{"min"}, func(n int) { o.Before = time.Duration(n) * time.Minute }),
		"after":      number(0, 240, []string{"min"}, func(n int) { o.After = time.Duration(n) * time.Minute }),
		"horizon":    number(1, 366, []string{"pv", "päivää"}, func(n int) { o.Horizon = n }),
		"notice":     length(0, 14*24*time.Hour, &o.Bounds.Notice),
		"cancel":     length(0, 14*24*time.Hour, &o.Bounds.CancelBy),
		"hold":       length(5*time.Minute, time.Hour, &o.Bounds.Hold),
		"extend":     length(0, time.Hour, &o.Bounds.Extend),
		"waiting":    length(0, 7*24*time.Hour, &o.Bounds.OfferFor),
		"most":       number(1, 99, nil, func(n int) { o.Bounds.MaxOpen = n }),
		"holidays":   closed(&o.Holidays),
		"eves":       closed(&o.Eves),
		"advisers":   func(n ast.Node) error { advisers = n; return nil },
		"exceptions": func(n ast.Node) error { exceptions = n; return nil },
	})
	if err != nil {
		return err
	}
	if advisers == nil {
		return fault(root, "advisers are missing: who can be talked to, and when")
	}
	if err := items(advisers, o.readAdviser); err != nil {
		return err
	}
	if exceptions == nil {
		return nil
	}
	return items(exceptions, func(n ast.Node) error { return o.readException(n, 0) })
}

// readAdviser adds an adviser's hours and exceptions.
func (o *Office) readAdviser(n ast.Node) error {
	var a Adviser
	var talks, exceptions ast.Node
	err := keys(n, map[string]func(ast.Node) error{
		"number":     number(1, 999, nil, func(n int) { a.Number = n }),
		"name":       text(&a.Name),
		"talks":      func(n ast.Node) error { talks = n; return nil },
		"exceptions": func(n ast.Node) error { exceptions = n; return nil },
	})
	switch {
	case err != nil:
		return err
	case a.Number == 0:
		return fault(n, "this adviser has no number; give 1 to the first, and never the same to another")
	case a.Name == "":
		return fault(n, "adviser %d has no name", a.Number)
	case talks == nil:
		return fault(n, "%s has no talks: where and when, such as kind, place and times", a.Name)
	}
	for _, other := range o.advisers() {
		if other.Number == a.Number {
			return fault(n, "%s and %s have the same number %d", other.Name, a.Name, a.Number)
		}
	}
	if err := items(talks, func(n ast.Node) error { return o.readTalks(n, a) }); err != nil {
		return err
	}
	if exceptions == nil {
		return nil
	}
	return items(exceptions, func(n ast.Node) error { return o.readException(n, a.Number) })
}

// readTalks adds the hours of one adviser in one place.
func (o *Office) readTalks(n ast.Node, a Adviser) error {
	h := Hours{Adviser: a}
	var times ast.Node
	err := keys(n, map[string]func(ast.Node) error{
		"kind":  kind(&h.Where),
		"place": text(&h.Place),
		"times": func(n ast.Node) error { times = n; return nil },
	})
	switch {
	case err != nil:
		return err
	case h.Where == "":
		return fault(n, "these talks of %s have no kind: centre, elsewhere, phone or video", a.Name)
	case h.Place == "":
		return fault(n, "these talks of %s have no place; write what people read, such as puhelimitse", a.Name)
	case times == nil:
		return fault(n, "these talks of %s have no times, such as ma-to 9-15", a.Name)
	}
	return items(times, func(n ast.Node) error {
		var line string
		if err := text(&line)(n); err != nil {
			return err
		}
		days, spans, err := parseTimes(line)
		if err != nil {
			return fault(n, "%v", err)
		}
		for _, span := range spans {
			h.Days, h.Span = days, span
			if minutes(span.To-span.From) < o.Length {
				return fault(n, "%q is shorter than a talk", line)
			}
			if o.overlaps(h) {
				return fault(n, "%q: %s has other hours at that time already", line, a.Name)
			}
			o.Hours = append(o.Hours, h)
		}
		return nil
	})
}

// overlaps tells whether the adviser has hours at that time already.
func (o *Office) overlaps(h Hours) bool {
	for _, g := range o.Hours {
		for d := range h.Days {
			if g.Adviser.Number == h.Adviser.Number && g.Days[d] && h.Days[d] && g.Span.From < h.Span.To && h.Span.From < g.Span.To {
				return true
			}
		}
	}
	return false
}

// readException adds a line of exceptions; 0 is everybody's.
func (o *Office) readException(n ast.Node, adviser int) error {
	var line string
	if err := text(&line)(n); err != nil {
		return err
	}
	x, err := parseException(line)
	if err != nil {
		return fault(n, "%v", err)
	}
	x.Adviser = adviser
	if !x.Closed && adviser == 0 && !o.anyWorks(x) {
		return fault(n, "%q opens a day on which nobody has hours; write it under the adviser who is there", line)
	}
	o.Exceptions = append(o.Exceptions, x)
	return nil
}

// anyWorks tells whether somebody has weekly hours on the exception's days, as
// far as it says which weekdays these are.
func (o *Office) anyWorks(x Exception) bool {
	days := x.Days
	if once, err := time.Parse(time.DateOnly, string(x.From)); err == nil && x.From == x.To {
		days[once.Weekday()] = true
	}
	for _, h := range o.Hours {
		for d := range days {
			if h.Days[d] && days[d] {
				return true
			}
		}
	}
	return days == Weekdays{}
}

// number takes a whole number, with or without one of the units after it.
func number(least, most int, units []string, set func(int)) func(ast.Node) error {
	return func(n ast.Node) error {
		var s string
		if err := text(&s)(n); err != nil {
			return err
		}
		figures := s
		for _, unit := range units {
			figures = strings.TrimSpace(strings.TrimSuffix(figures, unit))
		}
		v, err := strconv.Atoi(figures)
		if err != nil || v < least || v > most {
			return fault(n, "%q is not a whole number from %d to %d", s, least, most)
		}
		set(v)
		return nil
	}
}

// units are how lengths of time are written, shortest first.
var units = []struct {
	word string
	is   time.Duration
}{{"min", time.Minute}, {"t", time.Hour}, {"pv", 24 * time.Hour}}

// length takes a length of time with its unit; 0 sets what lifts the bound.
func length(least, most time.Duration, to *time.Duration) func(ast.Node) error {
	return func(n ast.Node) error {
		var s string
		if err := text(&s)(n); err != nil {
			return err
		}
		for _, u := range units {
			figures, ok := strings.CutSuffix(s, u.word)
			if v, err := strconv.Atoi(strings.TrimSpace(figures)); ok && err == nil {
				if d := time.Duration(v) * u.is; v <= 1000 && d >= least && d <= most {
					if *to = d; d == 0 {
						*to = -1
					}
					return nil
				}
			}
		}
		return fault(n, "%q is not a length of time that can stand here; write it as 30 min, 2 t or 1 pv", s)
	}
}

// closed takes "suljettu" or "avoinna".
func closed(to *bool) func(ast.Node) error {
	return func(n ast.Node) error {
		var s string
		if err := text(&s)(n); err != nil {
			return err
		}
		s = strings.ToLower(s)
		if *to = s == "suljettu"; !*to && s != "avoinna" {
			return fault(n, "%q is neither suljettu nor avoinna", s)
		}
		return nil
	}
}

// kind takes how a talk is held.
func kind(to *Where) func(ast.Node) error {
	return func(n ast.Node) error {
		var s string
		if err := text(&s)(n); err != nil {
			return err
		}
		switch *to = Where(s); *to {
		case Centre, Elsewhere, Phone, Video:
			return nil
		}
		return fault(n, "%q is not a kind of talk; they are centre, elsewhere, phone and video", s)
	}
}
