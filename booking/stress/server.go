package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/redis/go-redis/v9"
)

// A server is a redis-server of the run's own, on a unix socket, append-only.
type server struct {
	program string
	s       Settings
	preload string // "" if power cuts are not simulated
	cmd     *exec.Cmd
	ended   chan struct{}
}

var errNoServer = errors.New("no redis-server on PATH")

func newServer(s Settings) (*server, error) {
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return nil, errNoServer
	}
	v := &server{program: program, s: s}
	if s.Power {
		v.preload, err = buildPreload(s.Dir)
	}
	return v, err
}

func (v *server) note() string { return filepath.Join(v.s.Dir, "synced") }

// start returns when the server has loaded its files and answers.
func (v *server) start(ctx context.Context) error {
	v.cmd = exec.Command(v.program, "--port", "0", "--unixsocket", v.s.Socket, "--unixsocketperm", "700", "--dir", v.s.Dir, "--save", "",
		"--appendonly", "yes", "--appendfsync", v.s.Fsync, "--no-appendfsync-on-rewrite", "no", "--auto-aof-rewrite-percentage", "0",
		"--maxmemory-policy", "noeviction", "--logfile", filepath.Join(v.s.Dir, "redis.log"))
	v.cmd.SysProcAttr = tied()
	if v.preload != "" {
		v.cmd.Env = append(os.Environ(), "LD_PRELOAD="+v.preload, "STRESS_NOTE="+v.note())
	}
	if err := v.cmd.Start(); err != nil {
		return err
	}
	v.ended = make(chan struct{})
	go func() { _ = v.cmd.Wait(); close(v.ended) }()

	rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: v.s.Socket, MaxRetries: -1, DialerRetries: 1})
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
			return errors.New("redis-server ended; redis.log says why")
		case <-ctx.Done():
			return fmt.Errorf("redis-server does not become ready: %w (%w)", err, ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// kill is kill -9, and with it the loss of what a power cut would have lost.
func (v *server) kill() (lost int64, err error) {
	_ = v.cmd.Process.Kill()
	<-v.ended
	if v.preload == "" {
		return 0, nil
	}
	return cut(v.note())
}

// shutdown is SHUTDOWN NOSAVE: the server ends in its own way.
func (v *server) shutdown(ctx context.Context) error {
	rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: v.s.Socket, MaxRetries: -1})
	defer rdb.Close()
	_ = rdb.ShutdownNoSave(ctx).Err() // it hangs up instead of answering
	select {
	case <-v.ended:
		return nil
	case <-time.After(10 * time.Second):
		return errors.New("redis-server did not shut down within ten seconds")
	}
}

// end ends the server, however it is.
func (v *server) end() {
	if v.cmd != nil && v.ended != nil {
		_ = v.cmd.Process.Kill()
		<-v.ended
	}
}
