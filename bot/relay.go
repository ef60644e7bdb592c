package main

import (
	"context"
	"errors"
	"time"

	"kakebot/booking"
	"kakebot/chat"
)

const (
	relayEvery = 5 * time.Second
	relayBatch = 500
	relaySend  = 10 * time.Second

	pruneEvery = time.Hour
	keepTalks  = 180 * 24 * time.Hour // then a talk and what was written for it are erased
)

var errElsewhere = errors.New("this process has no such channel")

// keepRelaying tells people what happened at the desk without them, frees the
// times whose hold has lapsed and erases old talks, until ctx ends.
func (k *kakebot) keepRelaying(ctx context.Context) {
	t := time.NewTicker(relayEvery)
	defer t.Stop()
	failing := false
	var pruned time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		_, err := k.desk.Sweep(ctx)
		err = errors.Join(err, k.relay(ctx))
		if now := k.clock.now(); now.Sub(pruned) > pruneEvery {
			pruned = now
			_, failure := k.desk.Prune(ctx, now.Add(-keepTalks))
			err = errors.Join(err, failure)
		}
		if err != nil && !failing && ctx.Err() == nil {
			k.log.Error("news of the desk is not told; trying again", "error", err)
		}
		failing = err != nil
	}
}

// relay hands on the desk's news once. What cannot be delivered now stays for
// the next time, and what never can be is let go.
func (k *kakebot) relay(ctx context.Context) error {
	events, err := k.desk.Events(ctx, relayBatch)
	if err != nil {
		return err
	}
	var done []booking.Event
	var failure error
	for _, e := range events {
		switch err := k.tell(ctx, e); {
		case errors.Is(err, errElsewhere), errors.Is(err, chat.ErrUnderway):
			continue
		case err != nil && !errors.Is(err, chat.ErrPermanent):
			failure = err
			continue
		}
		done = append(done, e)
	}
	if len(done) > 0 {
		if err := k.desk.Ack(ctx, done...); err != nil {
			return err
		}
	}
	return failure
}

// tell tells one piece of news. What is for a channel that is not on here is
// left to the replica where it is, until nobody can need it any more.
func (k *kakebot) tell(ctx context.Context, e booking.Event) error {
	news := k.assistant.News(e)
	to, err := chat.ParseAddress(e.Address)
	if news.Silent() || err != nil || k.clock.now().After(e.Slot.Start) {
		return nil
	}
	channel, here := k.channels[to.Channel]
	if !here {
		return errElsewhere
	}
	ctx, cancel := context.WithTimeout(ctx, relaySend)
	defer cancel()
	return channel.Send(ctx, to, e.ID, news)
}
