//go:build servers

package booking

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// TestSentinel books at full speed while the replica is frozen for three
// seconds; then the master is killed, and the replica, thawed, takes over. It
// counts the promises that are gone. With WAIT 1 there must be none; plain must
// lose some, or the test shows nothing. min-replicas-to-write alone is no help:
// its lag is counted in seconds.
func TestSentinel(t *testing.T) {
	for _, c := range []struct {
		name   string
		config []string
		o      Options
		loses  func(n int) bool // tells whether losing n is wrong
	}{
		{"plain", nil, Options{}, func(n int) bool { return n == 0 }},
		{"min-replicas", []string{"--min-replicas-to-write", "1"}, Options{}, func(int) bool { return false }},
		{"WAIT 1", []string{"--min-replicas-to-write", "1"}, Options{Wait: 1}, func(n int) bool { return n != 0 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			promised, lost, refused := stall(t, c.config, c.o)
			t.Logf("%d promised, %d refused; %d lost", promised, refused, lost)
			if promised == 0 || c.loses(lost) {
				t.Errorf("%d of %d promises are lost", lost, promised)
			}
		})
	}
}

// stall gives how many bookings were promised, how many of them are gone after
// the failover, and how many calls ended without a promise.
func stall(t *testing.T, config []string, o Options) (promised, lost, refused int) {
	master := startNode(t, config...)
	replica := startNode(t, append(config, "--replicaof", "127.0.0.1 "+master.port, "--repl-diskless-sync-delay", "0")...)
	var sentinels []string
	for range 3 {
		conf := filepath.Join(t.TempDir(), "sentinel.conf")
		text := fmt.Sprintf("sentinel monitor kake 127.0.0.1 %s 2\nsentinel down-after-milliseconds kake 1500\nsentinel failover-timeout kake 6000\n", master.port)
		if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		sentinels = append(sentinels, startNode(t, conf, "--sentinel").addr)
	}
	follows := func() bool { return containsLine(replica.Info(ctx, "replication").Val(), "master_link_status:up") }
	eventually(t, "the replica follows", follows)
	for _, s := range sentinels {
		one := redis.NewSentinelClient(&redis.Options{Addr: s})
		defer one.Close()
		eventually(t, "the sentinels know each other and the replica", func() bool {
			m := one.Master(ctx, "kake").Val()
			return m["num-other-sentinels"] == "2" && m["num-slaves"] == "1"
		})
	}
	rdb := redis.NewFailoverClient(&redis.FailoverOptions{MasterName: "kake", SentinelAddrs: sentinels, PoolSize: 40,
		ContextTimeoutEnabled: true, MaxRetries: 2, DialerRetries: 1})
	defer rdb.Close()

	// The idea is long, so that the sockets' buffers fill: what lies there still
	// reaches a replica that is thawed, as it would not after a broken network.
	idea := Idea{What: strings.Repeat("ä", 8000)}
	const people = 20
	o.MaxOpen = -1
	d := New(rdb, "sentinel", helsinki, o)
	var mu sync.Mutex
	var codes []string
	stop := make(chan struct{})
	var all sync.WaitGroup
	for w := range people {
		all.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				slot := fmt.Sprintf("s%d-%d", w, i)
				op := fmt.Sprint("op", w, "-", i)
				_, err := d.Offer(ctx, op+"o", []Slot{{ID: slot, Start: at(ten)}})
				var k Booking
				if err == nil {
					k, err = d.Confirm(ctx, op, fmt.Sprint("web:", w), "", slot, Request{Idea: idea}, now)
				}
				for errors.Is(err, ErrNotReplicated) && !over(stop) { // as it is repeated
					mu.Lock()
					refused++
					mu.Unlock()
					k, err = d.Confirm(ctx, op, fmt.Sprint("web:", w), "", slot, Request{Idea: idea}, now)
				}
				mu.Lock()
				if err == nil {
					codes = append(codes, k.Code)
				} else {
					refused++
				}
				mu.Unlock()
			}
		})
	}
	<-time.After(time.Second)
	if err := replica.process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	<-time.After(3 * time.Second)
	_ = master.process.Kill()
	close(stop)
	all.Wait()
	if err := replica.process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the replica takes over", func() bool {
		return containsLine(replica.Info(ctx, "replication").Val(), "role:master")
	})
	eventually(t, "the client finds it", func() bool { return rdb.Ping(ctx).Err() == nil })
	for _, code := range codes {
		_, err := d.Find(ctx, code)
		switch {
		case errors.Is(err, ErrNoSuchBooking):
			lost++
		case err != nil:
			t.Fatal(err)
		}
	}
	return len(codes), lost, refused
}

func over(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
