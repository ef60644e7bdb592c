package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"kakebot/booking"
)

// look reads what stands at the end. After the time in which every hold and
// offer must have ended it sees whether they have: it takes everybody off the
// waiting list and holds each slot in turn.
func look(ctx context.Context, s Settings, offered []booking.Slot) (end stands, err error) {
	rdb, _ := connect(s)
	defer rdb.Close()
	d := newDesk(rdb, s)
	from, to := first, slotStart(s.Slots)
	if end.entries, err = d.All(ctx, from, to); err != nil {
		return end, err
	}
	if end.talks, err = d.Upcoming(ctx, from, to); err != nil {
		return end, err
	}
	if end.events, err = d.Events(ctx, 1<<30); err != nil {
		return end, err
	}
	before, err := d.Wishes(ctx)
	if err != nil {
		return end, err
	}
	select {
	case <-ctx.Done():
		return end, ctx.Err()
	case <-time.After(3 * s.Hold): // an offer lasts twice as long as a hold
	}
	for freed := 1; freed > 0; {
		if freed, err = d.Sweep(ctx); err != nil {
			return end, err
		}
	}
	for _, w := range before {
		now, _, err := d.WishOf(ctx, w.Person)
		if err != nil {
			return end, err
		}
		if w.Offer != "" && w.Offer == now.Offer {
			end.stuck = append(end.stuck, w.Offer)
		}
	}
	for _, w := range before {
		if err := d.Unwish(ctx, "judge", w.Person); err != nil {
			return end, err
		}
	}
	for _, e := range end.entries {
		if e.State == booking.Booked {
			continue
		}
		if _, err := d.Hold(ctx, "judge/"+e.Slot.ID, "web:judge", e.Slot.ID, from.Add(-time.Hour)); err != nil {
			end.stuck = append(end.stuck, e.Slot.ID)
		}
	}
	if len(end.entries) != len(offered) {
		return end, fmt.Errorf("%d slots of %d are left", len(end.entries), len(offered))
	}
	return end, nil
}

// report prints what happened and what was broken, and gives the exit code.
func report(out io.Writer, d *director, acts []act, end stands, found []breach) int {
	offers := 0
	for _, e := range end.events {
		if e.Kind == booking.Offered {
			offers++
		}
	}
	done, good, again, promised := map[string]int{}, map[string]int{}, 0, 0
	for _, a := range acts {
		done[a.Ask.Do]++
		again += len(a.Again)
		if a.Got != nil && a.Got.Outcome == ok {
			good[a.Ask.Do]++
			if _, promise := promises[a.Ask.Do]; promise {
				promised++
			}
		}
	}
	fmt.Fprintf(out, "redis-server %s, appendfsync %s, %s, seed %d: %d processes of %d claimants want %d slots\n",
		d.version, d.Fsync, d.For, d.Seed, d.Workers, d.Claimants, d.Slots)
	fmt.Fprintf(out, "%d asks, %d of them repeated:", len(acts), again)
	for _, do := range slices.Sorted(maps.Keys(done)) {
		fmt.Fprintf(out, " %s %d/%d", do, good[do], done[do])
	}
	kind := "kill -9, its files whole"
	if d.Power {
		kind = fmt.Sprintf("power cuts, %d unsynced bytes lost", d.cut)
	}
	fmt.Fprintf(out, "; %d offers to those who wait", offers)
	fmt.Fprintf(out, "\n%d processes killed; the server killed %d times (%s), shut down %d times\n", d.workerKills, d.serverKills, kind, d.shutdowns)

	excused := d.Fsync == "everysec" && d.Power && d.Control == ""
	count, sample := map[rule]int{}, map[rule]string{}
	for _, b := range found {
		if count[b.rule]++; count[b.rule] == 1 {
			sample[b.rule] = b.text
		}
	}
	code := 0
	for _, r := range rules {
		switch {
		case count[r] == 0:
		case excused && r.told:
			fmt.Fprintf(out, "lost    %5d  %s, e.g. %s\n", count[r], r.name, sample[r])
		default:
			fmt.Fprintf(out, "BREACH  %5d  %s, e.g. %s\n", count[r], r.name, sample[r])
			code = 1
		}
	}
	if code == 0 {
		fmt.Fprintf(out, "%d promises (confirm, move, cancel), %d lost; no slot had two holders\n", promised, count[nothingLost])
	}
	return code
}
