package reminders

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"
)

const (
	pageSize = 100 // subscribers or jobs in one call
	// slack is how far the clocks of two replicas may be apart, and how long the
	// write of a subscription may be under way.
	slack = 5 * time.Minute
)

// plan enqueues what is due around now and not yet planned. Every replica does
// it once a minute; what another has done already costs one look. Of a round that
// is in doubt nothing is planned: the window is wide enough to wait.
func (r *Runner) plan(ctx context.Context, now time.Time) error {
	if err := r.abandon(ctx, now); err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	rounds, err := r.report(ctx, now)
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	for _, s := range rounds {
		if s.doubt {
			r.Log.Warn("a round is in doubt, and its reminders wait until all replicas have said the same for some minutes", "round", s.id)
		}
		for _, m := range s.due(now) {
			if err := r.fanOut(ctx, now, m, s); err != nil {
				return fmt.Errorf("plan: %w", err)
			}
		}
	}
	if r.Talks == nil {
		return nil
	}
	talks, err := r.Talks.Between(ctx, now.Add(-Late), now.Add(Early+reach))
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	var jobs []owed
	for _, a := range talks {
		for _, m := range r.Timing.Due(now, nil, a) {
			jobs = append(jobs, owe(m, a.Person).via(a.To))
		}
	}
	if _, err := r.queue.enqueue(ctx, jobs); err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	return nil
}

// due gives the moments of the round that are to be handed out around now, and
// those of the last days, so that one which nobody was there to hand out in time is
// noticed. In doubt there are none: they can wait.
func (s agreed) due(now time.Time) []Moment {
	if s.doubt {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.moments), func(m Moment) bool {
		return m.At.After(now.Add(Early)) || !m.At.After(now.Add(-reach)) && !now.Before(m.Until)
	})
}

// miss records that a moment was not handed out while it was of use, and says so
// to whoever keeps the service when there was somebody to hear of it.
func (r *Runner) miss(ctx context.Context, m Moment, key string) error {
	pipe := r.rdb.Pipeline()
	first := pipe.HSetNX(ctx, key, "state", "done")
	pipe.HSet(ctx, key, "why", whyLate)
	pipe.PExpire(ctx, key, keep)
	waiting := pipe.ZCount(ctx, r.queue.keys.since(), "-inf", open(m.At))
	if _, err := pipe.Exec(ctx); err != nil {
		return err
	}
	if first.Val() && waiting.Val() > 0 {
		r.Log.Warn("a reminder was not sent: nothing was running while it was of use", "subject", m.Subject, "offset", m.Offset, "due", m.At, "subscribers", waiting.Val())
	}
	return nil
}

// fanOut hands a moment of a round out to its subscribers, once: page by page,
// with the cursor written after each, so that a crash goes on where it stopped;
// then to those who subscribed meanwhile, until a little after it was due.
// Several replicas at it at the same time repeat each other's work without harm.
func (r *Runner) fanOut(ctx context.Context, now time.Time, m Moment, s agreed) error {
	key := r.queue.keys.fanout(m.Key())
	mark, err := r.rdb.HGetAll(ctx, key).Result()
	if err != nil {
		return err
	}
	switch mark["state"] {
	case "done":
		return nil
	case "":
		if !now.Before(m.Until) {
			return r.miss(ctx, m, key)
		}
		if mark, err = r.everybody(ctx, now, m, s, key, mark["cursor"]); err != nil {
			return err
		}
	}
	begun, err := strconv.ParseInt(mark["begun"], 10, 64)
	if err != nil {
		return fmt.Errorf("fan-out %s: %w", m.Key(), err)
	}
	late, err := r.subscribers.latest(ctx, time.UnixMilli(begun).Add(-slack), m.At)
	if err != nil {
		return err
	}
	if err := r.hand(ctx, m, s, late); err != nil {
		return err
	}
	if now.Before(m.At.Add(slack)) {
		return nil
	}
	return r.rdb.HSet(ctx, key, "state", "done").Err()
}

// everybody walks through the subscribers from the cursor on, and gives the
// mark as it is afterwards.
func (r *Runner) everybody(ctx context.Context, now time.Time, m Moment, s agreed, key, cursor string) (map[string]string, error) {
	pipe := r.rdb.Pipeline()
	pipe.HSetNX(ctx, key, "begun", now.UnixMilli())
	pipe.PExpire(ctx, key, keep)
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, err
	}
	for {
		page, next, err := r.subscribers.Page(ctx, cursor, pageSize)
		if err != nil {
			return nil, err
		}
		if err := r.hand(ctx, m, s, page); err != nil {
			return nil, err
		}
		if next == "" {
			break
		}
		cursor = next
		if err := r.rdb.HSet(ctx, key, "cursor", cursor).Err(); err != nil {
			return nil, err
		}
	}
	if err := r.rdb.HSet(ctx, key, "state", "reached").Err(); err != nil {
		return nil, err
	}
	return r.rdb.HGetAll(ctx, key).Result()
}

// hand enqueues a moment for those of the subscribers to whom it is owed.
func (r *Runner) hand(ctx context.Context, m Moment, s agreed, to []Subscriber) error {
	var jobs []owed
	for _, person := range to {
		if person.owed(m, s) {
			jobs = append(jobs, owe(m, person.Person).via(person.To))
		}
	}
	_, err := r.queue.enqueue(ctx, jobs)
	return err
}
