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

// A Pacer is a Channel whose platform takes only so many messages.
type Pacer interface {
	Limit() Pace
}

// A Pace is how many messages a second a platform takes, in all and to one
// place. Zero is no limit.
type Pace struct{ All, Place float64 }

// ErrPermanent says that this delivery will never succeed.
var ErrPermanent = errors.New("refused for good")

// ErrInDoubt says that the delivery may or may not have happened.
var ErrInDoubt = errors.New("outcome unknown")

// ErrUnderway says that the same message is being answered, or the same reply
// delivered, by somebody else at this moment.
var ErrUnderway = errors.New("underway elsewhere")

// A Suggester is a Handler that can complete what a person has begun to type:
// at most n questions it can answer, the likeliest first, each at most MaxLabel
// characters. An empty beginning gives what is asked most.
type Suggester interface {
	Suggest(ctx context.Context, beginning, lang string, n int) []string
}

// A Reporter is a Channel that can tell how it is: nil when messages come and
// go, else why not, in words for the operator and without secrets.
type Reporter interface {
	Health() error
}

// Posts remembers across replicas which replies a channel has posted. A key is a
// message's or reminder's identity and holds nothing that was said.
type Posts interface {
	// Begin takes a key for posting.
	Begin(ctx context.Context, key string) (Posting, error)
	// Done records that it was posted, or never will be.
	Done(ctx context.Context, key string) error
	// Release gives a key back that was certainly not posted.
	Release(ctx context.Context, key string) error
}

// Posting is what Posts knows of a key.
type Posting int

const (
	First    Posting = iota // nobody has begun: the caller may post
	Doubtful                // somebody began and never ended: the caller looks, and may post
	Underway                // somebody is posting it now
	Posted                  // it was posted
)

// RetryAfter is an error that says how long the platform wants to be left alone:
// the whole of it. What one place alone does not take now is another error.
type RetryAfter time.Duration

func (d RetryAfter) Error() string { return fmt.Sprintf("retry after %v", time.Duration(d)) }
