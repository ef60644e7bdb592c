// Command due measures reminders beside asynq, in one run on one redis-server: ten
// thousand are due at the same instant, and what counts is how late the last ones
// come. Both have their default settings; only the ratio need be believed.
//
//	cd bench && go run ./due
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/reminders"
)

const (
	people = 10_000
	ahead  = 10 * time.Second // it is due so long after it was planned
	pairs  = 3
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "due:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "due")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	socket := filepath.Join(dir, "s")
	server := exec.Command("redis-server", "--port", "0", "--unixsocket", socket, "--dir", dir, "--save", "", "--appendonly", "yes", "--appendfsync", "always")
	if err := server.Start(); err != nil {
		return err
	}
	defer func() { _ = server.Process.Kill(); _ = server.Wait() }()
	rdb := redis.NewClient(&redis.Options{Network: "unix", Addr: socket, MaxRetries: 10})
	defer func() { _ = rdb.Close() }()
	var ratios []float64
	for range pairs {
		late := map[string]time.Duration{}
		for name, measure := range map[string]func(context.Context, *redis.Client, string) ([]time.Duration, error){"kakebot": ours, "asynq": theirs} {
			if err := rdb.FlushAll(ctx).Err(); err != nil {
				return err
			}
			all, err := measure(ctx, rdb, socket)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			slices.Sort(all)
			late[name] = all[len(all)*99/100]
			fmt.Printf("%-8s p50 %8v  p99 %8v\n", name, all[len(all)/2].Round(time.Millisecond), late[name].Round(time.Millisecond))
		}
		ratios = append(ratios, float64(late["kakebot"])/float64(late["asynq"]))
	}
	slices.Sort(ratios)
	fmt.Printf("p99 of kakebot to that of asynq: %.3f (median of %d)\n", ratios[pairs/2], pairs)
	return nil
}

// A meter notes how late each delivery is.
type meter struct {
	due  time.Time
	mu   sync.Mutex
	late []time.Duration
	full chan struct{}
}

func newMeter(due time.Time) *meter { return &meter{due: due, full: make(chan struct{})} }

func (m *meter) note() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.late = append(m.late, time.Since(m.due)); len(m.late) == people {
		close(m.full)
	}
}

func (m *meter) Name() string { return "meter" }

func (m *meter) Run(ctx context.Context, _ chat.Handler) error { <-ctx.Done(); return nil }

func (m *meter) Send(context.Context, chat.Address, string, chat.Reply) error {
	m.note()
	return nil
}

// ours plans half an hour ahead and runs from some seconds before it is due.
func ours(ctx context.Context, rdb *redis.Client, _ string) ([]time.Duration, error) {
	nine := time.Date(2018, 2, 28, 9, 0, 0, 0, time.UTC)
	round := knowledge.Round{ID: "r", Opens: time.Date(2018, 1, 16, 0, 0, 0, 0, time.UTC), Closes: time.Date(2018, 2, 28, 0, 0, 0, 0, time.UTC)}
	b := reminders.NewSubscribers(rdb, "due:")
	var all sync.WaitGroup
	for c := range 32 {
		all.Go(func() {
			for i := c; i < people; i += 32 {
				person := fmt.Sprintf("meter:%05d", i)
				_, _ = b.Subscribe(ctx, person, reminders.Subscriber{Person: person, Lang: "fi",
					To: chat.Address{Channel: "meter", Place: person}, Since: nine.AddDate(0, 0, -7)})
			}
		})
	}
	all.Wait()
	m := newMeter(time.Now().Add(ahead))
	r := reminders.New(rdb, "due:", reminders.Setup{
		Rounds:   func() []knowledge.Round { return []knowledge.Round{round} },
		Channels: map[string]chat.Channel{"meter": m},
		Texts:    reminders.Texts{Name: func(string) string { return "Pikku KAKE" }},
		Clock:    func() time.Time { return nine.Add(time.Since(m.due)) },
		Log:      slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	<-m.full
	cancel()
	return m.late, <-ended
}

// theirs schedules tasks at the same instant, for a server as its README starts one.
func theirs(ctx context.Context, _ *redis.Client, socket string) ([]time.Duration, error) {
	to := asynq.RedisClientOpt{Network: "unix", Addr: socket}
	client := asynq.NewClient(to)
	defer func() { _ = client.Close() }()
	m := newMeter(time.Now().Add(ahead))
	var all sync.WaitGroup
	failed := make(chan error, 32)
	for c := range 32 {
		all.Go(func() {
			for i := c; i < people; i += 32 {
				payload := fmt.Sprintf(`{"p":"meter:%05d"}`, i)
				if _, err := client.EnqueueContext(ctx, asynq.NewTask("remind", []byte(payload)), asynq.ProcessAt(m.due), asynq.TaskID(payload)); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(failed)
	if err := <-failed; err != nil {
		return nil, err
	}
	server := asynq.NewServer(to, asynq.Config{LogLevel: asynq.FatalLevel})
	if err := server.Start(asynq.HandlerFunc(func(context.Context, *asynq.Task) error {
		m.note()
		return nil
	})); err != nil {
		return nil, err
	}
	<-m.full
	server.Shutdown()
	return m.late, nil
}
