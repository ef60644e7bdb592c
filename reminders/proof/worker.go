package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/reminders"
)

// workerArg as the first argument makes the program a worker; the second is its orders.
const workerArg = "worker"

// prefix is that of all keys in the ledger.
const prefix = "proof:"

// The one round, and the moment at which everybody is to be told of its last day.
var (
	round = knowledge.Round{ID: "proof", Opens: time.Date(2018, 1, 16, 0, 0, 0, 0, time.UTC), Closes: time.Date(2018, 2, 28, 0, 0, 0, 0, time.UTC)}
	due   = time.Date(2018, 2, 28, 9, 0, 0, 0, time.UTC)
)

// orders are what the director tells a worker.
type orders struct {
	Settings
	At int64 // when it is due, by the machine's clock (µs since 1970)
}

// work is a worker process, from its orders to the end of its stdin.
func work(text string, stdin io.Reader, now func() time.Time) (code int) {
	var o orders
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		return 2
	}
	redis.SetLogger(quiet{})
	rdb := connect(o.ledger()+"/s", o.Control)
	defer rdb.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, stdin)
		cancel()
	}()
	j := openJournal(o.journal()+"/s", o.Send)
	defer j.rdb.Close()
	var channel chat.Channel = asked{j}
	if o.Control == "look" {
		channel = j
	}
	at := time.UnixMicro(o.At)
	r := newRunner(rdb, o.Settings, channel, func() time.Time { return due.Add(now().Sub(at)) })
	if err := r.Run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		return 2
	}
	return 0
}

// newRunner makes the runner that all of a run share the ledger of.
func newRunner(rdb redis.UniversalClient, s Settings, channel chat.Channel, clock func() time.Time) *reminders.Runner {
	return reminders.New(rdb, prefix, reminders.Setup{
		Rounds:   func() []knowledge.Round { return []knowledge.Round{round} },
		Channels: map[string]chat.Channel{channelName: channel},
		Texts:    reminders.Texts{Name: func(string) string { return "Pikku KAKE" }},
		Clock:    clock,
		Log:      slog.New(slog.DiscardHandler),
		Lease:    s.Lease,
	})
}
