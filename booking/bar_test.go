package booking

import (
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	barCallers = 50
	barRound   = 20 // what each caller does of each kind in a round
)

// BenchmarkBar measures hold, confirm and cancel from 50 goroutines beside two
// yardsticks on the same server: SET as redis-benchmark does it from 50
// connections, and a script that does nothing, called in the same way from as many
// goroutines. It goes round by round, since others use these cores too, and gives
// the median of the rounds' ratios, and of each round's 99th percentile of a call.
//
//	go test -run xxx -bench Bar -benchtime 20x ./booking
func BenchmarkBar(b *testing.B) {
	tool, err := exec.LookPath("redis-benchmark")
	if err != nil {
		b.Skip("no redis-benchmark on PATH")
	}
	socket := server(b)
	rdb := connect(b, redis.Options{Network: "unix", Addr: socket, PoolSize: barCallers})
	desk := New(rdb, "bar", helsinki, Options{Notice: -1})
	nothing := redis.NewScript("return ''")
	const all = barCallers * barRound
	tokens, codes := make([]string, all), make([]string, all)
	samples := map[string][]float64{}
	for round := 0; b.Loop(); round++ {
		id := func(i int) string { return fmt.Sprint(round, "-", i) }
		slots := make([]Slot, all)
		for i := range slots {
			slots[i] = Slot{ID: id(i), Start: now.Add(time.Hour), Length: time.Hour}
		}
		if _, err := desk.Offer(ctx, id(0), slots); err != nil {
			b.Fatal(err)
		}
		set := sets(b, tool, socket)
		bare, _ := atOnce(b, func(int) error { return nothing.Run(ctx, together{rdb}, desk.tag).Err() })
		sample := func(name string, call func(i int) error) float64 {
			rate, late := atOnce(b, call)
			samples[name+":SET"] = append(samples[name+":SET"], rate/set)
			samples[name+":script"] = append(samples[name+":script"], rate/bare)
			samples[name+"-p99-ms"] = append(samples[name+"-p99-ms"], late.Seconds()*1000)
			return 1 / rate
		}
		took := sample("hold", func(i int) error {
			h, err := desk.Hold(ctx, id(i)+"h", "web:"+id(i), id(i), now)
			tokens[i] = h.Token
			return err
		})
		took += sample("confirm", func(i int) error {
			k, err := desk.Confirm(ctx, id(i)+"c", "web:"+id(i), tokens[i], id(i), Request{Lang: "fi", Address: "web/x"}, now)
			codes[i] = k.Code
			return err
		})
		took += sample("cancel", func(i int) error {
			_, err := desk.Cancel(ctx, id(i)+"x", "web:"+id(i), codes[i], now)
			return err
		})
		samples["all:SET"] = append(samples["all:SET"], 3/took/set)
		samples["all:script"] = append(samples["all:script"], 3/took/bare)
		samples["SET/s"] = append(samples["SET/s"], set)
	}
	for name, values := range samples {
		slices.Sort(values)
		b.ReportMetric(values[len(values)/2], name)
	}
}

// atOnce has 50 goroutines do all of a round, and gives how many a second, and
// what 99 of 100 calls took at most.
func atOnce(b *testing.B, call func(i int) error) (perSecond float64, late time.Duration) {
	took := make([]time.Duration, barCallers*barRound)
	begin := time.Now()
	var wg sync.WaitGroup
	for w := range barCallers {
		wg.Go(func() {
			for i := w * barRound; i < (w+1)*barRound; i++ {
				begin := time.Now()
				if err := call(i); err != nil {
					b.Error(err)
				}
				took[i] = time.Since(begin)
			}
		})
	}
	wg.Wait()
	rate := float64(len(took)) / time.Since(begin).Seconds()
	slices.Sort(took)
	return rate, took[len(took)*99/100]
}

var perSecond = regexp.MustCompile(`([0-9.]+) requests per second`)

func sets(b *testing.B, tool, socket string) float64 {
	out, err := exec.Command(tool, "-s", socket, "-c", strconv.Itoa(barCallers), "-n", "20000", "-t", "set", "-q").CombinedOutput()
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
