package main

import (
	"context"
	"errors"
	"time"

	"kakebot/reminders"
)

const (
	relayEvery = 5 * time.Second
	relayBatch = 500

	pruneEvery = time.Hour
	keepTalks  = 180 * 24 * time.Hour // then a talk and what was written for it are erased
)

// keepRelaying hands on what happened at the desk, frees the times whose hold
// has lapsed and erases old talks, until ctx ends.
func (k *kakebot) keepRelaying(ctx context.Context) {
	var pruned time.Time
	k.every(ctx, relayEvery, "news of the desk is not told", func(ctx context.Context) error {
		_, err := k.desk.Sweep(ctx)
		err = errors.Join(err, k.relay(ctx))
		if now := k.clock.now(); now.Sub(pruned) > pruneEvery {
			pruned = now
			_, failure := k.desk.Prune(ctx, now.Add(-keepTalks))
			err = errors.Join(err, failure)
		}
		return err
	})
}

// relay hands what happened at the desk to the reminders' queue, which tells
// whom it concerns. An event is acknowledged once it is owed there: a crash in
// between hands it on again, which is nothing new.
func (k *kakebot) relay(ctx context.Context) error {
	events, err := k.desk.Events(ctx, relayBatch)
	if err != nil || len(events) == 0 {
		return err
	}
	now := k.clock.now()
	var notices []reminders.Notice
	for _, e := range events {
		notices = append(notices, k.news.of(e, now)...)
	}
	if err := k.reminders.Tell(ctx, notices...); err != nil {
		return err
	}
	return k.desk.Ack(ctx, events...)
}

// deliver is relay and a delivery of all that is due, for who does not run.
func (k *kakebot) deliver(ctx context.Context) error {
	if err := k.relay(ctx); err != nil {
		return err
	}
	_, err := k.reminders.Step(ctx, k.clock.now())
	return err
}
