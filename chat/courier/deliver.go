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

// What the store did not take is written again after a while, a few times.
const (
	rewrite  = 10 * time.Second
	rewrites = 6
)

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
	posting, shared := c.begin(ctx, place, key)
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

// begin takes the key, from the store if it answers; if it does not, from the
// platform, which shows what another process has posted. What this process has
// posted while the store was away it knows by itself.
func (c *Courier) begin(ctx context.Context, place, key string) (p chat.Posting, shared bool) {
	if c.Posts != nil {
		asking, cancel := context.WithTimeout(ctx, remembering)
		defer cancel()
		var err error
		if p, err = c.Posts.Begin(asking, key); err != nil {
			c.Log.Warn("the store does not answer; posting from memory", "error", err)
		}
		shared = err == nil
	}
	if p == chat.Underway || p == chat.Posted {
		return p, shared
	}
	if !c.recent.add(key) {
		c.settle(ctx, key, nil, shared)
		return chat.Posted, shared
	}
	if c.Posts != nil && !shared {
		if posted, err := c.look(ctx, place, key); posted && err == nil {
			return chat.Posted, shared
		}
	}
	return p, shared
}

// settle writes down how it ended, even when the process is stopping.
func (c *Courier) settle(ctx context.Context, key string, err error, shared bool) {
	switch {
	case err == nil || errors.Is(err, chat.ErrPermanent):
		switch {
		case shared:
			c.write(ctx, key, rewrites)
		case c.Posts != nil:
			c.writeLater(key, rewrites)
		}
	case doubtful(err): // stays begun in the store: whoever takes it up looks first
		c.recent.remove(key)
	default:
		c.recent.remove(key)
		if shared {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), remembering)
			defer cancel()
			if err := c.Posts.Release(ctx, key); err != nil {
				c.Log.Warn("a posting is not given back", "error", err)
			}
		}
	}
}

// write writes down that the key is done with. Where the store does not take it
// now it may have been told of the beginning only, so it is told again later.
func (c *Courier) write(ctx context.Context, key string, more int) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), remembering)
	defer cancel()
	if err := c.Posts.Done(ctx, key); err != nil {
		c.Log.Warn("a posting is not written down", "error", err)
		c.writeLater(key, more)
	}
}

func (c *Courier) writeLater(key string, more int) {
	if more > 0 {
		c.after(rewrite, func() { c.Go(key, func(ctx context.Context) { c.write(ctx, key, more-1) }) })
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
				var pause chat.RetryAfter
				errors.As(err, &pause)
				if !Sleep(ctx, max(wait, time.Duration(pause))) {
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
		if !Sleep(ctx, max(wait, time.Duration(pause))) {
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

// Sleep waits; false when ctx ended first.
func Sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
