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
	whyTries   = "tries"   // given up: it failed too often
	whyDoubt   = "doubt"   // given up: it failed too often, and may have been delivered
	whyChannel = "channel" // given up: no replica has its channel
	whyBroken  = "broken"  // given up: what is kept of it cannot be read
)

// maxTries failures and a job is given up. With the waits of backOff that is
// some four hours.
const maxTries = 20

var (
	errNoChannel = errors.New("this process has no such channel")
	errOverslept = errors.New("its time was over before it was sent")
)

// A delivery is a claimed job with where it goes and what it says.
type delivery struct {
	claim
	to    chat.Address
	reply chat.Reply
	about agreed // of a round
}

// send delivers one job that began at a moment. When an earlier attempt may have
// delivered it, the channel is asked first, if it can tell.
func (r *Runner) send(ctx context.Context, d delivery, began time.Time, clock func() time.Time) end {
	err := r.attempt(ctx, d, r.queue.send-clock().Sub(began))
	if err == nil && d.Offset == Changed {
		if failed := r.subscribers.tell(ctx, clock(), d.Person, d.about); failed != nil {
			err = fmt.Errorf("%w: %w", chat.ErrInDoubt, failed)
		}
	}
	e := outcome(d.claim, err, clock())
	if err != nil {
		r.Log.Warn("reminder was not sent", "kind", d.Kind, "subject", d.Subject, "offset", d.Offset,
			"channel", d.to.Channel, "failed", d.tries, "error", err)
	}
	if e.why == whyRefused {
		if err := r.subscribers.Refuse(context.WithoutCancel(ctx), clock(), d.to); err != nil {
			r.Log.Error("a refusal is not remembered", "channel", d.to.Channel, "error", err)
		}
	}
	return e
}

// attempt sends within what is left of the time of a send. A process that was
// frozen since it began, and whose lease may be over, has none left.
func (r *Runner) attempt(ctx context.Context, d delivery, left time.Duration) (err error) {
	if left <= 0 {
		return errOverslept
	}
	ctx, cancel := context.WithTimeout(ctx, left)
	defer cancel()
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
		wait := max(time.Second, time.Duration(pause))
		return end{claim: c, how: retried, again: now.Add(wait), doubt: unsure, hold: wait}
	case errors.Is(err, context.Canceled):
		return end{claim: c, how: retried, again: now, doubt: true}
	case errors.Is(err, errOverslept):
		return end{claim: c, how: retried, again: now, doubt: c.doubt}
	case c.tries+1 >= maxTries && unsure:
		return end{claim: c, how: buried, why: whyDoubt}
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
