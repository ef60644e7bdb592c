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

	"kakebot/chat"
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
	Channel string `json:"c,omitempty"` // whose queue it waits in; "" if that was not known
	Data    string `json:"d,omitempty"` // of news: see Notice
	Until   int64  `json:"u,omitempty"` // of news, ms
	Awaited bool   `json:"a,omitempty"` // of news: see Notice
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

// via puts the job into the queue of the channel by which its person is reached
// now, so that it waits for no other. Where it goes in the end is looked up later.
func (o owed) via(to chat.Address) owed {
	o.Channel = to.Channel
	return o
}

// A claim is a job in the hands of one worker until its lease ends.
type claim struct {
	owed
	until string // end of the lease, as the server wrote it: the fencing token, which no other claim has
	tries int    // attempts that failed
	doubt bool   // an earlier attempt may have delivered it
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
	type place struct {
		shard   int
		channel string
	}
	args := map[place][]any{}
	for _, j := range jobs {
		payload, err := json.Marshal(j)
		if err != nil {
			return 0, err
		}
		p := place{q.shardOf(j.id), j.Channel}
		if args[p] == nil {
			args[p] = append(make([]any, 0, 2+3*len(jobs)), p.channel, keep.Milliseconds())
		}
		args[p] = append(args[p], j.id, j.due.UnixMilli(), payload)
	}
	for p, a := range args {
		n, err := enqueueScript.Run(ctx, q.rdb, []string{q.keys.due(p.shard, p.channel), q.keys.channels(p.shard),
			q.keys.jobs(p.shard), q.keys.done(p.shard)}, a...).Int()
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

// claim leases up to n jobs of a shard for a channel that are due at now, and
// those that another worker leased too long ago. next is how long until there may
// be more; less than zero when nothing is waiting. One whose payload cannot be
// read has no kind.
func (q queue) claim(ctx context.Context, shard int, channel string, now time.Time, n int) (jobs []claim, next time.Duration, err error) {
	out, err := claimScript.Run(ctx, q.rdb, []string{q.keys.due(shard, channel), q.keys.lease(shard, channel), q.keys.jobs(shard),
		q.keys.doubt(shard), q.keys.tries(shard), q.keys.held(shard), q.keys.last(shard)},
		now.UnixMilli(), n, q.lease.Microseconds(), channel).StringSlice()
	if err != nil {
		return nil, -1, fmt.Errorf("claim: %w", err)
	}
	next = -1
	if ms, err := strconv.ParseInt(out[0], 10, 64); err == nil {
		next = time.Duration(ms) * time.Millisecond
	}
	jobs = make([]claim, 0, (len(out)-2)/4)
	for f := out[2:]; len(f) >= 4; f = f[4:] {
		c := claim{until: out[1], doubt: f[3] == "1"}
		if json.Unmarshal([]byte(f[1]), &c.owed) != nil {
			c.owed = owed{}
		}
		c.id, c.Channel = f[0], channel
		c.tries, _ = strconv.Atoi(f[2])
		jobs = append(jobs, c)
	}
	return jobs, next, nil
}

// glance tells for each channel how long it is until something of it may be
// claimed; less than zero when nothing waits.
func (q queue) glance(ctx context.Context, shard int, channels []string, now time.Time) ([]time.Duration, error) {
	var names []string
	for _, c := range channels {
		names = append(names, q.keys.due(shard, c), q.keys.lease(shard, c))
	}
	out, err := glanceScript.Run(ctx, q.rdb, names, now.UnixMilli()).Int64Slice()
	if err != nil {
		return nil, fmt.Errorf("glance: %w", err)
	}
	left := make([]time.Duration, len(out))
	for i, ms := range out {
		left[i] = time.Duration(ms) * time.Millisecond
	}
	return left, nil
}

// begin tells which of the jobs of one claim may be sent now, and marks those
// as in doubt. A worker that woke after its lease gets false and must not send.
func (q queue) begin(ctx context.Context, shard int, jobs []claim) ([]bool, error) {
	args := make([]any, 0, 2+len(jobs))
	args = append(args, q.send.Microseconds(), jobs[0].until)
	for _, c := range jobs {
		args = append(args, c.id)
	}
	ours, err := beginScript.Run(ctx, q.rdb, []string{q.keys.lease(shard, jobs[0].Channel), q.keys.doubt(shard)}, args...).BoolSlice()
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return ours, nil
}

// An end is what became of a claim.
type end struct {
	claim
	how   how
	why   string        // for skipped and buried
	again time.Time     // for retried: when
	fault bool          // for retried: it counts as a failure
	doubt bool          // for retried: it may have been delivered all the same
	hold  time.Duration // the platform wants to be left alone for so long
	via   string        // for moved: the channel in whose queue it is to wait
}

type how int

const (
	sent    how = iota // delivered
	skipped            // not to be delivered
	buried             // given up
	retried            // to be tried again
	moved              // another channel's: its person has gone there
)

// finish writes down what became of jobs that one shard had for one channel, at now.
func (q queue) finish(ctx context.Context, shard int, channel string, now time.Time, ends []end) error {
	due, lease, jobs := q.keys.due(shard, channel), q.keys.lease(shard, channel), q.keys.jobs(shard)
	doubt, tries, dead, why := q.keys.doubt(shard), q.keys.tries(shard), q.keys.dead(shard), q.keys.why(shard)
	settled, given, again := []any{keep.Milliseconds()}, []any{keep.Milliseconds(), now.UnixMilli()}, []any{}
	elsewhere := map[string][]any{}
	var hold time.Duration
	for _, e := range ends {
		hold = max(hold, e.hold)
		switch e.how {
		case sent:
			settled = append(settled, e.id, e.until, "sent")
		case skipped:
			settled = append(settled, e.id, e.until, e.why)
		case buried:
			given = append(given, e.id, e.until, e.why)
		case retried:
			again = append(again, e.id, e.until, e.again.UnixMilli(), bit(e.fault), bit(e.doubt))
		case moved:
			if elsewhere[e.via] == nil {
				elsewhere[e.via] = []any{e.via, now.UnixMilli()}
			}
			elsewhere[e.via] = append(elsewhere[e.via], e.id, e.until)
		}
	}
	type write struct {
		script *redis.Script
		keys   []string
		args   []any
		none   int // arguments when there is no such end
	}
	writes := []write{
		{settleScript, []string{due, lease, jobs, doubt, tries, dead, why, q.keys.done(shard), q.keys.tally(shard, now)}, settled, 1},
		{buryScript, []string{lease, jobs, doubt, tries, dead, why}, given, 2},
		{nackScript, []string{due, lease, doubt, tries}, again, 0},
	}
	for via, args := range elsewhere {
		writes = append(writes, write{moveScript, []string{lease, q.keys.due(shard, via), q.keys.channels(shard)}, args, 2})
	}
	for _, w := range writes {
		if len(w.args) == w.none {
			continue
		}
		if err := w.script.Run(ctx, q.rdb, w.keys, w.args...).Err(); err != nil && !errors.Is(err, redis.Nil) {
			return fmt.Errorf("finish: %w", err)
		}
	}
	if hold > 0 {
		return q.hold(ctx, channel, hold)
	}
	return nil
}

// hold leaves a channel alone for a while, on every replica.
func (q queue) hold(ctx context.Context, channel string, d time.Duration) error {
	for shard := range q.shards {
		err := holdScript.Run(ctx, q.rdb, []string{q.keys.held(shard)}, channel, d.Microseconds()).Err()
		if err != nil && !errors.Is(err, redis.Nil) {
			return fmt.Errorf("hold: %w", err)
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
