package booking

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func TestDefaults(t *testing.T) {
	got := fmt.Sprintf("%+v", New(nil, "p", helsinki, Options{}).Options())
	want := fmt.Sprintf("%+v", Options{Hold: 15 * time.Minute, Extend: 10 * time.Minute, Notice: 2 * time.Hour,
		Horizon: 60 * 24 * time.Hour, MaxOpen: 2, CancelBy: 0, OfferFor: 12 * time.Hour})
	if got != want {
		t.Fatalf("got %s", got)
	}
}

// TestBounds tries ten o'clock at moments before it, as a person and as staff.
func TestBounds(t *testing.T) {
	const day = 24 * time.Hour
	o := Options{CancelBy: 4 * time.Hour}
	stores(t, func(t *testing.T, ro redis.Options) {
		rdb := connect(t, ro)
		cases := []struct {
			before                     time.Duration
			take, change, takeForStaff error
		}{
			{61 * day, ErrTooFar, nil, nil},
			{60*day + 1e6, ErrTooFar, nil, nil},
			{60 * day, nil, nil, nil},
			{4 * time.Hour, nil, nil, nil},
			{4*time.Hour - 1e6, nil, ErrTooLate, nil},
			{2 * time.Hour, nil, ErrTooLate, nil},
			{2*time.Hour - 1e6, ErrTooSoon, ErrTooLate, nil},
			{1e6, ErrTooSoon, ErrTooLate, nil},
			{0, ErrPast, ErrPast, ErrPast},
			{-time.Hour, ErrPast, ErrPast, ErrPast},
		}
		for i, c := range cases {
			t.Run(c.before.String(), func(t *testing.T) {
				b := openDesk(t, rdb, 2)
				moment := at(ten).Add(-c.before)
				lax := b.Desk
				b.open(rdb, t.Name(), o)
				same := func(what string, got, want error) {
					t.Helper()
					if !errors.Is(got, want) || (got == nil) != (want == nil) {
						t.Errorf("%s: got %v, want %v", what, got, want)
					}
				}
				free, err := b.Free(ctx, moment, 1, "web:a")
				b.must(err)
				listed := len(free) == 1 && free[0].ID == ten
				if listed != (c.take == nil) {
					t.Errorf("listed %v", listed)
				}
				_, err = b.Hold(ctx, b.op(), "web:a", ten, moment)
				same("hold", err, c.take)
				b.must(b.Release(ctx, b.op(), "web:a"))
				k, err := b.Confirm(ctx, b.op(), "web:a", "", ten, Request{}, moment)
				same("confirm", err, c.take)
				if err != nil {
					k, err = lax.Confirm(ctx, b.op(), "web:a", "", ten, Request{}, now.AddDate(0, 0, -90))
					b.must(err)
				}
				_, err = b.Move(ctx, b.op(), "web:a", k.Code, ten, moment)
				same("move", err, c.change)
				_, err = b.Cancel(ctx, b.op(), "web:a", k.Code, moment)
				same("cancel", err, c.change)
				if c.takeForStaff == nil && c.change != nil {
					_, err = b.Cancel(ctx, b.op(), Staff, k.Code, moment)
					same("cancel by staff", err, nil)
				}
				if c.takeForStaff == nil && i > 3 {
					_, err = b.Hold(ctx, b.op(), Staff, ten, moment)
					same("hold by staff", err, nil)
				}
			})
		}
	})
}

// TestAHoldOutlivesTheNotice: who held in time may finish writing.
func TestAHoldOutlivesTheNotice(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		b := openDesk(t, rdb, 1)
		b.open(rdb, b.prefix, Options{})
		_, err := b.Hold(ctx, b.op(), "web:a", ten, at(ten).Add(-2*time.Hour))
		b.must(err)
		late := at(ten).Add(-110 * time.Minute)
		_, err = b.Extend(ctx, b.op(), "web:a", late)
		b.must(err)
		_, err = b.Confirm(ctx, b.op(), "web:a", "", ten, Request{}, late)
		b.must(err)
	})
}

func TestMaxOpen(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		b := openDesk(t, rdb, 4)
		b.open(rdb, b.prefix, Options{})
		first := b.book("web:a", ten)
		b.book("web:a", eleven)
		if _, err := b.Hold(ctx, b.op(), "web:a", twelve, now); !errors.Is(err, ErrTooMany) {
			t.Fatalf("hold: %v", err)
		}
		if _, err := b.Confirm(ctx, b.op(), "web:a", "", twelve, Request{}, now); !errors.Is(err, ErrTooMany) {
			t.Fatalf("confirm: %v", err)
		}
		b.equal(ids(mustFree(b, "web:a")), []string{twelve, one}) // to move to
		b.move("web:a", first, twelve)
		b.book("web:b", ten)
		if _, err := b.Hold(ctx, b.op(), "web:a", one, now); !errors.Is(err, ErrTooMany) {
			t.Fatalf("after a move: %v", err)
		}
		if _, err := b.Hold(ctx, b.op(), "web:a", one, at(eleven)); err != nil { // one is over by then
			t.Fatalf("after a talk: %v", err)
		}
		b.cancel("web:a", first)
		b.book("web:a", one)
	})
}

