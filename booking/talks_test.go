package booking

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func TestHold(t *testing.T) {
	late := at("2018-02-13T10:00")
	cases := []struct {
		name   string
		before func(b *bench)
		slot   string
		now    time.Time
		want   error
	}{
		{"free", func(b *bench) {}, ten, now, nil},
		{"not offered", func(b *bench) {}, "2018-02-13T09:00", now, ErrNoSuchSlot},
		{"begins now", func(b *bench) {}, ten, late, ErrPast},
		{"a minute before", func(b *bench) {}, ten, late.Add(-time.Minute), nil},
		{"held by another", func(b *bench) { b.hold("web:b", ten) }, ten, now, ErrTaken},
		{"held by oneself", func(b *bench) { b.hold("web:a", ten) }, ten, now, nil},
		{"another's hold lapsed", func(b *bench) { b.lapse("web:b", ten) }, ten, now, nil},
		{"another's hold released", func(b *bench) { b.hold("web:b", ten); b.must(b.Release(ctx, b.op(), "web:b")) }, ten, now, nil},
		{"another holds something else by now", func(b *bench) { b.hold("web:b", ten); b.hold("web:b", eleven) }, ten, now, nil},
		{"booked", func(b *bench) { b.book("web:b", ten) }, ten, now, ErrTaken},
		{"cancelled", func(b *bench) { b.cancel("web:b", b.book("web:b", ten)) }, ten, now, nil},
		{"moved away from", func(b *bench) { b.move("web:b", b.book("web:b", ten), eleven) }, ten, now, nil},
		{"moved to", func(b *bench) { b.move("web:b", b.book("web:b", eleven), ten) }, ten, now, ErrTaken},
		{"withdrawn", func(b *bench) { b.must(b.Withdraw(ctx, b.op(), ten)) }, ten, now, ErrNoSuchSlot},
	}
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				b := openDesk(t, rdb, 3)
				c.before(b)
				h, err := b.Hold(ctx, b.op(), "web:a", c.slot, c.now)
				if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
					t.Fatalf("got %v, want %v", err, c.want)
				}
				if err == nil && (h.Slot.ID != c.slot || h.Token == "" || h.Slot.Place != "Rantakatu 1" || h.Slot.Length != 30*time.Minute) {
					t.Fatalf("got %+v", h)
				}
			})
		}
	})
}

func TestConfirm(t *testing.T) {
	cases := []struct {
		name   string
		before func(b *bench) (token string)
		want   error
	}{
		{"held", func(b *bench) string { return b.hold("web:a", ten) }, nil},
		{"never held", func(b *bench) string { return "" }, nil},
		{"hold lapsed, nobody came", func(b *bench) string { return b.lapse("web:a", ten) }, nil},
		{"hold lapsed and swept", func(b *bench) string {
			token := b.lapse("web:a", ten)
			_, err := b.Sweep(ctx)
			b.must(err)
			return token
		}, nil},
		{"hold lapsed, another holds", func(b *bench) string {
			token := b.lapse("web:a", ten)
			b.hold("web:b", ten)
			return token
		}, ErrLapsed},
		{"hold lapsed, another's lapsed too", func(b *bench) string {
			token := b.lapse("web:a", ten)
			b.lapse("web:b", ten)
			return token
		}, nil},
		{"hold lapsed, another booked", func(b *bench) string {
			token := b.lapse("web:a", ten)
			b.book("web:b", ten)
			return token
		}, ErrLapsed},
		{"another holds", func(b *bench) string { b.hold("web:b", ten); return "" }, ErrTaken},
		{"another booked", func(b *bench) string { b.book("web:b", ten); return "" }, ErrTaken},
		{"withdrawn meanwhile", func(b *bench) string {
			token := b.lapse("web:a", ten)
			b.must(b.Withdraw(ctx, b.op(), ten))
			return token
		}, ErrNoSuchSlot},
	}
	req := Request{Idea: Idea{Name: "Kahvila \"Ääni\"", What: "rivi\nja toinen", Grant: "event", Reach: "a/b", Needs: "{x}",
		Class: "event", Sum: "500 €", Start: "May", Ask: "what?", Questions: []string{"why?", "when?"}, Approved: true}, Where: "kirjasto", Lang: "sv", Address: "web/1"}
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				b := openDesk(t, rdb, 3)
				token := c.before(b)
				k, err := b.Confirm(ctx, b.op(), "web:a", token, ten, req, now)
				if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
					t.Fatalf("got %v, want %v", err, c.want)
				}
				mine, ofErr := b.Of(ctx, "web:a", now)
				b.must(ofErr)
				if err != nil {
					b.equal(len(mine), 0)
					return
				}
				b.equal(k, Booking{Code: k.Code, Person: "web:a", Idea: req.Idea, Lang: "sv", Address: "web/1", Made: now, Changed: now,
					Where: "kirjasto",
					Slot:  Slot{ID: ten, Start: at(ten), Length: 30 * time.Minute, Place: "Rantakatu 1", Zone: "Europe/Helsinki"}})
				b.equal(mine, []Booking{k})
			})
		}
	})
}

