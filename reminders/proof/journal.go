package main

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
)

// channelName is the only channel here.
const channelName = "journal"

// What the journal keeps: how often each key was delivered, and when each
// delivery came (ms since 1970, by its own clock).
const (
	shownKey = "shown"
	timesKey = "times"
)

// note takes one delivery, whatever came before.
var note = redis.NewScript(`
local t = redis.call('TIME')
redis.call('RPUSH', KEYS[2], math.floor(t[1] * 1000 + t[2] / 1000))
return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)`)

// A journal is a channel whose platform notes what it is given.
type journal struct {
	rdb  *redis.Client
	send time.Duration // how long a message takes
}

func openJournal(socket string, send time.Duration) *journal {
	return &journal{send: send, rdb: redis.NewClient(&redis.Options{Network: "unix", Addr: socket, ContextTimeoutEnabled: true,
		PoolSize: 500, MaxRetries: -1, DialerRetries: 1})} // a repeat of its own would count as ours
}

func (*journal) Name() string { return channelName }

func (*journal) Run(ctx context.Context, _ chat.Handler) error { <-ctx.Done(); return nil }

func (j *journal) Send(ctx context.Context, _ chat.Address, key string, _ chat.Reply) error {
	if err := note.Run(ctx, j.rdb, []string{shownKey, timesKey}, key).Err(); err != nil {
		return fmt.Errorf("%w: %w", chat.ErrInDoubt, err)
	}
	if j.send > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(j.send):
		}
	}
	return nil
}

// An asked journal tells what it was given; a journal alone cannot be asked.
type asked struct{ *journal }

func (a asked) Sent(ctx context.Context, _ chat.Address, key string) (bool, error) {
	shown, err := a.rdb.HExists(ctx, shownKey, key).Result()
	if err != nil {
		return false, fmt.Errorf("journal: %w", err)
	}
	return shown, nil
}
