package slack_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kakebot/bot/slack"
	"kakebot/bot/slack/slacktest"
	"kakebot/chat"
)

// TestAnswerOnce lets the posting of an answer go wrong in every way, twice; it
// is posted once all the same.
func TestAnswerOnce(t *testing.T) {
	t.Parallel()
	together(t, map[string]slacktest.Fault{
		"limited":            slacktest.Limited(time.Second),
		"broken":             slacktest.Broken,
		"broken when done":   {Done: true, Status: 503},
		"lost":               slacktest.Lost,
		"cut":                slacktest.Cut,
		"internal_error":     slacktest.Refused("internal_error"),
		"internal, but done": {Done: true, Code: "internal_error"},
		"unavailable":        slacktest.Refused("service_unavailable"),
	}, func(t *testing.T, f slacktest.Fault) {
		w := open(t, slacktest.Options{})
		_, stop := w.run(w.guard(&script{}))
		w.Fail("chat.postMessage", 3, f)
		w.DM(anna, "yksi")
		w.Mention(hall, bert, "kaksi", "")
		w.Await(anna, 1)
		w.Await(hall, 1)
		w.AwaitAllAcks()
		if err := stop(); err != nil {
			t.Error(err)
		}
		if a, b := len(w.Posts(anna)), len(w.Posts(hall)); a != 1 || b != 1 {
			t.Errorf("posted %d and %d times", a, b)
		}
	})
}

// TestHangingCall waits for an answer that never comes, ten seconds by the real
// clock.
func TestHangingCall(t *testing.T) {
	t.Parallel()
	together(t, map[string]slacktest.Fault{"done": slacktest.DoneHangs, "not done": slacktest.Hangs}, func(t *testing.T, f slacktest.Fault) {
		w := open(t, slacktest.Options{Patience: time.Minute})
		w.run(&script{})
		w.Fail("chat.postMessage", 1, f)
		w.DM(anna, "yksi")
		w.DM(anna, "kaksi")
		w.Await(anna, 2)
		if p := w.Posts(anna); len(p) != 2 || !strings.Contains(p[0].Shown(), "yksi") {
			t.Errorf("posted %d times", len(p))
		}
	})
}

func TestRefusedForGood(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	w.run(&script{})
	w.Fail("chat.postMessage", 1, slacktest.Refused("restricted_action"))
	w.DM(anna, "yksi")
	w.DM(anna, "kaksi")
	shows(t, w.Next(anna), "kaksi")
	if n := w.Calls("chat.postMessage"); n != 2 {
		t.Errorf("%d calls", n)
	}
}

// TestSendErrors holds Send to the errors of chat.Channel.
func TestSendErrors(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	w.Person(anna, "fi-FI")
	c, _ := w.run(&script{})
	at, r := chat.Address{Channel: "slack", Place: anna}, chat.Reply{Text: "Haku päättyy.", Lang: "fi"}
	var pause chat.RetryAfter
	for i, x := range []struct {
		method string
		fault  slacktest.Fault
		right  func(error) bool
	}{
		{"conversations.open", slacktest.Broken, func(err error) bool {
			return err != nil && !errors.Is(err, chat.ErrInDoubt) && !errors.Is(err, chat.ErrPermanent)
		}},
		{"conversations.open", slacktest.Limited(7 * time.Second), func(err error) bool { return errors.As(err, &pause) && time.Duration(pause) == 7*time.Second }},
		{"chat.postMessage", slacktest.Limited(9 * time.Second), func(err error) bool { return errors.As(err, &pause) && time.Duration(pause) == 9*time.Second }},
		{"chat.postMessage", slacktest.Broken, func(err error) bool { return errors.Is(err, chat.ErrInDoubt) }},
		{"chat.postMessage", slacktest.Cut, func(err error) bool { return errors.Is(err, chat.ErrInDoubt) }},
		{"chat.postMessage", slacktest.Lost, func(err error) bool { return errors.Is(err, chat.ErrInDoubt) }},
		{"chat.postMessage", slacktest.Refused("is_archived"), func(err error) bool { return errors.Is(err, chat.ErrPermanent) }},
		{"chat.postMessage", slacktest.Refused("some_new_code"), func(err error) bool {
			return err != nil && !errors.Is(err, chat.ErrInDoubt) && !errors.Is(err, chat.ErrPermanent)
		}},
		{"none", slacktest.Fault{}, func(err error) bool { return err == nil }},
	} {
		w.Fail(x.method, 1, x.fault)
		err := c.Send(t.Context(), at, fmt.Sprint("key", i), r)
		if !x.right(err) {
			t.Errorf("%s %+v: %v", x.method, x.fault, err)
		}
		if err != nil && strings.Contains(err.Error(), anna) {
			t.Errorf("an error names a person: %v", err)
		}
	}
	w.Leave(bert)
	if err := c.Send(t.Context(), chat.Address{Channel: "slack", Place: bert}, "left", r); !errors.Is(err, chat.ErrPermanent) {
		t.Errorf("to who has left: %v", err)
	}
}

