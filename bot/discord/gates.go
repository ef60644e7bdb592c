package discord

import (
	"context"
	"sync"
	"time"

	"kakebot/chat"
)

// everything is the gate of all routes.
const everything = "everything"

// gates are the routes that Discord has asked to leave alone for a while. A gate
// opens by itself.
type gates struct {
	mu     sync.Mutex
	closed map[string]gate
	inside map[string]chan struct{} // channels of which somebody has the turn; closed when it is given back
}

type gate struct {
	wait time.Duration
	open chan struct{}
}

// shut closes a route for d, however long it was to be closed before.
func (g *gates) shut(route string, d time.Duration) {
	if d <= 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed == nil {
		g.closed = map[string]gate{}
	}
	now := gate{wait: d, open: make(chan struct{})}
	g.closed[route] = now
	time.AfterFunc(d, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.closed[route].open == now.open {
			delete(g.closed, route)
		}
		close(now.open)
	})
}

// pass waits until the route is open, if that is soon; else it says how long it
// was shut for.
func (g *gates) pass(ctx context.Context, route string) error {
	for {
		g.mu.Lock()
		at, shut := g.closed[everything]
		if !shut {
			at, shut = g.closed[route]
		}
		g.mu.Unlock()
		if !shut {
			return nil
		}
		if at.wait > shortWait {
			return chat.RetryAfter(at.wait)
		}
		select {
		case <-at.open:
		case <-ctx.Done():
			return chat.RetryAfter(at.wait)
		}
	}
}

// turn lets one call at a time to a channel, so that what Discord said of its limit
// is known before the next one, and messages keep their order. The turn has to be
// given back.
func (g *gates) turn(ctx context.Context, channel string) (back func(), err error) {
	for {
		g.mu.Lock()
		other, taken := g.inside[channel]
		if !taken {
			break
		}
		g.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, chat.RetryAfter(time.Second)
		}
	}
	defer g.mu.Unlock()
	if g.inside == nil {
		g.inside = map[string]chan struct{}{}
	}
	mine := make(chan struct{})
	g.inside[channel] = mine
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		delete(g.inside, channel)
		close(mine)
	}, nil
}
