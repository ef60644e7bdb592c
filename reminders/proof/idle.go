package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// What one idle replica may cost.
const (
	mostCommands = 5.0 // of Redis a second, those inside scripts too
	mostCPU      = 0.1 // percent of one core
)

const (
	settle    = 45 * time.Second // until what a start does is over, on a busy machine too
	ticksPerS = 100              // the unit of /proc/PID/stat, the same on every Linux
)

// measureIdle builds the assistant, leaves it alone for a while on a Redis of its
// own, and prints what that cost. It gives 1 if it was too much.
func measureIdle(ctx context.Context, d time.Duration, out io.Writer) (code int, err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	redis.SetLogger(quiet{})
	dir, err := os.MkdirTemp("", "idle")
	if err != nil {
		return 2, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary := filepath.Join(dir, "kakebot")
	if said, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "kakebot/bot").CombinedOutput(); err != nil {
		return 2, fmt.Errorf("go build: %w: %s", err, said)
	}
	port, err := freePort()
	if err != nil {
		return 2, err
	}
	v := &server{dir: dir, fsync: "always", port: port}
	if err := v.start(ctx); err != nil {
		return 2, err
	}
	defer v.kill()
	cmd := exec.Command(binary, "--listen", "127.0.0.1:0")
	cmd.Env = []string{fmt.Sprintf("REDIS_URL=redis://127.0.0.1:%d", port), "PATH=" + os.Getenv("PATH")}
	cmd.SysProcAttr = tied()
	said, err := cmd.StdoutPipe()
	if err != nil {
		return 2, err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return 2, err
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	lines := bufio.NewScanner(said)
	if !lines.Scan() {
		return 2, errors.New("the assistant did not start")
	}
	rdb := connect(v.socket(), "")
	defer rdb.Close()
	if err := wait(ctx, settle); err != nil {
		return 2, err
	}
	cpu, err := ticks(cmd.Process.Pid)
	if err != nil {
		return 2, err
	}
	before, err := calls(ctx, rdb)
	if err != nil {
		return 2, err
	}
	if err := wait(ctx, d); err != nil {
		return 2, err
	}
	used, err := ticks(cmd.Process.Pid)
	if err != nil {
		return 2, err
	}
	after, err := calls(ctx, rdb)
	if err != nil {
		return 2, err
	}
	percent := 100 * float64(used-cpu) / ticksPerS / d.Seconds()
	total, list := spent(before, after)
	rate := float64(total) / d.Seconds()
	fmt.Fprintf(out, "idle for %v: %.2f %% CPU (at most %.1f), %.2f Redis commands/s (at most %.0f), %d MB\n%s", d, percent, mostCPU, rate, mostCommands,
		rss(cmd.Process.Pid)>>20, list)
	if percent > mostCPU || rate > mostCommands {
		return 1, nil
	}
	return 0, nil
}

// freePort is a port of 127.0.0.1 that nothing listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// ticks is the CPU time of a process.
func ticks(pid int) (n int64, err error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0, errors.New("/proc/PID/stat is not as expected")
	}
	user, err := strconv.ParseInt(f[11], 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(f[12], 10, 64)
	return user + system, err
}

// calls is how often each command has been called, by name.
func calls(ctx context.Context, rdb *redis.Client) (map[string]int, error) {
	info, err := rdb.Info(ctx, "commandstats").Result()
	if err != nil {
		return nil, err
	}
	all := map[string]int{}
	for line := range strings.Lines(info) {
		name, rest, ok := strings.Cut(strings.TrimPrefix(line, "cmdstat_"), ":calls=")
		n, err := strconv.Atoi(strings.SplitN(rest, ",", 2)[0])
		if ok && err == nil && name != "info" {
			all[name] = n
		}
	}
	return all, nil
}

// spent lists what was called between, the most frequent first.
func spent(before, after map[string]int) (total int, list string) {
	var names []string
	for name, n := range after {
		if n -= before[name]; n > 0 {
			total += n
			names = append(names, fmt.Sprintf("%8d %s\n", n, name))
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return total, strings.Join(names, "")
}
