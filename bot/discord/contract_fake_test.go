package discord_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"kakebot/bot/discord"
	"kakebot/bot/discord/discordtest"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

func TestFakeChannel(t *testing.T) {
	t.Parallel()
	w := open(t)
	u := w.Person("fi")
	chattest.TestChannel(t, w.make(), at(u), func() int { return len(w.Posts()) })
}

// The channel also keeps its contract when nothing is remembered across replicas.
func TestFakeChannelAlone(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.posts = nil
	u := w.Person("fi")
	chattest.TestChannel(t, w.make(func(o *discord.Options) { o.Posts = nil }), at(u), func() int { return len(w.Posts()) })
}

// stops runs a channel through something, and then holds its Run to ending
// within five seconds with everything that it started.
func stops(t *testing.T, h chat.Handler, through func(w *world, d *discord.Discord)) {
	t.Helper()
	alone(t)
	w := open(t)
	d := w.make()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx, h) }()
	through(w, d)
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("run: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Errorf("run has not ended after 5 s:\n%s", strings.Join(strays(), "\n\n"))
		<-ended
	}
}

// Run ends in whatever state the gateway is.
func TestFakeStops(t *testing.T) {
	for name, through := range map[string]func(w *world){
		"at once":       func(w *world) {},
		"connected":     func(w *world) { w.AwaitConnected(1) },
		"before HELLO":  func(w *world) { w.Silence(discordtest.BeforeHello); w.until(1, 0) },
		"after HELLO":   func(w *world) { w.Silence(discordtest.AfterHello); w.until(1, 0) },
		"without READY": func(w *world) { w.Silence(discordtest.AfterIdentify); w.until(1, 1) },
		"a zombie":      func(w *world) { w.Silence(discordtest.AfterReady); w.until(1, 1) },
		"op 7":          func(w *world) { w.AwaitConnected(1); w.Reconnect() },
		"op 7 at first": func(w *world) {
			w.ReconnectFirst(5)
			w.AwaitConnected(1)
			w.Drop()
			w.AwaitCounts("a resume", func(c discordtest.Counts) bool { return c.Resumes > 0 })
		},
		"op 9":          func(w *world) { w.AwaitConnected(1); w.Invalidate(false) },
		"nobody there":  func(w *world) { w.RefuseSockets(100); w.AwaitCalls(discordtest.Gateway, 1) },
		"a hanging API": func(w *world) { w.Fault(discordtest.Gateway, discordtest.Hang); w.AwaitCalls(discordtest.Gateway, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			stops(t, new(script), func(w *world, _ *discord.Discord) { through(w) })
		})
	}
}

// until waits for so many connections and IDENTIFYs.
func (w *world) until(connections, identifies int) {
	w.t.Helper()
	w.AwaitCounts("the gateway to be asked", func(c discordtest.Counts) bool {
		return c.Connections >= connections && c.Identifies >= identifies
	})
}

// Run ends while answers, questions and calls are under way.
func TestFakeStopsWhileAnswering(t *testing.T) {
	hangs := &script{do: func(ctx ctx, _ turn) (reply, error) { <-ctx.Done(); return reply{}, ctx.Err() }}
	stops(t, hangs, func(w *world, _ *discord.Discord) {
		w.AwaitConnected(1)
		u := w.Person("fi")
		w.DM(u, "hei")
		w.Autocomplete(u, w.Channel(), "ask", "question", "hidas")
		w.Command(w.Person("fi"), w.Channel(), "book", nil)
		w.Command(w.Person("fi"), w.Channel(), "person", nil).Wait()
		w.Fault(discordtest.Callback, discordtest.Hang)
		w.Command(w.Person("fi"), w.Channel(), "person", nil)
		w.eventually("the messages to be heard", func() bool { return len(hangs.messages()) >= 4 })
	})
}

