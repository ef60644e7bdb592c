package chattest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kakebot/chat"
)

// endsWithin bounds a Run that should have ended already.
const endsWithin = 10 * time.Second

// TestChannel holds a channel to its contract. at is one of its own addresses,
// and delivered counts what has arrived there.
//
//   - Run returns when its context ends, with everything it started.
//   - Send delivers the same key once, also when it is called at the same time,
//     and different keys each.
//   - An address that is not the channel's is refused for good, or dropped.
//   - Send is not upset by a Run that has ended, nor by a context that has.
func TestChannel(t *testing.T, c chat.Channel, at chat.Address, delivered func() int) {
	t.Helper()
	if c.Name() == "" || strings.Contains(c.Name(), "/") || c.Name() != at.Channel {
		t.Errorf("the channel %q is given an address of %q", c.Name(), at.Channel)
	}
	if back, err := chat.ParseAddress(at.String()); back != at || err != nil {
		t.Errorf("its address comes back as %v, %v", back, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	silent := chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) { return chat.Reply{}, nil })
	go func() { ended <- c.Run(ctx, silent) }()

	before := delivered()
	const keys, repeats = 10, 5
	var all sync.WaitGroup
	for i := range keys * repeats {
		all.Go(func() {
			if err := c.Send(ctx, at, fmt.Sprint("contract-", i%keys), chat.Reply{Text: "once", Lang: "fi"}); err != nil {
				t.Errorf("send: %v", err)
			}
		})
	}
	all.Wait()
	if n := delivered() - before; n != keys {
		t.Errorf("%d keys, sent %d times each, were delivered %d times", keys, repeats, n)
	}
	for _, place := range []string{"", "no such place", "a/b", "\x00", "../x", strings.Repeat("x", 1000)} {
		if err := c.Send(ctx, chat.Address{Channel: at.Channel, Place: place}, "contract-lost", chat.Reply{Text: "lost", Lang: "fi"}); err != nil && !errors.Is(err, chat.ErrPermanent) {
			t.Errorf("the unknown place %.20q: %v", place, err)
		}
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("run: %v", err)
		}
	case <-time.After(endsWithin):
		t.Fatalf("run has not ended after %v", endsWithin)
	}
	before = delivered()
	_ = c.Send(ctx, at, "contract-late", chat.Reply{Text: "once", Lang: "fi"})
	_ = c.Send(t.Context(), at, "contract-late", chat.Reply{Text: "once", Lang: "fi"})
	if n := delivered() - before; n > 1 {
		t.Errorf("after its end the same key was delivered %d times", n)
	}
}