func TestConfirmAgainTakesTheNewerWords(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 1)
		first := b.book("web:a", ten)
		again, err := b.Confirm(ctx, b.op(), "web:a", "", ten, Request{Idea: Idea{What: "newer"}}, now)
		b.must(err)
		b.equal(again.Code, first)
		b.equal(again.Idea.What, "newer")
		b.equal(again.Sequence, 0)
		if _, err := b.Confirm(ctx, b.op(), "web:a", "", ten, Request{}, at(ten)); !errors.Is(err, ErrPast) {
			t.Fatalf("got %v", err)
		}
	})
}

func TestMoveAndCancel(t *testing.T) {
	const unknown = "0000-0000"
	after := at("2018-02-13T10:30") // ten has begun, eleven has not
	cases := []struct {
		name string
		do   func(b *bench, code string) error // on web:a's booking of ten
		want error
	}{
		{"move", func(b *bench, c string) error { return b.tryMove("web:a", c, eleven, now) }, nil},
		{"move to the same", func(b *bench, c string) error { return b.tryMove("web:a", c, ten, now) }, nil},
		{"move, code typed carelessly", func(b *bench, c string) error {
			return b.tryMove("web:a", " "+c[:2]+" "+c[2:4]+"–"+c[5:], eleven, now)
		}, nil},
		{"move by staff", func(b *bench, c string) error { return b.tryMove(Staff, c, eleven, now) }, nil},
		{"move by another", func(b *bench, c string) error { return b.tryMove("web:b", c, eleven, now) }, ErrNoSuchBooking},
		{"move what is not", func(b *bench, c string) error { return b.tryMove("web:a", unknown, eleven, now) }, ErrNoSuchBooking},
		{"move to nowhere", func(b *bench, c string) error { return b.tryMove("web:a", c, "2018-02-13T23:00", now) }, ErrNoSuchSlot},
		{"move to another's", func(b *bench, c string) error { b.book("web:b", eleven); return b.tryMove("web:a", c, eleven, now) }, ErrTaken},
		{"move to what another holds", func(b *bench, c string) error { b.hold("web:b", eleven); return b.tryMove("web:a", c, eleven, now) }, ErrTaken},
		{"move to one's own hold", func(b *bench, c string) error { b.hold("web:a", eleven); return b.tryMove("web:a", c, eleven, now) }, nil},
		{"move when it has begun", func(b *bench, c string) error { return b.tryMove("web:a", c, eleven, after) }, ErrPast},
		{"move after cancelling", func(b *bench, c string) error { b.cancel("web:a", c); return b.tryMove("web:a", c, eleven, now) }, ErrCancelled},
		{"cancel", func(b *bench, c string) error { return b.tryCancel("web:a", c, now) }, nil},
		{"cancel by staff", func(b *bench, c string) error { return b.tryCancel(Staff, c, now) }, nil},
		{"cancel by another", func(b *bench, c string) error { return b.tryCancel("web:b", c, now) }, ErrNoSuchBooking},
		{"cancel twice", func(b *bench, c string) error { b.cancel("web:a", c); return b.tryCancel("web:a", c, after) }, nil},
		{"cancel when it has begun", func(b *bench, c string) error { return b.tryCancel("web:a", c, after) }, ErrPast},
	}
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				b := openDesk(t, rdb, 3)
				err := c.do(b, b.book("web:a", ten))
				if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
					t.Fatalf("got %v, want %v", err, c.want)
				}
				b.sound()
			})
		}
	})
}

