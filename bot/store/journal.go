package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/knowledge"
)

const (
	keepMissed = 180 * 24 * time.Hour // since somebody last asked it
	maxMissed  = 2000                 // different questions; the oldest go first
)

// Journal is knowledge.Journal over Redis.
type Journal struct {
	rdb    redis.UniversalClient
	prefix string
}

// NewJournal keeps everything under the prefix.
func NewJournal(rdb redis.UniversalClient, prefix string) Journal {
	return Journal{rdb: rdb, prefix: prefix + "{journal}:"}
}

// ZSET: questions by the day they were last asked.
func (j Journal) lastKey() string { return j.prefix + "last" }

// HASH: a question → how often it was asked.
func (j Journal) countKey() string { return j.prefix + "count" }

// HASH: a question → knowledge.Missed as JSON, as it was last.
func (j Journal) missedKey() string { return j.prefix + "missed" }

// HASH: "entry lang yes" or "entry lang no" → how often.
func (j Journal) ratedKey() string { return j.prefix + "rated" }

// miss counts a question and drops the oldest.
//
// KEYS last, count, missed; ARGV question, day, missed as JSON, the day before
// which all are dropped, how many are kept.
var miss = redis.NewScript(`
redis.call("ZADD", KEYS[1], ARGV[2], ARGV[1])
redis.call("HINCRBY", KEYS[2], ARGV[1], 1)
redis.call("HSET", KEYS[3], ARGV[1], ARGV[3])
local gone = redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", "(" .. ARGV[4], "LIMIT", 0, 100)
local over = redis.call("ZCARD", KEYS[1]) - #gone - ARGV[5]
if over > 0 then
  for _, q in ipairs(redis.call("ZRANGE", KEYS[1], #gone, #gone + over - 1)) do gone[#gone + 1] = q end
end
for _, q in ipairs(gone) do
  redis.call("ZREM", KEYS[1], q)
  redis.call("HDEL", KEYS[2], q)
  redis.call("HDEL", KEYS[3], q)
end
return #gone`)

// Missed is knowledge.Journal's.
func (j Journal) Missed(ctx context.Context, m knowledge.Missed) error {
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("missed: %w", err)
	}
	question := m.Lang + " " + strings.ToLower(m.Text)
	keys := []string{j.lastKey(), j.countKey(), j.missedKey()}
	if err := miss.Run(ctx, j.rdb, keys, question, m.Day.Unix(), data, m.Day.Add(-keepMissed).Unix(), maxMissed).Err(); err != nil {
		return fmt.Errorf("missed: %w", err)
	}
	return nil
}

// Rated is knowledge.Journal's.
func (j Journal) Rated(ctx context.Context, entry, lang string, helped bool) error {
	field := entry + " " + lang + " no"
	if helped {
		field = entry + " " + lang + " yes"
	}
	if err := j.rdb.HIncrBy(ctx, j.ratedKey(), field, 1).Err(); err != nil {
		return fmt.Errorf("rated: %w", err)
	}
	return nil
}

// Asked is a question that was not answered, and how often it was asked.
type Asked struct {
	knowledge.Missed
	Count int
}

// Unanswered gives what was not answered, the most asked first.
func (j Journal) Unanswered(ctx context.Context) ([]Asked, error) {
	missed, err := j.rdb.HGetAll(ctx, j.missedKey()).Result()
	if err != nil {
		return nil, fmt.Errorf("unanswered: %w", err)
	}
	counts, err := j.rdb.HGetAll(ctx, j.countKey()).Result()
	if err != nil {
		return nil, fmt.Errorf("unanswered: %w", err)
	}
	all := make([]Asked, 0, len(missed))
	for question, data := range missed {
		var a Asked
		if err := json.Unmarshal([]byte(data), &a.Missed); err != nil {
			return nil, fmt.Errorf("unanswered: %w", err)
		}
		a.Count, _ = strconv.Atoi(counts[question]) // written by the same script
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b Asked) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Text, b.Text))
	})
	return all, nil
}

// Rating is how often an entry's answer helped in a language, and how often not.
type Rating struct {
	Entry, Lang string
	Yes, No     int
}

// Ratings gives the ratings, the least helpful first.
func (j Journal) Ratings(ctx context.Context) ([]Rating, error) {
	counts, err := j.rdb.HGetAll(ctx, j.ratedKey()).Result()
	if err != nil {
		return nil, fmt.Errorf("ratings: %w", err)
	}
	byName := map[string]Rating{}
	for field, n := range counts {
		f := strings.Fields(field)
		count, err := strconv.Atoi(n)
		if len(f) != 3 || err != nil {
			return nil, fmt.Errorf("ratings: %q cannot be read", field)
		}
		r := byName[f[0]+" "+f[1]]
		r.Entry, r.Lang = f[0], f[1]
		if f[2] == "yes" {
			r.Yes = count
		} else {
			r.No = count
		}
		byName[f[0]+" "+f[1]] = r
	}
	return slices.SortedFunc(maps.Values(byName), func(a, b Rating) int {
		return cmp.Or(cmp.Compare(b.No-b.Yes, a.No-a.Yes), cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Lang, b.Lang))
	}), nil
}
