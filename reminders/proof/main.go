package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

// Settings are what a run is made of; the workers get them as JSON.
type Settings struct {
	People  int
	Workers int
	Lease   time.Duration
	Send    time.Duration // how long the channel takes for one
	Calm    bool          // without violence
	Control string        // the promise to break, "" for none

	Dir string
}

func (s *Settings) flags(f *flag.FlagSet) {
	f.IntVar(&s.People, "people", 100_000, "subscribers")
	f.IntVar(&s.Workers, "workers", 3, "processes, three at least")
	f.DurationVar(&s.Lease, "lease", 30*time.Second, "after which a dead worker's jobs are another's")
	f.DurationVar(&s.Send, "send", 0, "how long the channel takes for one message")
	f.BoolVar(&s.Calm, "calm", false, "kill and freeze nothing")
	f.StringVar(&s.Control, "control", "", "break a promise, to see it noticed: begin or look")
}

func (s Settings) ledger() string  { return filepath.Join(s.Dir, "ledger") }
func (s Settings) journal() string { return filepath.Join(s.Dir, "journal") }

func main() {
	if len(os.Args) == 3 && os.Args[1] == workerArg {
		os.Exit(work(os.Args[2], os.Stdin, time.Now))
	}
	var s Settings
	s.flags(flag.CommandLine)
	idle := flag.Duration("idle", 0, "instead, measure an idle kakebot for so long")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code, err := 0, error(nil)
	if *idle > 0 {
		code, err = measureIdle(ctx, *idle, os.Stdout)
	} else {
		code, err = run(ctx, s, time.Now, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "proof:", err)
		code = 2
	}
	stop()
	os.Exit(code)
}

// run has everybody reminded, and prints what came of it. It gives 1 if a
// promise was broken, 0 if none.
func run(ctx context.Context, s Settings, now func() time.Time, out io.Writer) (code int, err error) {
	if _, known := controls[s.Control]; !known && s.Control != "" {
		return 2, errors.New("-control is begin or look")
	}
	if s.Workers < 3 || s.People < 100 || s.Lease < time.Second {
		return 2, errors.New("there must be three workers, a hundred people and a lease of a second, at least")
	}
	redis.SetLogger(quiet{})
	if s.Dir, err = os.MkdirTemp("", "proof"); err != nil { // short, as a socket's path must be
		return 2, err
	}
	defer func() { _ = os.RemoveAll(s.Dir) }()
	d := &director{Settings: s, now: now}
	defer d.end()
	if err := d.perform(ctx); err != nil {
		return 2, err
	}
	r, err := d.look(ctx)
	if err != nil {
		return 2, err
	}
	return r.print(out), nil
}
