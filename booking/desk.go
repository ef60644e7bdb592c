package booking

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// A Desk books one programme's talks. It is safe for concurrent use, by any
// number of processes.
type Desk struct {
	rdb   redis.UniversalClient
	tag   []string // the hash tag, as KEYS
	zone  *time.Location
	o     Options
	terms string // of an offer to who waits, as scripts read them
}

// New opens the desk of one programme. prefix names it among everything in the
// same Redis ("kakebot:kake"), and must not contain braces. Slots start in zone.
func New(rdb redis.UniversalClient, prefix string, zone *time.Location, o Options) *Desk {
	o = o.orDefault()
	return &Desk{rdb: rdb, tag: []string{"{b:" + prefix + "}"}, zone: zone, o: o, terms: o.terms()}
}

// Options gives what the desk goes by, defaults filled in.
func (d *Desk) Options() Options { return d.o }

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

// decide reads a decision and the parts it uses: each costs every call of it.
func decide(name string, promise bool, uses ...string) decision {
	return decision{name, promise, script(slices.Concat([]string{"keys", "write"}, uses, []string{name})...)}
}

// outcomes are the words by which a script says what came of it.
var outcomes = map[string]error{
	"ok":         nil,
	"talk":       nil,
	"no-slot":    ErrNoSuchSlot,
	"no-booking": ErrNoSuchBooking,
	"no-offer":   ErrNoOffer,
	"taken":      ErrTaken,
	"lapsed":     ErrLapsed,
	"extended":   ErrExtended,
	"past":       ErrPast,
	"too-soon":   ErrTooSoon,
	"too-far":    ErrTooFar,
	"too-late":   ErrTooLate,
	"too-many":   ErrTooMany,
	"booked":     ErrBooked,
	"cancelled":  ErrCancelled,
	"collision":  errCollision,
}

// errCollision says that a new booking's code is in use already.
var errCollision = errors.New("the code is in use")

// write runs a decision on behalf of a person at a moment; the zero time leaves
// it to the clock of Options. What it gives is what the script returned.
func (d *Desk) write(ctx context.Context, dec decision, op, by string, now time.Time, args ...any) (reply, error) {
	if op == "" || by == "" {
		return "", fmt.Errorf("booking: %s without op-id or person", dec.name)
	}
	return d.run(ctx, dec, operation(op, by), by, now, args)
}

// tend runs a decision that is harmless to repeat and that nobody asked for.
func (d *Desk) tend(ctx context.Context, dec decision, args ...any) (reply, error) {
	return d.run(ctx, dec, "", "", time.Time{}, args)
}

// operation names what one person does once, without telling who they are: the
// name outlives the person's wish to be forgotten by two days at most.
func operation(op, by string) string {
	sum := sha256.Sum256([]byte(by + "\x00" + op))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

func (d *Desk) run(ctx context.Context, dec decision, op, by string, now time.Time, args []any) (reply, error) {
	if now.IsZero() && d.o.Now != nil {
		now = d.o.Now()
	}
	all := append(make([]any, 0, 3+len(args)), op, by, "")
	if !now.IsZero() {
		all[2] = now.UnixMilli()
	}
	all = append(all, args...)
	var text string
	var err error
	if dec.promise && d.o.Wait > 0 {
		text, err = d.runAndWait(ctx, dec.script, all)
	} else {
		text, err = dec.script.Run(ctx, together{d.rdb}, d.tag, all...).Text()
	}
	if err != nil {
		return "", fmt.Errorf("booking: %s: %w", dec.name, err)
	}
	status, values, _ := strings.Cut(text, "\n")
	outcome, known := outcomes[status]
	if !known {
		return "", fmt.Errorf("booking: %s: unknown outcome %q", dec.name, status)
	}
	return reply(values), outcome
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

// A reply is what a decision gave beside its outcome: values, one a line.
type reply string
