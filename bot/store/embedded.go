package store

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// tick is how often the embedded Redis is told that time has passed: it does
// not let keys expire by itself. Nothing hangs on the exact moment.
const tick = 500 * time.Millisecond

// openEmbedded starts a Redis inside the process. It has no open port: the
// client is joined to it by pipes.
func openEmbedded() *Store {
	m := miniredis.NewMiniRedis()
	stop := make(chan struct{})
	var clock sync.WaitGroup
	clock.Go(func() {
		t := time.NewTicker(tick)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				m.FastForward(tick)
			case <-stop:
				return
			}
		}
	})
	return &Store{
		Redis: redis.NewClient(bounded(&redis.Options{
			Addr:   "embedded",
			Dialer: func(context.Context, string, string) (net.Conn, error) { return m.Dial() },
		})),
		Kind: "memory",
		close: func() error {
			close(stop)
			clock.Wait()
			m.Close()
			return nil
		},
	}
}
