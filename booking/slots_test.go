package booking

import (
	"errors"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func ids(slots []Slot) (list []string) {
	for _, s := range slots {
		list = append(list, s.ID)
	}
	return list
}

func TestOfferAndWithdraw(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 2)
		second, err := b.ParseSlot(ten+"#2", time.Hour, "etänä")
		b.must(err)
		first, err := b.ParseSlot(ten, time.Hour, "elsewhere")
		b.must(err)
		n, err := b.Offer(ctx, b.op(), []Slot{first, second})
		b.must(err)
		b.equal(n, 1)
		list, err := b.Free(ctx, now, 10, "")
		b.must(err)
		b.equal(ids(list), []string{ten, ten + "#2", eleven})
		b.equal(list[0].Place, "Rantakatu 1") // what was there stays as it was
		b.equal(list[1], second)

		code := b.book("web:a", ten)
		b.hold("web:b", eleven)
		for slot, want := range map[string]error{ten: ErrBooked, eleven: nil, twelve: ErrNoSuchSlot, ten + "#2": nil} {
			if err := b.Withdraw(ctx, b.op(), slot); !errors.Is(err, want) || (err == nil) != (want == nil) {
				t.Errorf("%s: got %v, want %v", slot, err, want)
			}
		}
		all, err := b.All(ctx, now, at(twelve))
		b.must(err)
		b.equal(len(all), 1)
		b.equal([]any{all[0].State, all[0].Code}, []any{Booked, code})
		before, err := b.All(ctx, now, at(eleven)) // the end is not within
		b.must(err)
		b.equal(len(before), 1)
	})
}

func TestFree(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 130) // more than two pages of the script
		free := func(now time.Time, limit int, person string) []string {
			list, err := b.Free(ctx, now, limit, person)
			b.must(err)
			return ids(list)
		}
		b.equal(len(free(now, 1000, "")), 130)
		b.equal(len(free(now, 120, "")), 120)
		b.equal(free(at(ten), 1, ""), []string{eleven}) // what begins now is past
		b.hold("web:a", ten)
		b.equal(free(now, 1, "web:a"), []string{ten})
		b.equal(free(now, 1, "web:b"), []string{eleven})
		b.hold("web:a", twelve)
		b.equal(free(now, 2, "web:b"), []string{ten, eleven})
		b.lapse("web:a", twelve)
		b.equal(free(now, 3, "web:b"), []string{ten, eleven, twelve})
		b.book("web:a", ten)
		b.equal(free(now, 1, "web:a"), []string{eleven})
		b.equal(len(free(at("2030-01-01T00:00"), 10, "")), 0)
	})
}

func TestParseSlot(t *testing.T) {
	d := &Desk{zone: helsinki}
	for id, ok := range map[string]bool{
		"2018-02-13T10:00": true, "2018-02-13T10:00#2": true,
		"2018-03-25T03:30": false, // summer time skips this hour
		"2018-02-30T10:00": false, "13.2.2018": false, "": false,
	} {
		if _, err := d.ParseSlot(id, time.Hour, ""); (err == nil) != ok {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestFindAndUpcoming(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 3)
		late, early := b.book("web:a", twelve), b.book("web:a", ten)
		gone := b.book("web:b", eleven)
		b.cancel("web:b", gone)
		codes := func(list []Booking, err error) (codes []string) {
			b.must(err)
			for _, k := range list {
				codes = append(codes, k.Code)
			}
			return codes
		}
		b.equal(codes(b.Upcoming(ctx, at(ten), at(twelve))), []string{early})
		b.equal(codes(b.Upcoming(ctx, at(ten), at(twelve).Add(1))), []string{early}) // whole milliseconds
		b.equal(codes(b.Upcoming(ctx, at(ten), at("2018-02-13T12:01"))), []string{early, late})
		b.equal(codes(b.Of(ctx, "web:a", now)), []string{early, late})
		b.equal(codes(b.Of(ctx, "web:a", at("2018-02-13T10:29"))), []string{early, late}) // going on
		b.equal(codes(b.Of(ctx, "web:a", at("2018-02-13T10:30"))), []string{late})
		b.move("web:a", early, eleven)
		b.equal(codes(b.Upcoming(ctx, at(ten), at(eleven))), []string(nil))
		b.equal(codes(b.Upcoming(ctx, at(eleven), at(twelve))), []string{early})
		if _, err := b.Find(ctx, "nonsense"); !errors.Is(err, ErrNoSuchBooking) {
			t.Fatalf("got %v", err)
		}
		k, err := b.Find(ctx, gone)
		b.must(err)
		b.equal(k.Cancelled, true)
	})
}
