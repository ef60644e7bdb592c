package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/reminders"
)

// Violence comes when so many percent have been delivered.
const (
	restartAt = 20
	freezeAt  = 40
	killAt    = 60
)

const (
	ahead    = 5 * time.Second // the workers start so long before it is due
	clients  = 32              // subscribe side by side
	glance   = 5 * time.Millisecond
	patience = 30 * time.Second // beyond the leases, for the last delivery
)

// A director prepares, starts the workers, and is violent.
type director struct {
	Settings
	now             func() time.Time
	ledger, journal *server
	rdb, notes      *redis.Client
	workers         []*process

	sets                      float64 // redis-benchmark's SET a second on the same server
	plan                      time.Duration
	empty, subscribed, queued int64 // bytes of the ledger
	rss                       int64 // bytes of a worker, when all was delivered
	at, killed                time.Time
}

// A process is a worker's. Closing its stdin asks it to end.
type process struct {
	cmd   *exec.Cmd
	stdin io.Closer
}

// perform runs the whole of it, up to the last delivery.
func (d *director) perform(ctx context.Context) (err error) {
	runtime.LockOSThread() // children are tied to the thread that starts them
	defer runtime.UnlockOSThread()
	d.ledger, d.journal = &server{dir: d.Settings.ledger(), fsync: "always"}, &server{dir: d.Settings.journal()}
	for _, v := range []*server{d.ledger, d.journal} {
		if err := v.start(ctx); err != nil {
			return err
		}
	}
	d.rdb, d.notes = connect(d.ledger.socket(), ""), connect(d.journal.socket(), "")
	if d.sets, err = d.ledger.setsPerSecond(min(50_000, d.People)); err != nil {
		return err
	}
	if err := d.prepare(ctx); err != nil {
		return err
	}
	d.at = d.now().Add(ahead)
	for range d.Workers {
		p, err := d.hire()
		if err != nil {
			return err
		}
		d.workers = append(d.workers, p)
	}
	if !d.Calm {
		if err := d.violence(ctx); err != nil {
			return err
		}
	}
	return d.finish(ctx)
}

// prepare subscribes everybody and plans, half an hour before it is due.
func (d *director) prepare(ctx context.Context) (err error) {
	if d.empty, err = memory(ctx, d.rdb); err != nil {
		return err
	}
	if err := d.subscribe(ctx); err != nil {
		return err
	}
	if d.subscribed, err = memory(ctx, d.rdb); err != nil {
		return err
	}
	before := due.Add(-30 * time.Minute)
	r := newRunner(d.rdb, d.Settings, &journal{}, func() time.Time { return before })
	began := d.now()
	if _, err := r.Step(ctx, before); err != nil {
		return err
	}
	d.plan = d.now().Sub(began)
	d.queued, err = memory(ctx, d.rdb)
	return err
}

func (d *director) subscribe(ctx context.Context) error {
	b := reminders.NewSubscribers(d.rdb, prefix)
	var all sync.WaitGroup
	failed := make(chan error, clients)
	for c := range clients {
		all.Go(func() {
			for i := c; i < d.People; i += clients {
				person := fmt.Sprintf("%s:%06d", channelName, i)
				_, err := b.Subscribe(ctx, person, reminders.Subscriber{Person: person, Lang: "fi",
					To: chat.Address{Channel: channelName, Place: person}, Since: due.AddDate(0, 0, -7)})
				if err != nil {
					failed <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(failed)
	return <-failed
}

func (d *director) hire() (*process, error) {
	text, err := json.Marshal(orders{d.Settings, d.at.UnixMicro()})
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(self, workerArg, string(text))}
	p.cmd.Stderr = os.Stderr
	p.cmd.SysProcAttr = tied()
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	return p, p.cmd.Start()
}

// violence kills Redis, freezes one worker past its lease, and kills another: in
// this order, so that the last delivery is of what the killed one had in hand.
func (d *director) violence(ctx context.Context) error {
	if err := d.await(ctx, restartAt); err != nil {
		return err
	}
	d.ledger.kill()
	if err := d.ledger.start(ctx); err != nil {
		return err
	}
	if err := d.await(ctx, freezeAt); err != nil {
		return err
	}
	frozen := d.workers[0].cmd.Process
	if err := frozen.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	thaw := time.After(d.Lease + time.Second)
	if err := d.await(ctx, killAt); err != nil {
		return err
	}
	d.killed = d.now()
	if err := d.workers[1].cmd.Process.Kill(); err != nil {
		return err
	}
	<-thaw
	return frozen.Signal(syscall.SIGCONT)
}

// await waits until so many percent have been delivered to.
func (d *director) await(ctx context.Context, percent int) error {
	limit := time.After(2*d.Lease + patience)
	for {
		n, err := d.notes.HLen(ctx, shownKey).Result()
		if err != nil {
			return err
		}
		if int(n) >= d.People*percent/100 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-limit:
			return fmt.Errorf("only %d of %d were delivered", n, d.People)
		case <-time.After(glance):
		}
	}
}

// finish waits for the last delivery and for the worker that was frozen to do
// what it may still do, and ends the workers.
func (d *director) finish(ctx context.Context) error {
	_ = d.await(ctx, 100) // who did not get it is counted later
	if !d.Calm {
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	d.rss = rss(d.workers[len(d.workers)-1].cmd.Process.Pid)
	for _, p := range d.workers {
		_ = p.stdin.Close()
	}
	var failed error
	for i, p := range d.workers {
		if err := p.cmd.Wait(); err != nil && (d.Calm || i != 1) {
			failed = errors.Join(failed, fmt.Errorf("worker %d: %w", i, err))
		}
	}
	return failed
}

// end ends what still runs.
func (d *director) end() {
	for _, p := range d.workers {
		_ = p.cmd.Process.Kill()
	}
	for _, v := range []*server{d.ledger, d.journal} {
		if v != nil {
			v.kill()
		}
	}
}