func TestSequenceAndEvents(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 3)
		code := b.book("web:a", ten)
		b.move("web:a", code, eleven)
		_, err := b.Amend(ctx, b.op(), "web:a", code, Idea{Name: "secret"}, now)
		b.must(err)
		_, err = b.Readdress(ctx, b.op(), "web:a", code, "en", "slack/C1")
		b.must(err)
		_, err = b.Cancel(ctx, b.op(), Staff, code, now.Add(time.Hour))
		b.must(err)
		k, err := b.Find(ctx, code)
		b.must(err)
		b.equal([]any{k.Sequence, k.Cancelled, k.Made, k.Changed, k.Lang, k.Address}, []any{2, true, now, now.Add(time.Hour), "en", "slack/C1"})

		events, err := b.Events(ctx, 10)
		b.must(err)
		bare := readCode(code)
		got := [][]any{}
		for _, e := range events {
			id := e.ID
			if e.Kind == WasAmended {
				id = id[:len("amended:")] // and the operation's name
			}
			got = append(got, []any{id, e.Kind, e.By, e.Person, e.Code, e.Was, e.Address})
		}
		b.equal(got, [][]any{
			{"booked:" + bare + ":0", WasBooked, "web:a", "web:a", code, "", "slack/C1"},
			{"moved:" + bare + ":1", WasMoved, "web:a", "web:a", code, ten, "slack/C1"},
			{"amended:", WasAmended, "web:a", "web:a", code, "", "slack/C1"},
			{"cancelled:" + bare + ":2", WasCancelled, Staff, "web:a", code, "", "slack/C1"},
		})
		b.must(b.Ack(ctx, events[:2]...))
		b.must(b.Ack(ctx, events[:2]...))
		rest, err := b.Events(ctx, 10)
		b.must(err)
		b.equal(rest, events[2:])
	})
}

func TestAdopt(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 3)
		code := b.book("web:old", ten)
		if _, err := b.Adopt(ctx, b.op(), "web:new", "ZZZZ-ZZZZ"); !errors.Is(err, ErrNoSuchBooking) {
			t.Fatalf("got %v", err)
		}
		k, err := b.Adopt(ctx, b.op(), "web:new", code)
		b.must(err)
		b.equal(k.Person, "web:new")
		mine, err := b.Of(ctx, "web:new", now)
		b.must(err)
		b.equal(mine, []Booking{k})
		none, err := b.Of(ctx, "web:old", now)
		b.must(err)
		b.equal(len(none), 0)
		if err := b.tryCancel("web:old", code, now); !errors.Is(err, ErrNoSuchBooking) {
			t.Fatalf("the former owner cancelled: %v", err)
		}
		again, err := b.Confirm(ctx, b.op(), "web:new", "", ten, Request{}, now)
		b.must(err)
		b.equal(again.Code, code)
		b.sound()
	})
}

func TestMet(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 3)
		b.book("web:had", ten)
		b.cancel("web:cancelled", b.book("web:cancelled", eleven))
		for _, c := range []struct {
			now  time.Time
			want []string
		}{{at(ten), nil}, {at(eleven).Add(time.Hour), []string{"web:had"}}} {
			met, err := b.Met(ctx, []string{"web:had", "web:cancelled", "web:nobody"}, c.now)
			b.must(err)
			if !slices.Equal(met, c.want) {
				t.Errorf("at %v: %v, want %v", c.now, met, c.want)
			}
		}
	})
}

func TestOneOfFiftyWins(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 1)
		race := func(try func(person, op string) error) (winners []string) {
			var mu sync.Mutex
			var wg sync.WaitGroup
			for i := range 50 {
				wg.Go(func() {
					person := fmt.Sprint("web:", i)
					err := try(person, fmt.Sprint(t.Name(), b.ops))
					mu.Lock()
					defer mu.Unlock()
					switch {
					case err == nil:
						winners = append(winners, person)
					case !errors.Is(err, ErrTaken):
						t.Errorf("got %v", err)
					}
				})
			}
			wg.Wait()
			b.ops++
			return winners
		}
		holders := race(func(person, op string) error { _, err := b.Hold(ctx, op, person, ten, now); return err })
		b.equal(len(holders), 1)
		owners := race(func(person, op string) error {
			_, err := b.Confirm(ctx, op, person, "", ten, Request{}, now)
			return err
		})
		b.equal(owners, holders)
		b.cancel(owners[0], b.only(owners[0]).Code)
		b.equal(len(race(func(person, op string) error {
			_, err := b.Confirm(ctx, op, person, "", ten, Request{}, now)
			return err
		})), 1)
		b.sound()
	})
}
