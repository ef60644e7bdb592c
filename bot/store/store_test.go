package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
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

func TestNoRedisServer(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(t.Context(), "", t.TempDir()); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("%v", err)
	}
}

func TestDataFolderRefused(t *testing.T) {
	needRedis(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	for dir, want := range map[string]string{
		long:                          "too long for a socket",
		filepath.Join(file, "inside"): "--data:",
	} {
		if _, err := Open(t.Context(), "", dir); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := os.Stat(long); err == nil {
		t.Error("a folder that cannot be used was made")
	}
}

// A redis-server that cannot read its data says why in its own log, and nothing
// of the attempt is left.
func TestSpoiledData(t *testing.T) {
	needRedis(t)
	dir := t.TempDir()
	aof := filepath.Join(dir, "appendonlydir")
	if err := os.Mkdir(aof, 0o700); err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(aof, "appendonly.aof.manifest")
	if err := os.WriteFile(manifest, []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), "", dir); err == nil || !strings.Contains(err.Error(), "redis.log") {
		t.Errorf("%v", err)
	}
	if err := os.Remove(manifest); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), "", dir)
	if err != nil {
		t.Fatalf("repaired, it does not open: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestStartedTogether opens the same folder from many sides at once: one starts
// the server and the others join it.
func TestStartedTogether(t *testing.T) {
	needRedis(t)
	dir := t.TempDir()
	var all sync.WaitGroup
	opened := make(chan *Store, 8)
	for range cap(opened) {
		all.Go(func() {
			s, err := Open(t.Context(), "", dir)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Redis.Incr(t.Context(), "n").Err(); err != nil {
				t.Error(err)
			}
			opened <- s
		})
	}
	all.Wait()
	close(opened)
	var stores []*Store
	for s := range opened {
		stores = append(stores, s)
	}
	if n, err := stores[0].Redis.Get(t.Context(), "n").Int(); n != cap(opened) {
		t.Errorf("%d of %d wrote to the same Redis, %v", n, cap(opened), err)
	}
	for _, s := range stores {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestEmbeddedHasNoPort counts what this process listens on.
func TestEmbeddedHasNoPort(t *testing.T) {
	before := listening(t)
	s, err := Open(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Redis.Ping(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	if after := listening(t); after != before {
		t.Errorf("%d open ports, %d before", after, before)
	}
}

// listening is how many sockets of this process wait for connections.
func listening(t *testing.T) (n int) {
	waiting := map[string]bool{}
	for _, table := range []string{"tcp", "tcp6"} {
		data, err := os.ReadFile("/proc/self/net/" + table)
		if err != nil {
			t.Skip("needs /proc")
		}
		for _, line := range strings.Split(string(data), "\n") {
			if f := strings.Fields(line); len(f) > 9 && f[3] == "0A" { // TCP_LISTEN
				waiting["socket:["+f[9]+"]"] = true
			}
		}
	}
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("needs /proc")
	}
	for _, fd := range open {
		if to, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && waiting[to] {
			n++
		}
	}
	return n
}
