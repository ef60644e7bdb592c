package ical

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"
)

// firstYear is when the European Union's summer time got its present form
// (directive 94/21/EC for the end of October; 2000/84/EC for good).
const firstYear = 1996

// summerTime gives the zone's VTIMEZONE (RFC 5545 §3.6.5). ok is false when the
// zone does not change its clocks by the European rule in the years of the
// events: then a file had better speak UTC.
func summerTime(zone *time.Location, events []Event) (z *ics.VTimezone, ok bool) {
	years := map[int]bool{firstYear: true}
	for _, e := range events {
		years[e.Start.In(zone).Year()] = true
		years[e.End.In(zone).Year()] = true
	}
	for year := range years {
		if year < firstYear || !european(zone, year) {
			return nil, false
		}
	}
	z = ics.NewTimezone(zone.String())
	summer, winter := turn(firstYear, time.March), turn(firstYear, time.October)
	z.Components = append(z.Components,
		&ics.Daylight{ComponentBase: observance(summer, zone)},
		&ics.Standard{ComponentBase: observance(winter, zone)})
	return z, true
}

// turn is the instant at which the Union's clocks change in a month: 01:00 UTC
// on its last Sunday.
func turn(year int, month time.Month) time.Time {
	last := time.Date(year, month+1, 0, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}

// european tells whether the zone goes an hour forward and back at the turns of
// a year, and at them alone.
func european(zone *time.Location, year int) bool {
	summer, winter := turn(year, time.March), turn(year, time.October)
	before, during, after := offset(summer.Add(-time.Second), zone), offset(summer, zone), offset(winter, zone)
	return during == before+3600 && after == before &&
		offset(winter.Add(-time.Second), zone) == during &&
		offset(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC), zone) == before
}

func offset(t time.Time, zone *time.Location) (seconds int) {
	_, seconds = t.In(zone).Zone()
	return seconds
}

// observance is one half of the rule: from the given turn on, each year.
func observance(from time.Time, zone *time.Location) (half ics.ComponentBase) {
	was := offset(from.Add(-time.Second), zone)
	name, is := from.In(zone).Zone()
	half.AddProperty(ics.ComponentPropertyDtStart, from.In(time.FixedZone("", was)).Format(second))
	half.AddProperty(ics.ComponentPropertyRrule, fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=-1SU", from.Month()))
	half.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), printOffset(was))
	half.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), printOffset(is))
	half.AddProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	return half
}

// printOffset prints seconds east of Greenwich: "+0200".
func printOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds%3600/60)
}
