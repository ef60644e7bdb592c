package booking

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// BenchmarkBar measures hold, confirm and cancel from 50 goroutines against SET
// from 50 connections of redis-benchmark on the same server, as ratios.
//
//	go test -run xxx -bench Bar -benchtime 20000x -count 5 ./booking
func BenchmarkBar(b *testing.B) {
	tool, err := exec.LookPath("redis-benchmark")
	if err != nil {
		b.Skip("no redis-benchmark on PATH")
	}
	socket := server(b)
	rdb := connect(b, redis.Options{Network: "unix", Addr: socket, PoolSize: 50})
	desk := New(rdb, "bar", helsinki, Options{Notice: -1})
	const workers = 50
	rounds := b.N/(3*workers) + 1
	for w := range workers {
		var slots []Slot
		for i := range rounds {
			slots = append(slots, Slot{ID: fmt.Sprintf("w%d-%d", w, i), Start: now.Add(time.Hour), Length: time.Hour})
		}
		if _, err := desk.Offer(ctx, fmt.Sprint("offer", w), slots); err != nil {
			b.Fatal(err)
		}
	}
	before := sets(b, tool, socket)

	tokens := make([]string, workers*rounds)
	codes := make([]string, workers*rounds)
	steps := []struct {
		name string
		call func(i int, op, person, slot string) error
	}{
		{"hold", func(i int, op, person, slot string) error {
			h, err := desk.Hold(ctx, op+"h", person, slot, now)
			tokens[i] = h.Token
			return err
		}},
		{"confirm", func(i int, op, person, slot string) error {
			k, err := desk.Confirm(ctx, op+"c", person, tokens[i], slot, Request{Lang: "fi", Address: "web/x"}, now)
			codes[i] = k.Code
			return err
		}},
		{"cancel", func(i int, op, person, slot string) error {
			_, err := desk.Cancel(ctx, op+"x", person, codes[i], now)
			return err
		}},
	}
	b.ResetTimer()
	var all time.Duration
	took := make([]time.Duration, len(steps))
	for n, step := range steps {
		begin := time.Now()
		var wg sync.WaitGroup
		for w := range workers {
			wg.Go(func() {
				for i := range rounds {
					err := step.call(w*rounds+i, strconv.Itoa(i), fmt.Sprintf("web:%d-%d", w, i), fmt.Sprintf("w%d-%d", w, i))
					if err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		took[n] = time.Since(begin)
		all += took[n]
	}
	b.StopTimer()
	set := (before + sets(b, tool, socket)) / 2 // others use these cores too
	for n, step := range steps {
		b.ReportMetric(float64(workers*rounds)/took[n].Seconds()/set, step.name+":SET")
	}
	b.ReportMetric(set, "SET/s")
	b.ReportMetric(float64(3*workers*rounds)/all.Seconds()/set, "all:SET")
}

var perSecond = regexp.MustCompile(`([0-9.]+) requests per second`)

func sets(b *testing.B, tool, socket string) float64 {
	out, err := exec.Command(tool, "-s", socket, "-c", "50", "-n", "100000", "-t", "set", "-q").CombinedOutput()
	if err != nil {
		b.Fatal(err)
	}
	m := perSecond.FindSubmatch(out)
	if m == nil {
		b.Fatalf("redis-benchmark said %s", out)
	}
	n, _ := strconv.ParseFloat(string(m[1]), 64)
	return n
}
