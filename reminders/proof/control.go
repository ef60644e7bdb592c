package main

import (
	"context"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// controls are promises broken on purpose: scripts reach the ledger with the
// first text replaced by the second. For look there is no text: its channel
// cannot be asked.
var controls = map[string]struct{ text, by string }{
	"begin": {"if ends and tonumber(ends) == given and given - server >= tonumber(ARGV[1]) then", "if true then"},
	"look":  {},
}

// quiet drops go-redis's own log: a server that is away is what this is about.
type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// connect opens a client as the assistant does.
func connect(socket, control string) *redis.Client {
	rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: socket, ContextTimeoutEnabled: true, PoolSize: 64,
		MaxRetries: 2, DialerRetries: 1, DialTimeout: 2 * time.Second, ReadTimeout: 2 * time.Second, WriteTimeout: 2 * time.Second})
	if c := controls[control]; c.text != "" {
		rdb.AddHook(&saboteur{text: c.text, by: c.by})
	}
	return rdb
}

// A saboteur has every script sent in full, and changes its text on the way.
type saboteur struct {
	text, by string
}

func (*saboteur) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h *saboteur) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		switch args := cmd.Args(); cmd.Name() {
		case "evalsha":
			cmd.SetErr(redis.ErrNoScript)
			return redis.ErrNoScript
		case "eval":
			script, _ := args[1].(string)
			if strings.Contains(script, h.text) {
				args[1] = strings.ReplaceAll(script, h.text, h.by)
			}
		}
		return next(ctx, cmd)
	}
}

func (*saboteur) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
