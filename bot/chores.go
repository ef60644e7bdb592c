package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"kakebot/booking"
	"kakebot/chat"
)

// errNoStore is what the chores say when there is nothing they could work on: a
// memory of their own is gone when they end.
var errNoStore = errors.New("this works on kept data: give --data DIR or REDIS_URL (or start with kakebot --slots …)")

// staffed opens the store of a running or stopped kakebot.
func staffed(ctx context.Context, c config, s streams) (*kakebot, error) {
	if c.data == "" && c.redisURL == "" {
		return nil, errNoStore
	}
	return assemble(ctx, c, "", logger(s))
}

// slots lists the times from now on, offers those named, or withdraws them.
func slots(ctx context.Context, c config, s streams) error {
	k, err := staffed(ctx, c, s)
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	switch {
	case c.withdraw:
		for _, id := range c.args {
			if err := k.desk.Withdraw(ctx, rand.Text(), id); err != nil {
				return fmt.Errorf("slots: %s: %w", id, err)
			}
		}
	case len(c.args) > 0:
		list, err := k.parseSlots(c.args, c.length, c.place)
		if err != nil {
			return err
		}
		for _, slot := range list {
			if !slot.Start.After(k.clock.now()) {
				return fmt.Errorf("slots: %s is in the past", slot.ID)
			}
		}
		added, err := k.desk.Offer(ctx, rand.Text(), list)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(s.out, "%d new of %d\n", added, len(list))
	}
	return k.listSlots(ctx, s)
}

func (k *kakebot) listSlots(ctx context.Context, s streams) error {
	all, err := k.desk.All(ctx, k.clock.now(), k.clock.now().AddDate(1, 0, 0))
	if err != nil {
		return err
	}
	for _, e := range all {
		_, _ = fmt.Fprintf(s.out, "%-18s %-7s %-9s %s\n", e.Slot.ID, e.State, e.Code, e.Slot.Place)
	}
	return nil
}

// rounds lists the application rounds and where now stands among them.
func rounds(_ context.Context, c config, s streams) error {
	p, err := loadProgramme(c.knowledge)
	if err != nil {
		return err
	}
	clk, err := newClock(c.now, p.Zone)
	if err != nil {
		return fmt.Errorf("--now: %w", err)
	}
	for _, r := range p.Rounds {
		state := "to come"
		switch {
		case r.Open(clk.now()):
			state = "open"
		case r.Over(clk.now()):
			state = "over"
		}
		preliminary := ""
		if r.Preliminary {
			preliminary = "preliminary"
		}
		_, _ = fmt.Fprintf(s.out, "%-8s %s - %s  projects from %s  %-8s %s\n", r.ID,
			r.Opens.Format(time.DateOnly), r.Closes.Format(time.DateOnly), r.Starts.Format("2006-01"), state, preliminary)
	}
	return nil
}

// export prints everything kept of a person (GDPR articles 15 and 20) as JSON.
func export(ctx context.Context, c config, s streams) error {
	person, err := onePerson(c)
	if err != nil {
		return err
	}
	k, err := staffed(ctx, c, s)
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	var all struct {
		Person       string          `json:"person"`
		Desk         booking.Kept    `json:"desk"`
		Subscription any             `json:"subscription,omitempty"`
		Calendars    int             `json:"calendars"` // addresses of their calendar, of which hashes are kept
		Mailbox      any             `json:"mailbox,omitempty"`
		Session      chat.Session    `json:"session"`
		Conversation []chat.Exchange `json:"conversation"`
	}
	all.Person = person
	if all.Desk, err = k.desk.Export(ctx, person); err != nil {
		return err
	}
	sub, ok, err := k.assistant.Subscribers.Of(ctx, person)
	if err != nil {
		return err
	}
	if ok {
		all.Subscription = sub
	}
	if all.Calendars, err = k.feeds.Count(ctx, person); err != nil {
		return err
	}
	box, ok, err := k.mailboxes.Of(ctx, person)
	if err != nil {
		return err
	}
	if ok {
		all.Mailbox = box
	}
	if all.Session, err = k.memory.Session(ctx, person); err != nil {
		return err
	}
	if all.Conversation, err = k.memory.Exchanges(ctx, person); err != nil {
		return err
	}
	out := json.NewEncoder(s.out)
	out.SetIndent("", "  ")
	return out.Encode(all)
}

// forget erases everything kept of a person (GDPR article 17).
func forget(ctx context.Context, c config, s streams) error {
	person, err := onePerson(c)
	if err != nil {
		return err
	}
	k, err := staffed(ctx, c, s)
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	n, err := k.assistant.Erase(ctx, rand.Text(), person, k.clock.now())
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(s.out, "erased; bookings touched: %d\n", n)
	return nil
}

func onePerson(c config) (string, error) {
	if len(c.args) != 1 {
		return "", fmt.Errorf("%s needs one person, such as web:TOKEN", c.command)
	}
	return c.args[0], nil
}
