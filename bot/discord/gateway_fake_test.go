package discord_test

import (
	"fmt"
	"testing"
	"time"

	"kakebot/bot/discord"
	"kakebot/bot/discord/discordtest"
	"kakebot/chat/chattest"
)

// Whatever happens to a connection, the channel comes back, and what was written
// meanwhile is answered, once.
func TestFakeGatewayHeals(t *testing.T) {
	t.Parallel()
	for name, upset := range map[string]func(w *world){
		"cut":                 func(w *world) { w.Drop() },
		"cut twice":           func(w *world) { w.RefuseSockets(1); w.Drop() },
		"cut, sockets away":   func(w *world) { w.RefuseSockets(5); w.Drop() },
		"op 7":                func(w *world) { w.Reconnect() },
		"op 7 first":          func(w *world) { w.ReconnectFirst(1); w.Drop() },
		"op 7 first, thrice":  func(w *world) { w.ReconnectFirst(3); w.Drop() },
		"op 9":                func(w *world) { w.Invalidate(false) },
		"op 9, resumable":     func(w *world) { w.Invalidate(true) },
		"resume refused":      func(w *world) { w.RefuseResume(1); w.Drop() },
		"4000":                func(w *world) { w.Close(discordtest.CloseUnknown) },
		"4007":                func(w *world) { w.Close(discordtest.CloseSequence) },
		"4008":                func(w *world) { w.Close(discordtest.CloseRate) },
		"4009":                func(w *world) { w.Close(discordtest.CloseTimeout) },
		"1000":                func(w *world) { w.Close(1000) },
		"1001":                func(w *world) { w.Close(1001) },
		"1012":                func(w *world) { w.Close(1012) },
		"zombie":              func(w *world) { w.SilenceNow() },
		"silent before HELLO": func(w *world) { w.Silence(discordtest.BeforeHello); w.Drop() },
		"silent after HELLO":  func(w *world) { w.Silence(discordtest.AfterHello); w.Drop() },
		"no READY":            func(w *world) { w.Silence(discordtest.AfterIdentify); w.Drop() },
		"zombie after RESUME": func(w *world) { w.Silence(discordtest.AfterReady); w.Drop() },
		"no READY after op 9": func(w *world) { w.Silence(discordtest.AfterIdentify, discordtest.AfterIdentify); w.Invalidate(false) },
		"HTML 429 at the gateway": func(w *world) {
			w.Fault(discordtest.Gateway, discordtest.Cloudflare(time.Second))
			w.RefuseSockets(1)
			w.Drop()
		},
		"500 at the gateway": func(w *world) {
			w.Fault(discordtest.Gateway, discordtest.Times(3, discordtest.Fail(500))...)
			w.RefuseSockets(1)
			w.Drop()
		},
		"4000 at IDENTIFY": func(w *world) { w.CloseIdentify(4000, 2); w.Invalidate(false) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, h := open(t), new(script)
			r := w.run(guarded(new(chattest.Memory), h))
			u, place := w.Person("fi"), w.Channel()
			w.DM(u, "ennen")
			has(t, w.Next(), "ennen")
			w.Mention(u, place, "myös ennen")
			has(t, w.Next(), "myös ennen")
			upset(w)
			w.DM(u, "sillä välin")
			has(t, w.Next(), "sillä välin")
			w.Mention(u, place, "myös sillä välin")
			has(t, w.Next(), "myös sillä välin")
			w.AwaitConnected(1)
			if i := w.Command(u, place, "person", nil); !i.Wait() {
				t.Error("a command afterwards is not acknowledged")
			}
			w.Next()
			r.healthy(true)
			if n := len(w.Posts()); n != 5 {
				t.Errorf("5 messages were answered %d times", n)
			}
			if n := len(h.messages()); n != 5 {
				t.Errorf("5 messages were handled %d times", n)
			}
		})
	}
}

