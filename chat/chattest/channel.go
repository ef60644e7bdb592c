package chattest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"kakebot/chat"
)

// TestChannel holds a channel to its contract. at is one of its own addresses,
// and delivered counts what has arrived there.
//
//   - Run returns when its context ends, with everything it started.
//   - Send delivers the same key once, also when it is called at the same time.
//   - An address that is not the channel's is refused for good, or dropped.
func TestChannel(t *testing.T, c chat.Channel, at chat.Address, delivered func() int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	silent := chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) { return chat.Reply{}, nil })
	go func() { ended <- c.Run(ctx, silent) }()

	if c.Name() != at.Channel {
		t.Errorf("the channel %s is given an address of %s", c.Name(), at.Channel)
	}
	before := delivered()
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := c.Send(ctx, at, "contract-1", chat.Reply{Text: "once", Lang: "fi"}); err != nil {
				t.Errorf("send: %v", err)
			}
		})
	}
	all.Wait()
	if n := delivered() - before; n != 1 {
		t.Errorf("the same key was delivered %d times", n)
	}
	if err := c.Send(ctx, chat.Address{Channel: at.Channel, Place: "no such place"}, "contract-2", chat.Reply{Text: "lost", Lang: "fi"}); err != nil && !errors.Is(err, chat.ErrPermanent) {
		t.Errorf("an unknown place: %v", err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("run: %v", err)
	}
}
