package reminders

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// onEach runs a test over miniredis, and over a real redis-server when there is
// one. KAKEBOT_REQUIRE_REDIS=1 makes its absence a failure.
func onEach(t *testing.T, test func(t *testing.T, rdb *redis.Client)) {
	t.Run("miniredis", func(t *testing.T) { test(t, connect(t, "tcp", miniredis.RunT(t).Addr())) })
	t.Run("redis", func(t *testing.T) { test(t, connect(t, "unix", realRedis(t))) })
}

func connect(t testing.TB, network, addr string) *redis.Client {
	rdb := redis.NewClient(&redis.Options{Network: network, Addr: addr, ContextTimeoutEnabled: true, PoolSize: 60})
	t.Cleanup(func() { rdb.Close() })
	return rdb
}

// realRedis starts a redis-server of its own on a unix socket and gives the
// socket's path. It ends with the test.
func realRedis(t testing.TB) string {
	path, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("KAKEBOT_REQUIRE_REDIS") == "1" {
			t.Fatal("KAKEBOT_REQUIRE_REDIS=1, and no redis-server is on PATH")
		}
		t.Skip("no redis-server on PATH")
	}
	dir, err := os.MkdirTemp("", "r") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	cmd := exec.Command(path, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var reading sync.WaitGroup
	t.Cleanup(func() {
		cmd.Process.Kill()
		reading.Wait()
		cmd.Wait()
	})
	ready := make(chan bool, 1)
	reading.Go(func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if strings.Contains(lines.Text(), "ready to accept connections") {
				ready <- true
			}
		}
		close(ready)
	})
	if !<-ready {
		t.Fatal("redis-server ended before it was ready")
	}
	return socket
}

var errCrashed = errors.New("crashed")

// A fuse makes one process die: after some steps every command of its client
// fails, and so does everything else that asks burn. lost says that the last
// command is still carried out and only its answer is lost.
type fuse struct {
	sync.Mutex
	left  int // steps until the crash; less than zero is never
	lost  bool
	dead  bool
	begin func(next func() error, cmd redis.Cmder) error // stands in for a begin, when set
}

func (f *fuse) burn() (last, dead bool) {
	f.Lock()
	defer f.Unlock()
	if f.dead || f.left < 0 {
		return false, f.dead
	}
	f.left--
	f.dead = f.left < 0
	return f.dead, f.dead
}

func (f *fuse) step(do func() error) error {
	last, dead := f.burn()
	if last && f.lost {
		_ = do()
	}
	if dead {
		return errCrashed
	}
	return do()
}

func (f *fuse) DialHook(next redis.DialHook) redis.DialHook { return next }

func (f *fuse) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		do := func() error { return next(ctx, cmd) }
		if args := cmd.Args(); f.begin != nil && len(args) > 1 && args[1] == beginScript.Hash() {
			return fail(cmd, f.begin(do, cmd))
		}
		return fail(cmd, f.step(do))
	}
}

func (f *fuse) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		return f.step(func() error { return next(ctx, cmds) })
	}
}

func fail(cmd redis.Cmder, err error) error {
	if err != nil {
		cmd.SetErr(err)
	}
	return err
}
