package reminders

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/robfig/cron/v3"

	"kakebot/chat"
	"kakebot/knowledge"
)

const (
	leaseTime = 30 * time.Second      // a dead replica's jobs are another's after this
	glance    = 10 * time.Second      // the queue is looked at at least this often: well below a lease, so that the end of each is known
	linger    = 20 * time.Millisecond // a lane that is nearly full waits for room this long
	pause     = time.Second           // after which something that failed in Redis is tried again
	grace     = 3 * time.Second       // sends under way may end in this when the process stops
	writeTime = time.Second           // to write down how they ended
	workers   = 4                     // lanes of one channel side by side
	batchSize = 100                   // sends of one lane at the same time
)

// Setup is what a Runner needs to know of the rest of the program.
type Setup struct {
	Rounds   func() []knowledge.Round // as they are now; staff may change them meanwhile
	Talks    Appointments             // nil if talks are not reminded of
	News     News                     // nil if there is none
	Channels map[string]chat.Channel  // by name
	Texts    Texts
	Timing   Timing
	Clock    func() time.Time // the process clock, in the programme's zone
	Log      *slog.Logger
	Shards   int           // of the queue; 1 if not set. The same on every replica.
	Lease    time.Duration // after which a dead replica's jobs are another's; half a minute if not set. A send may take a third of it.
}

// A Runner plans what is due and delivers it. Any number of them, in as many
// processes, may share one Redis: each reminder is delivered once.
type Runner struct {
	Setup
	rdb         redis.UniversalClient
	queue       queue
	subscribers *Subscribers
	batchSize   int
	trouble     *trouble
	settle      time.Duration
	planned     chan struct{} // there may be something new in the queue; for each glancer one
}

// New makes a Runner whose keys begin with prefix, the same as that of its
// Subscribers. The prefix must not hold braces.
func New(rdb redis.UniversalClient, prefix string, s Setup) *Runner {
	s.Shards, s.Lease = max(1, s.Shards), cmp.Or(s.Lease, leaseTime)
	return &Runner{
		Setup: s, rdb: rdb, batchSize: batchSize, settle: settleTime,
		queue:       queue{rdb: rdb, keys: keys{prefix}, shards: s.Shards, lease: s.Lease, send: s.Lease / 3},
		subscribers: NewSubscribers(rdb, prefix),
		trouble:     &trouble{log: s.Log, failing: map[any]bool{}},
		planned:     make(chan struct{}, s.Shards),
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
	for shard := range r.Shards {
		wakes := map[string]chan struct{}{}
		for _, channel := range r.channels() {
			wake := make(chan struct{}, max(1, workers/r.Shards))
			wakes[channel] = wake
			for range cap(wake) {
				all.Go(func() { r.lane(shard, channel).run(ctx, sending, wake) })
			}
		}
		all.Go(func() { r.keepGlancing(ctx, shard, wakes) })
	}

	<-ctx.Done()
	patience := time.AfterFunc(grace, stop)
	defer patience.Stop()
	<-c.Stop().Done()
	all.Wait()
	return nil
}

// channels are those whose messages this process delivers, and "" for jobs of
// which that was not known.
func (r *Runner) channels() []string {
	names := slices.AppendSeq([]string{""}, maps.Keys(r.Channels))
	slices.Sort(names)
	return names
}

// keepPlanning plans at every tick, and tells the glancers.
func (r *Runner) keepPlanning(ctx context.Context, ticks <-chan struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		err := r.plan(ctx, r.Clock())
		if ctx.Err() == nil {
			r.trouble.report("plan", err)
		}
		r.wake()
	}
}

// wake has the glancers of this process look now.
func (r *Runner) wake() {
	for range cap(r.planned) {
		tell(r.planned)
	}
}

// keepGlancing looks at one shard for all channels, which costs two commands
// where each lane's own look would cost many, and wakes the lanes of a channel
// when there is something for them: also what other replicas have put there.
func (r *Runner) keepGlancing(ctx context.Context, shard int, wakes map[string]chan struct{}) {
	channels := slices.Sorted(maps.Keys(wakes))
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.planned:
		case <-timer.C:
		}
		next := glance
		left, err := r.queue.glance(ctx, shard, channels, r.Clock())
		for i, d := range left {
			if d == 0 {
				for range cap(wakes[channels[i]]) {
					tell(wakes[channels[i]])
				}
			} else if d > 0 {
				next = min(next, d)
			}
		}
		if ctx.Err() == nil {
			r.trouble.report(shard, err)
		}
		timer.Reset(next)
	}
}

// tell wakes whoever listens, unless they have been told already.
func tell(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Step plans and delivers everything that is due at now, and returns when it is
// done; sent is how many reminders went out. It is Run for a clock that jumps.
func (r *Runner) Step(ctx context.Context, now time.Time) (sent int, err error) {
	if err := r.plan(ctx, now); err != nil {
		return 0, err
	}
	for shard := range r.Shards {
		for _, channel := range r.channels() {
			n, err := r.lane(shard, channel).step(ctx, now)
			sent += n
			if err != nil {
				return sent, err
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
	for _, m := range r.Timing.Plan(from, to, r.Rounds(), talks...) {
		at = append(at, m.At)
	}
	return slices.CompactFunc(at, time.Time.Equal), nil
}
