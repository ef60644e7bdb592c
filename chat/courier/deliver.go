package courier

import (
	"context"
	"errors"
	"time"

	"golang.org/x/time/rate"

	"kakebot/chat"
)

// remembering bounds a question to the store: posting does not wait for a store
// that hangs.
const remembering = time.Second

// Deliver posts something to a place under a key, once in the life of the key:
// in this process by its own memory, across replicas by Posts. It waits for its
// turn and tries again, within two minutes, whatever the platform asks to be
// tried again. post's errors: chat.ErrPermanent, a chat.RetryAfter,
// chat.ErrInDoubt, or any other, which means that nothing was posted.
//
// nil means that it is posted, now or before. chat.ErrUnderway means that
// somebody else is posting it.
func (c *Courier) Deliver(ctx context.Context, place, key string, post func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, posting)
	defer cancel()
	return c.deliver(ctx, place, key, post, true)
}

// Once is Deliver with a single try, for a caller that has a ledger and patience
// of its own. Calls of one key wait for each other, as long as ctx allows.
func (c *Courier) Once(ctx context.Context, place, key string, post func(ctx context.Context) error) error {
	for {
		c.mu.Lock()
		other, busy := c.sending[key]
		if !busy {
			break
		}
		c.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return chat.ErrUnderway
		}
	}
	ended := make(chan struct{})
	c.sending[key] = ended
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.sending, key)
		c.mu.Unlock()
		close(ended)
	}()
	return c.deliver(ctx, place, key, post, false)
}

func (c *Courier) deliver(ctx context.Context, place, key string, post func(context.Context) error, patient bool) error {
	posting, shared := c.begin(ctx, key)
	switch posting {
	case chat.Posted:
		return nil
	case chat.Underway:
		return chat.ErrUnderway
	}
	err := c.try(ctx, place, key, post, posting == chat.Doubtful, patient)
	c.settle(ctx, key, err, shared)
	return err
}

// begin takes the key, from the store if it answers and from this process's own
// memory if it does not.
func (c *Courier) begin(ctx context.Context, key string) (p chat.Posting, shared bool) {
	if c.Posts != nil {
		ctx, cancel := context.WithTimeout(ctx, remembering)
		defer cancel()
		var err error
		if p, err = c.Posts.Begin(ctx, key); err != nil {
			c.Log.Warn("the store does not answer; posting from memory", "error", err)
		}
		shared = err == nil
	}
	if p != chat.First || c.recent.add(key) {
		return p, shared
	}
	return chat.Posted, shared // while the store was away
}

// settle writes down how it ended, even when the process is stopping.
func (c *Courier) settle(ctx context.Context, key string, err error, shared bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), remembering)
	defer cancel()
	record := func(ctx context.Context, key string) error { return nil }
	switch {
	case err == nil || errors.Is(err, chat.ErrPermanent):
		if shared {
			record = c.Posts.Done
		}
	case doubtful(err): // stays begun in the store: whoever takes it up looks first
		c.recent.remove(key)
	default:
		c.recent.remove(key)
		if shared {
			record = c.Posts.Release
		}
	}
	if err := record(ctx, key); err != nil {
		c.Log.Warn("a posting is not written down", "error", err)
	}
}

// doubtful tells whether something may have been posted although post failed.
func doubtful(err error) bool {
	return errors.Is(err, chat.ErrInDoubt) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// try posts until it is done, refused, or no longer safe.
func (c *Courier) try(ctx context.Context, place, key string, post func(context.Context) error, doubt, patient bool) error {
	for wait := time.Second; ; wait = min(2*wait, 30*time.Second) {
		if doubt {
			posted, err := c.look(ctx, place, key)
			if posted || err != nil && !patient {
				return err
			}
			if err != nil {
				if !sleep(ctx, wait) {
					return chat.ErrInDoubt
				}
				continue
			}
		}
		if err := c.pace(place).Wait(ctx); err != nil {
			return chat.RetryAfter(c.Pace)
		}
		err := post(ctx)
		if err == nil || errors.Is(err, chat.ErrPermanent) || !patient {
			return err
		}
		var pause chat.RetryAfter
		asked := errors.As(err, &pause)
		if doubt = doubtful(err); doubt && c.Look == nil {
			return err
		}
		if !sleep(ctx, max(wait, time.Duration(pause))) {
			return err
		}
		if asked {
			wait = time.Second / 2
		}
	}
}

// look asks the platform. Without a way to ask, a doubt stays one.
func (c *Courier) look(ctx context.Context, place, key string) (bool, error) {
	if c.Look == nil {
		return false, chat.ErrInDoubt
	}
	posted, err := c.Look(ctx, place, key)
	if err != nil {
		return false, errors.Join(chat.ErrInDoubt, err)
	}
	return posted, nil
}

// maxPaces is how many places have a limiter before the idle ones are dropped.
const maxPaces = 4096

// pace is the place's own limiter.
func (c *Courier) pace(place string) *rate.Limiter {
	c.mu.Lock()
	defer c.mu.Unlock()
	l, known := c.paces[place]
	if !known {
		if len(c.paces) >= maxPaces {
			for p, l := range c.paces {
				if l.Tokens() >= float64(c.Burst) {
					delete(c.paces, p)
				}
			}
		}
		limit := rate.Inf
		if c.Pace > 0 {
			limit = rate.Every(c.Pace)
		}
		l = rate.NewLimiter(limit, c.Burst)
		c.paces[place] = l
	}
	return l
}

// sleep waits; false when ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
