package store

import (
	"strings"
	"testing"
)

func TestAdviceOfTheEmbedded(t *testing.T) {
	s, err := Open(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if a := s.Advice(t.Context()); len(a) != 1 || !strings.Contains(a[0], "memory only") {
		t.Errorf("%q", a)
	}
	// A server that shows no settings is told of as such, and not as safe.
	s.Kind = "server"
	if a := s.Advice(t.Context()); len(a) != 1 || !strings.Contains(a[0], "not known") {
		t.Errorf("%q", a)
	}
}

// TestAdvice spoils one setting after the other.
func TestAdvice(t *testing.T) {
	needRedis(t)
	s, err := Open(t.Context(), "", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if a := s.Advice(t.Context()); len(a) > 0 {
		t.Errorf("our own server is not safe: %q", a)
	}
	for _, x := range []struct{ setting, bad, good string }{
		{"appendfsync", "everysec", "always"},
		{"no-appendfsync-on-rewrite", "yes", "no"},
		{"maxmemory-policy", "allkeys-lru", "noeviction"},
		{"appendonly", "no", "no"}, // set back, it would begin a file and not end before that is written
	} {
		if err := s.Redis.ConfigSet(t.Context(), x.setting, x.bad).Err(); err != nil {
			t.Fatal(err)
		}
		if a := s.Advice(t.Context()); len(a) != 1 || !strings.Contains(a[0], x.setting+" \""+x.bad) {
			t.Errorf("%s %s: %q", x.setting, x.bad, a)
		}
		if err := s.Redis.ConfigSet(t.Context(), x.setting, x.good).Err(); err != nil {
			t.Fatal(err)
		}
	}
}