// Health says whether events reach the channel.
func TestFakeHealth(t *testing.T) {
	t.Parallel()
	w := open(t)
	var reporter chat.Reporter = w.make()
	if reporter.Health() == nil {
		t.Error("healthy before Run")
	}
	r := w.run(new(script))
	r.healthy(true)
	w.RefuseSockets(1000)
	w.Drop()
	r.healthy(false)
	if err := r.Health(); strings.Contains(err.Error(), w.Token) || strings.Contains(err.Error(), w.URL) {
		t.Errorf("health tells too much: %v", err)
	}
	w.RefuseSockets(0)
	r.healthy(true)
}

// What Discord refuses for good ends Run with a sentence on what to set right.
func TestFakeFatal(t *testing.T) {
	for name, x := range map[string]struct {
		says string
		set  func(w *world, o *discord.Options)
	}{
		"wrong token":         {"DISCORD_TOKEN", func(_ *world, o *discord.Options) { o.Token = "wrong" }},
		"no token":            {"DISCORD_TOKEN", func(_ *world, o *discord.Options) { o.Token = "" }},
		"token at identify":   {"DISCORD_TOKEN", func(w *world, _ *discord.Options) { w.CloseIdentify(4004, 100) }},
		"intents unknown":     {"intents", func(w *world, _ *discord.Options) { w.CloseIdentify(4013, 100) }},
		"intents not allowed": {"INTENT", func(w *world, _ *discord.Options) { w.CloseIdentify(4014, 100) }},
		"too few shards":      {"shard", func(w *world, o *discord.Options) { o.Shards = 1; w.RequireShards(2) }},
	} {
		t.Run(name, func(t *testing.T) {
			alone(t)
			w := open(t)
			d := w.make(func(o *discord.Options) { x.set(w, o) })
			ctx, stop := context.WithTimeout(context.Background(), patience)
			defer stop()
			err := d.Run(ctx, new(script))
			if err == nil || !strings.Contains(err.Error(), x.says) || strings.Contains(err.Error(), w.Token) || strings.Contains(err.Error(), w.URL) || strings.Contains(err.Error(), "\n") {
				t.Errorf("run: %v", err)
			}
			if d.Health() == nil {
				t.Error("healthy after a refusal")
			}
			if n := w.Counts().Identifies; n > 1 {
				t.Errorf("identified %d times", n)
			}
		})
	}
}

// The privileged intent is asked for only when it is granted, and its being
// taken away does not end the channel.
func TestFakeContentGranted(t *testing.T) {
	t.Parallel()
	for _, granted := range []bool{false, true} {
		w, h := open(t), new(script)
		if granted {
			w.GrantContent()
		}
		w.run(h)
		u, place := w.Person("fi"), w.Channel()
		w.Mention(u, place, "hei")
		has(t, w.Next(), "hei")
	}
}

// A sent reply to an address of another channel, or of none, is refused for good.
func TestFakeWrongAddress(t *testing.T) {
	t.Parallel()
	w := open(t)
	r := w.run(new(script))
	for _, a := range []chat.Address{{Channel: "slack", Place: "123"}, {Channel: "discord", Place: "U123"}, {Channel: "discord", Place: "999999999999999999"}} {
		if err := r.Send(t.Context(), a, "k"+a.Place, reply{Text: "x", Lang: "fi"}); !errors.Is(err, chat.ErrPermanent) {
			t.Errorf("%v: %v", a, err)
		}
	}
}

// A token that is taken back while the channel runs ends it with the sentence.
func TestFakeTokenTakenBack(t *testing.T) {
	alone(t)
	w := open(t)
	d := w.make()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx, new(script)) }()
	w.AwaitConnected(1)
	w.Fault(discordtest.PostMessage, discordtest.Times(100, discordtest.Denied(401, 0, "401: Unauthorized"))...)
	w.DM(w.Person("fi"), "hei")
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "DISCORD_TOKEN") {
		t.Errorf("run: %v, health: %v", err, d.Health())
	}
}