// TestLostReminder loses the answer of a sending: whoever takes it up looks, and
// does not send it again; and one that never arrived is sent again.
func TestLostReminder(t *testing.T) {
	t.Parallel()
	type lost struct {
		fault slacktest.Fault
		done  bool
	}
	together(t, map[string]lost{"answer": {slacktest.Lost, true}, "request": {slacktest.Cut, false}}, func(t *testing.T, x lost) {
		w := open(t, slacktest.Options{})
		w.Person(anna, "fi-FI")
		one, _ := w.run(&script{})
		two, _ := w.run(&script{})
		at := chat.Address{Channel: "slack", Place: anna}
		w.Fail("chat.postMessage", 1, x.fault)
		if err := one.Send(t.Context(), at, "muistutus", sample("reminder")); !errors.Is(err, chat.ErrInDoubt) {
			t.Errorf("%v", err)
		}
		if sent, err := two.Sent(t.Context(), at, "muistutus"); sent != x.done || err != nil {
			t.Errorf("sent %v, %v", sent, err)
		}
		w.posts.Doubt()
		for range 2 {
			if err := two.Send(t.Context(), at, "muistutus", sample("reminder")); err != nil {
				t.Error(err)
			}
		}
		if n := len(w.Posts(anna)); n != 1 {
			t.Errorf("posted %d times", n)
		}
		for key, want := range map[string]bool{"muistutus": true, "toinen": false} {
			if sent, err := one.Sent(t.Context(), at, key); sent != want || err != nil {
				t.Errorf("%s: sent %v, %v", key, sent, err)
			}
		}
	})
}

// TestLookingFails has Slack not tell whether a message stands: then it is in
// doubt still, and not posted.
func TestLookingFails(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	w.Person(anna, "fi-FI")
	c, _ := w.run(&script{})
	at := chat.Address{Channel: "slack", Place: anna}
	w.Fail("chat.postMessage", 1, slacktest.Lost)
	_ = c.Send(t.Context(), at, "k", sample("reminder"))
	w.posts.Doubt()
	w.Fail("conversations.history", 1, slacktest.Broken)
	if err := c.Send(t.Context(), at, "k", sample("reminder")); err == nil {
		t.Error("no error")
	}
	w.posts.Doubt()
	if err := c.Send(t.Context(), at, "k", sample("reminder")); err != nil {
		t.Error(err)
	}
	if n := len(w.Posts(anna)); n != 1 {
		t.Errorf("posted %d times", n)
	}
}

// TestFileFaults lets each step of an upload go wrong: the text is posted once,
// the file shared once.
func TestFileFaults(t *testing.T) {
	t.Parallel()
	type step struct {
		method string
		fault  slacktest.Fault
	}
	steps := map[string]step{}
	for _, method := range []string{"files.getUploadURLExternal", "upload", "files.completeUploadExternal"} {
		for name, f := range map[string]slacktest.Fault{"limited": slacktest.Limited(time.Second), "broken": slacktest.Broken, "lost": slacktest.Lost} {
			steps[method+" "+name] = step{method, f}
		}
	}
	together(t, steps, func(t *testing.T, x step) {
		w := open(t, slacktest.Options{})
		_, stop := w.run(w.guard(&script{replies: map[string]chat.Reply{"varaa": sample("booked")}}))
		w.Fail(x.method, 1, x.fault)
		w.DM(anna, "varaa")
		w.Await(anna, 2)
		if err := stop(); err != nil {
			t.Error(err)
		}
		p := w.Posts(anna)
		if len(p) != 2 || len(p[1].Files) != 1 {
			t.Errorf("%d posts", len(p))
		}
	})
}

func TestBadTokens(t *testing.T) {
	t.Parallel()
	type bad struct {
		spoil func(*slack.Options)
		fail  string
		want  string
	}
	together(t, map[string]bad{
		"bot":        {spoil: func(o *slack.Options) { o.BotToken = "xoxb-secret" }, want: "SLACK_BOT_TOKEN"},
		"app":        {spoil: func(o *slack.Options) { o.AppToken = "xapp-secret" }, want: "SLACK_APP_TOKEN"},
		"swapped":    {spoil: func(o *slack.Options) { o.AppToken, o.BotToken = o.BotToken, o.AppToken }, want: "SLACK_BOT_TOKEN"},
		"revoked":    {spoil: func(*slack.Options) {}, fail: "auth.test", want: "SLACK_BOT_TOKEN"},
		"link broke": {spoil: func(*slack.Options) {}, fail: "apps.connections.open", want: "SLACK_APP_TOKEN"},
	}, func(t *testing.T, x bad) {
		w := open(t, slacktest.Options{})
		o := w.options()
		x.spoil(&o)
		if x.fail != "" {
			w.Fail(x.fail, 1, slacktest.Refused("token_revoked"))
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		err := slack.New(o).Run(ctx, &script{})
		if err == nil || !strings.Contains(err.Error(), x.want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v", err)
		}
	})
}
