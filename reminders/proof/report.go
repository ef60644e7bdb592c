package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A report is what came of a run.
type report struct {
	*director
	lost, twice int
	late        []time.Duration // of each delivery, ascending
	left        int64           // bytes of the ledger when all was delivered
}

// look reads the journal.
func (d *director) look(ctx context.Context) (report, error) {
	r := report{director: d}
	shown, err := d.notes.HGetAll(ctx, shownKey).Result()
	if err != nil {
		return r, err
	}
	r.lost = d.People - len(shown)
	for _, n := range shown {
		if n != "1" {
			r.twice++
		}
	}
	times, err := d.notes.LRange(ctx, timesKey, 0, -1).Result()
	if err != nil {
		return r, err
	}
	for _, t := range times {
		ms, err := strconv.ParseInt(t, 10, 64)
		if err != nil {
			return r, err
		}
		r.late = append(r.late, time.UnixMilli(ms).Sub(d.at))
	}
	slices.Sort(r.late)
	r.left, err = memory(ctx, d.rdb)
	return r, err
}

// part is the lateness that so many in a thousand do not exceed.
func (r report) part(permille int) time.Duration {
	if len(r.late) == 0 {
		return 0
	}
	return r.late[(len(r.late)-1)*permille/1000]
}

// resumed is how long after the kill the last delivery came: by then the killed
// worker's jobs had been another's.
func (r report) resumed() time.Duration { return r.at.Add(r.part(1000)).Sub(r.killed) }

// slowest is how long after its lease a killed worker's job may be another's.
const slowest = 2 * time.Second

// print tells, and gives 1 if a promise was broken.
func (r report) print(out io.Writer) (code int) {
	say := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	say("%d people, %d processes, leases of %v, Redis writes before it answers", r.People, r.Workers, r.Lease)
	say("lost %d, twice %d", r.lost, r.twice)
	say("lateness: p50 %v, p99 %v, last %v", r.part(500), r.part(990), r.part(1000).Round(time.Millisecond))
	speed := 0.9 * float64(r.People) / r.part(900).Seconds()
	say("speed: %.0f reminders/s to the first nine in ten, %.2f of SET (%.0f/s); planned at %.0f/s, %.2f of SET", speed, speed/r.sets, r.sets,
		float64(r.People)/r.plan.Seconds(), float64(r.People)/r.plan.Seconds()/r.sets)
	per := func(bytes int64) float64 { return float64(bytes) / float64(r.People) * 100_000 / (1 << 20) }
	say("memory for 100 000 people: %.0f MB of Redis as subscribers, %.0f MB more while all are owed one, %.0f MB more when it is settled; a worker takes %d MB",
		per(r.subscribed-r.empty), per(r.queued-r.subscribed), per(r.left-r.subscribed), r.rss>>20)
	if r.lost > 0 || r.twice > 0 {
		code = 1
	}
	if !r.Calm {
		say("the last came %v after the kill -9", r.resumed().Round(time.Millisecond))
		if r.resumed() > r.Lease+slowest {
			say("which is more than %v after the lease", slowest)
			code = 1
		}
	}
	return code
}

// rss is the memory of a process, in bytes; 0 where the system does not tell.
func rss(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kb, err := strconv.ParseInt(strings.TrimSpace(strings.SplitN(rest, "kB", 2)[0]), 10, 64)
	if err != nil {
		return 0
	}
	return kb << 10
}
