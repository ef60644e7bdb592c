package main

import (
	"context"
	"time"
)

// every does something again and again until ctx ends, first after d. What goes
// wrong is tried again at the next turn; the log says so when it begins, not each time.
func (k *kakebot) every(ctx context.Context, d time.Duration, wrong string, do func(context.Context) error) {
	t := time.NewTicker(d)
	defer t.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		err := do(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			k.log.Error(wrong+"; trying again", "error", err)
		}
		failing = err != nil
	}
}
