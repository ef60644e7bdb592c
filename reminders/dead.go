package reminders

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// unserved is how long a job waits for a replica that has its channel. It is of
// no use to anybody long before that.
const unserved = 48 * time.Hour

// abandonScript gives up what nobody delivers.
// KEYS: due, lease, dead, why. ARGV: now (process clock, ms), ms it may be late, why.
var abandonScript = redis.NewScript(`
local t = redis.call('TIME')
local late = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ARGV[2], 'LIMIT', 0, 100)
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', (t[1] * 1000 - ARGV[2]) * 1000, 'LIMIT', 0, 100)) do
  late[#late+1] = id
end
for _, id in ipairs(late) do
  redis.call('ZREM', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZADD', KEYS[3], ARGV[1], id)
  redis.call('HSET', KEYS[4], id, ARGV[3])
end`)

// abandon gives up what has waited in vain for a replica that has its channel.
func (r *Runner) abandon(ctx context.Context, now time.Time) error {
	ours := r.channels()
	for shard := range r.Shards {
		all, err := r.rdb.SMembers(ctx, r.queue.keys.channels(shard)).Result()
		if err != nil {
			return err
		}
		for _, c := range all {
			if slices.Contains(ours, c) {
				continue
			}
			k := r.queue.keys
			err := abandonScript.Run(ctx, r.rdb, []string{k.due(shard, c), k.lease(shard, c), k.dead(shard), k.why(shard)},
				now.UnixMilli(), unserved.Milliseconds(), whyChannel).Err()
			if err != nil && !errors.Is(err, redis.Nil) {
				return err
			}
		}
	}
	return nil
}

// A Dead is a reminder that was given up. It does not say whose it was.
type Dead struct {
	ID      string
	Kind    Kind
	Subject string
	Offset  string
	Channel string
	Why     string // tries, doubt (it may have been delivered), channel (no replica has it) or broken
	When    time.Time
	job     claim
}

// Dead gives at most n reminders that were given up within a month, the latest
// first, in the zone of the clock.
func (r *Runner) Dead(ctx context.Context, n int) ([]Dead, error) {
	var all []Dead
	for shard := range r.Shards {
		some, err := r.deadOf(ctx, shard, n)
		if err != nil {
			return nil, fmt.Errorf("dead reminders: %w", err)
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b Dead) int { return b.When.Compare(a.When) })
	return all[:min(n, len(all))], nil
}

func (r *Runner) deadOf(ctx context.Context, shard, n int) ([]Dead, error) {
	k := r.queue.keys
	found, err := r.rdb.ZRevRangeWithScores(ctx, k.dead(shard), 0, int64(n)-1).Result()
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]string, len(found))
	for i, z := range found {
		ids[i], _ = z.Member.(string)
	}
	jobs, err := r.rdb.HMGet(ctx, k.jobs(shard), ids...).Result()
	if err != nil {
		return nil, err
	}
	why, err := r.rdb.HMGet(ctx, k.why(shard), ids...).Result()
	if err != nil {
		return nil, err
	}
	zone := r.Clock().Location()
	all := make([]Dead, len(ids))
	for i, id := range ids {
		var o owed
		payload, _ := jobs[i].(string)
		if json.Unmarshal([]byte(payload), &o) != nil {
			o = owed{}
		}
		o.id = id
		d := Dead{ID: id, Kind: o.Kind, Subject: o.Subject, Offset: o.Offset, Channel: o.Channel,
			When: time.UnixMilli(int64(found[i].Score)).In(zone), job: claim{owed: o}}
		d.Why, _ = why[i].(string)
		all[i] = d
	}
	return all, nil
}

// Retry puts reminders that were given up back into the queue, those that are
// still of use at now: the fact stands, the person wants it, it is not too late.
// again is how many. One that may have been delivered is looked for first, as ever.
func (r *Runner) Retry(ctx context.Context, now time.Time, dead ...Dead) (again int, err error) {
	for some := range slices.Chunk(dead, pageSize) {
		var jobs []claim
		for _, d := range some {
			if d.job.Kind != "" {
				jobs = append(jobs, d.job)
			}
		}
		ready, ends, err := r.judge(ctx, now, jobs)
		if err != nil {
			return again, fmt.Errorf("retry: %w", err)
		}
		for _, e := range ends {
			if e.how == moved {
				e.Channel = e.via
				ready = append(ready, delivery{claim: e.claim})
			}
		}
		for _, d := range ready {
			k, shard := r.queue.keys, r.queue.shardOf(d.id)
			n, err := requeueScript.Run(ctx, r.rdb, []string{k.due(shard, d.Channel), k.tries(shard), k.dead(shard), k.why(shard)},
				d.id, now.UnixMilli()).Int()
			if err != nil {
				return again, fmt.Errorf("retry: %w", err)
			}
			again += n
		}
	}
	return again, nil
}

// forgetDead erases what was given up for a person: its payload names them.
func (b *Subscribers) forgetDead(ctx context.Context, person string) error {
	for shard := 0; ; shard++ {
		known, err := b.rdb.Exists(ctx, b.keys.channels(shard)).Result()
		if err != nil || known == 0 {
			return err
		}
		ids, err := b.rdb.ZRange(ctx, b.keys.dead(shard), 0, -1).Result()
		if err != nil {
			return err
		}
		theirs := slices.DeleteFunc(ids, func(id string) bool { return !strings.HasSuffix(id, ":"+fingerprint(person)) })
		if len(theirs) == 0 {
			continue
		}
		pipe := b.rdb.TxPipeline()
		pipe.HDel(ctx, b.keys.jobs(shard), theirs...)
		pipe.HDel(ctx, b.keys.why(shard), theirs...)
		pipe.HDel(ctx, b.keys.tries(shard), theirs...)
		for _, id := range theirs {
			pipe.ZRem(ctx, b.keys.dead(shard), id)
			pipe.SRem(ctx, b.keys.doubt(shard), id)
		}
		if _, err := pipe.Exec(ctx); err != nil {
			return err
		}
	}
}
