package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"kakebot/chat"
	"kakebot/reminders"
)

// A brittle channel fails until it is mended.
type brittle struct{ mended bool }

func (*brittle) Name() string { return "brittle" }

func (*brittle) Run(ctx context.Context, _ chat.Handler) error { <-ctx.Done(); return nil }

func (b *brittle) Send(context.Context, chat.Address, string, chat.Reply) error {
	if b.mended {
		return nil
	}
	return errors.New("503")
}

// Staff see what was given up, without whose it was, and have it tried again.
func TestRemindersChore(t *testing.T) {
	k := open(t, config{now: "2018-02-28T08:30"}, "test-reminders")
	ch := &brittle{}
	k.channels["brittle"] = ch
	_, err := k.assistant.Subscribers.Subscribe(t.Context(), "op", reminders.Subscriber{Person: "brittle:person", Lang: "fi",
		To: chat.Address{Channel: "brittle", Place: "their-address"}, Since: k.clock.now().AddDate(0, 0, -20)})
	if err != nil {
		t.Fatal(err)
	}
	shown := func() string {
		t.Helper()
		var out strings.Builder
		if err := k.showReminders(t.Context(), streams{out: &out}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	retry := func(which string) string {
		t.Helper()
		var out strings.Builder
		if err := k.retry(t.Context(), streams{out: &out}, which); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	step := func(now string) {
		t.Helper()
		at, err := parseMoment(now, k.programme.Zone)
		if err != nil {
			t.Fatal(err)
		}
		for to := k.clock.now(); !to.After(at); to = to.Add(10 * time.Minute) {
			k.clock.set(to)
			if _, err := k.reminders.Step(t.Context(), to); err != nil {
				t.Fatal(err)
			}
		}
	}
	step("2018-02-28T08:50")
	if s := shown(); !strings.Contains(s, "brittle") || !strings.Contains(s, "2018-02-28 09:00") {
		t.Errorf("before it is due:\n%s", s)
	}
	step("2018-02-28T15:00")
	s := shown()
	if !strings.Contains(s, "last   brittle    tries") || strings.Contains(s, "person") || strings.Contains(s, "their-address") {
		t.Errorf("given up:\n%s", s)
	}
	if err := k.retry(t.Context(), streams{}, "nothing"); err == nil {
		t.Error("what was not given up is tried again")
	}
	ch.mended = true
	id := s[strings.LastIndex(s, " ")+1:]
	if said := retry(strings.TrimSpace(id)); said != "1 to be tried again, 0 of no use any more\n" {
		t.Errorf("said %q", said)
	}
	step("2018-02-28T15:10")
	if s := shown(); strings.Contains(s, "tries") || !strings.Contains(s, "2018-02-28          1        0        0        0") {
		t.Errorf("in the end:\n%s", s)
	}
	if said := retry("all"); said != "0 to be tried again, 0 of no use any more\n" {
		t.Errorf("said %q", said)
	}
}
