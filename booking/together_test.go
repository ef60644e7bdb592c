package booking

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"
)

// A gate lets batches of commands through one at a time, and notes their sizes.
type gate struct {
	open  chan struct{}
	sizes chan int
}

func (gate) DialHook(next redis.DialHook) redis.DialHook { return next }

func (g gate) ProcessHook(next redis.ProcessHook) redis.ProcessHook { // of one alone
	return func(ctx context.Context, cmd redis.Cmder) error {
		g.sizes <- 1
		<-g.open
		return next(ctx, cmd)
	}
}

func (g gate) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		g.sizes <- len(cmds)
		<-g.open
		return next(ctx, cmds)
	}
}

// TestTogether asks while a batch is under way: all who do share the next one,
// and each gets their own answer.
func TestTogether(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		if o.Network == "cluster" {
			t.Skip("a Cluster's commands go by node")
		}
		const people = 20
		rdb := connect(t, o)
		b := openDesk(t, rdb, 2)
		b.hold("web:first", eleven) // the server knows the script from here on
		queue, err := rdb.AsyncAutoPipeline()
		b.must(err)
		g := gate{make(chan struct{}), make(chan int, people)}
		rdb.AddHook(g)

		var all sync.WaitGroup
		got := make([]error, people)
		ask := func(i int) {
			all.Go(func() {
				_, got[i] = b.Hold(ctx, fmt.Sprint("ask", i), fmt.Sprint("web:", i), ten, now)
			})
		}
		ask(0)
		b.equal(<-g.sizes, 1)
		for i := 1; i < people; i++ {
			ask(i)
		}
		for queue.Len() < people-1 {
			runtime.Gosched()
		}
		close(g.open)
		all.Wait()
		b.equal(<-g.sizes, people-1)
		b.must(got[0])
		for i, err := range got[1:] {
			if !errors.Is(err, ErrTaken) {
				t.Errorf("%d was told %v", i+1, err)
			}
		}
	})
}

// TestNobodyWaitsLongerThanTheyWant asks a server that takes commands and never
// answers.
func TestNobodyWaitsLongerThanTheyWant(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		_, _ = conn.Read(make([]byte, 1))
		cancel()
		<-t.Context().Done()
		_ = conn.Close()
	}()
	d := New(connect(t, redis.Options{Addr: l.Addr().String()}), "silent", helsinki, Options{})
	if _, err := d.Hold(ctx, "op", "web:a", ten, now); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
