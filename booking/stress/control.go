package main

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// controls are promises broken on purpose: the scripts reach the server with
// the first text replaced by the second. Without one the breach is elsewhere.
var controls = map[string]struct{ text, by string }{
	"op-id":   {},                                                                                                               // repeats come under another op-id
	"fsync":   {},                                                                                                               // everysec is judged as if it were always
	"holder":  {"if state == 'held' then return holder", "if state then return true end if state == 'held' then return holder"}, // whoever asks gets it
	"waiting": {"redis.call('ZRANGE', tag .. WAIT, from", "redis.call('ZREVRANGE', tag .. WAIT, from"},                          // the last goes first
	"offer":   {"local person, id, passed = suited(slot, start)", "local person, id, passed"},                                   // nobody who waits is offered anything
	"ended":   {"if offer then tell_holder('ended'", "if false then tell_holder('ended'"},                                       // whose offer ended is not told
	"lapse":   {"tag .. HOLDS, '-inf', clock,", "tag .. HOLDS, '-inf', 0,"},                                                     // what is kept is never passed on
}

func controlNames() []string { return slices.Sorted(maps.Keys(controls)) }

// quiet drops go-redis's own log: a server that is away is what this is about.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// connect opens a client as the assistant does. changed is false if the control
// was to change scripts, and its text was in none that were sent.
func connect(s Settings) (rdb *redis.Client, changed func() bool) {
	rdb = redis.NewClient(&redis.Options{Network: "unix", Addr: s.Socket, PoolSize: 32, ContextTimeoutEnabled: true,
		MaxRetries: 2, DialerRetries: 1, DialTimeout: 2 * time.Second, ReadTimeout: 2 * time.Second, WriteTimeout: 2 * time.Second})
	c := controls[s.Control]
	if c.text == "" {
		return rdb, func() bool { return true }
	}
	h := &saboteur{text: c.text, by: c.by}
	rdb.AddHook(h)
	return rdb, func() bool { return h.found.Load() || !h.asked.Load() }
}

// A saboteur has every script sent in full, and changes its text on the way.
type saboteur struct {
	text, by string
	asked    atomic.Bool // some script was sent
	found    atomic.Bool // and the text was in it
}

func (*saboteur) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h *saboteur) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if err := h.spoil(cmd); err != nil {
			return err
		}
		return next(ctx, cmd)
	}
}

func (h *saboteur) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		var rest []redis.Cmder
		for _, cmd := range cmds {
			if h.spoil(cmd) == nil {
				rest = append(rest, cmd)
			}
		}
		if len(rest) == 0 {
			return nil
		}
		return next(ctx, rest)
	}
}

// spoil refuses a script's digest, and changes its text.
func (h *saboteur) spoil(cmd redis.Cmder) error {
	switch args := cmd.Args(); cmd.Name() {
	case "evalsha":
		cmd.SetErr(redis.ErrNoScript)
		return redis.ErrNoScript
	case "eval":
		h.asked.Store(true)
		script, _ := args[1].(string)
		if strings.Contains(script, h.text) {
			h.found.Store(true)
			args[1] = strings.ReplaceAll(script, h.text, h.by)
		}
	}
	return nil
}
