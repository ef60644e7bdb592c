package booking

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// wish puts a person on the list so many minutes after now.
func (b *bench) wish(person string, w Wish, minute int) {
	b.t.Helper()
	w.Address = "to " + person
	b.must(b.Wish(ctx, b.op(), person, w, now.Add(time.Duration(minute)*time.Minute)))
}

// offered gives whom which time was offered since it was last asked.
func (b *bench) offered() (list []string) {
	b.t.Helper()
	for _, e := range b.news() {
		if e.Kind == Offered {
			list = append(list, e.Person+" "+e.Slot.ID)
		}
	}
	return list
}

// news reads all events and acknowledges them.
func (b *bench) news() []Event {
	b.t.Helper()
	events, err := b.Events(ctx, 1000)
	b.must(err)
	b.must(b.Ack(ctx, events...))
	return events
}

func (b *bench) sweep() int {
	b.t.Helper()
	n, err := b.Sweep(ctx)
	b.must(err)
	return n
}

func (b *bench) free(person string) []string {
	b.t.Helper()
	list, err := b.Free(ctx, now, 100, person)
	b.must(err)
	return ids(list)
}

func TestWishes(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 0)
		b.wish("web:late", Wish{Text: "afternoons", NotBefore: at(eleven), Idea: Idea{What: "kept"}}, 1)
		b.wish("web:any", Wish{}, 2)
		b.wish("web:other", Wish{NotAfter: at(ten)}, 3)
		b.wish("web:any", Wish{Text: "renewed"}, 9) // the place stays
		b.wish("web:gone", Wish{}, 0)
		b.must(b.Unwish(ctx, b.op(), "web:gone"))
		list, err := b.Wishes(ctx)
		b.must(err)
		b.equal(len(list), 3)
		b.equal(list[0], Wish{Person: "web:late", Text: "afternoons", Idea: Idea{What: "kept"}, NotBefore: at(eleven), Address: "to web:late", Joined: now.Add(time.Minute)})
		b.equal([]any{list[1].Person, list[1].Text, list[1].Joined}, []any{"web:any", "renewed", now.Add(2 * time.Minute)})
		b.equal(list[2].NotAfter, at(ten))
	})
}

// TestFreedTimes frees ten o'clock in every way there is, while two people wait.
func TestFreedTimes(t *testing.T) {
	ways := map[string]func(b *bench){
		"cancelled":          func(b *bench) { c := b.book("web:x", ten); b.cancel("web:x", c) },
		"cancelled by staff": func(b *bench) { b.cancel(Staff, b.book("web:x", ten)) },
		"moved away from":    func(b *bench) { b.move("web:x", b.book("web:x", ten), eleven) },
		"hold lapsed":        func(b *bench) { b.lapse("web:x", ten); b.equal(b.sweep(), 1) },
		"hold released":      func(b *bench) { b.hold("web:x", ten); b.must(b.Release(ctx, b.op(), "web:x")) },
		"hold elsewhere":     func(b *bench) { b.hold("web:x", ten); b.hold("web:x", eleven) },
		"forgotten": func(b *bench) {
			b.book("web:x", ten)
			_, err := b.Forget(ctx, b.op(), "web:x", now)
			b.must(err)
		},
		"offered": func(b *bench) {
			b.must(b.Withdraw(ctx, b.op(), ten))
			_, err := b.Offer(ctx, b.op(), []Slot{{Start: at(ten), Length: time.Hour}})
			b.must(err)
		},
	}
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		for name, free := range ways {
			t.Run(name, func(t *testing.T) {
				b := openDesk(t, rdb, 2)
				b.wish("web:b", Wish{}, 2)
				b.wish("web:a", Wish{NotAfter: at(ten)}, 1)
				b.wish("web:unsuited", Wish{NotBefore: at(twelve)}, 0)
				free(b)
				b.equal(b.offered(), []string{"web:a " + ten})
				w, _, err := b.WishOf(ctx, "web:a")
				b.must(err)
				b.equal(w.Offer, ten)
				if _, err := b.Hold(ctx, b.op(), "web:b", ten, now); !errors.Is(err, ErrTaken) {
					t.Fatalf("what is kept for one was held by another: %v", err)
				}
				all, err := b.All(ctx, now, at(eleven))
				b.must(err)
				b.equal([]any{all[0].State, all[0].Offer}, []any{Held, true})

				b.must(b.Decline(ctx, b.op(), "web:a", ten))
				b.equal(b.offered(), []string{"web:b " + ten})
				b.end(ten)
				if _, err := b.Hold(ctx, b.op(), "web:x", ten, now); !errors.Is(err, ErrTaken) {
					t.Fatalf("somebody was quicker than the list: %v", err)
				}
				b.equal(b.sweep(), 1)
				b.equal(b.offered(), []string(nil)) // both were asked
				b.hold("web:x", ten)
				w, ok, err := b.WishOf(ctx, "web:a")
				b.must(err)
				b.equal([]any{ok, w.Offer}, []any{true, ""})
			})
		}
	})
}

