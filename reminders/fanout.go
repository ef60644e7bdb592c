package reminders

import (
	"context"
	"fmt"
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
// it once a minute; what another has done already costs one look.
func (r *Runner) plan(ctx context.Context, now time.Time) error {
	if err := r.abandon(ctx, now); err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	for _, m := range Due(now, r.Rounds()) {
		if err := r.fanOut(ctx, now, m); err != nil {
			return fmt.Errorf("plan: %w", err)
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
		for _, m := range Due(now, nil, a) {
			jobs = append(jobs, owe(m, a.Person).via(a.To))
		}
	}
	if _, err := r.queue.enqueue(ctx, jobs); err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	return nil
}

// fanOut hands a moment of a round out to its subscribers, once: page by page,
// with the cursor written after each, so that a crash goes on where it stopped;
// then to those who subscribed meanwhile, until a little after it was due.
// Several replicas at it at the same time repeat each other's work without harm.
func (r *Runner) fanOut(ctx context.Context, now time.Time, m Moment) error {
	key := r.queue.keys.fanout(m.Key())
	mark, err := r.rdb.HGetAll(ctx, key).Result()
	if err != nil {
		return err
	}
	switch mark["state"] {
	case "done":
		return nil
	case "":
		if mark, err = r.everybody(ctx, now, m, key, mark["cursor"]); err != nil {
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
	if err := r.hand(ctx, m, late); err != nil {
		return err
	}
	if now.Before(m.At.Add(slack)) {
		return nil
	}
	return r.rdb.HSet(ctx, key, "state", "done").Err()
}

// everybody walks through the subscribers from the cursor on, and gives the
// mark as it is afterwards.
func (r *Runner) everybody(ctx context.Context, now time.Time, m Moment, key, cursor string) (map[string]string, error) {
	pipe := r.rdb.Pipeline()
	pipe.HSetNX(ctx, key, "begun", now.UnixMilli())
	pipe.PExpire(ctx, key, keep)
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, err
	}
	for {
		page, next, err := r.subscribers.page(ctx, cursor, pageSize)
		if err != nil {
			return nil, err
		}
		if err := r.hand(ctx, m, page); err != nil {
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

// hand enqueues a moment for those of the subscribers who want it.
func (r *Runner) hand(ctx context.Context, m Moment, to []record) error {
	var jobs []owed
	for _, s := range to {
		if s.wants(m) {
			jobs = append(jobs, owe(m, s.person).via(s.to))
		}
	}
	_, err := r.queue.enqueue(ctx, jobs)
	return err
}
