package booking

import (
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func TestForget(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		b := openDesk(t, rdb, 4)
		const person = "web:zoe"
		past := b.book(person, ten)
		coming := b.book(person, twelve)
		b.must(b.Wish(ctx, b.op(), person, Wish{Text: "words of web:zoe", Address: "web/web:zoe"}, now))
		b.cancel("web:q", b.book("web:q", one)) // is offered to the person
		b.hold(person, eleven)
		kept, err := b.Export(ctx, person)
		b.must(err)
		b.equal([]any{len(kept.Bookings), kept.Hold.Slot.ID, kept.Wish.Text}, []any{2, eleven, "words of web:zoe"})

		for range 2 {
			n, err := b.Forget(ctx, "forget", person, at(eleven))
			b.must(err)
			b.equal(n, 2)
		}
		kept, err = b.Export(ctx, person)
		b.must(err)
		b.equal(kept, Kept{Bookings: []Booking{}})
		free, err := b.Free(ctx, now, 9, "")
		b.must(err)
		b.equal(ids(free), []string{eleven, twelve, one})
		for code, cancelled := range map[string]bool{past: false, coming: true} {
			k, err := b.Find(ctx, code)
			b.must(err)
			b.equal([]any{k.Person, k.Idea, k.Address, k.Cancelled}, []any{"", Idea{}, "", cancelled})
		}
		b.sound()

		var dump strings.Builder
		keys, err := rdb.Keys(ctx, b.tag[0]+"*").Result()
		b.must(err)
		for _, key := range keys {
			dump.WriteString(key + "\n")
			switch rdb.Type(ctx, key).Val() {
			case "hash":
				for f, v := range rdb.HGetAll(ctx, key).Val() {
					dump.WriteString(f + "=" + v + "\n")
				}
			case "string":
				dump.WriteString(rdb.Get(ctx, key).Val())
			case "list":
				dump.WriteString(strings.Join(rdb.LRange(ctx, key, 0, -1).Val(), "\n"))
			case "set":
				dump.WriteString(strings.Join(rdb.SMembers(ctx, key).Val(), "\n"))
			case "zset":
				dump.WriteString(strings.Join(rdb.ZRange(ctx, key, 0, -1).Val(), "\n"))
			}
		}
		for _, line := range strings.Split(dump.String(), "\n") {
			if strings.Contains(line, "zoe") {
				t.Errorf("still there: %s", line)
			}
		}
	})
}

func TestPrune(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		b := openDesk(t, rdb, 3)
		b.book("web:a", ten)
		b.cancel("web:b", b.book("web:b", eleven))
		stays := b.book("web:a", twelve)
		n, err := b.Prune(ctx, at(twelve))
		b.must(err)
		b.equal(n, 4)
		b.equal(b.only("web:a").Code, stays)
		all, err := b.All(ctx, time.UnixMilli(0), at("2100-01-01T00:00"))
		b.must(err)
		b.equal(len(all), 1)
		b.sound()

		_, err = b.Prune(ctx, at("2100-01-01T00:00"))
		b.must(err)
		keys, err := rdb.Keys(ctx, b.tag[0]+"*").Result()
		b.must(err)
		for _, key := range keys {
			if !strings.Contains(key, ":recent:") && !strings.HasSuffix(key, ":out") {
				t.Errorf("%s is left", key)
			}
		}
	})
}
