package reminders

import (
	"context"
	"fmt"
	"time"

	"kakebot/chat"
)

// AboutNews is the kind of what happened elsewhere and is to be told once: a
// talk that staff moved, a time that became free.
const AboutNews Kind = "news"

// A Notice is news that is owed to somebody. It holds neither address nor words:
// both are looked up when it is sent, as they are by then.
type Notice struct {
	ID      string    // what is queued under it already, or was within a month, is not queued again
	Person  string    // whom it is for; "" for nobody in particular
	Channel string    // by which they are reached now: it waits in that one's queue
	Data    string    // what News finds it by; short, and nothing anybody wrote
	Due     time.Time // by the process clock
	Until   time.Time // from here on it is too late to be of use
	Awaited bool      // the person waits for it: it comes at night too
}

// News is what becomes of a notice when its time has come; package main fills it
// from the bookings.
type News interface {
	// Find gives where a notice goes and what it says. ok is false when it is
	// not to be told any more: what it told of has changed, or is gone.
	Find(ctx context.Context, data, person string) (to chat.Address, reply chat.Reply, ok bool, err error)
}

// Tell puts news into the queue, where it is treated as any reminder is, at once
// when this process runs. Doing so again is harmless.
func (r *Runner) Tell(ctx context.Context, news ...Notice) error {
	jobs := make([]owed, len(news))
	for i, n := range news {
		jobs[i] = owed{
			Kind: AboutNews, Person: n.Person, Channel: n.Channel, Data: n.Data, Until: n.Until.UnixMilli(), Awaited: n.Awaited,
			id: string(AboutNews) + ":" + n.ID + ":" + fingerprint(n.Person), due: n.Due,
		}
	}
	_, err := r.queue.enqueue(ctx, jobs)
	r.wake()
	return err
}

// Welcome forgets that an address refused for good, when it is named anew.
func (r *Runner) Welcome(ctx context.Context, to chat.Address) error {
	if err := r.rdb.ZRem(ctx, r.queue.keys.refused(), to.String()).Err(); err != nil {
		return fmt.Errorf("welcome: %w", err)
	}
	return nil
}

// ofNews gives where news goes and what it says, or why it is not to be sent.
func (r *Runner) ofNews(ctx context.Context, now time.Time, o owed) (to chat.Address, reply chat.Reply, why string, err error) {
	if r.News == nil {
		return to, reply, whyGone, nil
	}
	if !now.Before(time.UnixMilli(o.Until)) {
		return to, reply, whyLate, nil
	}
	to, reply, ok, err := r.News.Find(ctx, o.Data, o.Person)
	if !ok {
		why = whyGone
	}
	return to, reply, why, err
}
