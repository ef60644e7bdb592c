package booking

import (
	"errors"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

func TestRepeatsGiveTheFirstResult(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 3)
		h1, err := b.Hold(ctx, "1", "web:a", ten, now)
		b.must(err)
		k1, err := b.Confirm(ctx, "2", "web:a", h1.Token, ten, Request{Idea: Idea{What: "x"}}, now)
		b.must(err)
		b.cancel("web:a", k1.Code)
		b.book("web:b", ten)

		h2, err := b.Hold(ctx, "1", "web:a", ten, now.Add(time.Hour))
		b.must(err)
		b.equal(h2, h1)
		k2, err := b.Confirm(ctx, "2", "web:a", "", ten, Request{}, now.Add(time.Hour)) // words are read, not remembered
		b.must(err)
		b.equal(k2, k1)
		if _, err := b.Hold(ctx, "1", "web:c", ten, now); !errors.Is(err, ErrTaken) {
			t.Fatalf("the op-id of one person answered another: %v", err)
		}
		if _, err := b.Hold(ctx, "", "web:a", ten, now); err == nil {
			t.Fatal("a write without op-id was done")
		}
		b.sound()
	})
}

func TestResultsLastADay(t *testing.T) {
	m := miniredis.RunT(t)
	server := at("2018-02-01T23:59")
	m.SetTime(server)
	b := openDesk(t, connect(t, redis.Options{Addr: m.Addr()}), 2)
	pass := func(d time.Duration) {
		server = server.Add(d)
		m.SetTime(server)
		m.FastForward(d)
	}
	b.must(b.Withdraw(ctx, "first", ten))
	pass(23*time.Hour + 59*time.Minute)
	b.must(b.Withdraw(ctx, "first", ten))
	pass(48 * time.Hour)
	if err := b.Withdraw(ctx, "first", ten); !errors.Is(err, ErrNoSuchSlot) {
		t.Fatalf("remembered for longer than two days: %v", err)
	}
}

func TestCodeInUse(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 2)
		book := func(op, slot, code string) error {
			_, err := b.write(ctx, confirm, op, "web:a", now, b.terms, slot, "", code, Request{}.words(), 0, endOfTime, unbound)
			return err
		}
		b.must(book("1", ten, "00000000"))
		if err := book("2", eleven, "00000000"); !errors.Is(err, errCollision) {
			t.Fatalf("got %v", err)
		}
		b.must(book("2", eleven, "00000001"))
		b.sound()
	})
}

func TestNotReplicated(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		b := openDesk(t, rdb, 2)
		careful := New(rdb, b.prefix, helsinki, Options{Wait: 1})
		for range 2 {
			if _, err := careful.Confirm(ctx, "1", "web:a", "", ten, Request{}, now); !errors.Is(err, ErrNotReplicated) {
				t.Fatalf("got %v", err)
			}
		}
		again, err := b.Confirm(ctx, "1", "web:a", "", ten, Request{}, now)
		b.must(err)
		b.equal(b.only("web:a"), again)
	})
}
