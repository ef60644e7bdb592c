package chat_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

// lame is a Memory whose one call fails.
type lame struct {
	*chattest.Memory
	fails string
}

var errAway = errors.New("connection refused")

func (m lame) away(call string) error {
	if m.fails == call || m.fails == "all" {
		return errAway
	}
	return nil
}

func (m lame) Session(ctx context.Context, p string) (chat.Session, error) {
	if err := m.away("session"); err != nil {
		return chat.Session{}, err
	}
	return m.Memory.Session(ctx, p)
}

func (m lame) SetSession(ctx context.Context, p string, s chat.Session) error {
	if err := m.away("set session"); err != nil {
		return err
	}
	return m.Memory.SetSession(ctx, p, s)
}

func (m lame) Claim(ctx context.Context, p, id string) (bool, *chat.Reply, error) {
	if err := m.away("claim"); err != nil {
		return false, nil, err
	}
	return m.Memory.Claim(ctx, p, id)
}

func (m lame) Record(ctx context.Context, p, id string, e chat.Exchange) error {
	if err := m.away("record"); err != nil {
		return err
	}
	return m.Memory.Record(ctx, p, id, e)
}

func guard(m chat.Memory, log *bytes.Buffer, next chat.HandlerFunc) *chat.Guard {
	return &chat.Guard{
		Next:     next,
		Memory:   m,
		Clock:    func() time.Time { return time.Date(2018, 2, 12, 9, 0, 0, 0, time.UTC) },
		Language: func(string, chat.Person, chat.Session) string { return "fi" },
		Scrub:    func(s string) string { return strings.ReplaceAll(s, "131052-308T", "▮") },
		Log:      slog.New(slog.NewTextHandler(log, nil)),
	}
}

func said(id, text string) chat.Turn {
	return chat.Turn{Message: chat.Message{ID: id, From: chat.Person{ID: person}, Text: text}}
}

const person = "test:p"

func exchanges(t *testing.T, m chat.Memory) []chat.Exchange {
	t.Helper()
	talk, err := m.Exchanges(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return talk
}

func TestGuardAnswersARepeatOnce(t *testing.T) {
	var log bytes.Buffer
	m, n := new(chattest.Memory), 0
	g := guard(m, &log, func(context.Context, chat.Turn) (chat.Reply, error) {
		n++
		return chat.Reply{Text: strings.Repeat("x", n), Topic: "t"}, nil
	})
	first, _ := g.Handle(t.Context(), said("1", "hei"))
	again, _ := g.Handle(t.Context(), said("1", "hei"))
	if n != 1 || first.Text != "x" || again.Text != "x" {
		t.Errorf("handled %d times: %q, %q", n, first.Text, again.Text)
	}
	if s, _ := m.Session(t.Context(), person); s.Topic != "t" || s.Lang != "fi" {
		t.Errorf("session %+v", s)
	}
	if talk := exchanges(t, m); len(talk) != 1 || talk[0].Said != "hei" || talk[0].Reply.Lang != "fi" {
		t.Errorf("%+v", talk)
	}
}

func TestGuardTakesOutWhatMustNotBeKept(t *testing.T) {
	var log bytes.Buffer
	m := new(chattest.Memory)
	g := guard(m, &log, func(_ context.Context, t chat.Turn) (chat.Reply, error) {
		return chat.Reply{Text: t.Text + t.Label + t.Fields["name"]}, nil
	})
	turn := said("1", "olen 131052-308T")
	turn.Label, turn.Fields = "131052-308T", map[string]string{"name": "Maija 131052-308T"}
	r, _ := g.Handle(t.Context(), turn)
	for _, where := range []string{r.Text, exchanges(t, m)[0].Said, log.String()} {
		if strings.Contains(where, "308T") {
			t.Errorf("it is still in %q", where)
		}
	}
}

func TestGuardAlwaysHasASentence(t *testing.T) {
	for _, x := range []struct {
		name string
		text string
		next chat.HandlerFunc
		want string
		logs int
	}{
		{"panic", "salainen", func(context.Context, chat.Turn) (chat.Reply, error) { panic("salainen") }, "vikaan", 1},
		{"error", "salainen", func(context.Context, chat.Turn) (chat.Reply, error) {
			return chat.Reply{}, errors.New("the disk is full")
		}, "vikaan", 1},
		{"reply beside an error", "hei", func(context.Context, chat.Turn) (chat.Reply, error) {
			return chat.Reply{Text: "lepää"}, errors.New("the store is away")
		}, "lepää", 1},
		{"empty", " \n", nil, "tyhjä", 0},
		{"too long", strings.Repeat("ä", chat.MaxMessage+1), func(_ context.Context, t chat.Turn) (chat.Reply, error) {
			return chat.Reply{Text: "luettu " + string(rune('0'+len([]rune(t.Text))%10))}, nil
		}, "luin siitä vain alun", 0},
		{"invalid UTF-8", "hei\xff", func(_ context.Context, t chat.Turn) (chat.Reply, error) {
			return chat.Reply{Text: t.Text + "!"}, nil
		}, "hei!", 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			var log bytes.Buffer
			r, err := guard(new(chattest.Memory), &log, x.next).Handle(t.Context(), said("1", x.text))
			if err != nil || !strings.Contains(r.Text, x.want) {
				t.Errorf("%q, %v", r.Text, err)
			}
			if n := strings.Count(log.String(), "\n"); n != x.logs || strings.Contains(log.String(), "salainen") {
				t.Errorf("%d log lines:\n%s", n, log.String())
			}
		})
	}
}

