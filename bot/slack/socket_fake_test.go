package slack_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"kakebot/bot/slack"
	"kakebot/bot/slack/slacktest"
	"kakebot/chat"
)

// TestSocketsComeAndGo lets a socket end in each way; what is said meanwhile is
// answered once.
func TestSocketsComeAndGo(t *testing.T) {
	t.Parallel()
	together(t, map[string]func(*world){
		"cut":               func(w *world) { w.CutSockets() },
		"warning":           func(w *world) { w.Disconnect("warning") },
		"refresh_requested": func(w *world) { w.Disconnect("refresh_requested") },
		"silent":            func(w *world) { w.Silence() },
		"cut, refused": func(w *world) {
			w.Fail("apps.connections.open", 3, slacktest.Broken)
			w.Fail("apps.connections.open", 1, slacktest.Limited(time.Second))
			w.Fail("apps.connections.open", 1, slacktest.Refused("internal_error"))
			w.CutSockets()
		},
	}, func(t *testing.T, end func(*world)) {
		w := open(t, slacktest.Options{AckWithin: time.Second, Retries: 20, PingEvery: early})
		c := slack.New(w.options())
		slack.Hurry(c, time.Second)
		stop := w.start(c, w.guard(&script{}))
		w.DM(anna, "ennen")
		w.Next(anna)
		if err := c.Health(); err != nil {
			t.Errorf("connected, and %v", err)
		}
		end(w)
		w.DM(anna, "jälkeen")
		shows(t, w.Next(anna), "jälkeen")
		w.AwaitOpened(2)
		w.AwaitAllAcks()
		if err := c.Health(); err != nil {
			t.Errorf("connected again, and %v", err)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
		if n := len(w.Posts(anna)); n != 2 {
			t.Errorf("posted %d times", n)
		}
		if c.Health() == nil {
			t.Error("stopped, and healthy")
		}
	})
}

// TestStartsLater has Slack out of order when the program starts.
func TestStartsLater(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	w.Fail("auth.test", 3, slacktest.Broken)
	w.Fail("apps.connections.open", 3, slacktest.Broken)
	c, _ := w.run(&script{})
	w.DM(anna, "hei")
	w.Next(anna)
	if err := c.Health(); err != nil {
		t.Error(err)
	}
}

// TestUnhealthy has the sockets refused for as long as it looks.
func TestUnhealthy(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	c, stop := w.run(&script{})
	w.Weather(func(method string) slacktest.Fault {
		if method == "apps.connections.open" {
			return slacktest.Broken
		}
		return slacktest.Fault{}
	})
	before := w.Calls("apps.connections.open")
	w.CutSockets()
	w.AwaitCalls("apps.connections.open", before+2)
	if err := c.Health(); err == nil || strings.Contains(err.Error(), "xapp") || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("health: %v", err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// hanging is a store that answers only when it is given up on.
type hanging struct{}

func (hanging) Begin(ctx context.Context, _ string) (chat.Posting, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}
func (hanging) Done(ctx context.Context, _ string) error    { <-ctx.Done(); return ctx.Err() }
func (hanging) Release(ctx context.Context, _ string) error { <-ctx.Done(); return ctx.Err() }

// TestAcknowledgedAtOnce has everything hang behind the channel: all that comes
// is acknowledged in time.
func TestAcknowledgedAtOnce(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{AckWithin: 2 * time.Second})
	o := w.options()
	o.Posts = hanging{}
	c := slack.New(o)
	slack.Hurry(c, day)
	goOn := make(chan struct{})
	talk := booking(nil)
	w.start(c, chat.HandlerFunc(func(ctx context.Context, turn chat.Turn) (chat.Reply, error) {
		if turn.Text != "alku" && !turn.Aside {
			<-goOn
		}
		return talk.Handle(ctx, turn)
	}))
	w.DM(anna, "alku")
	start := w.Next(anna) // also while the store hangs
	for range 100 {
		w.DM(anna, "hei")
		w.DM(bert, "hei")
	}
	w.Mention(hall, anna, "hei", "")
	w.Slash(bert, hall, "hei")
	w.Press(anna, start, "Varaa")
	w.OpenHome(bert)
	w.AwaitAllAcks()
	if w.Late() > 0 || w.GivenUp() > 0 {
		t.Errorf("%d acknowledgements were late, %d never came", w.Late(), w.GivenUp())
	}
	close(goOn)
}

// TestBroughtAgain has Slack bring everything again: at once, in other words,
// to another replica, and before the first is answered.
func TestBroughtAgain(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	goOn := make(chan struct{})
	talk := &script{replies: map[string]chat.Reply{"nappi": {Text: "Paina", Choices: []chat.Choice{{Label: "Paina", Say: "painoin"}}, Lang: "fi"}}}
	slow := chat.HandlerFunc(func(ctx context.Context, turn chat.Turn) (chat.Reply, error) {
		if turn.Text == "hidas" {
			<-goOn
		}
		return talk.Handle(ctx, turn)
	})
	_, stop1 := w.run(w.guard(slow))
	_, stop2 := w.run(w.guard(slow))

	w.DM(anna, "nappi")
	button := w.Next(anna)
	did := []slacktest.Did{w.DM(anna, "hei"), w.Mention(hall, bert, "hei", ""), w.Press(anna, button, "Paina"), w.Slash(bert, hall, "hei"), w.DM("U03CECILIA", "hidas")}
	for range 5 {
		for i, d := range did {
			w.Again(d)
			if i < 2 {
				w.Anew(d)
			}
		}
	}
	w.AwaitAllAcks()
	close(goOn)
	w.Await("", 1+len(did))
	for range 5 {
		for _, d := range did {
			w.Again(d)
		}
	}
	w.AwaitAllAcks()
	for _, stop := range []func() error{stop1, stop2} {
		if err := stop(); err != nil {
			t.Error(err)
		}
	}
	if n := len(w.Posts("")); n != 1+len(did) {
		t.Errorf("%d posts for %d messages", n, 1+len(did))
	}
	if n := len(talk.told()); n != 1+len(did) {
		t.Errorf("the handlers were told %d messages of %d", n, 1+len(did))
	}
}

// TestUnacknowledgedComesAgain has acknowledgements so late that everything is
// brought again by Slack itself.
func TestUnacknowledgedComesAgain(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{AckWithin: time.Microsecond, Retries: 3})
	_, stop := w.run(w.guard(&script{}))
	for range 20 {
		w.DM(anna, "hei")
	}
	w.Await(anna, 20)
	w.AwaitAllAcks()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if n := len(w.Posts(anna)); n != 20 {
		t.Errorf("%d answers to 20 messages", n)
	}
}

// TestStopping has the channel stop while answers are being made: the one that
// comes soon is posted, and the one that never comes keeps nobody waiting.
func TestStopping(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	begun, goOn := make(chan struct{}, 2), make(chan struct{})
	_, stop := w.run(w.guard(chat.HandlerFunc(func(ctx context.Context, turn chat.Turn) (chat.Reply, error) {
		begun <- struct{}{}
		if turn.Text == "ikuinen" {
			<-ctx.Done()
			return chat.Reply{}, ctx.Err()
		}
		<-goOn
		return chat.Reply{Text: "Pian.", Lang: "fi"}, nil
	})))
	w.DM(anna, "pian")
	w.DM(bert, "ikuinen")
	<-begun
	<-begun
	began := time.Now()
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	w.AwaitClosed()
	close(goOn)
	shows(t, w.Next(anna), "Pian.")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("Run took %v to end", took)
	}
}

