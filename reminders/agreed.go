package reminders

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/knowledge"
)

// settleTime is for how long every replica that speaks must say the same of a
// round before it stands so. While they disagree, as they do when one after the
// other is restarted with new dates, nothing is said of the round at all, and
// what falls due meanwhile waits. It is well over the minute in which each
// replica speaks, and short enough that nothing comes too late for it.
const settleTime = 10 * time.Minute

// An agreed is a round as all replicas see it, and how it stood before. Its
// revision grows each time that a doubt about the round is settled, also when it
// stands as it did, so that whoever was told otherwise meanwhile is found.
type agreed struct {
	id       string
	version  string          // "" when the round is not in the programme
	round    knowledge.Round // as this process knows it; zero when withdrawn
	earlier  string          // the version that stood before; as it stands if it has always stood so
	before   knowledge.Round // the dates of that; zero when it was not in the programme
	revision int             // 0 as long as it stands as it was first seen
	since    time.Time       // when it was settled; in the zone of the process clock
	doubt    bool            // replicas disagree, or have not agreed for long enough
	newsAt   time.Time       // when the news of it comes
	moments  []Moment
}

// reportScript takes down what one replica sees of the rounds, and lets a round
// stand otherwise when nobody has said anything else for a while. What is first
// seen when nothing is known stands at once: there is nobody to tell of a change.
// KEYS: rounds. ARGV: now (process clock, ms), ms to settle, then id and version of each round.
// A round that is known and not reported is withdrawn: its version is "".
// Returns the hash.
var reportScript = redis.NewScript(`
local now, wait = tonumber(ARGV[1]), tonumber(ARGV[2])
local flat, h, said = redis.call('HGETALL', KEYS[1]), {}, {}
for i = 1, #flat, 2 do
  h[flat[i]] = flat[i+1]
  if string.sub(flat[i], 1, 2) == 'v:' then said[string.sub(flat[i], 3)] = '' end
end
for i = 3, #ARGV, 2 do said[ARGV[i]] = ARGV[i+1] end
for id, v in pairs(said) do
  local stands, other, from = h['v:' .. id] or '', h['next:' .. id], h['from:' .. id]
  if #flat == 0 then
    redis.call('HSET', KEYS[1], 'v:' .. id, v, 'rev:' .. id, 0, 'at:' .. id, now)
  elseif v ~= stands or other then
    if other ~= v or tonumber(from) > now then
      redis.call('HSET', KEYS[1], 'v:' .. id, stands, 'next:' .. id, v, 'from:' .. id, now)
    elseif now - from >= wait then
      if v ~= stands then redis.call('HSET', KEYS[1], 'was:' .. id, stands) end
      redis.call('HSET', KEYS[1], 'v:' .. id, v, 'at:' .. id, now)
      redis.call('HINCRBY', KEYS[1], 'rev:' .. id, 1)
      redis.call('HDEL', KEYS[1], 'next:' .. id, 'from:' .. id)
    end
  end
end
return redis.call('HGETALL', KEYS[1])`)

// report says how this process sees the rounds, and gives how they stand.
func (r *Runner) report(ctx context.Context, now time.Time) ([]agreed, error) {
	rounds := r.Rounds()
	args := []any{now.UnixMilli(), r.settle.Milliseconds()}
	for _, round := range rounds {
		args = append(args, round.ID, round.Version())
	}
	flat, err := reportScript.Run(ctx, r.rdb, []string{r.queue.keys.rounds()}, args...).StringSlice()
	if err != nil {
		return nil, fmt.Errorf("report the rounds: %w", err)
	}
	kept := make(map[string]string, len(flat)/2)
	for i := 0; i+1 < len(flat); i += 2 {
		kept[flat[i]] = flat[i+1]
	}
	return r.Timing.agreed(kept, rounds, now), nil
}

// agreement gives how the rounds stand, without a word of our own.
func (r *Runner) agreement(ctx context.Context, now time.Time) ([]agreed, error) {
	kept, err := r.rdb.HGetAll(ctx, r.queue.keys.rounds()).Result()
	if err != nil {
		return nil, fmt.Errorf("how the rounds stand: %w", err)
	}
	return r.Timing.agreed(kept, r.Rounds(), now), nil
}

// agreed reads the kept hash beside the rounds as this process knows them. A
// round that it knows otherwise than it stands is in doubt.
func (t Timing) agreed(kept map[string]string, rounds []knowledge.Round, now time.Time) []agreed {
	own := make(map[string]knowledge.Round, len(rounds))
	for _, round := range rounds {
		own[round.ID] = round
	}
	var all []agreed
	for field, version := range kept {
		id, is := strings.CutPrefix(field, "v:")
		if !is {
			continue
		}
		s := agreed{id: id, version: version, earlier: version}
		if was, changed := kept["was:"+id]; changed {
			s.earlier = was
		}
		s.before, _ = knowledge.ParseVersion(s.earlier, now.Location())
		s.revision, _ = strconv.Atoi(kept["rev:"+id])
		if ms, err := strconv.ParseInt(kept["at:"+id], 10, 64); err == nil {
			s.since = time.UnixMilli(ms).In(now.Location())
			s.newsAt = t.soon(s.since)
		}
		seen := ""
		if round, ok := own[id]; ok {
			s.round, seen = round, round.Version()
			s.moments = t.ofRound(round)
		}
		_, disputed := kept["next:"+id]
		s.doubt = disputed || seen != version
		if m, ok := t.ofChange(s); ok {
			s.moments = append(s.moments, m)
		}
		all = append(all, s)
	}
	return all
}
