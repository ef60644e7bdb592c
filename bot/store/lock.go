package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// A folder has two locks, because its two processes end one after the other:
// the assistant's, and that of the redis-server it started, which inherits the
// second and holds it until its last breath. A new server must not start before
// that: the old one would take the new one's socket away with it.
const (
	ownerLock  = "kakebot.lock"
	serverLock = "redis.lock"
)

// errBusy says that another process holds the lock.
var errBusy = errors.New("another process holds the lock")

// lockFile takes a lock of the folder, or gives errBusy. It goes with the last
// process that holds the file, however that ends.
func lockFile(dir, name string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("--data: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, errBusy
	}
	return f, nil
}

// awaitLock waits for a lock that is about to be let go.
func awaitLock(ctx context.Context, dir, name string) (*os.File, error) {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		f, err := lockFile(dir, name)
		if !errors.Is(err, errBusy) {
			return f, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-again.C:
		}
	}
}
