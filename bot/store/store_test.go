package store

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"os"

	"kakebot/chat"
)

// stores opens what the tests run over: the embedded store always, and a real
// Redis where there is one or must be one.
func stores(t *testing.T, test func(t *testing.T, s *Store)) {
	for _, kind := range []string{"embedded", "redis"} {
		t.Run(kind, func(t *testing.T) {
			dir := ""
			if kind == "redis" {
				needRedis(t)
				dir = t.TempDir()
			}
			s, err := Open(t.Context(), "", dir)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
			test(t, s)
		})
	}
}

func needRedis(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if os.Getenv("KAKEBOT_REQUIRE_REDIS") == "1" {
			t.Fatal(err)
		}
		t.Skip("no redis-server here")
	}
}

func TestMemory(t *testing.T) {
	stores(t, func(t *testing.T, s *Store) {
		ctx, m := t.Context(), NewMemory(s.Redis, "test:")
		if s, err := m.Session(ctx, "a"); err != nil || s.Lang != "" {
			t.Errorf("a stranger has a session: %+v, %v", s, err)
		}
		want := chat.Session{Lang: "sv", Offered: []chat.Choice{{Label: "Ja", Say: "/ja"}}, Draft: &chat.Draft{Form: "f", Values: map[string]string{"name": "x"}, At: time.Date(2018, 2, 12, 9, 0, 0, 0, time.UTC)}}
		if err := m.SetSession(ctx, "a", want); err != nil {
			t.Fatal(err)
		}
		if got, err := m.Session(ctx, "a"); err != nil || fmt.Sprint(*got.Draft, got.Offered, got.Lang) != fmt.Sprint(*want.Draft, want.Offered, want.Lang) {
			t.Errorf("%+v, %v", got, err)
		}

		var fresh atomic.Int32
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				ok, prior, err := m.Claim(ctx, "a", "1")
				if err != nil || prior != nil {
					t.Errorf("%v, %v", prior, err)
				}
				if ok {
					fresh.Add(1)
				}
			})
		}
		all.Wait()
		if fresh.Load() != 1 {
			t.Errorf("claimed %d times", fresh.Load())
		}
		for range 2 {
			if err := m.Record(ctx, "a", "1", chat.Exchange{ID: "1", Said: "hei", Reply: chat.Reply{Text: "terve"}}); err != nil {
				t.Fatal(err)
			}
		}
		if ok, prior, err := m.Claim(ctx, "a", "1"); ok || prior == nil || prior.Text != "terve" || err != nil {
			t.Errorf("%v, %+v, %v", ok, prior, err)
		}
		if ok, _, _ := m.Claim(ctx, "b", "1"); !ok {
			t.Error("another person's message is taken for this one's")
		}
		for i := range maxExchanges + 5 {
			id := fmt.Sprint("x", i)
			if err := m.Record(ctx, "a", id, chat.Exchange{ID: id}); err != nil {
				t.Fatal(err)
			}
		}
		talk, err := m.Exchanges(ctx, "a")
		if err != nil || len(talk) != maxExchanges || talk[len(talk)-1].ID != fmt.Sprint("x", maxExchanges+4) {
			t.Errorf("%d exchanges, %v", len(talk), err)
		}
		if err := m.Forget(ctx, "a"); err != nil {
			t.Fatal(err)
		}
		if talk, _ := m.Exchanges(ctx, "a"); len(talk) != 0 {
			t.Errorf("%d exchanges are left", len(talk))
		}
		if s, _ := m.Session(ctx, "a"); s.Lang != "" {
			t.Errorf("a session is left: %+v", s)
		}
	})
}

func TestChildKeepsAndIsJoined(t *testing.T) {
	needRedis(t)
	dir := t.TempDir()
	first, err := Open(t.Context(), "", dir)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Open(t.Context(), "", dir)
	if err != nil {
		t.Fatalf("a second one cannot join: %v", err)
	}
	if err := second.Redis.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
	if advice := first.Advice(t.Context()); len(advice) > 0 {
		t.Errorf("our own server is not safe: %q", advice)
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	again, err := Open(t.Context(), "", dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if v, err := again.Redis.Get(t.Context(), "k").Result(); v != "v" {
		t.Errorf("%q, %v", v, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, x := range []struct{ url, dir, want string }{
		{"redis://127.0.0.1:1/0", t.TempDir(), "exclude each other"},
		{"nonsense", "", "not a URL"},
		{"redis://user:s3cret@127.0.0.1:1/0", "", "no Redis answers at 127.0.0.1:1"},
		{"redis://:s3cret@127.0.0.1:1/zero", "", "cannot be read"},
		{"http://:s3cret@127.0.0.1:1", "", "cannot be read"},
		{"redis+cluster://:s3cret@127.0.0.1:1?addr=127.0.0.1:2", "", "no Redis answers"},
		{"redis://:s3cret@127.0.0.1:1?master_name=m", "", "no Redis answers"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		s, err := Open(ctx, x.url, x.dir)
		cancel()
		if err == nil {
			_ = s.Close()
			t.Errorf("%s opens", x.url)
			continue
		}
		if !strings.Contains(err.Error(), x.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", x.url, err)
		}
	}
}

func TestNoRedisServer(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(t.Context(), "", t.TempDir()); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("%v", err)
	}
}
