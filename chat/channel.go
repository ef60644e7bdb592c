package chat

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Handler answers a message. Expected outcomes are replies; an error is for
// operators. The reply beside an error, if any, is what the person is told;
// without one Guard has a sentence.
type Handler interface {
	Handle(ctx context.Context, t Turn) (Reply, error)
}

// HandlerFunc makes a function a Handler.
type HandlerFunc func(ctx context.Context, t Turn) (Reply, error)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, t Turn) (Reply, error) { return f(ctx, t) }

// A Channel carries messages between people and a Handler.
type Channel interface {
	// Name is the channel's name in addresses: "web", "terminal", …
	Name() string
	// Run listens until ctx ends, and returns only when all it started has ended.
	Run(ctx context.Context, h Handler) error
	// Send delivers r to one of the channel's own addresses. The same key is
	// delivered once, as far as the platform allows. Errors: ErrPermanent, a
	// RetryAfter, ErrInDoubt, or any other, which means try again later.
	Send(ctx context.Context, to Address, key string, r Reply) error
}

// A Looker is a Channel that can tell whether a key was delivered already.
type Looker interface {
	Sent(ctx context.Context, to Address, key string) (bool, error)
}

// ErrPermanent says that this delivery will never succeed.
var ErrPermanent = errors.New("refused for good")

// ErrInDoubt says that the delivery may or may not have happened.
var ErrInDoubt = errors.New("outcome unknown")

// RetryAfter is an error that says how long the platform wants to be left alone.
type RetryAfter time.Duration

func (d RetryAfter) Error() string { return fmt.Sprintf("retry after %v", time.Duration(d)) }
