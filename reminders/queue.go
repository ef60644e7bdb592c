package reminders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// keep is how long settled jobs and finished fan-outs are remembered, so that
// no later plan repeats them. A plan looks back half a day; a month is ample.
const keep = 31 * 24 * time.Hour

// queue is the ledger of what is owed: jobs with a deterministic id, each
// delivered once. See keys.go for what it keeps and scripts.go for its decisions.
type queue struct {
	rdb    redis.UniversalClient
	keys   keys
	shards int
	worker string        // names this process in the jobs it claims
	lease  time.Duration // after which a claimed job is another worker's
	send   time.Duration // that a send may take: well below lease
}

// owed is one person's reminder: the payload of a job. It holds no address and
// no words: both are looked up when it is sent, as they are by then.
type owed struct {
	Kind    Kind   `json:"k"`
	Subject string `json:"s"`
	Offset  string `json:"o"`
	Version string `json:"v"`
	Person  string `json:"p"`
	id      string
	due     time.Time
}

// owe makes the job of a person's moment. Its id ends with a fingerprint of the
// person, so that what must outlive forgetting somebody does not name them.
func owe(m Moment, person string) owed {
	return owed{
		Kind: m.Kind, Subject: m.Subject, Offset: m.Offset, Version: m.Version, Person: person,
		id: "rem:" + m.Key() + ":" + fingerprint(person), due: m.At,
	}
}

// A claim is a job in the hands of one worker until its lease ends.
type claim struct {
	owed
	until   string // end of the lease, as the server wrote it: with the id, the fencing token of begin
	attempt int    // how many times it was claimed: the fencing token of what ends it
	tries   int    // attempts that failed
	doubt   bool   // an earlier attempt may have delivered it
}

// shardOf tells where a job lives.
func (q queue) shardOf(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % uint32(q.shards))
}

// enqueue adds the jobs that are not known yet and tells how many were new.
func (q queue) enqueue(ctx context.Context, jobs []owed) (total int, err error) {
	for some := range slices.Chunk(jobs, pageSize) {
		n, err := q.enqueueSome(ctx, some)
		total += n
		if err != nil {
			return total, fmt.Errorf("enqueue: %w", err)
		}
	}
	return total, nil
}

// enqueueSome adds as many jobs as one script may take.
func (q queue) enqueueSome(ctx context.Context, jobs []owed) (total int, err error) {
	args := make([][]any, q.shards)
	for _, j := range jobs {
		payload, err := json.Marshal(j)
		if err != nil {
			return 0, err
		}
		i := q.shardOf(j.id)
		args[i] = append(args[i], j.id, j.due.UnixMilli(), payload)
	}
	for i, a := range args {
		if len(a) == 0 {
			continue
		}
		n, err := enqueueScript.Run(ctx, q.rdb, []string{q.keys.due(i), q.keys.jobs(i)}, a...).Int()
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

// claim leases up to n jobs of a shard that are due at now. next is how long
// until there may be more: the next one's due time or the end of another
// worker's lease, whichever is first; less than zero when nothing is waiting.
func (q queue) claim(ctx context.Context, shard int, now time.Time, n int) (jobs []claim, next time.Duration, err error) {
	out, err := claimScript.Run(ctx, q.rdb,
		[]string{q.keys.due(shard), q.keys.lease(shard), q.keys.jobs(shard)},
		now.UnixMilli(), n, q.lease.Milliseconds(), q.worker).StringSlice()
	if err != nil {
		return nil, -1, fmt.Errorf("claim: %w", err)
	}
	next = -1
	if at, err := strconv.ParseInt(out[0], 10, 64); err == nil {
		next = max(0, time.UnixMilli(at).Sub(now))
	}
	if ms, err := strconv.ParseInt(out[1], 10, 64); err == nil {
		if left := max(0, time.Duration(ms)*time.Millisecond); next < 0 || left < next {
			next = left
		}
	}
	for f := out[3:]; len(f) >= 6; f = f[6:] {
		c := claim{owed: owed{id: f[0]}, until: out[2], doubt: f[4] == "1"}
		due, errDue := strconv.ParseInt(f[2], 10, 64)
		attempt, errAttempt := strconv.Atoi(f[1])
		tries, errTries := strconv.Atoi(f[3])
		errPayload := json.Unmarshal([]byte(f[5]), &c.owed)
		if errDue != nil || errAttempt != nil || errTries != nil || errPayload != nil {
			return nil, -1, fmt.Errorf("claim: job of shard %d cannot be read", shard)
		}
		c.due, c.attempt, c.tries = time.UnixMilli(due), attempt, tries
		jobs = append(jobs, c)
	}
	return jobs, next, nil
}

// begin tells which of the jobs of one claim may be sent now, and marks those
// as in doubt. A worker that woke after its lease gets false and must not send.
func (q queue) begin(ctx context.Context, shard int, jobs []claim) ([]bool, error) {
	args := []any{q.send.Milliseconds(), jobs[0].until}
	for _, c := range jobs {
		args = append(args, c.id)
	}
	ours, err := beginScript.Run(ctx, q.rdb, []string{q.keys.lease(shard), q.keys.jobs(shard)}, args...).BoolSlice()
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return ours, nil
}

// An end is what became of a claim.
type end struct {
	claim
	how   how
	why   string    // for skipped and buried
	again time.Time // for retried: when
	fault bool      // for retried: it counts as a failure
	doubt bool      // for retried: it may have been delivered all the same
}

type how int

const (
	sent    how = iota // delivered
	skipped            // not to be delivered
	buried             // given up
	retried            // to be tried again
)

// finish writes down what became of jobs of one shard, at now.
func (q queue) finish(ctx context.Context, shard int, now time.Time, ends []end) error {
	due, lease, dead, jobs := q.keys.due(shard), q.keys.lease(shard), q.keys.dead(shard), q.keys.jobs(shard)
	delivered, ended, again := []any{keep.Milliseconds()}, []any{keep.Milliseconds(), now.UnixMilli()}, []any{}
	for _, e := range ends {
		switch e.how {
		case sent:
			delivered = append(delivered, e.id)
		case skipped:
			ended = append(ended, e.id, e.attempt, "done", e.why)
		case buried:
			ended = append(ended, e.id, e.attempt, "dead", e.why)
		case retried:
			again = append(again, e.id, e.attempt, e.again.UnixMilli(), bit(e.fault), bit(e.doubt))
		}
	}
	for _, w := range []struct {
		script *redis.Script
		keys   []string
		args   []any
		none   int // arguments when there is no such end
	}{
		{sentScript, []string{due, lease, dead, jobs}, delivered, 1},
		{endScript, []string{lease, dead, jobs}, ended, 2},
		{nackScript, []string{due, lease, jobs}, again, 0},
	} {
		if len(w.args) == w.none {
			continue
		}
		if err := w.script.Run(ctx, q.rdb, w.keys, w.args...).Err(); err != nil && !errors.Is(err, redis.Nil) {
			return fmt.Errorf("finish: %w", err)
		}
	}
	return nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
