package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	readyWithin = 10 * time.Second // a large append-only file takes a while to load
	endWithin   = 900 * time.Millisecond
	maxSocket   = 100 // bytes of a unix socket's path that every system takes
)

// openChild starts a redis-server that keeps everything in dir, every write on
// disk before it is answered, and that ends with this process. A second process
// on the same folder joins it.
func openChild(ctx context.Context, dir string) (*Store, error) {
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return nil, errors.New("--data needs redis-server, which is not installed here (on Debian: apt install redis-server); without --data nothing is needed")
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("--data: %w", err)
	}
	socket := filepath.Join(dir, "redis.sock")
	if len(socket) > maxSocket {
		return nil, fmt.Errorf("--data: the path %s is too long for a socket: choose a folder nearer to the root", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("--data: %w", err)
	}
	lock, err := lockFile(dir, ownerLock)
	if errors.Is(err, errBusy) {
		return join(ctx, dir, socket)
	}
	if err != nil {
		return nil, err
	}
	ended, process, err := startChild(ctx, program, dir, socket)
	if err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("redis-server does not start: %w", err)
	}
	s := &Store{
		Redis: redis.NewClient(bounded(&redis.Options{Network: "unix", Addr: socket})),
		Kind:  "directory",
		close: func() error {
			err := endChild(process, ended)
			return errors.Join(err, lock.Close())
		},
	}
	if err := s.awaitReady(ctx, ended); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("redis-server in %s does not become ready: %w", dir, err)
	}
	return s, nil
}

// join uses the redis-server that another kakebot has started on dir: so staff
// offer times while the assistant runs. The other may itself be just starting.
func join(ctx context.Context, dir, socket string) (*Store, error) {
	s := &Store{Redis: redis.NewClient(bounded(&redis.Options{Network: "unix", Addr: socket})), Kind: "joined"}
	if err := s.awaitReady(ctx, nil); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("--data: another kakebot is using %s, and its Redis does not answer", dir)
	}
	return s, nil
}

// startChild starts the server from a thread of its own, because the system
// ties the child's life to the thread that started it. ended gives how it ended
// and is closed then.
func startChild(ctx context.Context, program, dir, socket string) (ended <-chan error, process *os.Process, err error) {
	lock, err := awaitLock(ctx, dir, serverLock)
	if errors.Is(err, errBusy) {
		return nil, nil, errors.New("an earlier one still runs there: end it first")
	}
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = lock.Close() }()
	started, done := make(chan error, 1), make(chan error, 1)
	// Without "save", a server that cannot write its folder would refuse to end.
	cmd := exec.Command(program, "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700",
		"--dir", dir, "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--no-appendfsync-on-rewrite", "no",
		"--maxmemory-policy", "noeviction", "--daemonize", "no", "--logfile", filepath.Join(dir, "redis.log"))
	cmd.SysProcAttr = tied()
	cmd.ExtraFiles = []*os.File{lock}
	go func() {
		runtime.LockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		started <- nil
		done <- cmd.Wait()
		close(done)
	}()
	if err := <-started; err != nil {
		return nil, nil, err
	}
	return done, cmd.Process, nil
}

// awaitReady waits until the server answers and has loaded its data.
func (s *Store) awaitReady(ctx context.Context, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		err := s.Redis.Ping(ctx).Err()
		if err == nil {
			return nil
		}
		select {
		case end := <-ended:
			return fmt.Errorf("it ended (%v); redis.log there says why", end)
		case <-ctx.Done():
			return err
		case <-again.C:
		}
	}
}

// endChild asks the server to end, which closes its file in order, and kills it
// when it does not.
func endChild(p *os.Process, ended <-chan error) error {
	_ = p.Signal(syscall.SIGTERM)
	select {
	case <-ended:
		return nil
	case <-time.After(endWithin):
		err := p.Kill()
		<-ended
		return err
	}
}
