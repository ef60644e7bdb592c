package knowledge

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kakebot/knowledge/reading"
)

// A Round is a period in which applications are taken. Opens and Closes are
// midnight at the beginning of those days in the programme's time zone; the
// last day counts, and the source gives no hour for it (F11-F13).
type Round struct {
	ID           string
	Opens        time.Time
	Closes       time.Time
	Starts       time.Time // first day of the earliest month in which a project can start
	InferredYear bool      // the source does not say the year of Starts
	Preliminary  bool      // the dates may still change
	Fact         string    // the fact it rests on
}

// Open tells whether applications are taken at now: from the first moment of
// the opening day to the last of the closing day.
func (r Round) Open(now time.Time) bool {
	return !now.Before(r.Opens) && now.Before(r.Closes.AddDate(0, 0, 1))
}

// openIn tells whether applications are taken on any day of a month, given as its
// first day.
func (r Round) openIn(month time.Time) bool {
	return !month.After(r.Closes) && month.AddDate(0, 1, 0).After(r.Opens)
}

// Over tells whether the last day has passed.
func (r Round) Over(now time.Time) bool { return !now.Before(r.Closes.AddDate(0, 0, 1)) }

// RoundFor is the round in which an idea is best applied for, among those that
// are not over at now: for a project whose start words tell, the last one whose
// projects can begin by then; else the one that closes first. ok is false when
// none is left. Only projects have a first month (F11-F13).
func (p *Programme) RoundFor(grant reading.Grant, start string, lang string, now time.Time) (round Round, ok bool) {
	month, wished := Question{Lang: lang, Now: now, Reading: reading.Read(start, lang, now)}.month()
	for _, r := range p.Rounds {
		fits := grant == reading.Project && wished && !r.Starts.After(month)
		if !r.Over(now) && (!ok || fits) {
			round, ok = r, true
		}
	}
	return round, ok
}

// Version changes whenever the dates, or whether they are preliminary, do, so
// that a reminder planned for the old ones is recognised as stale.
func (r Round) Version() string {
	return fmt.Sprintf("%s-%s-%t", r.Opens.Format("060102"), r.Closes.Format("060102"), r.Preliminary)
}

// ParseVersion reads what Version wrote: the dates, as midnights in zone, and
// whether they are preliminary. The rest of the round is zero.
func ParseVersion(version string, zone *time.Location) (r Round, ok bool) {
	parts := strings.Split(version, "-")
	if len(parts) != 3 {
		return Round{}, false
	}
	var errs [3]error
	r.Opens, errs[0] = time.ParseInLocation("060102", parts[0], zone)
	r.Closes, errs[1] = time.ParseInLocation("060102", parts[1], zone)
	r.Preliminary, errs[2] = strconv.ParseBool(parts[2])
	if errors.Join(errs[:]...) != nil {
		return Round{}, false
	}
	return r, true
}

// days counts calendar days from one local day to another, whatever the clock
// does in between.
func days(from, to time.Time) int {
	f := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
	t := time.Date(to.Year(), to.Month(), to.Day(), 0, 0, 0, 0, time.UTC)
	return int(t.Sub(f) / (24 * time.Hour))
}
