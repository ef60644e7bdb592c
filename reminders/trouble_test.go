package reminders

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
)

// However ticks come and clocks are set, each person gets it once. Only what was
// found too late while a clock stood more than half a day ahead stays dropped.
func TestTicksAndClocks(t *testing.T) {
	for name, ticks := range map[string][]string{
		"on time":             {"2018-02-28 08:59", "2018-02-28 09:00"},
		"skipped":             {"2018-02-28 07:30", "2018-02-28 11:30"},
		"doubled":             {"2018-02-28 09:00", "2018-02-28 09:00"},
		"the first":           {"2018-02-28 20:59"},
		"back after":          {"2018-02-28 09:00", "2018-02-28 08:00", "2018-02-28 08:59", "2018-02-28 09:00", "2018-02-28 09:01"},
		"back before":         {"2018-02-28 08:59", "2018-02-28 07:00", "2018-02-28 09:00"},
		"back by months":      {"2018-02-28 09:00", "2017-11-28 09:00", "2018-02-28 09:00"},
		"forwards":            {"2018-02-28 08:30", "2018-02-28 15:00"},
		"ahead and back":      {"2018-02-28 08:30", "2018-02-28 14:00", "2018-02-28 09:00"},
		"far ahead and back":  {"2018-02-28 08:30", "2018-03-28 09:00", "2018-02-28 09:00"},
		"forwards by a month": {"2018-02-28 09:00", "2018-03-28 12:00", "2018-02-28 09:00"},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, rdb *redis.Client) {
				p := newPlatform()
				r := runner(rdb, &blind{platform: p}, nil)
				subscribe(t, r, "test:a", "2018-02-27 12:00", "2018-1")
				for _, now := range ticks {
					step(t, r, now)
				}
				want := "last×1"
				if name == "far ahead and back" {
					want = ""
				}
				if got := forPerson(p, "test:a"); got != want {
					t.Errorf("got %q", got)
				}
			})
		})
	}
}

func TestConcurrentTicks(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p := newPlatform()
		for i := range 250 {
			subscribe(t, runner(rdb, nil, nil), fmt.Sprintf("test:%03d", i), "2018-02-01 12:00")
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				r := runner(rdb, &blind{platform: p}, nil)
				for range 2 {
					if _, err := r.Step(t.Context(), at("2018-02-28 09:00")); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if p.total() != 250 || p.twice() != 0 {
			t.Errorf("%d sent, %d twice", p.total(), p.twice())
		}
	})
}

// throughNine runs a runner in a bubble from ten to nine on the round's last day
// until a quarter past, with people who are owed a reminder; at is what happens
// on the way, so long after ten to nine.
func throughNine(t *testing.T, rdb *redis.Client, ch chat.Channel, people int, events map[time.Duration]func()) *lines {
	r := runner(rdb, ch, nil)
	log := logged(r)
	r.Rounds = func() []knowledge.Round { return []knowledge.Round{lastDay} }
	r.Clock = func() time.Time { return time.Now().In(helsinki) }
	for i := range people {
		subscribe(t, r, fmt.Sprintf("test:%03d", i), "2000-01-01 12:00")
	}
	time.Sleep(30*time.Hour + 50*time.Minute)
	for after, do := range events {
		time.AfterFunc(after, do)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- r.Run(ctx) }()
	time.Sleep(25 * time.Minute)
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	return log
}

// A Redis that is full takes no new work: nothing is planned and nothing begun,
// which is said once. What was being sent is settled all the same.
func TestAFullRedis(t *testing.T) {
	for name, full := range map[string]time.Duration{"before it is planned": 0, "before it is due": 5 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			socket := realRedis(t)
			synctest.Test(t, func(t *testing.T) {
				rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: socket, ContextTimeoutEnabled: true})
				defer rdb.Close()
				limit := func(bytes string) {
					if err := rdb.ConfigSet(context.Background(), "maxmemory", bytes).Err(); err != nil {
						t.Error(err)
					}
				}
				p := newPlatform()
				var early atomic.Int32
				log := throughNine(t, rdb, &blind{platform: p}, 230, map[time.Duration]func(){
					full:             func() { limit("1") },
					14 * time.Minute: func() { early.Store(int32(p.total())); limit("0") },
				})
				if early.Load() != 0 || p.total() != 230 || p.twice() != 0 {
					t.Errorf("%d sent while it was full, %d in all, %d twice", early.Load(), p.total(), p.twice())
				}
				if n := log.errors(); n != 1 {
					t.Errorf("said %d times: %v", n, log.all)
				}
			})
		})
	}
}

func TestARedisThatFillsWhileSending(t *testing.T) {
	rdb := connect(t, "unix", realRedis(t))
	p := newPlatform()
	r := runner(rdb, &blind{platform: p, fail: func(chat.Address, string) (error, bool) {
		return rdb.ConfigSet(t.Context(), "maxmemory", "1").Err(), true
	}}, nil)
	for i := range 50 {
		subscribe(t, r, fmt.Sprintf("test:%03d", i), "2018-02-01 12:00")
	}
	if n := step(t, r, "2018-02-28 08:30"); n != 0 {
		t.Fatalf("%d sent early", n)
	}
	if n, err := r.lane(0, "test").step(t.Context(), at("2018-02-28 09:00")); err != nil || n != 50 {
		t.Errorf("%d settled, %v", n, err)
	}
	if left := rdb.SCard(t.Context(), r.queue.keys.doubt(0)).Val(); left != 0 || p.twice() != 0 {
		t.Errorf("%d in doubt, %d twice", left, p.twice())
	}
}

// An outage begins while a hundred are being sent by a channel that cannot be
// asked. That they were sent is written down when Redis is back.
func TestRedisGoesAwayWhileSending(t *testing.T) {
	mini := miniredis.RunT(t)
	synctest.Test(t, func(t *testing.T) {
		rdb := redis.NewClient(&redis.Options{Addr: mini.Addr(), ContextTimeoutEnabled: true, MaxRetries: -1})
		defer rdb.Close()
		p := newPlatform()
		var once sync.Once
		ch := &blind{platform: p, fail: func(chat.Address, string) (error, bool) {
			once.Do(func() {
				mini.SetError("LOADING Redis is loading the dataset in memory")
				time.AfterFunc(10*time.Second, func() { mini.SetError("") })
			})
			return nil, true
		}}
		log := throughNine(t, rdb, ch, 230, map[time.Duration]func(){
			0:                func() { mini.SetTime(time.Now()) },
			11 * time.Minute: func() { mini.SetTime(time.Now()) }, // the leases of what was not begun are over
		})
		if p.total() != 230 || p.twice() != 0 {
			t.Errorf("%d sent, %d twice", p.total(), p.twice())
		}
		if n := log.errors(); n != 1 {
			t.Errorf("said %d times: %v", n, log.all)
		}
	})
}