// TestOffersEnd lets an offer pass: the person is told and keeps their place, and
// the time goes to the next. Who gave theirs back is not told.
func TestOffersEnd(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 2)
		told := func() (list []string) {
			for _, e := range b.news() {
				if e.Code == "" {
					list = append(list, fmt.Sprint(e.Kind, " ", e.Person, " ", e.Address, " ", e.Slot.ID, e.By))
				}
			}
			return list
		}
		b.wish("web:b", Wish{}, 2)
		b.wish("web:a", Wish{}, 1)
		b.cancel("web:x", b.book("web:x", ten))
		b.equal(told(), []string{"offered web:a to web:a " + ten})
		b.end(ten)
		b.equal(b.sweep(), 1)
		b.equal(told(), []string{"ended web:a to web:a " + ten, "offered web:b to web:b " + ten})
		b.equal(b.sweep(), 0)
		b.must(b.Decline(ctx, b.op(), "web:b", ten))
		b.lapse("web:x", ten) // a mere hold
		b.equal(b.sweep(), 1)
		b.equal(told(), []string(nil))

		list, err := b.Wishes(ctx)
		b.must(err)
		b.equal([]string{list[0].Person, list[1].Person}, []string{"web:a", "web:b"})
		b.cancel("web:x", b.book("web:x", eleven))
		b.equal(told(), []string{"offered web:a to web:a " + eleven})
		b.hold("web:a", eleven) // held as well, it ends no later than a hold does
		b.end(eleven)
		b.equal(b.sweep(), 1)
		b.equal(told(), []string{"ended web:a to web:a " + eleven, "offered web:b to web:b " + eleven})
	})
}

func TestOffersAreTaken(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		cases := map[string]func(b *bench){
			"confirmed":           func(b *bench) { b.book("web:a", ten) },
			"held, let go, taken": func(b *bench) { b.hold("web:a", ten); b.must(b.Release(ctx, b.op(), "web:a")); b.book("web:a", ten) },
			"held, another held":  func(b *bench) { b.hold("web:a", ten); b.hold("web:a", eleven); b.book("web:a", ten) },
			"ended, not swept":    func(b *bench) { b.end(ten); b.book("web:a", ten) },
			"moved to":            func(b *bench) { b.move("web:a", b.only("web:a").Code, ten) },
		}
		for name, take := range cases {
			t.Run(name, func(t *testing.T) {
				b := openDesk(t, rdb, 3)
				code := b.book("web:x", ten)
				if name == "moved to" {
					b.book("web:a", twelve)
				}
				b.wish("web:a", Wish{}, 1)
				b.cancel("web:x", code)
				take(b)
				_, ok, err := b.WishOf(ctx, "web:a")
				b.must(err)
				b.equal(ok, false)
				b.sound()
			})
		}
		t.Run("another is taken", func(t *testing.T) { // then the one kept goes to the next
			b := openDesk(t, rdb, 2)
			code := b.book("web:x", ten)
			b.wish("web:a", Wish{}, 1)
			b.wish("web:b", Wish{}, 2)
			b.cancel("web:x", code)
			b.book("web:a", eleven)
			b.equal(b.offered(), []string{"web:a " + ten, "web:b " + ten})
			b.must(b.Unwish(ctx, b.op(), "web:b"))
			b.equal(b.free(""), []string{ten})
		})
		t.Run("one at a time", func(t *testing.T) {
			b := openDesk(t, rdb, 3)
			b.wish("web:a", Wish{}, 1)
			b.wish("web:b", Wish{}, 2)
			for _, slot := range []string{ten, eleven, twelve} {
				b.cancel("web:x", b.book("web:x", slot))
			}
			b.equal(b.offered(), []string{"web:a " + ten, "web:b " + eleven})
			b.equal(b.free(""), []string{twelve})
			if err := b.Decline(ctx, b.op(), "web:a", eleven); !errors.Is(err, ErrNoOffer) {
				t.Fatalf("declined for another: %v", err)
			}
			b.must(b.Decline(ctx, "once", "web:a", ten))
			b.must(b.Decline(ctx, "once", "web:a", ten))
			b.equal(b.offered(), []string(nil)) // the other has one already
			b.equal(b.free(""), []string{ten, twelve})
			b.must(b.Decline(ctx, b.op(), "web:b", eleven))
			b.equal(b.offered(), []string{"web:a " + eleven})
		})
	})
}

