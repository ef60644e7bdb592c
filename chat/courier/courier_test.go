package courier

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

// platform is where a test's posts go. Each failure is given once, in order;
// with seen a post that fails is there all the same.
type platform struct {
	mu       sync.Mutex
	there    []string
	failures []error
	seen     bool
}

func (p *platform) post(what string) func(context.Context) error {
	return func(context.Context) error {
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.failures) > 0 {
			err := p.failures[0]
			p.failures = p.failures[1:]
			if p.seen {
				p.there = append(p.there, what)
			}
			return err
		}
		p.there = append(p.there, what)
		return nil
	}
}

func (p *platform) look(_ context.Context, _, key string) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.there {
		if t == key {
			return true, nil
		}
	}
	return false, nil
}

func (p *platform) reply(what string) func(context.Context, chat.Reply) error {
	return func(ctx context.Context, r chat.Reply) error { return p.post(what + ":" + r.Text)(ctx) }
}

func options(p *platform, posts chat.Posts) Options {
	return Options{Posts: posts, Look: p.look, Pace: time.Second, Burst: 2, Log: slog.New(slog.DiscardHandler)}
}

func (p *platform) has(t *testing.T, want ...string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if fmt.Sprint(p.there) != fmt.Sprint(want) {
		t.Errorf("posted %v, want %v", p.there, want)
	}
}

func TestDeliver(t *testing.T) {
	for name, c := range map[string]struct {
		failures []error
		seen     bool
		noLook   bool
		want     error
		posted   int
	}{
		"at once":                     {posted: 1},
		"after what is not there":     {failures: []error{errors.New("busy"), errors.New("busy")}, posted: 1},
		"after the pause asked for":   {failures: []error{chat.RetryAfter(30 * time.Second)}, posted: 1},
		"refused for good":            {failures: []error{chat.ErrPermanent}, want: chat.ErrPermanent},
		"in doubt and there":          {failures: []error{chat.ErrInDoubt}, seen: true, posted: 1},
		"in doubt and not there":      {failures: []error{chat.ErrInDoubt, context.DeadlineExceeded}, posted: 1},
		"in doubt and nobody to ask":  {failures: []error{chat.ErrInDoubt}, seen: true, noLook: true, want: chat.ErrInDoubt, posted: 1},
		"a pause longer than we wait": {failures: []error{chat.RetryAfter(time.Hour)}, want: chat.RetryAfter(time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &platform{failures: c.failures, seen: c.seen}
				o := options(p, new(chattest.Posts))
				if c.noLook {
					o.Look = nil
				}
				courier := New(o)
				err := courier.Deliver(t.Context(), "place", "k", p.post("k"))
				if !errors.Is(err, c.want) || len(p.there) != c.posted {
					t.Errorf("%v, posted %d; want %v, %d", err, len(p.there), c.want, c.posted)
				}
				if c.want != nil {
					return
				}
				if err := courier.Deliver(t.Context(), "place", "k", p.post("k")); err != nil || len(p.there) != 1 {
					t.Errorf("again: %v, posted %d", err, len(p.there))
				}
			})
		})
	}
}

// Looking waits as long as the platform asks, too.
func TestLookingTooOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &platform{failures: []error{chat.ErrInDoubt}, seen: true}
		o, looks := options(p, nil), 0
		o.Look = func(ctx context.Context, place, key string) (bool, error) {
			if looks++; looks == 1 {
				return false, chat.RetryAfter(30 * time.Second)
			}
			return p.look(ctx, place, key)
		}
		if err := New(o).Deliver(t.Context(), "place", "k", p.post("k")); err != nil || looks != 2 {
			t.Errorf("%v after %d looks", err, looks)
		}
		p.has(t, "k")
	})
}

// A single try leaves what was certainly not posted to the next one.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &platform{failures: []error{errors.New("busy"), chat.RetryAfter(time.Minute), chat.ErrInDoubt}}
		posts := new(chattest.Posts)
		c := New(options(p, posts))
		for i, want := range []error{nil, chat.RetryAfter(time.Minute), chat.ErrInDoubt, chat.ErrUnderway} {
			err := c.Once(t.Context(), "place", "k", p.post("k"))
			if err == nil || want != nil && !errors.Is(err, want) {
				t.Errorf("try %d: %v, want %v", i, err, want)
			}
		}
		posts.Doubt()
		if err := c.Once(t.Context(), "place", "k", p.post("k")); err != nil {
			t.Error(err)
		}
		p.has(t, "k")
	})
}

// Calls of one key at the same time wait for the one that posts.
func TestOnceAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := new(platform)
		c := New(options(p, new(chattest.Posts)))
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				err := c.Once(t.Context(), "place", "k", func(ctx context.Context) error {
					time.Sleep(time.Second)
					return p.post("k")(ctx)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		brief, cancel := context.WithTimeout(t.Context(), time.Second/2)
		defer cancel()
		if err := c.Once(brief, "place", "k", p.post("k")); !errors.Is(err, chat.ErrUnderway) {
			t.Errorf("without patience: %v", err)
		}
		all.Wait()
		p.has(t, "k")
	})
}

