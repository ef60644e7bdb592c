package discord

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"kakebot/chat"
	"kakebot/chat/courier"
)

const (
	betweenShards  = 5 * time.Second // that Discord wants between two sessions begun
	contentGranted = 1<<18 | 1<<19   // an application's flags: MESSAGE CONTENT INTENT is on
	fewTries       = 4               // for what can be done without
)

// layout is how the bot connects.
type layout struct {
	shards      int
	concurrency int // sessions that may begin at once
	intents     discordgo.Intent
}

// listen keeps all shards connected until ctx ends or one is refused for good.
func (d *Discord) listen(ctx context.Context) error {
	l, err := d.layout(ctx)
	if err != nil || ctx.Err() != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for id := range l.shards {
		d.ready(id, errors.New("not connected yet"))
	}
	refused := make(chan error, l.shards+1)
	var all sync.WaitGroup
	for id := range l.shards {
		all.Go(func() {
			if !courier.Sleep(ctx, time.Duration(id/l.concurrency)*betweenShards) {
				return
			}
			if err := (shard{d: d, id: id, of: l.shards, intents: l.intents}).run(ctx); err != nil {
				d.ready(id, err)
				refused <- err
				stop()
			}
		})
	}
	all.Go(func() { d.tend(ctx) })
	all.Go(func() {
		select {
		case <-d.api.refused:
			d.ready(0, errToken)
			refused <- errToken
			stop()
		case <-ctx.Done():
		}
	})
	all.Wait()
	select {
	case err := <-refused:
		return err
	default:
		return nil
	}
}

// layout asks Discord how many shards the bot should have, and whether it may
// read what is written to others. The content of direct messages and of mentions
// comes without.
func (d *Discord) layout(ctx context.Context) (layout, error) {
	l := layout{shards: d.Shards, concurrency: 1, intents: discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages}
	var gateway struct {
		Shards int `json:"shards"`
		Limit  struct {
			Remaining   *int  `json:"remaining"`
			ResetAfter  int64 `json:"reset_after"` // ms
			Concurrency int   `json:"max_concurrency"`
		} `json:"session_start_limit"`
	}
	if err := d.ask(ctx, "/gateway/bot", &gateway, math.MaxInt); err != nil {
		return l, err
	}
	if l.shards == 0 {
		l.shards = gateway.Shards
	}
	l.shards, l.concurrency = max(1, l.shards), max(1, gateway.Limit.Concurrency)
	var app struct {
		ID    string `json:"id"`
		Flags int    `json:"flags"`
	}
	if err := d.ask(ctx, "/applications/@me", &app, fewTries); err != nil {
		return l, err
	}
	if app.Flags&contentGranted != 0 {
		l.intents |= discordgo.IntentMessageContent
	}
	if app.ID != "" {
		d.app.Store(app.ID)
	}
	if r := gateway.Limit.Remaining; r != nil && *r <= 0 {
		d.Log.Warn("Discord allows no more sessions for a while; waiting", "for", time.Duration(gateway.Limit.ResetAfter)*time.Millisecond)
		courier.Sleep(ctx, time.Duration(gateway.Limit.ResetAfter)*time.Millisecond)
	}
	return l, nil
}

// where asks for the gateway's address, which discordgo completes. What is refused
// at one place may be told at the other.
func (d *Discord) where(ctx context.Context) (string, error) {
	var gateway struct {
		URL string `json:"url"`
	}
	err := d.api.call(ctx, http.MethodGet, "/gateway", nil, nil, &gateway)
	if refused(err) {
		err = d.api.call(ctx, http.MethodGet, "/gateway/bot", nil, nil, &gateway)
	}
	if err != nil {
		return "", err
	}
	u, err := url.Parse(gateway.URL)
	if err != nil || u.Host == "" {
		return "", errors.New("Discord named no gateway")
	}
	u.RawQuery = ""
	return u.String(), nil
}

// ask reads what helps to connect, and goes on without it when Discord refuses to
// tell, or does not in so many tries; only a refused token is an error.
func (d *Discord) ask(ctx context.Context, path string, into any, tries int) error {
	for n := range tries {
		var answer json.RawMessage
		err := d.api.call(ctx, http.MethodGet, path, nil, nil, &answer)
		switch {
		case err == nil:
			readable(answer, into)
			return nil
		case refused(err) || ctx.Err() != nil:
			return nil
		case d.api.isRefused():
			return errToken
		}
		pause := d.times.pause(n, false)
		var asked chat.RetryAfter
		if errors.As(err, &asked) {
			pause = max(pause, time.Duration(asked))
		}
		d.Log.Info("Discord does not answer; trying again", "error", err)
		courier.Sleep(ctx, pause)
	}
	return nil
}

// begun takes a new session: whose it is, and that something may have been missed.
func (s shard) begun(raw json.RawMessage) {
	var ready struct {
		User        user `json:"user"`
		Application user `json:"application"`
	}
	readable(raw, &ready)
	if ready.User.ID != "" {
		s.d.me.Store(ready.User.ID)
	}
	if ready.Application.ID != "" {
		s.d.app.Store(ready.Application.ID)
	} else if s.d.app.Load() == nil {
		s.d.app.Store(ready.User.ID) // an application has the id of its bot, but for those of before 2016
	}
	s.d.ready(s.id, nil)
	s.d.Log.Info("connected to Discord", "shard", s.id, "shards", s.of)
	select {
	case s.d.woken <- struct{}{}:
	default:
	}
}

// tend does what a new session asks for, until ctx ends: what was missed is
// asked for, and the commands are registered, which is tried until it is done.
func (d *Discord) tend(ctx context.Context) {
	again := time.NewTimer(time.Hour)
	defer again.Stop()
	registered, failed := false, 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.woken:
			d.missed(ctx)
		case <-again.C:
		}
		if registered {
			continue
		}
		if err := d.register(ctx); err != nil {
			failed++
			d.Log.Warn("the commands are not registered with Discord; trying again", "error", err)
			again.Reset(max(d.times.pause(failed, false), 2*time.Second))
			continue
		}
		registered = true
	}
}
