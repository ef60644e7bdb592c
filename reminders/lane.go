package reminders

import (
	"context"
	"runtime"
	"slices"
	"time"

	"kakebot/chat"
)

// A lane delivers what waits in one shard for one channel, so that no channel
// waits for another. It has at most a batch of sends under way; each is settled
// as it ends, and what has been delivered is written down until Redis takes it.
type lane struct {
	*Runner
	shard    int
	channel  string
	pace     chat.Pace
	results  chan end // of the sends under way; has room for all
	underway int
	ends     []end // not written down yet
}

func (r *Runner) lane(shard int, channel string) *lane {
	return &lane{Runner: r, shard: shard, channel: channel, pace: paceOf(r.Channels[channel]), results: make(chan end, r.batchSize)}
}

// take claims as many jobs as there is room for, checks each against the facts
// as they are now and starts sending. claimed is how many; more says that there
// was no room for all; next is how long until there may be more, less than zero
// if nothing waits.
func (l *lane) take(ctx context.Context, clock func() time.Time) (claimed int, more bool, next time.Duration, err error) {
	room, next, err := l.room(ctx, l.batchSize-l.underway-len(l.ends))
	if err != nil || room == 0 {
		return 0, false, next, err
	}
	jobs, next, err := l.queue.claim(ctx, l.shard, l.channel, clock(), room)
	if claimed = len(jobs); err != nil || claimed == 0 {
		return 0, false, next, err
	}
	jobs = slices.DeleteFunc(jobs, func(c claim) bool {
		if c.Kind == "" {
			l.ends = append(l.ends, end{claim: c, how: buried, why: whyBroken})
		}
		return c.Kind == ""
	})
	ready, ends, err := l.judge(ctx, clock(), jobs)
	if err == nil {
		ready, ends, err = l.spread(ctx, clock(), ready, ends)
	}
	if err != nil {
		return 0, false, next, err
	}
	l.ends = append(l.ends, ends...)
	began := clock() // the time of a send runs from before the server is asked whether there is enough of it
	if ready, err = l.begin(ctx, ready); err != nil {
		return 0, false, next, err
	}
	l.underway += len(ready)
	for _, job := range ready {
		go func() { l.results <- l.send(ctx, job, began, clock) }()
	}
	return claimed, claimed == room, next, nil
}

// begin keeps those that are still ours to send.
func (l *lane) begin(ctx context.Context, ready []delivery) ([]delivery, error) {
	if len(ready) == 0 {
		return nil, nil
	}
	claims := make([]claim, len(ready))
	for i, d := range ready {
		claims[i] = d.claim
	}
	ours, err := l.queue.begin(ctx, l.shard, claims)
	if err != nil {
		return nil, err
	}
	kept := ready[:0]
	for i, d := range ready {
		if ours[i] {
			kept = append(kept, d)
		}
	}
	return kept, nil
}

// collect takes the results that are there, after those whose send is over have
// had a turn to say so: they are written down together.
func (l *lane) collect() {
	if l.underway > 0 {
		runtime.Gosched()
	}
	for len(l.results) > 0 {
		l.add(<-l.results)
	}
}

func (l *lane) add(e end) {
	l.underway--
	l.ends = append(l.ends, e)
}

// write records how jobs ended, even when the process is stopping. sent is how
// many were delivered; soonest, how long until one is to be tried again, less
// than zero if none is. What Redis does not take is kept for the next time.
func (l *lane) write(ctx context.Context, now time.Time) (delivered int, soonest time.Duration, err error) {
	if len(l.ends) == 0 {
		return 0, -1, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTime)
	defer cancel()
	if err := l.queue.finish(ctx, l.shard, l.channel, now, l.ends); err != nil {
		return 0, -1, err
	}
	soonest = -1
	for _, e := range l.ends {
		switch e.how {
		case sent:
			delivered++
		case retried:
			if wait := max(0, e.again.Sub(now)); soonest < 0 || wait < soonest {
				soonest = wait
			}
		}
	}
	l.ends = l.ends[:0]
	return delivered, soonest, nil
}

// step delivers what is due at now and returns when it is done.
func (l *lane) step(ctx context.Context, now time.Time) (delivered int, err error) {
	for more := true; more; {
		var failed error
		if _, more, _, err = l.take(ctx, func() time.Time { return now }); err != nil {
			return delivered, err
		}
		for l.underway > 0 || len(l.ends) > 0 {
			if l.underway > 0 && len(l.ends) == 0 {
				l.add(<-l.results)
			}
			l.collect()
			n, _, err := l.write(ctx, now)
			delivered += n
			if err != nil {
				failed, l.ends = err, nil
			}
		}
		if failed != nil {
			return delivered, failed
		}
	}
	return delivered, nil
}

// run delivers until ctx ends, and then waits for the sends under way. It looks
// when it is woken, when something falls due that it knows of, and when a send
// has ended and there was no room for more.
func (l *lane) run(ctx, sending context.Context, wake <-chan struct{}) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	var rings time.Time // when the timer does
	soon := func(d time.Duration) {
		if at := l.Clock().Add(d); d >= 0 && d <= glance && (rings.IsZero() || at.Before(rings)) {
			timer.Reset(d)
			rings = at
		}
	}
	more, look := false, false // there may be some to claim; it is time to see
	for {
		select {
		case <-ctx.Done():
			l.drain(sending)
			return
		case e := <-l.results:
			l.add(e)
			look = more && l.underway <= l.batchSize/2 // few at a time would be slow for all
		case <-wake:
			look = true
		case <-timer.C:
			rings, look = time.Time{}, true
		}
		l.collect()
		_, again, err := l.write(sending, l.Clock())
		soon(again)
		if err == nil && look && l.underway < l.batchSize {
			var next time.Duration
			_, more, next, err = l.take(sending, l.Clock)
			soon(next)
			if err == nil {
				_, again, err = l.write(sending, l.Clock()) // those that are not to be sent
				soon(again)
			}
		}
		switch {
		case err != nil:
			soon(pause)
		case more && l.underway == 0:
			soon(0)
		case more && l.underway < l.batchSize:
			soon(linger)
		}
		l.trouble.report(l, err)
	}
}

// drain waits for the sends under way and writes down how they ended.
func (l *lane) drain(ctx context.Context) {
	for l.underway > 0 {
		l.add(<-l.results)
		l.collect()
		if l.underway > 0 {
			_, _, _ = l.write(ctx, l.Clock())
		}
	}
	if _, _, err := l.write(ctx, l.Clock()); err != nil {
		l.Log.Error("how reminders ended is not written down", "reminders", len(l.ends), "error", err)
	}
}
