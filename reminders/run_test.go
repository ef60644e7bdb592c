package reminders

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
)

// In a bubble of synctest the clock begins at midnight UTC on the first of
// January 2000. The round's last day is the second.
var lastDay = round("2000", "1999-12-01", "2000-01-02", false)

// A clocked channel notes when it was given something, and may hang until it is
// told to stop.
type clocked struct {
	blind
	at   chan time.Time
	hang bool
}

func (c *clocked) Send(ctx context.Context, to chat.Address, key string, r chat.Reply) error {
	c.at <- time.Now()
	if c.hang {
		<-ctx.Done()
		return ctx.Err()
	}
	return c.blind.Send(ctx, to, key, r)
}

// inBubble runs r from ten to nine until ten past, and gives how long it took
// to stop. Inside, time.Now is the bubble's clock.
func inBubble(t *testing.T, hang bool, check func(c *clocked, stopping time.Duration, rdb *redis.Client)) {
	mini := miniredis.RunT(t)
	synctest.Test(t, func(t *testing.T) {
		rdb := redis.NewClient(&redis.Options{Addr: mini.Addr(), ContextTimeoutEnabled: true})
		defer rdb.Close()
		c := &clocked{blind: blind{platform: newPlatform()}, at: make(chan time.Time, 10), hang: hang}
		r := runner(rdb, c, nil)
		r.Rounds = func() []knowledge.Round { return []knowledge.Round{lastDay} }
		r.Clock = func() time.Time { return time.Now().In(helsinki) }
		subscribe(t, r, "test:a", "2000-01-01 12:00")
		time.Sleep(30*time.Hour + 50*time.Minute)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- r.Run(ctx) }()
		time.Sleep(10*time.Minute + time.Second)
		cancel()
		asked := time.Now()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		check(c, time.Since(asked), rdb)
	})
}

func TestRunDeliversAtTheMoment(t *testing.T) {
	inBubble(t, false, func(c *clocked, stopping time.Duration, _ *redis.Client) {
		if len(c.at) != 1 || stopping != 0 {
			t.Fatalf("%d sent, stopped within %v", len(c.at), stopping)
		}
		if sent := <-c.at; !sent.Equal(at("2000-01-02 09:00")) {
			t.Errorf("sent at %v", sent)
		}
	})
}

// News is sent at once by the process that was told of it, not at its next glance.
func TestRunSendsNewsAtOnce(t *testing.T) {
	mini := miniredis.RunT(t)
	synctest.Test(t, func(t *testing.T) {
		rdb := redis.NewClient(&redis.Options{Addr: mini.Addr(), ContextTimeoutEnabled: true})
		defer rdb.Close()
		c := &clocked{blind: blind{platform: newPlatform()}, at: make(chan time.Time, 10)}
		r := runner(rdb, c, nil)
		r.News = desk{"moved": "it is moved"}
		r.Clock = func() time.Time { return time.Now().In(helsinki) }
		time.Sleep(10*time.Hour + glance/2)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- r.Run(ctx) }()
		time.Sleep(glance / 2)
		told := time.Now()
		if err := r.Tell(ctx, Notice{ID: "a", Person: "test:a", Channel: "test", Data: "moved", Due: told, Until: told.Add(time.Hour)}); err != nil {
			t.Error(err)
		}
		if took := (<-c.at).Sub(told); took > time.Second {
			t.Errorf("sent %v after it was told", took)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestRunStopsInTime(t *testing.T) {
	inBubble(t, true, func(c *clocked, stopping time.Duration, rdb *redis.Client) {
		if stopping > 5*time.Second {
			t.Errorf("stopped within %v", stopping)
		}
		id := owe(ofRound(lastDay)[5], "test:a").id
		if state := state(t, rdb, id); state != "waiting?" {
			t.Errorf("the send that was cut off is left %s", state)
		}
	})
}
