package chat_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"kakebot/chat"
)

// memory is a chat.Memory in a map; broken makes every call fail.
type memory struct {
	sessions map[string]chat.Session
	seen     map[string]*chat.Reply
	talk     map[string][]chat.Exchange
	broken   error
}

func newMemory() *memory {
	return &memory{sessions: map[string]chat.Session{}, seen: map[string]*chat.Reply{}, talk: map[string][]chat.Exchange{}}
}

func (m *memory) Session(_ context.Context, p string) (chat.Session, error) {
	return m.sessions[p], m.broken
}
func (m *memory) SetSession(_ context.Context, p string, s chat.Session) error {
	m.sessions[p] = s
	return m.broken
}
func (m *memory) Claim(_ context.Context, p, id string) (bool, *chat.Reply, error) {
	r, seen := m.seen[p+id]
	if !seen {
		m.seen[p+id] = nil
	}
	return !seen, r, m.broken
}
func (m *memory) Record(_ context.Context, p, id string, e chat.Exchange) error {
	m.seen[p+id] = &e.Reply
	m.talk[p] = append(m.talk[p], e)
	return m.broken
}
func (m *memory) Exchanges(_ context.Context, p string) ([]chat.Exchange, error) {
	return m.talk[p], m.broken
}
func (m *memory) Forget(_ context.Context, p string) error { delete(m.talk, p); return m.broken }

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
	return chat.Turn{Message: chat.Message{ID: id, From: chat.Person{ID: "test:p"}, Text: text}}
}

func TestGuardAnswersARepeatOnce(t *testing.T) {
	var log bytes.Buffer
	m, n := newMemory(), 0
	g := guard(m, &log, func(context.Context, chat.Turn) (chat.Reply, error) {
		n++
		return chat.Reply{Text: strings.Repeat("x", n), Topic: "t"}, nil
	})
	first, _ := g.Handle(t.Context(), said("1", "hei"))
	again, _ := g.Handle(t.Context(), said("1", "hei"))
	if n != 1 || first.Text != "x" || again.Text != "x" {
		t.Errorf("handled %d times: %q, %q", n, first.Text, again.Text)
	}
	if s := m.sessions["test:p"]; s.Topic != "t" || s.Lang != "fi" {
		t.Errorf("session %+v", s)
	}
	if len(m.talk["test:p"]) != 1 {
		t.Errorf("%d exchanges", len(m.talk["test:p"]))
	}
}

func TestGuardTakesOutWhatMustNotBeKept(t *testing.T) {
	var log bytes.Buffer
	m := newMemory()
	g := guard(m, &log, func(_ context.Context, t chat.Turn) (chat.Reply, error) {
		return chat.Reply{Text: t.Text + t.Label + t.Fields["name"]}, nil
	})
	turn := said("1", "olen 131052-308T")
	turn.Label, turn.Fields = "131052-308T", map[string]string{"name": "Maija 131052-308T"}
	r, _ := g.Handle(t.Context(), turn)
	for _, where := range []string{r.Text, m.talk["test:p"][0].Said, log.String()} {
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
			r, err := guard(newMemory(), &log, x.next).Handle(t.Context(), said("1", x.text))
			if err != nil || !strings.Contains(r.Text, x.want) {
				t.Errorf("%q, %v", r.Text, err)
			}
			if n := strings.Count(log.String(), "\n"); n != x.logs || strings.Contains(log.String(), "salainen") {
				t.Errorf("%d log lines:\n%s", n, log.String())
			}
		})
	}
}

func TestGuardGoesOnWithoutMemory(t *testing.T) {
	var log bytes.Buffer
	m := newMemory()
	m.broken = errors.New("connection refused")
	g := guard(m, &log, func(context.Context, chat.Turn) (chat.Reply, error) { return chat.Reply{Text: "vastaus"}, nil })
	r, err := g.Handle(t.Context(), said("1", "kysymys"))
	if err != nil || r.Text != "vastaus" || strings.Count(log.String(), "\n") != 1 {
		t.Errorf("%q, %v\n%s", r.Text, err, log.String())
	}
}
