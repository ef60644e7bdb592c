package reminders

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/robfig/cron/v3"

	"kakebot/chat"
	"kakebot/knowledge"
)

const (
	leaseTime = 30 * time.Second // a dead worker's jobs are another's after this
	sendTime  = 10 * time.Second // a send gives up after this, well before the lease ends
	glance    = 2 * time.Second  // a worker looks at the queue at least this often
	grace     = 3 * time.Second  // sends under way may end in this when the process stops
	writeTime = time.Second      // to write down how they ended
	workers   = 4                // take batches side by side
	batchSize = 100              // sends of one worker at the same time
)

// Setup is what a Runner needs to know of the rest of the program.
type Setup struct {
	Rounds   func() []knowledge.Round // as they are now; staff may change them meanwhile
	Talks    Appointments             // nil if talks are not reminded of
	Channels map[string]chat.Channel  // by name
	Texts    Texts
	Clock    func() time.Time // the process clock, in the programme's zone
	Log      *slog.Logger
	Shards   int // of the queue; 1 if not set. The same on every replica.
}

// A Runner plans what is due and delivers it. Any number of them, in as many
// processes, may share one Redis: each reminder is delivered once.
type Runner struct {
	Setup
	rdb         redis.UniversalClient
	queue       queue
	subscribers *Subscribers
	batchSize   int
}

// New makes a Runner whose keys begin with prefix, the same as that of its
// Subscribers. The prefix must not hold braces.
func New(rdb redis.UniversalClient, prefix string, s Setup) *Runner {
	s.Shards = max(1, s.Shards)
	return &Runner{
		Setup: s, rdb: rdb, batchSize: batchSize,
		queue:       queue{rdb: rdb, keys: keys{prefix}, shards: s.Shards, worker: rand.Text(), lease: leaseTime, send: sendTime},
		subscribers: NewSubscribers(rdb, prefix),
	}
}

// Run plans once a minute and delivers at the very moment, until ctx ends. It
// returns when everything it started has ended, within five seconds. What
// could not be delivered or planned stays in Redis for the next run.
func (r *Runner) Run(ctx context.Context) error {
	ticks := make(chan struct{}, 1)
	tick := func() {
		select {
		case ticks <- struct{}{}:
		default: // the planner has not taken the last tick yet, and will see this moment too
		}
	}
	c := cron.New()
	if _, err := c.AddFunc("* * * * *", tick); err != nil {
		return fmt.Errorf("reminders: %w", err)
	}
	tick()
	c.Start()

	sending, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var all sync.WaitGroup
	all.Go(func() { r.keepPlanning(ctx, ticks) })
	for i := range max(workers, r.Shards) {
		all.Go(func() { r.keepDelivering(ctx, sending, i%r.Shards) })
	}

	<-ctx.Done()
	patience := time.AfterFunc(grace, stop)
	defer patience.Stop()
	<-c.Stop().Done()
	all.Wait()
	return nil
}

func (r *Runner) keepPlanning(ctx context.Context, ticks <-chan struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		if err := r.plan(ctx, r.Clock()); err != nil && ctx.Err() == nil {
			r.Log.Error("reminders are not planned; trying again in a minute", "err", err)
		}
	}
}

// keepDelivering takes batches of one shard until ctx ends. It sleeps until the
// next job is due, and looks now and then for what others have put there.
func (r *Runner) keepDelivering(ctx, sending context.Context, shard int) {
	wait := time.NewTimer(0)
	defer wait.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
		}
		done, err := r.deliver(sending, shard, r.Clock)
		if err != nil && !failing {
			r.Log.Error("reminders are not delivered; trying again", "err", err)
		}
		failing = err != nil
		switch {
		case failing || done.next < 0 || done.next > glance:
			wait.Reset(glance)
		case done.claimed == r.batchSize:
			wait.Reset(0)
		default:
			wait.Reset(done.next)
		}
	}
}

// Step plans and delivers everything that is due at now, and returns when it is
// done; sent is how many reminders went out. It is Run for a clock that jumps.
func (r *Runner) Step(ctx context.Context, now time.Time) (sent int, err error) {
	if err := r.plan(ctx, now); err != nil {
		return 0, err
	}
	for shard := range r.Shards {
		for {
			done, err := r.deliver(ctx, shard, func() time.Time { return now })
			sent += done.sent
			if err != nil {
				return sent, err
			}
			if done.claimed < r.batchSize {
				break
			}
		}
	}
	return sent, nil
}

// Instants gives every instant in (from, to] at which something falls due, in
// order: Step at each of them, and nothing is missed when the clock jumps.
func (r *Runner) Instants(ctx context.Context, from, to time.Time) ([]time.Time, error) {
	var talks []Appointment
	if r.Talks != nil {
		var err error
		if talks, err = r.Talks.Between(ctx, from, to.Add(reach)); err != nil {
			return nil, fmt.Errorf("instants: %w", err)
		}
	}
	var at []time.Time
	for _, m := range Plan(from, to, r.Rounds(), talks...) {
		at = append(at, m.At)
	}
	return slices.CompactFunc(at, time.Time.Equal), nil
}
