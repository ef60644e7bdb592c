package reminders

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
)

// A platform is where sends of all the test's processes arrive. It shows what
// it was given as often as it was given it.
type platform struct {
	sync.Mutex
	shown map[string]int // key → how often
	text  map[string]chat.Reply
	looks int
}

func newPlatform() *platform {
	return &platform{shown: map[string]int{}, text: map[string]chat.Reply{}}
}

func (p *platform) total() (n int) {
	p.Lock()
	defer p.Unlock()
	for _, k := range p.shown {
		n += k
	}
	return n
}

// twice counts what was shown more than once.
func (p *platform) twice() (n int) {
	p.Lock()
	defer p.Unlock()
	for _, k := range p.shown {
		if k > 1 {
			n++
		}
	}
	return n
}

// A blind channel cannot look.
type blind struct {
	*platform
	fail func(to chat.Address, key string) (err error, shown bool) // nil never fails
	fuse *fuse
}

func (c *blind) Name() string { return "test" }

func (c *blind) Run(ctx context.Context, h chat.Handler) error { <-ctx.Done(); return nil }

func (c *blind) Send(ctx context.Context, to chat.Address, key string, r chat.Reply) error {
	if c.fuse != nil {
		if _, dead := c.fuse.burn(); dead {
			return errCrashed
		}
	}
	var err error
	shown := true
	if c.fail != nil {
		err, shown = c.fail(to, key)
	}
	if shown {
		c.Lock()
		c.shown[key]++
		c.text[key] = r
		c.Unlock()
	}
	return err
}

// A seeing channel can.
type seeing struct{ *blind }

func (c seeing) Sent(ctx context.Context, to chat.Address, key string) (bool, error) {
	c.Lock()
	defer c.Unlock()
	c.looks++
	return c.shown[key] > 0, nil
}

// A diary is Appointments in memory.
type diary map[string]Appointment

func (d diary) Between(ctx context.Context, from, to time.Time) ([]Appointment, error) {
	var all []Appointment
	for _, a := range d {
		if !a.Start.Before(from) && a.Start.Before(to) {
			all = append(all, a)
		}
	}
	return all, nil
}

func (d diary) Find(ctx context.Context, id string) (Appointment, bool, error) {
	a, ok := d[id]
	return a, ok, nil
}

func (d diary) Met(ctx context.Context, persons []string, now time.Time) ([]string, error) {
	var met []string
	for _, a := range d {
		if a.Start.Before(now) {
			met = append(met, a.Person)
		}
	}
	return met, nil
}

var testTexts = Texts{Name: func(string) string { return "Pikku KAKE" }}

// runner makes a Runner of the rounds of 2018 that sends through ch.
func runner(rdb redis.UniversalClient, ch chat.Channel, talks Appointments) *Runner {
	return New(rdb, "t:", Setup{
		Rounds: func() []knowledge.Round { return rounds2018 }, Talks: talks,
		Channels: map[string]chat.Channel{"test": ch}, Texts: testTexts,
		Clock: func() time.Time { return at("2018-01-01 00:00") },
		Log:   slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
}

func subscribe(t testing.TB, r *Runner, person, since string, rounds ...string) {
	t.Helper()
	s := Subscriber{Person: person, To: chat.Address{Channel: "test", Place: person}, Lang: "fi", Rounds: rounds, Since: at(since)}
	if _, err := r.subscribers.Subscribe(t.Context(), "op-"+person+since, s); err != nil {
		t.Fatal(err)
	}
}

// step is Step, which must not fail.
func step(t testing.TB, r *Runner, now string) int {
	t.Helper()
	n, err := r.Step(t.Context(), at(now))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