// What happens at the very beginning heals as well.
func TestFakeGatewayBegins(t *testing.T) {
	t.Parallel()
	for name, upset := range map[string]func(w *world){
		"silent before HELLO": func(w *world) { w.Silence(discordtest.BeforeHello) },
		"silent after HELLO":  func(w *world) { w.Silence(discordtest.AfterHello) },
		"no READY":            func(w *world) { w.Silence(discordtest.AfterIdentify) },
		"zombie":              func(w *world) { w.Silence(discordtest.AfterReady) },
		"no sockets":          func(w *world) { w.RefuseSockets(3) },
		"4000":                func(w *world) { w.CloseIdentify(4000, 3) },
		"500": func(w *world) {
			for _, route := range []string{discordtest.Gateway, discordtest.GatewayBot, discordtest.Me, discordtest.Application, discordtest.GetCommands, discordtest.PutCommands} {
				w.Fault(route, discordtest.Fail(500), discordtest.Fail(503))
			}
		},
		"HTML 429": func(w *world) {
			for _, route := range []string{discordtest.Gateway, discordtest.GatewayBot, discordtest.Me, discordtest.Application, discordtest.GetCommands, discordtest.PutCommands} {
				w.Fault(route, discordtest.Cloudflare(time.Second))
			}
		},
		"429": func(w *world) {
			for _, route := range []string{discordtest.Gateway, discordtest.GatewayBot, discordtest.Me, discordtest.Application, discordtest.GetCommands, discordtest.PutCommands} {
				w.Fault(route, discordtest.TooManyGlobal(100*time.Millisecond))
			}
		},
		"cut": func(w *world) {
			for _, route := range []string{discordtest.Gateway, discordtest.GatewayBot, discordtest.Me, discordtest.Application, discordtest.GetCommands, discordtest.PutCommands} {
				w.Fault(route, discordtest.Cut)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			upset(w)
			w.run(new(script))
			u := w.Person("fi")
			w.DM(u, "hei")
			has(t, w.Next(), "hei")
			if !w.Command(u, w.Private(u), "person", nil).Wait() {
				t.Error("a command is not acknowledged")
			}
		})
	}
}

// A session that can be resumed is, so that nothing is lost, and no IDENTIFY is spent.
func TestFakeResumes(t *testing.T) {
	t.Parallel()
	for name, upset := range map[string]func(w *world){
		"cut":             func(w *world) { w.Drop() },
		"op 7":            func(w *world) { w.Reconnect() },
		"sockets away":    func(w *world) { w.RefuseSockets(6); w.Drop() },
		"4000":            func(w *world) { w.Close(discordtest.CloseUnknown) },
		"op 9, resumable": func(w *world) { w.Invalidate(true) },
		"zombie":          func(w *world) { w.SilenceNow() },
		"zombie, a quick heart": func(w *world) { // discordgo notices first
			w.Heartbeat(100 * time.Millisecond)
			w.Drop()
			w.AwaitCounts("a resumed session", func(c discordtest.Counts) bool { return c.Resumed > 0 })
			w.SilenceNow()
			w.AwaitCounts("a second one", func(c discordtest.Counts) bool { return c.Resumed > 1 || c.Identifies > 1 })
		},
		"op 7 first": func(w *world) { w.ReconnectFirst(1); w.Drop() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.run(new(script))
			upset(w)
			w.AwaitCounts("a resumed session", func(c discordtest.Counts) bool { return c.Resumed > 0 })
			if c := w.Counts(); c.Identifies != 1 {
				t.Errorf("%+v", c)
			}
		})
	}
}

// The heart beats, and nothing reconnects while it is answered.
func TestFakeHeartbeat(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.run(new(script))
	w.AwaitCounts("five heartbeats", func(c discordtest.Counts) bool { return c.Heartbeats >= 5 })
	for range 20 {
		w.AskHeartbeat()
	}
	w.AwaitCounts("the heartbeats asked for", func(c discordtest.Counts) bool { return c.Heartbeats >= 25 })
	if c := w.Counts(); c.Connections != 1 || c.Identifies != 1 {
		t.Errorf("%+v", c)
	}
}

// A process that is told how many shards there must be opens so many; each
// message is answered once, whichever shard brings it.
func TestFakeShards(t *testing.T) {
	t.Parallel()
	for _, told := range []int{0, 2} {
		t.Run(fmt.Sprint(told), func(t *testing.T) {
			t.Parallel()
			w, h := open(t), new(script)
			w.RequireShards(2)
			w.IdentifyPace(200 * time.Millisecond)
			r := w.start(h, func(o *discord.Options) { o.Shards = told })
			w.AwaitConnected(2)
			r.healthy(true)
			u := w.Person("fi")
			for i := range 3 {
				w.DM(u, fmt.Sprint("yksityisesti ", i))
				for shard := range 2 {
					place := w.ChannelOf(shard, 2)
					w.Mention(u, place, fmt.Sprint("palvelimella ", i))
					w.Command(u, place, "person", nil)
				}
			}
			w.Await("15 answers", func(n int) bool { return n >= 15 })
			w.DM(w.Person("fi"), "loppu")
			w.Await("the last answer", func(n int) bool { return n >= 16 })
			if len(w.Posts()) != 16 || len(h.messages()) != 16 {
				t.Errorf("%d answers to %d messages", len(w.Posts()), len(h.messages()))
			}
		})
	}
}
