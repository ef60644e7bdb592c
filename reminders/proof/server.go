package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

var errNoServer = errors.New("no redis-server on PATH")

// A server is a redis-server of the run's own, on a unix socket in its folder.
type server struct {
	dir   string
	fsync string // of its append-only file; "" has none
	port  int    // on 127.0.0.1 as well; 0 is none
	cmd   *exec.Cmd
	ended chan struct{}
}

func (v *server) socket() string { return filepath.Join(v.dir, "s") }

// start returns when the server has loaded its files and answers. The thread must
// stay the same: a child is tied to the one that started it.
func (v *server) start(ctx context.Context) error {
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return errNoServer
	}
	if err := os.MkdirAll(v.dir, 0o700); err != nil {
		return err
	}
	args := []string{"--bind", "127.0.0.1", "--port", strconv.Itoa(v.port), "--unixsocket", v.socket(), "--dir", v.dir, "--save", "", "--appendonly", "no",
		"--maxmemory-policy", "noeviction", "--logfile", filepath.Join(v.dir, "log")}
	if v.fsync != "" {
		args = append(args, "--appendonly", "yes", "--appendfsync", v.fsync, "--no-appendfsync-on-rewrite", "no")
	}
	v.cmd = exec.Command(program, args...)
	v.cmd.SysProcAttr = tied()
	if err := v.cmd.Start(); err != nil {
		return err
	}
	v.ended = make(chan struct{})
	go func() { _ = v.cmd.Wait(); close(v.ended) }()
	rdb := connect(v.socket(), "")
	defer rdb.Close()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		err := rdb.Ping(ctx).Err()
		if err == nil {
			return nil
		}
		select {
		case <-v.ended:
			return errors.New("redis-server ended")
		case <-ctx.Done():
			return fmt.Errorf("redis-server does not become ready: %w", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// kill is kill -9.
func (v *server) kill() {
	if v.cmd != nil && v.ended != nil {
		_ = v.cmd.Process.Kill()
		<-v.ended
	}
}

// setsPerSecond is what redis-benchmark's SET does there with 50 connections.
func (v *server) setsPerSecond(n int) (float64, error) {
	out, err := exec.Command("redis-benchmark", "-s", v.socket(), "-c", "50", "-n", strconv.Itoa(n), "-t", "set", "--csv").Output()
	if err != nil {
		return 0, fmt.Errorf("redis-benchmark: %w", err)
	}
	lines, err := csv.NewReader(strings.NewReader(string(out))).ReadAll()
	if err != nil || len(lines) == 0 {
		return 0, fmt.Errorf("redis-benchmark said %q", out)
	}
	return strconv.ParseFloat(lines[len(lines)-1][1], 64)
}

// memory is what the server's data takes, in bytes.
func memory(ctx context.Context, rdb *redis.Client) (int64, error) {
	info, err := rdb.Info(ctx, "memory").Result()
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(info, "used_memory:")
	n, _, _ := strings.Cut(rest, "\r\n")
	return strconv.ParseInt(n, 10, 64)
}
