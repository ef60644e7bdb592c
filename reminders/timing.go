package reminders

import "time"

// Timing is when reminders come, as whoever runs the service has set it. The
// zero Timing sends at nine o'clock on every day of the week.
type Timing struct {
	Hour  int                      // local hour of reminders of rounds, 7 to 19; 0 is 9
	Rests func(day time.Time) bool // days on which none comes: it comes on the working day before. nil is none
}

// Nothing is sent to anybody before morning or from nightfall on, by the clock of
// the programme. News of a round begins no later than dusk, so that a day is left
// for sends that fail at first.
const (
	morning   = 7
	dusk      = 20
	nightfall = 21
)

// hour is when reminders of rounds come.
func (t Timing) hour() int {
	if t.Hour == 0 {
		return 9
	}
	return t.Hour
}

// on gives when a reminder meant for a day comes: that day at the hour, or the
// last one before it that is not a day of rest. More than a week of rest is none.
func (t Timing) on(day time.Time) time.Time {
	for back := 0; back < 7 && t.Rests != nil; back++ {
		if d := day.AddDate(0, 0, -back); !t.Rests(d) {
			day = d
			break
		}
	}
	return clock(day, t.hour())
}

// soon gives the first moment from now on at which news may come: at once between
// the hour and dusk, else at the next hour. News waits for no working day.
func (t Timing) soon(now time.Time) time.Time {
	begins := clock(now, t.hour())
	switch {
	case now.Before(begins):
		return begins
	case now.Before(clock(now, dusk)):
		return now
	}
	return clock(now.AddDate(0, 0, 1), t.hour())
}

// asleep tells whether it is night, and when the night ends.
func asleep(now time.Time) (until time.Time, night bool) {
	switch h := now.Hour(); {
	case h < morning:
		return clock(now, morning), true
	case h >= nightfall:
		return clock(now.AddDate(0, 0, 1), morning), true
	}
	return now, false
}

// clock is a day at a full hour of wall time.
func clock(day time.Time, hour int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, day.Location())
}
