package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/booking"
)

// workerArg as the first argument makes the program a worker; the second is its orders.
const workerArg = "worker"

// orders are what the director tells a worker.
type orders struct {
	Settings
	Worker int
}

const (
	patience    = 20 * time.Second // for the last answers, once told to end
	sweepEvery  = 100 * time.Millisecond
	remembered  = 6 // old asks that may be repeated
	patientOnes = 8 // every which person waits in the list
)

// work is a worker process, from its orders to the end of its stdin.
func work(text string, stdin io.Reader, now func() time.Time) (code int) {
	var o orders
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		return 2
	}
	redis.SetLogger(quiet{})
	book, lines, err := openLedger(ledgerPath(o.Dir, o.Worker))
	if err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		return 2
	}
	rdb, changed := connect(o.Settings)
	defer rdb.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	w := &worker{orders: o, desk: newDesk(rdb, o.Settings), book: book, now: now, end: make(chan struct{})}
	go func() {
		_, _ = io.Copy(io.Discard, stdin)
		close(w.end)
		time.AfterFunc(patience, cancel)
	}()
	if err := w.run(ctx, lines); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		return 2
	}
	if !changed() {
		fmt.Fprintln(os.Stderr, "worker: the control changes nothing in any script")
		return 3
	}
	return 0
}

// newDesk opens the desk that all of a run share.
func newDesk(rdb redis.UniversalClient, s Settings) *booking.Desk {
	return booking.New(rdb, "stress", time.UTC, booking.Options{Hold: s.Hold, Extend: s.Hold / 2, OfferFor: 2 * s.Hold, MaxOpen: maxTalks, Notice: -1, Horizon: -1})
}

// A worker is a process of claimants.
type worker struct {
	orders
	desk *booking.Desk
	book *ledger
	now  func() time.Time
	end  chan struct{} // closed: finish what you are about, then end
}

func (w *worker) run(ctx context.Context, lines []Line) error {
	past := map[string][]act{}
	for _, a := range gather(lines) {
		past[a.Person] = append(past[a.Person], a)
	}
	failed := make(chan error, w.Claimants)
	var all sync.WaitGroup
	for i := range w.Claimants {
		name := fmt.Sprintf("web:%d-%d", w.Worker, i)
		all.Go(func() {
			if err := w.claim(ctx, name, uint64(i), past[name]); err != nil {
				failed <- err
			}
		})
	}
	all.Go(func() { w.sweep(ctx) })
	all.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return w.book.close()
	}
}

// sweep does what the assistant does once a minute.
func (w *worker) sweep(ctx context.Context) {
	for !w.ended(sweepEvery) {
		_, _ = w.desk.Sweep(ctx)
	}
}

// ended waits, and tells whether the end was called meanwhile.
func (w *worker) ended(wait time.Duration) bool {
	select {
	case <-w.end:
		return true
	case <-time.After(wait):
		return false
	}
}

// claim is one person's life. It begins with what they were about when an
// earlier process of this worker was killed.
func (w *worker) claim(ctx context.Context, name string, n uint64, past []act) error {
	p := &person{name: name, patient: n%patientOnes == 0}
	dice := rand.New(rand.NewPCG(w.Seed, uint64(w.Worker)<<40|n<<20|uint64(len(past))))
	var old []act
	for _, a := range past {
		p.acts++
		if a.Got == nil {
			if err := w.finish(ctx, p, a.Op, a.Ask); err != nil {
				return err
			}
			continue
		}
		p.learn(a.Ask, *a.Got)
		old = append(old, a)
	}
	for !w.ended(time.Duration(2 * dice.Float64() * float64(w.Pause))) {
		if len(old) > 0 && dice.IntN(8) == 0 {
			a := old[max(0, len(old)-1-dice.IntN(remembered))]
			if err := w.repeat(ctx, name, a); err != nil {
				return err
			}
			continue
		}
		p.acts++
		a := act{Person: name, Op: fmt.Sprintf("%s/%d", name, p.acts), Ask: p.next(dice, w.Slots, w.kept(ctx, p))}
		a.Ask.Now = w.now().UnixMilli()
		if err := w.book.write(Line{At: w.now().UnixNano(), Person: name, Op: a.Op, Ask: &a.Ask}); err != nil {
			return err
		}
		if err := w.finish(ctx, p, a.Op, a.Ask); err != nil {
			return err
		}
		old = append(old, a)
	}
	return nil
}

// kept is the slot that is kept for a person who waits.
func (w *worker) kept(ctx context.Context, p *person) string {
	if !p.waiting {
		return ""
	}
	wish, waits, err := w.desk.WishOf(ctx, p.name)
	if err == nil && !waits {
		p.waiting = false // they moved to a slot that was kept for them
	}
	return wish.Offer
}

// finish asks until there is an answer, and writes that down.
func (w *worker) finish(ctx context.Context, p *person, op string, a Ask) error {
	got, err := w.insist(ctx, p.name, op, a)
	if err != nil {
		return err
	}
	p.learn(a, got)
	return w.book.write(Line{At: w.now().UnixNano(), Person: p.name, Op: op, Got: &got})
}

// repeat asks again what was answered, as a platform does that delivers twice.
func (w *worker) repeat(ctx context.Context, name string, a act) error {
	op := a.Op
	if w.Control == "op-id" {
		op += fmt.Sprint("/again", w.now().UnixNano())
	}
	got, err := w.insist(ctx, name, op, a.Ask)
	if err != nil {
		return err
	}
	return w.book.write(Line{At: w.now().UnixNano(), Person: name, Op: a.Op, Got: &got, Again: true})
}

// insist asks under one op-id until something answers.
func (w *worker) insist(ctx context.Context, name, op string, a Ask) (Got, error) {
	for {
		got, err := ask(ctx, w.desk, name, op, a)
		if err == nil {
			return got, nil
		}
		select {
		case <-ctx.Done():
			return Got{}, err
		case <-time.After(50 * time.Millisecond):
		}
	}
}
