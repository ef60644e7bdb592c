package main

import (
	"fmt"
	"sync"
	"time"
)

// A clock is the one now of the whole process, in the programme's zone. The real
// one follows the machine; a rehearsal's starts elsewhere and runs on from there.
type clock struct {
	zone *time.Location

	mu     sync.Mutex
	base   time.Time // where the rehearsal stood …
	since  time.Time // … at this moment of the machine's; zero for the real clock
	frozen bool      // stands still between settings, so that a script's answers repeat
}

// newClock starts at the given local time, or gives the real clock for "".
func newClock(start string, zone *time.Location) (*clock, error) {
	c := &clock{zone: zone}
	if start == "" {
		return c, nil
	}
	at, err := parseMoment(start, zone)
	if err != nil {
		return nil, err
	}
	c.set(at)
	return c, nil
}

// parseMoment reads 2018-02-20T09:00, or a date, which means nine o'clock.
func parseMoment(s string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if at, err := time.ParseInLocation(layout, s, zone); err == nil {
			return at, nil
		}
	}
	if day, err := time.ParseInLocation(time.DateOnly, s, zone); err == nil {
		return time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, zone), nil
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.In(zone), nil
	}
	return time.Time{}, fmt.Errorf("%q is not a time such as 2018-02-20T09:00 or 2018-02-20", s)
}

// freeze makes the clock stand still between settings.
func (c *clock) freeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.frozen = !c.since.IsZero()
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.since = at, time.Now()
}

// now is the moment it is.
func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.since.IsZero():
		return time.Now().In(c.zone)
	case c.frozen:
		return c.base
	}
	return c.base.Add(time.Since(c.since)).In(c.zone)
}

// rehearsing tells whether this is not the real clock.
func (c *clock) rehearsing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.since.IsZero()
}
