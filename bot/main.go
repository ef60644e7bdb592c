package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the time zone database, for images and machines without one

	"github.com/redis/go-redis/v9"
)

func main() {
	redis.SetLogger(quiet{}) // every failed command is an error of ours, logged where it is handled
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.LookupEnv, streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// quiet is the driver's own log: silence.
type quiet struct{}

// Printf is the driver's.
func (quiet) Printf(context.Context, string, ...any) {}

// streams are what a process reads and writes; tests bring their own.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// Exit codes: failed is a check that found something; refused is a start that
// could not be made, with one sentence on stderr and nothing half-started.
const (
	succeeded = 0
	failed    = 1
	refused   = 2
)

// errFound says that a command did its work and found something wrong, which it
// has printed already.
var errFound = errors.New("something is wrong")

// commands are what the first word can name; without one everything runs.
var commands = map[string]func(context.Context, config, streams) error{
	"":          serve,
	"ask":       ask,
	"check":     check,
	"eval":      eval,
	"rehearse":  rehearse,
	"slots":     slots,
	"talks":     bookedTalks,
	"feed":      feed,
	"office":    office,
	"rounds":    rounds,
	"bounce":    bounce,
	"forget":    forget,
	"export":    export,
	"knowledge": knowledgeChore,
	"reminders": remindersChore,
}

func run(ctx context.Context, args []string, env func(string) (string, bool), s streams) int {
	c, err := configure(args, env)
	switch {
	case errors.Is(err, errHelp):
		_, _ = fmt.Fprint(s.out, usage())
		return succeeded
	case err != nil:
		_, _ = fmt.Fprintf(s.err, "kakebot: %v\n", err)
		return refused
	}
	switch err := commands[c.command](ctx, c, s); {
	case errors.Is(err, errFound):
		return failed
	case err != nil:
		_, _ = fmt.Fprintf(s.err, "kakebot: %v\n", err)
		return refused
	}
	return succeeded
}

// logger writes for operators: one line an event, never what a person wrote.
func logger(s streams) *slog.Logger { return slog.New(slog.NewTextHandler(s.err, nil)) }
