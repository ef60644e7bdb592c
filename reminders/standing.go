package reminders

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// A Standing is how the reminders for one channel stand.
type Standing struct {
	Channel string    // "" are those of which it was not known
	Due     int       // waiting, and their time has come
	Later   int       // waiting for their time
	Leased  int       // in the hands of a replica
	Next    time.Time // when the first of Later falls due, in the zone of now; zero if there is none
}

// Standings gives how the reminders for each channel stand at now, by name. What
// falls due in more than an hour is not planned yet.
func (r *Runner) Standings(ctx context.Context, now time.Time) ([]Standing, error) {
	all := map[string]*Standing{}
	for shard := range r.Shards {
		channels, err := r.rdb.SMembers(ctx, r.queue.keys.channels(shard)).Result()
		if err != nil {
			return nil, fmt.Errorf("standings: %w", err)
		}
		for _, c := range channels {
			if all[c] == nil {
				all[c] = &Standing{Channel: c}
			}
			if err := r.stand(ctx, shard, now, all[c]); err != nil {
				return nil, fmt.Errorf("standings: %w", err)
			}
		}
	}
	var out []Standing
	for _, c := range slices.Sorted(maps.Keys(all)) {
		out = append(out, *all[c])
	}
	return out, nil
}

// stand adds one shard to a standing.
func (r *Runner) stand(ctx context.Context, shard int, now time.Time, s *Standing) error {
	due := r.queue.keys.due(shard, s.Channel)
	is := strconv.FormatInt(now.UnixMilli(), 10)
	pipe := r.rdb.Pipeline()
	come := pipe.ZCount(ctx, due, "-inf", is)
	later := pipe.ZCount(ctx, due, open(now), "+inf")
	leased := pipe.ZCard(ctx, r.queue.keys.lease(shard, s.Channel))
	first := pipe.ZRangeByScoreWithScores(ctx, due, &redis.ZRangeBy{Min: open(now), Max: "+inf", Count: 1})
	if _, err := pipe.Exec(ctx); err != nil {
		return err
	}
	s.Due, s.Later, s.Leased = s.Due+int(come.Val()), s.Later+int(later.Val()), s.Leased+int(leased.Val())
	for _, z := range first.Val() {
		if at := time.UnixMilli(int64(z.Score)).In(now.Location()); s.Next.IsZero() || at.Before(s.Next) {
			s.Next = at
		}
	}
	return nil
}

// Lately gives how many reminders ended in which way on the day of now: sent,
// late, gone or refused. A month is remembered.
func (r *Runner) Lately(ctx context.Context, day time.Time) (map[string]int, error) {
	all := map[string]int{}
	for shard := range r.Shards {
		counts, err := r.rdb.HGetAll(ctx, r.queue.keys.tally(shard, day)).Result()
		if err != nil {
			return nil, fmt.Errorf("lately: %w", err)
		}
		for how, n := range counts {
			v, _ := strconv.Atoi(n)
			all[how] += v
		}
	}
	return all, nil
}