// TestOffersKeepTheNotice: what is kept ends before the slot could not be
// booked any more, and what would be too short is not kept.
func TestOffersKeepTheNotice(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		for before, kept := range map[time.Duration]time.Duration{
			72 * time.Hour:                     12 * time.Hour,
			14 * time.Hour:                     12 * time.Hour,
			3 * time.Hour:                      time.Hour,
			2*time.Hour + 15*time.Minute:       15 * time.Minute,
			2*time.Hour + 15*time.Minute - 1e6: 0,
			time.Hour:                          0,
			-time.Hour:                         0,
		} {
			t.Run(before.String(), func(t *testing.T) {
				b := openDesk(t, rdb, 0)
				b.clock = at(ten).Add(-before)
				b.open(rdb, t.Name(), Options{Now: func() time.Time { return b.clock }})
				b.wish("web:a", Wish{}, 0)
				_, err := b.Offer(ctx, b.op(), []Slot{{Start: at(ten), Length: time.Hour}})
				b.must(err)
				news := b.news()
				if kept == 0 {
					b.equal(len(news), 0)
					return
				}
				b.equal(len(news), 1)
				b.equal(news[0].Until, b.clock.Add(kept))
				_, err = b.Confirm(ctx, b.op(), "web:a", "", ten, Request{}, b.clock)
				b.must(err)
			})
		}
	})
}

// TestReplicasOfferOnce: many sweep at once, and each time is offered once.
func TestReplicasOfferOnce(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 20)
		all, err := b.All(ctx, now, at("2019-01-01T00:00"))
		b.must(err)
		for i, e := range all {
			b.wish(fmt.Sprintf("web:%02d", i), Wish{}, i)
			b.lapse(fmt.Sprint("web:x", i), e.Slot.ID)
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() { _, _ = b.Sweep(ctx) })
		}
		wg.Wait()
		got := map[string]bool{}
		for _, o := range b.offered() {
			if got[o] {
				t.Errorf("twice: %s", o)
			}
			got[o] = true
		}
		b.equal(len(got), 20)
	})
}

func TestWithdrawTellsTheHolder(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 3)
		told := func() (list []string) {
			for _, e := range b.news() {
				list = append(list, fmt.Sprint(e.Kind, " ", e.By, " ", e.Person, " ", e.Address, " ", e.Slot.ID))
			}
			return list
		}
		b.hold("web:h", ten)
		b.must(b.Withdraw(ctx, b.op(), ten))
		b.equal(told(), []string{"withdrawn staff web:h  " + ten})
		code := b.book("web:x", eleven)
		b.wish("web:a", Wish{}, 0)
		b.cancel("web:x", code)
		told()
		b.must(b.Withdraw(ctx, b.op(), eleven))
		b.equal(told(), []string{"withdrawn staff web:a to web:a " + eleven})
		w, _, err := b.WishOf(ctx, "web:a")
		b.must(err)
		b.equal(w.Offer, "")

		code = b.book("web:x", twelve)
		told()
		if err := b.Withdraw(ctx, b.op(), twelve); !errors.Is(err, ErrBooked) {
			t.Fatalf("got %v", err)
		}
		for range 2 {
			k, err := b.WithdrawBooked(ctx, "once", twelve, now)
			b.must(err)
			b.equal([]any{k.Code, k.Cancelled, k.Person, k.Sequence}, []any{code, true, "web:x", 1})
		}
		b.equal(told(), []string{"cancelled staff web:x web/web:x " + twelve})
		if _, err := b.WithdrawBooked(ctx, b.op(), twelve, now); !errors.Is(err, ErrNoSuchSlot) {
			t.Fatalf("got %v", err)
		}
		b.sound()
	})
}
