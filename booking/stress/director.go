package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"time"

	"kakebot/booking"
)

// A director starts, kills and restarts.
type director struct {
	Settings
	server  *server
	version string
	workers []*process
	offered []booking.Slot

	workerKills, serverKills, shutdowns int
	cut                                 int64 // bytes that power cuts took
}

// A process is a worker's. Closing its stdin asks it to end.
type process struct {
	cmd   *exec.Cmd
	stdin io.Closer
}

// fight runs the whole of it, up to the last answers.
func (d *director) fight(ctx context.Context) (err error) {
	runtime.LockOSThread() // children are tied to the thread that starts them
	defer runtime.UnlockOSThread()
	if d.server, err = newServer(d.Settings); err != nil {
		return err
	}
	if err := d.server.start(ctx); err != nil {
		return err
	}
	if err := d.open(ctx); err != nil {
		return err
	}
	for i := range d.Workers {
		p, err := d.hire(i)
		if err != nil {
			return err
		}
		d.workers = append(d.workers, p)
	}
	dice := rand.New(rand.NewPCG(d.Seed, 0))
	over := time.After(d.For)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-over:
			return d.dismiss()
		case <-time.After(time.Duration((0.5 + dice.Float64()) * float64(d.Kill))):
			if err := d.strike(ctx, dice); err != nil {
				return err
			}
		}
	}
}

// open offers the slots.
func (d *director) open(ctx context.Context) error {
	rdb, _ := connect(d.Settings)
	defer rdb.Close()
	for i := range d.Slots {
		d.offered = append(d.offered, booking.Slot{ID: slotID(i), Start: slotStart(i), Length: 30 * time.Minute, Place: "here"})
	}
	if _, err := newDesk(rdb, d.Settings).Offer(ctx, "open", d.offered); err != nil {
		return err
	}
	info, err := rdb.InfoMap(ctx, "server").Result()
	d.version = info["Server"]["redis_version"]
	return err
}

// hire starts a worker's process.
func (d *director) hire(worker int) (*process, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(orders{d.Settings, worker})
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, workerArg, string(text))
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	return &process{cmd, stdin}, cmd.Start()
}

// strike kills a worker or the server, or shuts the server down, and starts it again.
func (d *director) strike(ctx context.Context, dice *rand.Rand) (err error) {
	switch chance := dice.IntN(10); {
	case chance < 6:
		i := dice.IntN(len(d.workers))
		if err := d.workers[i].kill(); err != nil {
			return fmt.Errorf("worker %d: %w", i, err)
		}
		d.workerKills++
		d.workers[i], err = d.hire(i)
		return err
	case chance < 9:
		lost, err := d.server.kill()
		if err != nil {
			return err
		}
		d.serverKills++
		d.cut += lost
	default:
		if err := d.server.shutdown(ctx); err != nil {
			return err
		}
		d.shutdowns++
	}
	return d.server.start(ctx)
}

// kill is kill -9. The error is that it had ended by itself.
func (p *process) kill() error {
	_ = p.cmd.Process.Kill()
	if err := p.cmd.Wait(); p.cmd.ProcessState.Exited() {
		return fmt.Errorf("it ended too early: %w", err)
	}
	return nil
}

// dismiss has every worker finish what it is about.
func (d *director) dismiss() error {
	workers := d.workers
	d.workers = nil
	for _, p := range workers {
		_ = p.stdin.Close()
	}
	var failed error
	for i, p := range workers {
		if err := p.cmd.Wait(); err != nil {
			failed = fmt.Errorf("worker %d: %w", i, err)
		}
	}
	return failed
}

// end ends whatever still runs.
func (d *director) end() {
	for _, p := range d.workers {
		_ = p.kill()
	}
	if d.server != nil {
		d.server.end()
	}
}
