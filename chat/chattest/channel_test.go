package chattest

import (
	"context"
	"sync"
	"testing"

	"kakebot/chat"
)

// board is the smallest channel: what is sent stands on it.
type board struct {
	mu     sync.Mutex
	pinned map[string]chat.Reply
}

func (b *board) Name() string { return "board" }

func (b *board) Run(ctx context.Context, _ chat.Handler) error { <-ctx.Done(); return nil }

func (b *board) Send(_ context.Context, to chat.Address, key string, r chat.Reply) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if to.Place != "wall" {
		return chat.ErrPermanent
	}
	b.pinned[key] = r
	return nil
}

func TestChannelOfThisPackage(t *testing.T) {
	b := &board{pinned: map[string]chat.Reply{}}
	TestChannel(t, b, chat.Address{Channel: "board", Place: "wall"}, func() int {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.pinned)
	})
}
