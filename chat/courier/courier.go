package courier

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"kakebot/chat"
)

const (
	sideBySide = 64               // messages answered at the same time
	waiting    = 10_000           // messages that may wait for it; more are refused
	hearing    = 15 * time.Second // that an answer may take
	posting    = 2 * time.Minute  // that posting it may take, with all retries
	again      = 50 * time.Second // after which a message underway elsewhere is looked at again …
	takeUps    = 4                // … this often, so that one whose process died is taken up
	grace      = 2 * time.Second  // that what is under way may take when the channel stops
)

// Options is what a courier needs to know of its channel.
type Options struct {
	// Posts remembers across replicas what was posted; nil means that this
	// process alone is asked.
	Posts chat.Posts
	// Look tells whether a key was posted to a place, by asking the platform;
	// nil when it cannot be asked.
	Look func(ctx context.Context, place, key string) (bool, error)
	// Pace is the least time between two posts to one place; Burst (at least 1)
	// is how many may go at once before it counts.
	Pace  time.Duration
	Burst int
	Log   *slog.Logger
}

// A Courier carries messages in and replies out for one channel, while open.
type Courier struct {
	Options
	handler chat.Handler
	work    context.Context
	cut     context.CancelFunc
	lanes   *lanes
	recent  recent

	mu      sync.Mutex
	paces   map[string]*rate.Limiter
	sending map[string]chan struct{} // keys that Once is delivering
	later   map[*time.Timer]bool
	closed  bool
}

// New makes a courier.
func New(o Options) *Courier {
	o.Burst = max(1, o.Burst)
	c := &Courier{Options: o, lanes: newLanes(sideBySide, waiting), recent: recent{size: waiting},
		paces: map[string]*rate.Limiter{}, sending: map[string]chan struct{}{}, later: map[*time.Timer]bool{}}
	c.work, c.cut = context.WithCancel(context.Background())
	return c
}

// Open names the handler that messages are for. It is called once, before Answer.
func (c *Courier) Open(h chat.Handler) { c.handler = h }

// Close waits for what is under way, for two seconds; then it cuts it short.
func (c *Courier) Close() {
	c.mu.Lock()
	c.closed = true
	for t := range c.later {
		t.Stop()
	}
	clear(c.later)
	c.mu.Unlock()
	patience := time.AfterFunc(grace, c.cut)
	c.lanes.wait()
	patience.Stop()
	c.cut()
}

// Answer hears a message after all earlier ones of its person, and gives its
// reply to post, which puts it where the message came from: place. It returns at
// once; false means that too much is waiting, and that the platform should bring
// the message again. A message that comes again is not answered again, unless
// whoever began to answer it died on the way.
//
// post is as for Deliver. It is not called for silence.
func (c *Courier) Answer(m chat.Message, place string, post func(ctx context.Context, r chat.Reply) error) bool {
	return c.Hear(m, func(ctx context.Context, r chat.Reply) error {
		return c.Deliver(ctx, place, Key(m), func(ctx context.Context) error { return post(ctx, r) })
	})
}

// Hear is Answer for a reply of which not all is posted: give gets it each time
// that the message comes, and itself delivers what must stand only once.
func (c *Courier) Hear(m chat.Message, give func(ctx context.Context, r chat.Reply) error) bool {
	return c.answer(m, give, takeUps)
}

func (c *Courier) answer(m chat.Message, give func(context.Context, chat.Reply) error, more int) bool {
	return c.Go(m.From.ID, func(ctx context.Context) {
		err := c.hear(ctx, m, give)
		switch {
		case err == nil:
		case errors.Is(err, chat.ErrUnderway):
			if more > 0 {
				c.after(again, func() { c.answer(m, give, more-1) })
			}
		default:
			c.Log.Error("a reply was not posted", "channel", m.In.Channel, "error", err)
		}
	})
}

func (c *Courier) hear(ctx context.Context, m chat.Message, give func(context.Context, chat.Reply) error) error {
	hearing, cancel := context.WithTimeout(ctx, hearing)
	defer cancel()
	r, err := c.handler.Handle(hearing, chat.Turn{Message: m})
	if err != nil || r.Silent() {
		return err
	}
	return give(ctx, r)
}

// Key is the key under which the reply to a message is delivered.
func Key(m chat.Message) string { return "a:" + m.From.ID + "/" + m.ID }

// Go runs work after all earlier work of the same key, with a context that ends
// when the channel has stopped; false means that too much is waiting. A panic
// in it is logged without its words.
func (c *Courier) Go(key string, work func(ctx context.Context)) bool {
	return c.lanes.add(key, func() {
		defer func() {
			if p := recover(); p != nil {
				c.Log.Error("a channel's work panicked", "panic", fmt.Sprintf("%T", p))
			}
		}()
		work(c.work)
	})
}

// after runs do once d has passed, unless the courier closes before.
func (c *Courier) after(d time.Duration, do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	var t *time.Timer
	t = time.AfterFunc(d, func() {
		c.mu.Lock()
		_, live := c.later[t]
		delete(c.later, t)
		c.mu.Unlock()
		if live {
			do()
		}
	})
	c.later[t] = true
}
