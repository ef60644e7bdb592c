package courier

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

// While the store is away another replica sees on the platform what was posted,
// and once the store is back it learns of it.
func TestStoreComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, posts := new(platform), &leaving{}
		a, b := New(options(p, posts)), New(options(p, posts))
		deliver := func(c *Courier) {
			t.Helper()
			if err := c.Deliver(t.Context(), "place", "k", p.post("k")); err != nil {
				t.Error(err)
			}
		}
		posts.away.Store(true)
		deliver(a)
		deliver(b)
		p.has(t, "k")
		posts.away.Store(false)
		p.there = nil // as where nothing can be looked for
		time.Sleep(rewrite + time.Second)
		deliver(New(options(p, posts)))
		p.has(t)
		a.Close()
		b.Close()
	})
}

// leaving is a store that is away for a while.
type leaving struct {
	chattest.Posts
	away atomic.Bool
}

func (l *leaving) Begin(ctx context.Context, key string) (chat.Posting, error) {
	if l.away.Load() {
		return hanging{}.Begin(ctx, key)
	}
	return l.Posts.Begin(ctx, key)
}

func (l *leaving) Done(ctx context.Context, key string) error {
	if l.away.Load() {
		return hanging{}.Done(ctx, key)
	}
	return l.Posts.Done(ctx, key)
}

// hanging is a store that never answers.
type hanging struct{}

func (hanging) Begin(ctx context.Context, _ string) (chat.Posting, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}
func (hanging) Done(ctx context.Context, _ string) error    { <-ctx.Done(); return ctx.Err() }
func (hanging) Release(ctx context.Context, _ string) error { <-ctx.Done(); return ctx.Err() }
