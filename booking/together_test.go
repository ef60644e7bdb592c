package booking

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
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

// A counter counts how often its client's queue is asked for.
type counter struct {
	redis.UniversalClient
	n *atomic.Int32
}

func (c counter) AsyncAutoPipeline() (*redis.AutoPipeliner, error) {
	c.n.Add(1)
	return c.UniversalClient.AsyncAutoPipeline()
}

// TestTogether asks while a batch is under way: those who do share the next
// ones, and each gets their own answer.
func TestTogether(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		if o.Network == "cluster" {
			t.Skip("a Cluster's commands go by node")
		}
		const people = 20
		c := counter{connect(t, o), new(atomic.Int32)}
		b := openDesk(t, c, 2)
		b.hold("web:first", eleven) // the server knows the script from here on
		g := gate{make(chan struct{}), make(chan int, people)}
		c.AddHook(g)
		c.n.Store(0)

		var all sync.WaitGroup
		got := make([]error, people)
		for i := range people {
			all.Go(func() {
				_, got[i] = b.Hold(ctx, fmt.Sprint("ask", i), fmt.Sprint("web:", i), ten, now)
			})
		}
		for c.n.Load() < people {
			runtime.Gosched()
		}
		close(g.open)
		all.Wait()
		close(g.sizes)
		batches, asked := 0, 0
		for n := range g.sizes {
			batches, asked = batches+1, asked+n
		}
		if asked != people || batches > people/2 {
			t.Errorf("%d asked in %d batches", asked, batches)
		}
		held := 0
		for i, err := range got {
			switch {
			case err == nil:
				held++
			case !errors.Is(err, ErrTaken):
				t.Errorf("%d was told %v", i, err)
			}
		}
		b.equal(held, 1)
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
