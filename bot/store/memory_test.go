package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

func TestMemory(t *testing.T) {
	stores(t, func(t *testing.T, s *Store) {
		n := 0
		chattest.TestMemory(t, func(*testing.T) chat.Memory {
			n++
			return NewMemory(s.Redis, fmt.Sprint("test", n, ":"))
		})
	})
}

func TestMemoryKeepsTheLatest(t *testing.T) {
	stores(t, func(t *testing.T, s *Store) {
		m := NewMemory(s.Redis, "test:")
		for i := range maxExchanges + 5 {
			if err := m.Record(t.Context(), "a", fmt.Sprint(i), chat.Exchange{ID: fmt.Sprint(i)}); err != nil {
				t.Fatal(err)
			}
		}
		talk, err := m.Exchanges(t.Context(), "a")
		if err != nil || len(talk) != maxExchanges || talk[len(talk)-1].ID != fmt.Sprint(maxExchanges+4) {
			t.Errorf("%d exchanges, %v", len(talk), err)
		}
		// What the conversation no longer holds is still not answered twice.
		if fresh, prior, err := m.Claim(t.Context(), "a", "0"); fresh || prior == nil || !prior.Silent() || err != nil {
			t.Errorf("fresh %v, %v, %v", fresh, prior, err)
		}
	})
}

// miniature is a Redis whose time the test moves.
func miniature(t *testing.T) (*miniredis.Miniredis, redis.UniversalClient) {
	m := miniredis.RunT(t)
	c := redis.NewClient(&redis.Options{Addr: m.Addr()})
	t.Cleanup(func() { _ = c.Close() })
	return m, c
}

// TestNothingIsKeptForEver holds every key to a time of its own, to the hash
// tag of its person, and to saying nothing in two places.
func TestNothingIsKeptForEver(t *testing.T) {
	server, c := miniature(t)
	ctx, m := t.Context(), NewMemory(c, "test:")
	talkOnce(t, ctx, m, "a", "1")
	for _, key := range server.Keys() {
		if !strings.HasPrefix(key, "test:{c:a}:") {
			t.Errorf("the key %s is not of its person", key)
		}
		if left := server.TTL(key); left <= 0 || left > m.Keeps() {
			t.Errorf("%s is kept for %v", key, left)
		}
	}
	if seen, _ := server.Get(m.seenKey("a", "1")); strings.Contains(seen, "salaisuus") {
		t.Errorf("the mark of a message holds its reply: %s", seen)
	}

	server.FastForward(keepSeen + time.Minute)
	if fresh, _, _ := m.Claim(ctx, "a", "1"); !fresh {
		t.Error("a message is remembered for longer than a day")
	}
	server.FastForward(m.Keeps() - keepSeen - 2*time.Minute)
	talkOnce(t, ctx, m, "a", "2")
	server.FastForward(m.Keeps() - time.Minute)
	if talk, _ := m.Exchanges(ctx, "a"); len(talk) != 2 {
		t.Errorf("%d exchanges: a new one does not keep those before it", len(talk))
	}
	server.FastForward(time.Minute)
	if keys := server.Keys(); len(keys) > 0 {
		t.Errorf("left after all: %q", keys)
	}
}

func talkOnce(t *testing.T, ctx context.Context, m Memory, person, id string) {
	t.Helper()
	if fresh, _, err := m.Claim(ctx, person, id); !fresh || err != nil {
		t.Fatalf("fresh %v, %v", fresh, err)
	}
	if err := m.SetSession(ctx, person, chat.Session{Lang: "fi"}); err != nil {
		t.Fatal(err)
	}
	if err := m.Record(ctx, person, id, chat.Exchange{ID: id, Reply: chat.Reply{Text: "salaisuus"}}); err != nil {
		t.Fatal(err)
	}
}

// TestMemoryAway holds that a store that is away is an error from every call,
// and that no error tells what was said.
func TestMemoryAway(t *testing.T) {
	server, c := miniature(t)
	m := NewMemory(c, "test:")
	server.SetError("LOADING the dataset")
	ctx := t.Context()
	_, sessionErr := m.Session(ctx, "a")
	_, _, claimErr := m.Claim(ctx, "a", "1")
	_, exchangesErr := m.Exchanges(ctx, "a")
	for what, err := range map[string]error{
		"session":     sessionErr,
		"set session": m.SetSession(ctx, "a", chat.Session{Questions: []string{"salaisuus"}}),
		"claim":       claimErr,
		"record":      m.Record(ctx, "a", "1", chat.Exchange{Said: "salaisuus"}),
		"exchanges":   exchangesErr,
		"forget":      m.Forget(ctx, "a"),
	} {
		if err == nil || strings.Contains(err.Error(), "salaisuus") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