// TestPanic has a handler panic, and a message that cannot be read come: the next
// is answered.
func TestPanic(t *testing.T) {
	t.Parallel()
	w, talk := open(t, slacktest.Options{}), &script{}
	w.run(chat.HandlerFunc(func(ctx context.Context, turn chat.Turn) (chat.Reply, error) {
		if turn.Text == "räjähdä" {
			panic("a secret")
		}
		return talk.Handle(ctx, turn)
	}))
	w.DM(anna, "räjähdä")
	w.Event(map[string]any{"type": "message", "channel": 7})
	w.Event(nil)
	w.DM(anna, "hei")
	shows(t, w.Next(anna), "hei")
	w.AwaitAllAcks()
	if w.GivenUp() > 0 {
		t.Errorf("%d envelopes were never acknowledged", w.GivenUp())
	}
}

// TestRunLeavesNothing counts what runs before and after. It is not parallel, so
// that nothing else of this room runs.
func TestRunLeavesNothing(t *testing.T) {
	before := ours()
	w := open(t, slacktest.Options{})
	c, stop := w.run(w.guard(booking(nil)))
	press(w, "Varaa")
	v := w.NextView(anna, "")
	w.OpenHome(anna)
	w.CutSockets()
	w.AwaitOpened(2)
	for range 20 {
		w.DM(bert, "hei")
	}
	w.Submit(anna, v, map[string]string{"Nimi": "Anna"})
	_ = c.Send(t.Context(), chat.Address{Channel: "slack", Place: anna}, "k", sample("booked"))
	w.AwaitAllAcks()
	began := time.Now()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("Run took %v to end", took)
	}
	settled(t, before)
}

// ours counts the goroutines of this room, the courier and slack-go.
func ours() (n int) {
	all := make([]byte, 8<<20)
	for _, g := range strings.Split(string(all[:runtime.Stack(all, true)]), "\n\n") {
		if strings.Contains(g, "kakebot/bot/slack.") || strings.Contains(g, "kakebot/chat/courier.") || strings.Contains(g, "slack-go/slack") {
			n++
		}
	}
	return n
}

// settled waits for the goroutines to be no more than before: slack-go's reader
// ends a moment after its socket.
func settled(t *testing.T, before int) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range 300 {
		if ours() <= before {
			return
		}
		<-tick.C
	}
	t.Errorf("%d goroutines are left", ours()-before)
}
