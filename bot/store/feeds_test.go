package store

import (
	"strings"
	"testing"
)

func TestFeeds(t *testing.T) {
	stores(t, func(t *testing.T, s *Store) {
		ctx, f := t.Context(), NewFeeds(s.Redis, "test:")
		create := func(owner string) string {
			t.Helper()
			token, err := f.Make(ctx, owner)
			if err != nil || len(token) < 26 {
				t.Fatalf("%d characters, %v", len(token), err)
			}
			return token
		}
		opens := func(token string) string {
			t.Helper()
			owner, ok, err := f.Owner(ctx, token)
			if err != nil || ok != (owner != "") {
				t.Fatalf("%q, %t, %v", owner, ok, err)
			}
			return owner
		}
		mine, other := create("web:me"), create("web:other")
		again := create("web:me")
		if opens(mine) != "web:me" || opens(again) != "web:me" || opens(other) != "web:other" {
			t.Error("an address opens somebody else's calendar, or none")
		}
		for _, wrong := range []string{"", "x", mine[1:], strings.ToLower(mine), hashed(mine), strings.Repeat("A", 10_000)} {
			if owner := opens(wrong); owner != "" {
				t.Errorf("%.30q opens %s", wrong, owner)
			}
		}

		keys, err := s.Redis.Keys(ctx, "test:*feeds*").Result()
		if err != nil || len(keys) != 5 {
			t.Fatalf("%d keys, %v", len(keys), err)
		}
		for _, key := range keys {
			kept := key + s.Redis.Get(ctx, key).Val() + strings.Join(s.Redis.ZRange(ctx, key, 0, -1).Val(), " ")
			if strings.Contains(kept, mine) {
				t.Errorf("a token is kept in clear: %s", kept)
			}
			if left := s.Redis.PTTL(ctx, key).Val(); left <= 0 || left > keepFeeds {
				t.Errorf("%s is kept for %v", key, left)
			}
		}

		for range maxFeeds {
			create("web:me")
		}
		if n, err := f.Count(ctx, "web:me"); err != nil || n != maxFeeds || opens(mine) != "" {
			t.Errorf("%d addresses, %v, and the first opens %q", n, err, opens(mine))
		}
		if n, err := f.End(ctx, "web:me"); err != nil || n != maxFeeds {
			t.Errorf("%d ended, %v", n, err)
		}
		if opens(again) != "" || opens(other) != "web:other" {
			t.Error("not the right ones ended")
		}
		if keys, _ := s.Redis.Keys(ctx, "test:*feeds*").Result(); len(keys) != 2 {
			t.Errorf("left behind: %v", keys)
		}
	})
}

// An address that a calendar program asks for goes on living, and one that none
// asks for ends.
func TestFeedsExpire(t *testing.T) {
	server, rdb := miniature(t)
	f := NewFeeds(rdb, "test:")
	asked, err := f.Make(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	unasked, err := f.Make(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		server.FastForward(keepFeeds * 2 / 3)
		if owner, ok, err := f.Owner(t.Context(), asked); owner != "a" || !ok || err != nil {
			t.Errorf("%q %t %v", owner, ok, err)
		}
	}
	if owner, ok, err := f.Owner(t.Context(), unasked); ok || err != nil {
		t.Errorf("%q %v", owner, err)
	}
	if n, err := f.End(t.Context(), "a"); n != 1 || err != nil {
		t.Errorf("%d ended, %v", n, err)
	}
	if keys := server.Keys(); len(keys) != 0 {
		t.Errorf("left behind: %v", keys)
	}
}