// Whichever call the store fails at, and however many follow, the person is
// answered and one line is logged.
func TestGuardGoesOnWithoutMemory(t *testing.T) {
	for _, fails := range []string{"all", "claim", "session", "set session", "record"} {
		var log bytes.Buffer
		g := guard(lame{new(chattest.Memory), fails}, &log, func(_ context.Context, t chat.Turn) (chat.Reply, error) {
			t.Session.Grant = "event"
			return chat.Reply{Text: "vastaus"}, nil
		})
		r, err := g.Handle(t.Context(), said("1", "salainen"))
		if err != nil || r.Text != "vastaus" || r.Lang != "fi" {
			t.Errorf("%s fails: %+v, %v", fails, r, err)
		}
		if strings.Count(log.String(), "\n") != 1 || !strings.Contains(log.String(), errAway.Error()) || strings.Contains(log.String(), "salainen") {
			t.Errorf("%s fails: logged\n%s", fails, log.String())
		}
	}
}

// A message that arrives many times at once is handled once; the others get its
// reply, or silence while it is being made.
func TestGuardHandlesOneOfMany(t *testing.T) {
	var handled atomic.Int32
	g := guard(new(chattest.Memory), new(bytes.Buffer), func(context.Context, chat.Turn) (chat.Reply, error) {
		handled.Add(1)
		return chat.Reply{Text: "vastaus"}, nil
	})
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if r, err := g.Handle(t.Context(), said("1", "hei")); err != nil || !r.Silent() && r.Text != "vastaus" {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
	all.Wait()
	if n := handled.Load(); n != 1 {
		t.Errorf("handled %d times", n)
	}
}

func TestGuardKeepsTheSession(t *testing.T) {
	m := new(chattest.Memory)
	g := guard(m, new(bytes.Buffer), func(_ context.Context, t chat.Turn) (chat.Reply, error) {
		switch t.Text {
		case "first":
			t.Session.Draft = &chat.Draft{Form: "/f", At: t.Now}
			return chat.Reply{Text: "a", Choices: []chat.Choice{{Label: "Ja", Say: "/ja"}}, Topic: "book"}, nil
		case "silent":
			return chat.Reply{}, nil
		}
		return chat.Reply{Text: t.Session.Draft.Form + t.Session.Topic + t.Session.Offered[0].Say, Lang: "sv"}, nil
	})
	turn := said("1", "first")
	turn.Label = "Ensimmäinen"
	for i, turn := range []chat.Turn{turn, said("2", "silent"), said("3", "second")} {
		r, err := g.Handle(t.Context(), turn)
		if want := []string{"a", "", "/fbook/ja"}[i]; r.Text != want || err != nil {
			t.Errorf("%d: %q, want %q, %v", i, r.Text, want, err)
		}
	}
	talk := exchanges(t, m)
	if len(talk) != 2 || talk[0].Said != "Ensimmäinen" || talk[0].Reply.Lang != "fi" || talk[1].Reply.Lang != "sv" {
		t.Errorf("%+v", talk)
	}
	if s, _ := m.Session(t.Context(), person); len(s.Offered) != 0 || s.Topic != "book" {
		t.Errorf("after an answer without choices: %+v", s)
	}
}

// What is too long or broken is made whole before anybody sees it, in forms too.
func TestGuardCuts(t *testing.T) {
	long := strings.Repeat("ä", chat.MaxMessage)
	var got chat.Turn
	g := guard(new(chattest.Memory), new(bytes.Buffer), func(_ context.Context, t chat.Turn) (chat.Reply, error) {
		got = t
		return chat.Reply{Text: "vastaus"}, nil
	})
	turn := said("1", long+"x")
	turn.Fields = map[string]string{"what": long + "x", "name": "\xffMaija"}
	if r, _ := g.Handle(t.Context(), turn); !strings.HasSuffix(r.Text, "\n\nvastaus") {
		t.Errorf("%q", r.Text)
	}
	if got.Text != long || got.Fields["what"] != long || got.Fields["name"] != "Maija" {
		t.Errorf("%d characters, %d in the field, %q", len([]rune(got.Text)), len([]rune(got.Fields["what"])), got.Fields["name"])
	}
	if r, _ := g.Handle(t.Context(), said("2", long)); r.Text != "vastaus" {
		t.Errorf("cut without need: %q", r.Text)
	}
	empty := said("3", "")
	empty.Fields = map[string]string{"name": ""}
	if r, _ := g.Handle(t.Context(), empty); r.Text != "vastaus" {
		t.Errorf("a form with nothing in it is a message: %q", r.Text)
	}
}

// TestGuardSaysWhere holds the log of a panic to the place and nothing else,
// also when the panic is the machine's own.
func TestGuardSaysWhere(t *testing.T) {
	for _, fault := range []func(t chat.Turn){
		func(t chat.Turn) { panic(t.Text) },
		func(t chat.Turn) { panic(errors.New(t.Text)) },
		func(t chat.Turn) { t.Fields["salainen"] = t.Text },
		func(t chat.Turn) { _ = []string{}[len(t.Text)] },
	} {
		var log bytes.Buffer
		g := guard(new(chattest.Memory), &log, func(_ context.Context, t chat.Turn) (chat.Reply, error) {
			fault(t)
			return chat.Reply{}, nil
		})
		if r, err := g.Handle(t.Context(), said("1", "salainen")); err != nil || !strings.Contains(r.Text, "vikaan") {
			t.Errorf("%q, %v", r.Text, err)
		}
		if l := log.String(); strings.Count(l, "\n") != 1 || strings.Contains(l, "salainen") || !strings.Contains(l, "TestGuardSaysWhere") {
			t.Errorf("logged\n%s", l)
		}
	}
}
