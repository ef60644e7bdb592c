package chattest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"kakebot/chat"
)

// Posts is a chat.Posts in the process, for tests. Its zero value is empty and
// ready. Nothing in it becomes doubtful with time: Doubt does that.
type Posts struct {
	mu   sync.Mutex
	kept map[string]chat.Posting
}

// Begin is chat.Posts's.
func (p *Posts) Begin(_ context.Context, key string) (chat.Posting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		p.kept = map[string]chat.Posting{}
	}
	was := p.kept[key]
	if was == chat.First || was == chat.Doubtful {
		p.kept[key] = chat.Underway
	}
	return was, nil
}

// Done is chat.Posts's.
func (p *Posts) Done(_ context.Context, key string) error { return p.set(key, chat.Posted) }

// Release is chat.Posts's.
func (p *Posts) Release(_ context.Context, key string) error { return p.set(key, chat.First) }

// Doubt makes every key that is underway doubtful, as after a death.
func (p *Posts) Doubt() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, v := range p.kept {
		if v == chat.Underway {
			p.kept[k] = chat.Doubtful
		}
	}
}

func (p *Posts) set(key string, to chat.Posting) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		p.kept = map[string]chat.Posting{}
	}
	p.kept[key] = to
	return nil
}

// TestPosts holds a chat.Posts to its contract. lapse makes what is underway as
// old as after a death.
func TestPosts(t *testing.T, p chat.Posts, lapse func()) {
	is := func(key string, want chat.Posting) {
		t.Helper()
		if got, err := p.Begin(t.Context(), key); got != want || err != nil {
			t.Errorf("%s: %v %v, want %v", key, got, err, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	is("a", chat.First)
	is("a", chat.Underway)
	is("b", chat.First)
	must(p.Release(t.Context(), "a"))
	is("a", chat.First)
	lapse()
	is("a", chat.Doubtful)
	is("a", chat.Underway)
	must(p.Done(t.Context(), "a"))
	lapse()
	is("a", chat.Posted)
	is("a", chat.Posted)

	var first atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if got, err := p.Begin(t.Context(), "c"); err == nil && got == chat.First {
				first.Add(1)
			}
		})
	}
	all.Wait()
	if n := first.Load(); n != 1 {
		t.Errorf("%d were first", n)
	}
}