func mustFree(b *bench, person string) []Slot {
	b.t.Helper()
	list, err := b.Free(ctx, now, 100, person)
	b.must(err)
	return list
}

func TestExtend(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		cases := map[string]struct {
			before func(b *bench)
			want   error
			anew   bool // with a whole hold's length
		}{
			"held":                       {func(b *bench) { b.hold("web:a", ten) }, nil, false},
			"never held":                 {func(b *bench) {}, ErrLapsed, false},
			"released":                   {func(b *bench) { b.hold("web:a", ten); b.must(b.Release(ctx, b.op(), "web:a")) }, ErrLapsed, false},
			"ended":                      {func(b *bench) { b.lapse("web:a", ten) }, nil, true},
			"ended and swept":            {func(b *bench) { b.lapse("web:a", ten); b.sweep() }, nil, true},
			"ended, another holds":       {func(b *bench) { b.lapse("web:a", ten); b.hold("web:b", ten) }, ErrLapsed, false},
			"ended, kept for who waits":  {func(b *bench) { b.lapse("web:a", ten); b.wish("web:b", Wish{}, 0); b.sweep() }, ErrLapsed, false},
			"ended, withdrawn":           {func(b *bench) { b.lapse("web:a", ten); b.must(b.Withdraw(ctx, b.op(), ten)) }, ErrLapsed, false},
			"confirmed":                  {func(b *bench) { b.hold("web:a", ten); b.book("web:a", ten) }, ErrBooked, false},
			"extended":                   {func(b *bench) { b.hold("web:a", ten); b.must(b.extend()) }, ErrExtended, false},
			"extended, held again":       {func(b *bench) { b.hold("web:a", ten); b.must(b.extend()); b.hold("web:a", ten) }, ErrExtended, false},
			"extended, ended":            {func(b *bench) { b.hold("web:a", ten); b.must(b.extend()); b.end(ten) }, nil, true},
			"extended, another, extends": {func(b *bench) { b.hold("web:a", ten); b.must(b.extend()); b.hold("web:a", eleven) }, nil, false},
		}
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				b := openDesk(t, rdb, 2)
				c.before(b)
				held, _, err := b.Holding(ctx, "web:a")
				b.must(err)
				h, err := b.Extend(ctx, "once", "web:a", now)
				if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
					t.Fatalf("got %v, want %v", err, c.want)
				}
				if err != nil {
					return
				}
				if longer := h.Until.Sub(held.Until); !c.anew && (longer != 10*time.Minute || h.Token != held.Token) {
					t.Fatalf("longer by %v", longer)
				}
				again, err := b.Extend(ctx, "once", "web:a", now)
				b.must(err)
				b.equal(again, h)
				now, ok, err := b.Holding(ctx, "web:a")
				b.must(err)
				b.equal([]any{now, ok}, []any{h, true})
			})
		}
	})
}

func (b *bench) extend() error {
	_, err := b.Extend(ctx, b.op(), "web:a", now)
	return err
}

func TestAmend(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 1)
		k, err := b.Confirm(ctx, b.op(), "web:a", "", ten, Request{Idea: Idea{What: "first"}, Where: "a café", Lang: "en", Address: "web/1"}, now)
		b.must(err)
		newer := Idea{What: "second\nline %1", Questions: []string{"why?"}, Approved: true}
		k.Idea = newer
		got, err := b.Amend(ctx, b.op(), "web:a", k.Code, newer, at(ten).Add(-time.Minute))
		b.must(err)
		b.equal(got, k)
		got, err = b.Find(ctx, k.Code)
		b.must(err)
		b.equal(got, k)
		for who, want := range map[string]error{"web:b": ErrNoSuchBooking, "web:a": ErrPast, Staff: ErrPast} {
			if _, err := b.Amend(ctx, b.op(), who, k.Code, Idea{}, at(ten)); !errors.Is(err, want) {
				t.Errorf("%s: %v", who, err)
			}
		}
		b.cancel("web:a", k.Code)
		if _, err := b.Amend(ctx, b.op(), "web:a", k.Code, Idea{}, now); !errors.Is(err, ErrCancelled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}
