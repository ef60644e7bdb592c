package reminders

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
)

// paceScript is GCRA (the generic cell rate algorithm) for destinations of one
// channel: each takes one message an interval, and what a second takes may come
// at once. An answer that is lost costs its share of the pace and no more.
// KEYS: pace. ARGV: destination, interval (µs), messages wanted, of each destination.
// Returns for each how many may go now, and ms until the next one may.
var paceScript = redis.NewScript(`
local t = redis.call('TIME')
local server = t[1] * 1000000 + t[2]
local out = {}
for i = 1, #ARGV, 3 do
  local key, interval, wanted = KEYS[1] .. ARGV[i], tonumber(ARGV[i+1]), tonumber(ARGV[i+2])
  local window = math.max(interval, 1000000)
  local taken = tonumber(redis.call('GET', key) or 0)
  taken = math.min(math.max(taken, server), server + window)
  local granted = math.min(wanted, math.floor((server + window - taken) / interval))
  if granted > 0 then
    taken = taken + granted * interval
    redis.call('SET', key, string.format('%.0f', taken), 'PX', math.ceil((taken - server) / 1000))
  end
  out[#out+1] = granted
  out[#out+1] = math.ceil((taken + interval - window - server) / 1000)
end
return out`)

// A grant says how many messages a destination takes now, and when the next.
type grant struct {
	now   int
	next  time.Duration // until it takes one more
	every time.Duration // and then one each
}

// moment is when the i-th message beyond those granted may ask again: each its own.
func (g grant) moment(i int) time.Duration { return g.next + time.Duration(i)*g.every }

// pace asks for wanted messages to each destination of a channel that takes so
// many a second. Lengths are measured by the server's clock, for all replicas.
func (q queue) pace(ctx context.Context, channel string, perSecond float64, wanted map[string]int) (map[string]grant, error) {
	every := time.Duration(float64(time.Second) / perSecond)
	var names []string
	var args []any
	for name, n := range wanted {
		names = append(names, name)
		if name != "" {
			name = fingerprint(name)
		}
		args = append(args, name, every.Microseconds(), n)
	}
	out, err := paceScript.Run(ctx, q.rdb, []string{q.keys.pace(channel)}, args...).Int64Slice()
	if err != nil {
		return nil, fmt.Errorf("pace: %w", err)
	}
	grants := make(map[string]grant, len(names))
	for i, name := range names {
		grants[name] = grant{int(out[2*i]), time.Duration(out[2*i+1]) * time.Millisecond, every}
	}
	return grants, nil
}

// paceOf is what a channel says of itself; the zero Pace is no limit.
func paceOf(c chat.Channel) chat.Pace {
	if p, ok := c.(chat.Pacer); ok {
		return p.Limit()
	}
	return chat.Pace{}
}

// room is how many messages the channel takes now, at most n, and when the next.
func (l *lane) room(ctx context.Context, n int) (int, time.Duration, error) {
	if l.pace.All <= 0 || n == 0 {
		return n, 0, nil
	}
	grants, err := l.queue.pace(ctx, l.channel, l.pace.All, map[string]int{"": n})
	return grants[""].now, grants[""].next, err
}

// spread keeps those whose place takes a message now; each other is to ask again
// at a moment of its own.
func (l *lane) spread(ctx context.Context, now time.Time, ready []delivery, ends []end) ([]delivery, []end, error) {
	if l.pace.Place <= 0 || len(ready) == 0 {
		return ready, ends, nil
	}
	wanted := map[string]int{}
	for _, d := range ready {
		wanted[d.to.Place]++
	}
	grants, err := l.queue.pace(ctx, l.channel, l.pace.Place, wanted)
	if err != nil {
		return nil, nil, err
	}
	kept, seen := ready[:0], map[string]int{}
	for _, d := range ready {
		g, i := grants[d.to.Place], seen[d.to.Place]
		seen[d.to.Place]++
		if i < g.now {
			kept = append(kept, d)
		} else {
			ends = append(ends, end{claim: d.claim, how: retried, again: now.Add(g.moment(i - g.now)), doubt: d.doubt})
		}
	}
	return kept, ends, nil
}
