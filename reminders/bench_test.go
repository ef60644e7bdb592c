package reminders

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
)

// A counter is a channel that takes everything at once.
type counter struct{ atomic.Int64 }

func (c *counter) Name() string { return "test" }

func (c *counter) Run(ctx context.Context, h chat.Handler) error { <-ctx.Done(); return nil }

func (c *counter) Send(ctx context.Context, to chat.Address, key string, r chat.Reply) error {
	c.Add(1)
	return nil
}

// BenchmarkAgainstSET measures enqueueing in batches of 100, the ledger alone
// (claim, begin, settle) and whole jobs (with the look at the facts, the words
// and the send), by as many workers as a process has, against redis-benchmark's SET with 50 connections, in the same run on the same server.
// Ratios are what counts: absolute figures depend on the machine.
func BenchmarkAgainstSET(b *testing.B) {
	const people = 10_000
	path, err := exec.LookPath("redis-benchmark")
	if err != nil {
		b.Skip("no redis-benchmark on PATH")
	}
	socket := realRedis(b)
	rdb := connect(b, "unix", socket)
	taken := &counter{}
	r := runner(rdb, taken, nil)
	if err := r.plan(b.Context(), at("2018-01-01 12:00")); err != nil { // from here on the rounds stand
		b.Fatal(err)
	}
	for i := range people {
		person := fmt.Sprintf("test:%05d", i)
		s := Subscriber{Person: person, To: chat.Address{Channel: "test", Place: person}, Since: at("2018-01-01 12:00")}
		if _, err := r.subscribers.Subscribe(b.Context(), person, s); err != nil {
			b.Fatal(err)
		}
	}
	var set, enqueued, ledger, delivered float64
	var setCPU, jobCPU, ownCPU time.Duration // of the server for a SET and for a job, and of this process for a job
	first, second := ofRound(rounds2018[0])[0], ofRound(rounds2018[0])[1]
	n := 0
	for b.Loop() {
		before := serverCPU(b, rdb)
		out, err := exec.Command(path, "-s", socket, "-c", "50", "-n", "50000", "-t", "set", "--csv").Output()
		if err != nil {
			b.Fatal(err)
		}
		set += setsPerSecond(b, string(out))
		setCPU += (serverCPU(b, rdb) - before) / 50_000

		n++
		for old := range slices.Chunk(rdb.Keys(b.Context(), "t:{q*").Val(), 1000) {
			rdb.Unlink(b.Context(), old...)
		}
		jobs := toEverybody(first, people)
		began := time.Now()
		var all sync.WaitGroup
		for w := range workers {
			all.Go(func() {
				for i := w * 100; i < people; i += workers * 100 {
					if _, err := r.queue.enqueue(b.Context(), jobs[i:i+100]); err != nil {
						b.Error(err)
					}
				}
			})
		}
		all.Wait()
		enqueued += people / time.Since(began).Seconds()

		began = time.Now()
		for range workers {
			all.Go(func() { throughLedger(b, r.queue, first.At) })
		}
		all.Wait()
		ledger += people / time.Since(began).Seconds()

		if _, err := r.queue.enqueue(b.Context(), toEverybody(second, people)); err != nil {
			b.Fatal(err)
		}
		before, own := serverCPU(b, rdb), processCPU(b)
		began = time.Now()
		for range workers {
			all.Go(func() {
				if _, err := r.lane(0, "test").step(b.Context(), second.At); err != nil {
					b.Error(err)
				}
			})
		}
		all.Wait()
		delivered += people / time.Since(began).Seconds()
		jobCPU += (serverCPU(b, rdb) - before) / people
		ownCPU += (processCPU(b) - own) / people
	}
	if want := n * people; int(taken.Load()) != want {
		b.Errorf("%d delivered, want %d", taken.Load(), want)
	}
	b.ReportMetric(set/float64(b.N), "SET/s")
	b.ReportMetric(enqueued/set, "enqueued/SET")
	b.ReportMetric(ledger/set, "ledger/SET")
	b.ReportMetric(delivered/set, "jobs/SET")
	b.ReportMetric(delivered/float64(b.N), "jobs/s")
	b.ReportMetric(float64(setCPU)/float64(jobCPU), "jobs/SET-by-server-CPU")
	b.ReportMetric(float64(jobCPU.Microseconds())/float64(b.N), "server-µs/job")
	b.ReportMetric(float64(ownCPU.Microseconds())/float64(b.N), "own-µs/job")
}

// serverCPU is what the server has used: on a busy machine time on the clock
// says little.
func serverCPU(b *testing.B, rdb *redis.Client) (used time.Duration) {
	info, err := rdb.Info(b.Context(), "cpu").Result()
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"used_cpu_sys:", "used_cpu_user:"} {
		_, rest, _ := strings.Cut(info, name)
		s, _, _ := strings.Cut(rest, "\r\n")
		d, err := time.ParseDuration(s + "s")
		if err != nil {
			b.Fatal(err)
		}
		used += d
	}
	return used
}

func processCPU(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func toEverybody(m Moment, people int) []owed {
	jobs := make([]owed, people)
	for i := range jobs {
		jobs[i] = owe(m, fmt.Sprintf("test:%05d", i)).via(chat.Address{Channel: "test"})
	}
	return jobs
}

// throughLedger claims, begins and settles everything due, and sends nothing.
func throughLedger(b *testing.B, q queue, now time.Time) {
	for {
		jobs, _, err := q.claim(b.Context(), 0, "test", now, batchSize)
		if err != nil || len(jobs) == 0 {
			if err != nil {
				b.Error(err)
			}
			return
		}
		ends := make([]end, len(jobs))
		for i, c := range jobs {
			ends[i] = end{claim: c, how: sent}
		}
		if _, err := q.begin(b.Context(), 0, jobs); err != nil {
			b.Error(err)
		}
		if err := q.finish(b.Context(), 0, "test", now, ends); err != nil {
			b.Error(err)
		}
	}
}

func setsPerSecond(b *testing.B, csv string) float64 {
	lines := strings.Split(strings.TrimSpace(csv), "\n")
	fields := strings.Split(lines[len(lines)-1], ",")
	f, err := strconv.ParseFloat(strings.Trim(fields[1], `"`), 64)
	if err != nil {
		b.Fatal(err)
	}
	return f
}
