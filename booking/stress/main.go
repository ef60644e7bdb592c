package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

// Settings are what a run is made of; the workers get them as JSON.
type Settings struct {
	For       time.Duration
	Seed      uint64
	Workers   int
	Claimants int           // of each worker
	Slots     int           // few, so that they are fought for
	Pause     time.Duration // of a claimant between two acts, on average
	Hold      time.Duration // how long a hold lasts
	Kill      time.Duration // between two acts of violence, on average
	Fsync     string        // always or everysec
	Power     bool          // a killed server loses what was not synced
	Control   string        // the promise to break, "" for none

	Dir, Socket string
}

func (s *Settings) flags(f *flag.FlagSet) {
	f.DurationVar(&s.For, "for", time.Minute, "how long the claimants fight")
	f.Uint64Var(&s.Seed, "seed", 1, "what is random follows from it, as far as the machine allows")
	f.IntVar(&s.Workers, "workers", 3, "processes")
	f.IntVar(&s.Claimants, "claimants", 80, "people in each")
	f.IntVar(&s.Slots, "slots", 40, "times they fight for")
	f.DurationVar(&s.Pause, "pause", 400*time.Millisecond, "a claimant's pause, on average")
	f.DurationVar(&s.Hold, "hold", 500*time.Millisecond, "how long a hold lasts")
	f.DurationVar(&s.Kill, "kill", time.Second, "between two acts of violence, on average")
	f.StringVar(&s.Fsync, "fsync", "always", "appendfsync of the server: always or everysec")
	f.BoolVar(&s.Power, "power", true, "kill the server as a power cut would (needs gcc and Linux)")
	f.StringVar(&s.Control, "control", "", "break a promise, to see it noticed: "+strings.Join(controlNames(), ", "))
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == workerArg {
		os.Exit(work(os.Args[2], os.Stdin, time.Now))
	}
	var s Settings
	s.flags(flag.CommandLine)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code, err := run(ctx, s, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "stress:", err)
		code = 2
	}
	stop()
	os.Exit(code)
}

// keptIn begins the report's last line when something was wrong.
const keptIn = "ledgers and append-only file: "

// run has them fight, judges, and prints what it found. It gives 1 if a promise
// was broken, 0 if none.
func run(ctx context.Context, s Settings, out io.Writer) (code int, err error) {
	if err := s.check(); err != nil {
		return 2, err
	}
	redis.SetLogger(quiet{})
	s.Dir, err = os.MkdirTemp("", "stress") // short, as a socket's path must be
	if err != nil {
		return 2, err
	}
	defer func() { // after the server has ended
		if code == 0 || errors.Is(err, errNoServer) || errors.Is(err, context.Canceled) {
			_ = os.RemoveAll(s.Dir)
		} else {
			fmt.Fprintln(out, keptIn+s.Dir)
		}
	}()
	s.Socket = s.Dir + "/s"
	d := &director{Settings: s}
	defer d.end()
	if err := d.fight(ctx); err != nil {
		return 2, err
	}
	acts, err := readActs(s)
	if err != nil {
		return 2, err
	}
	end, err := look(ctx, s, d.offered)
	if err != nil {
		return 2, err
	}
	return report(out, d, acts, end, judge(acts, end)), nil
}

func (s *Settings) check() error {
	if s.Fsync != "always" && s.Fsync != "everysec" {
		return errors.New("-fsync is always or everysec")
	}
	if _, known := controls[s.Control]; !known && s.Control != "" {
		return fmt.Errorf("-control is one of %s", strings.Join(controlNames(), ", "))
	}
	if s.Workers < 1 || s.Claimants < 1 || s.Slots < 2 || s.Pause <= 0 || s.Hold <= 0 || s.Kill <= 0 {
		return errors.New("there must be some workers, claimants and slots, and lengths above zero")
	}
	if s.Control == "fsync" {
		s.Fsync, s.Power = "everysec", true
	}
	return nil
}