// Two replicas share what was posted; each knows its own when the store is away.
func TestPostedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, posts := new(platform), new(chattest.Posts)
		a, b := New(options(p, posts)), New(options(p, posts))
		var all sync.WaitGroup
		for range 20 {
			for _, c := range []*Courier{a, b} {
				all.Go(func() {
					if err := c.Deliver(t.Context(), "place", "k", p.post("k")); err != nil && !errors.Is(err, chat.ErrUnderway) {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		p.has(t, "k")

		away := New(options(p, hanging{}))
		for range 3 {
			if err := away.Deliver(t.Context(), "place", "l", p.post("l")); err != nil {
				t.Error(err)
			}
		}
		p.has(t, "k", "l")
	})
}

func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := new(platform)
		c := New(options(p, nil))
		begin := time.Now()
		for i := range 5 {
			if err := c.Deliver(t.Context(), "place", fmt.Sprint(i), p.post("x")); err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(begin); took != 3*time.Second {
			t.Errorf("five posts to one place took %v, want two at once and then one a second", took)
		}
		begin = time.Now()
		for i := range 5 {
			_ = c.Deliver(t.Context(), fmt.Sprint("other", i), fmt.Sprint("o", i), p.post("y"))
		}
		if took := time.Since(begin); took != 0 {
			t.Errorf("five posts to five places took %v", took)
		}
	})
}

func message(person, id string) chat.Message {
	return chat.Message{ID: id, From: chat.Person{ID: person}, In: chat.Address{Channel: "test", Place: person}, Text: id}
}

// echo answers with the text, after a second for the one who is slow.
func echo(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	if t.Text == "panic" {
		panic("as asked")
	}
	time.Sleep(time.Second)
	return chat.Reply{Text: t.Text, Lang: "fi"}, nil
}

func TestAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := new(platform)
		o := options(p, nil)
		o.Burst = 100
		c := New(o)
		c.Open(chat.HandlerFunc(echo))
		for _, id := range []string{"1", "2", "panic", "3"} {
			if !c.Answer(message("a", id), "a", p.reply("a")) {
				t.Error("refused")
			}
		}
		synctest.Wait()
		time.Sleep(3500 * time.Millisecond)
		p.has(t, "a:1", "a:2", "a:3")
		begin := time.Now()
		for i := range 10 {
			c.Answer(message(fmt.Sprint("p", i), "x"), "b", p.reply("b"))
		}
		c.Close()
		if took := time.Since(begin); took != time.Second {
			t.Errorf("ten persons were answered in %v", took)
		}
		if len(p.there) != 13 {
			t.Errorf("posted %v", p.there)
		}
	})
}

// A message that comes again is heard again, and what it delivers stands once.
func TestHear(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, given := new(platform), 0
		c := New(options(p, new(chattest.Posts)))
		c.Open(chat.HandlerFunc(echo))
		for range 2 {
			c.Hear(message("a", "1"), func(ctx context.Context, r chat.Reply) error {
				given++
				return c.Deliver(ctx, "a", "k", p.post(r.Text))
			})
		}
		c.Close()
		if given != 2 {
			t.Errorf("given %d times", given)
		}
		p.has(t, "1")
	})
}

// A message that another replica began to answer and never ended is taken up.
func TestTakesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := new(platform)
		c := New(options(p, nil))
		tries := 0
		c.Open(chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) {
			if tries++; tries < 3 {
				return chat.Reply{}, chat.ErrUnderway
			}
			return chat.Reply{Text: "late"}, nil
		}))
		c.Answer(message("a", "1"), "a", p.reply("a"))
		time.Sleep(3 * again)
		p.has(t, "a:late")
		c.Close()
	})
}

// Close cuts short what does not end, and nothing is left behind.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(options(new(platform), nil))
		c.Open(chat.HandlerFunc(func(ctx context.Context, _ chat.Turn) (chat.Reply, error) {
			<-ctx.Done()
			return chat.Reply{}, chat.ErrUnderway
		}))
		c.Answer(message("a", "1"), "a", nil)
		begin := time.Now()
		c.Close()
		if took := time.Since(begin); took != grace {
			t.Errorf("closing took %v", took)
		}
	})
}

func TestTooMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes(1, 3)
		ran := 0
		work := func() { time.Sleep(time.Second); ran++ }
		for i, want := range []bool{true, true, true, false} {
			if l.add(fmt.Sprint(i), work) != want {
				t.Errorf("work %d: want %v", i, want)
			}
		}
		l.wait()
		if ran != 3 || !l.add("a", work) {
			t.Errorf("%d ran", ran)
		}
		l.wait()
	})
}
