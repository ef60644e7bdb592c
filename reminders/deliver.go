package reminders

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kakebot/chat"
)

// The reasons why a job ended undelivered, as kept in Redis.
const (
	whyLate    = "late"    // its time of being useful was over
	whyGone    = "gone"    // unsubscribed, cancelled, moved
	whyRefused = "refused" // the address refuses for good
	whyTries   = "tries"   // given up
)

// maxTries failures and a job is given up. With the waits of backOff that is
// some four hours.
const maxTries = 20

var errNoChannel = errors.New("this process has no such channel")

// done is what came of one batch.
type done struct {
	claimed, sent int
	next          time.Duration // until there may be more; less than zero if nothing waits
}

// A delivery is a claimed job with where it goes and what it says.
type delivery struct {
	claim
	to    chat.Address
	reply chat.Reply
}

// deliver claims one batch, checks each job against the facts as they are now,
// and sends it. How each ended is written down as soon as it is known.
func (r *Runner) deliver(ctx context.Context, shard int, clock func() time.Time) (done, error) {
	jobs, next, err := r.queue.claim(ctx, shard, clock(), r.batchSize)
	d := done{claimed: len(jobs), next: next}
	if err != nil || len(jobs) == 0 {
		return d, err
	}
	ready, ends, err := r.judge(ctx, clock(), jobs)
	if err != nil {
		return d, err
	}
	if ready, err = r.begin(ctx, shard, ready); err != nil {
		return d, err
	}
	sending, cancel := context.WithTimeout(ctx, r.queue.send)
	defer cancel()
	results := make(chan end, len(ready))
	for _, job := range ready {
		go func() { results <- r.send(sending, job, clock) }()
	}
	var failed error
	for left := len(ready); left > 0 || len(ends) > 0; ends = ends[:0] {
		for ; left > 0 && (len(ends) == 0 || len(results) > 0); left-- {
			e := <-results
			if e.how == sent {
				d.sent++
			}
			ends = append(ends, e)
		}
		if err := r.write(ctx, shard, clock(), ends); err != nil {
			failed = err
		}
	}
	return d, failed
}

// begin keeps those that are still ours to send.
func (r *Runner) begin(ctx context.Context, shard int, ready []delivery) ([]delivery, error) {
	if len(ready) == 0 {
		return nil, nil
	}
	claims := make([]claim, len(ready))
	for i, d := range ready {
		claims[i] = d.claim
	}
	ours, err := r.queue.begin(ctx, shard, claims)
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

// write records how jobs ended, even when the process is stopping.
func (r *Runner) write(ctx context.Context, shard int, now time.Time, ends []end) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTime)
	defer cancel()
	return r.queue.finish(ctx, shard, now, ends)
}

// send delivers one job. When an earlier attempt may have delivered it, the
// channel is asked first, if it can tell.
func (r *Runner) send(ctx context.Context, d delivery, clock func() time.Time) end {
	err := r.attempt(ctx, d)
	e := outcome(d.claim, err, clock())
	if err != nil {
		r.Log.Warn("reminder was not sent", "kind", d.Kind, "subject", d.Subject, "offset", d.Offset,
			"channel", d.to.Channel, "attempt", d.attempt, "err", err)
	}
	if e.why == whyRefused {
		if err := r.subscribers.refuse(context.WithoutCancel(ctx), clock(), d.to); err != nil {
			r.Log.Error("a refusal is not remembered", "channel", d.to.Channel, "err", err)
		}
	}
	return e
}

func (r *Runner) attempt(ctx context.Context, d delivery) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: panic in channel %s", chat.ErrInDoubt, d.to.Channel)
		}
	}()
	channel, ok := r.Channels[d.to.Channel]
	if !ok {
		return errNoChannel
	}
	if looker, ok := channel.(chat.Looker); ok && d.doubt {
		if shown, err := looker.Sent(ctx, d.to, d.id); err != nil {
			return fmt.Errorf("%w: %w", chat.ErrInDoubt, err)
		} else if shown {
			return nil
		}
	}
	return channel.Send(ctx, d.to, d.id, d.reply)
}

// outcome tells what becomes of a claim whose attempt gave err.
func outcome(c claim, err error, now time.Time) end {
	var pause chat.RetryAfter
	unsure := errors.Is(err, chat.ErrInDoubt) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
	switch {
	case err == nil:
		return end{claim: c, how: sent}
	case errors.Is(err, chat.ErrPermanent):
		return end{claim: c, how: skipped, why: whyRefused}
	case errors.As(err, &pause):
		return end{claim: c, how: retried, again: now.Add(max(time.Second, time.Duration(pause)))}
	case errors.Is(err, context.Canceled):
		return end{claim: c, how: retried, again: now, doubt: true}
	case c.tries+1 >= maxTries:
		return end{claim: c, how: buried, why: whyTries}
	}
	return end{claim: c, how: retried, again: now.Add(backOff(c.tries)), fault: true, doubt: unsure}
}

// backOff is how long to wait after a failure when tries have failed before:
// five seconds, and three times as long each time, up to a quarter of an hour.
func backOff(tries int) time.Duration {
	wait := 5 * time.Second
	for range tries {
		if wait *= 3; wait >= 15*time.Minute {
			return 15 * time.Minute
		}
	}
	return wait
}
