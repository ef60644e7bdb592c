package booking

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Options are what a programme may set about its bookings.
type Options struct {
	Hold time.Duration // how long a slot is kept while a person writes; 15 minutes if zero
	Wait int           // replicas that must have a promise before it is given; 0 asks none
}

// A Desk books one programme's talks. It is safe for concurrent use, by any
// number of processes.
type Desk struct {
	rdb  redis.UniversalClient
	tag  []string // the hash tag, as KEYS
	zone *time.Location
	o    Options
}

// New opens the desk of one programme. prefix names it among everything in the
// same Redis ("kakebot:kake"), and must not contain braces. Slots start in zone.
func New(rdb redis.UniversalClient, prefix string, zone *time.Location, o Options) *Desk {
	if o.Hold == 0 {
		o.Hold = 15 * time.Minute
	}
	return &Desk{rdb: rdb, tag: []string{"{b:" + prefix + "}"}, zone: zone, o: o}
}

//go:embed lua/*.lua
var sources embed.FS

// script puts a script together from its parts.
func script(parts ...string) *redis.Script {
	var src []byte
	for _, part := range parts {
		b, err := sources.ReadFile("lua/" + part + ".lua")
		if err != nil {
			panic("booking: " + err.Error())
		}
		src = append(src, b...)
	}
	return redis.NewScript(string(src))
}

// A decision is a script that writes. One that is a promise to a person is
// given only when enough replicas have it.
type decision struct {
	name    string
	promise bool
	script  *redis.Script
}

func decide(name string, promise bool) decision {
	return decision{name, promise, script("keys", "write", "slot", "talk", name)}
}

// outcomes are the words by which a script says what came of it.
var outcomes = map[string]error{
	"ok":         nil,
	"no-slot":    ErrNoSuchSlot,
	"no-booking": ErrNoSuchBooking,
	"taken":      ErrTaken,
	"lapsed":     ErrLapsed,
	"past":       ErrPast,
	"booked":     ErrBooked,
	"cancelled":  ErrCancelled,
	"collision":  errCollision,
}

// errCollision says that a new booking's code is in use already.
var errCollision = errors.New("the code is in use")

// write runs a decision on behalf of a person and gives its value.
func (d *Desk) write(ctx context.Context, dec decision, op, by string, args ...any) (json.RawMessage, error) {
	if op == "" || by == "" {
		return nil, fmt.Errorf("booking: %s without op-id or person", dec.name)
	}
	return d.run(ctx, dec, append([]any{op, by}, args...))
}

// tend runs a decision that is harmless to repeat and that nobody asked for.
func (d *Desk) tend(ctx context.Context, dec decision, args ...any) (json.RawMessage, error) {
	return d.run(ctx, dec, append([]any{"", ""}, args...))
}

func (d *Desk) run(ctx context.Context, dec decision, args []any) (json.RawMessage, error) {
	var text string
	var err error
	if dec.promise && d.o.Wait > 0 {
		text, err = d.runAndWait(ctx, dec.script, args)
	} else {
		text, err = dec.script.Run(ctx, d.rdb, d.tag, args...).Text()
	}
	if err != nil {
		return nil, fmt.Errorf("booking: %s: %w", dec.name, err)
	}
	var result []json.RawMessage
	var status string
	if err := json.Unmarshal([]byte(text), &result); err != nil || len(result) == 0 {
		return nil, fmt.Errorf("booking: %s: unreadable result", dec.name)
	}
	if err := json.Unmarshal(result[0], &status); err != nil {
		return nil, fmt.Errorf("booking: %s: unreadable result", dec.name)
	}
	outcome, known := outcomes[status]
	switch {
	case !known:
		return nil, fmt.Errorf("booking: %s: unknown outcome %q", dec.name, status)
	case outcome != nil || len(result) == 1:
		return nil, outcome
	}
	return result[1], nil
}

// replicaPatience is how long one change waits for its replicas.
const replicaPatience = time.Second

// runAndWait runs the script and WAITs on the same connection, which is what
// WAIT speaks of.
func (d *Desk) runAndWait(ctx context.Context, s *redis.Script, args []any) (string, error) {
	node := redis.Cmdable(d.rdb)
	if cluster, ok := d.rdb.(*redis.ClusterClient); ok {
		master, err := cluster.MasterForKey(ctx, d.tag[0])
		if err != nil {
			return "", err
		}
		node = master
	}
	text, err := pair(ctx, node, s.EvalSha, d.tag, args, d.o.Wait)
	if redis.HasErrorPrefix(err, "NOSCRIPT") || errors.Is(err, redis.ErrNoScript) {
		text, err = pair(ctx, node, s.Eval, d.tag, args, d.o.Wait)
	}
	return text, err
}

type evaluate func(ctx context.Context, c redis.Scripter, keys []string, args ...any) *redis.Cmd

func pair(ctx context.Context, node redis.Cmdable, eval evaluate, keys []string, args []any, replicas int) (string, error) {
	pipe := node.Pipeline()
	result := eval(ctx, pipe, keys, args...)
	waited := redis.NewIntCmd(ctx, "wait", replicas, replicaPatience.Milliseconds())
	_ = pipe.Process(ctx, waited)
	if _, err := pipe.Exec(ctx); err != nil {
		return "", err
	}
	if waited.Val() < int64(replicas) {
		return "", ErrNotReplicated
	}
	return result.Text()
}
