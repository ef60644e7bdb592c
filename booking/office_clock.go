package booking

import "time"

// Inside the office a day is midnight UTC of its date: dates have no zone.

func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// moment is when the clock on the wall shows c on a day, or, where it never
// does, when it leaps over c.
func (o Office) moment(day time.Time, c Clock) time.Time {
	t := o.naive(day, c)
	begins, ends := t.ZoneBounds()
	switch shown := reading(t); {
	case shown.After(reading(day).Add(minutes(c))):
		return begins
	case shown.Before(reading(day).Add(minutes(c))):
		return ends
	}
	return t
}

// shows tells whether the clock on the wall shows c on a day at all.
func (o Office) shows(day time.Time, c Clock) bool {
	return reading(o.naive(day, c)).Equal(reading(day).Add(minutes(c)))
}

// naive reads a local time as Desk.ParseSlot does: of one that is shown twice,
// the first is meant.
func (o Office) naive(day time.Time, c Clock) time.Time {
	t := time.Date(day.Year(), day.Month(), day.Day(), 0, int(c), 0, 0, o.Zone)
	if first, repeated := earlier(t); repeated {
		return first
	}
	return t
}

// reading is what the clock on the wall shows at t, kept in UTC, where every
// reading is there once.
func reading(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

func minutes(c Clock) time.Duration { return time.Duration(c) * time.Minute }
