package main

import (
	"context"
	"fmt"

	"kakebot/booking"
)

// calendar is the calendar that a token opens; ok is false when it opens none.
func (k *kakebot) calendar(ctx context.Context, token, lang string) (data []byte, ok bool, err error) {
	owner, ok, err := k.feeds.Owner(ctx, token)
	if err != nil || !ok {
		return nil, false, err
	}
	data, err = k.assistant.Calendar(ctx, owner, lang, k.clock.now())
	return data, err == nil, err
}

// feed prints a new address of the adviser's calendar. Only a hash of each is
// kept, so that a former one cannot be printed again; it goes on working unless
// --renew ends it.
func feed(ctx context.Context, c config, s streams) error {
	k, err := staffed(ctx, c, s)
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	if c.renew {
		if _, err := k.feeds.End(ctx, booking.Staff); err != nil {
			return err
		}
	}
	token, err := k.feeds.Make(ctx, booking.Staff)
	if err != nil {
		return err
	}
	if c.url == "" {
		_, _ = fmt.Fprintln(s.err, "this address works on this machine only: give --url for one that works elsewhere")
	}
	_, err = fmt.Fprintln(s.out, k.assistant.CalendarLink(token, staffLang))
	return err
}
