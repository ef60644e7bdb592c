package booking

import (
	"fmt"
	"strings"
	"time"
)

// slotLayout is a slot's ID without what follows: the clock on the wall.
const slotLayout = "2006-01-02T15:04"

// offsetLayout is what follows a time that the clock shows for the second time,
// in the hour that is repeated when summer time ends.
const offsetLayout = "Z07:00"

// SlotID gives the ID of the nth slot (from 1) that starts at the local time of
// start: "2018-02-13T10:00#2", or "2018-10-28T03:30+02:00" for the second 03:30 of that day.
func SlotID(start time.Time, n int) string {
	id := start.Format(slotLayout)
	if _, repeated := earlier(start); repeated {
		id += start.Format(offsetLayout)
	}
	if n > 1 {
		id += fmt.Sprintf("#%d", n)
	}
	return id
}

// ParseSlot reads a slot from its ID, in the desk's zone. Of a time that the
// clock shows twice the first is meant, unless the offset tells. A local time
// that does not exist, in the hour that summer time skips, is an error.
func (d *Desk) ParseSlot(id string, length time.Duration, place string) (Slot, error) {
	local, _, _ := strings.Cut(id, "#")
	start, err := time.ParseInLocation(slotLayout, local, d.zone)
	if first, repeated := earlier(start); repeated {
		start = first
	}
	if err != nil {
		start, err = time.ParseInLocation(slotLayout+offsetLayout, local, d.zone)
		start = start.In(d.zone)
	}
	if err != nil || SlotID(start, 1) != local {
		return Slot{}, fmt.Errorf("%q is not a time such as 2018-02-13T10:00", id)
	}
	return Slot{ID: id, Start: start, Length: length, Place: place, Zone: d.zone.String()}, nil
}

// earlier gives the moment before t at which the clock on the wall showed the
// same, if the clock was set back since.
func earlier(t time.Time) (time.Time, bool) {
	begin, _ := t.ZoneBounds()
	if begin.IsZero() {
		return t, false
	}
	_, offset := t.Zone()
	_, former := begin.Add(-1).Zone()
	first := t.Add(-time.Duration(former-offset) * time.Second)
	return first, first.Before(begin) && former > offset
}
