package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kakebot/reminders"
)

const (
	deadShown = 50
	daysShown = 7
	mostDead  = 100_000 // more than a month can hold
)

// remindersChore shows staff how the reminders stand, or has those that were
// given up tried again.
func remindersChore(ctx context.Context, c config, s streams) error {
	if len(c.args) > 0 && (c.args[0] != "retry" || len(c.args) != 2) {
		return errors.New("reminders takes nothing, or: retry ID, or: retry all")
	}
	k, err := staffed(ctx, c, s)
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	if len(c.args) == 2 {
		return k.retry(ctx, s, c.args[1])
	}
	return k.showReminders(ctx, s)
}

func (k *kakebot) retry(ctx context.Context, s streams, which string) error {
	dead, err := k.reminders.Dead(ctx, mostDead)
	if err != nil {
		return err
	}
	var chosen []reminders.Dead
	for _, d := range dead {
		if which == "all" || which == d.ID {
			chosen = append(chosen, d)
		}
	}
	if len(chosen) == 0 && which != "all" {
		return fmt.Errorf("no reminder that was given up is called %s", which)
	}
	again, err := k.reminders.Retry(ctx, k.clock.now(), chosen...)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(s.out, "%d to be tried again, %d of no use any more\n", again, len(chosen)-again)
	return nil
}

func (k *kakebot) showReminders(ctx context.Context, s streams) error {
	now := k.clock.now()
	standings, err := k.reminders.Standings(ctx, now)
	if err != nil {
		return err
	}
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(s.out, format+"\n", args...) }
	say("%-12s %8s %8s %8s  %s", "channel", "due", "later", "leased", "next")
	for _, c := range standings {
		next := "-"
		if !c.Next.IsZero() {
			next = c.Next.Format("2006-01-02 15:04")
		}
		say("%-12s %8d %8d %8d  %s", named(c.Channel), c.Due, c.Later, c.Leased, next)
	}
	say("\n%-12s %8s %8s %8s %8s", "day", "sent", "late", "gone", "refused")
	for i := range daysShown {
		day := now.AddDate(0, 0, -i)
		ended, err := k.reminders.Lately(ctx, day)
		if err != nil {
			return err
		}
		say("%-12s %8d %8d %8d %8d", day.Format(time.DateOnly), ended["sent"], ended["late"], ended["gone"], ended["refused"])
	}
	dead, err := k.reminders.Dead(ctx, deadShown)
	if err != nil {
		return err
	}
	say("\ngiven up within a month (kakebot reminders retry ID|all): %d", len(dead))
	for _, d := range dead {
		say("%s  %-6s %-8s %-6s %-10s %-8s %s", d.When.Format("2006-01-02 15:04"), d.Kind, d.Subject, d.Offset, named(d.Channel), d.Why, d.ID)
	}
	return nil
}

func named(channel string) string {
	if channel == "" {
		return "-"
	}
	return channel
}
