package booking

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func TestWaiting(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		b := openDesk(t, connect(t, o), 2)
		wish := func(person string, w Wish, minute int) {
			b.must(b.Wish(ctx, b.op(), person, w, now.Add(time.Duration(minute)*time.Minute)))
		}
		offered := func() (list []string) {
			events, err := b.Events(ctx, 100)
			b.must(err)
			for _, e := range events {
				if e.Kind == Offered {
					list = append(list, e.Person+" "+e.Slot.ID+" "+e.Address)
				}
			}
			b.must(b.Ack(ctx, events...))
			return list
		}
		a, c := b.book("web:a", ten), b.book("web:c", eleven)
		wish("web:late", Wish{Text: "afternoons", NotBefore: at(eleven), Address: "l", Idea: Idea{What: "kept"}}, 1)
		wish("web:any", Wish{Address: "x"}, 2)
		wish("web:other", Wish{NotAfter: at(ten), Address: "o"}, 3)
		wish("web:any", Wish{Address: "y", Text: "renewed"}, 9) // the place stays
		list, err := b.Wishes(ctx)
		b.must(err)
		b.equal(len(list), 3)
		b.equal(list[0], Wish{Person: "web:late", Text: "afternoons", Idea: Idea{What: "kept"}, NotBefore: at(eleven), Address: "l", Joined: now.Add(time.Minute)})
		b.equal([]any{list[1].Person, list[1].Text, list[1].Joined}, []any{"web:any", "renewed", now.Add(2 * time.Minute)})
		b.equal(list[2].NotAfter, at(ten))

		b.cancel("web:a", a)
		b.equal(offered(), []string{"web:any " + ten + " y"})
		b.cancel("web:c", c)
		b.equal(offered(), []string{"web:late " + eleven + " l"})
		w, ok, err := b.WishOf(ctx, "web:late")
		b.must(err)
		b.equal([]any{ok, w.Idea.What}, []any{true, "kept"}) // to fill the form with
		b.book("web:late", eleven)
		_, ok, err = b.WishOf(ctx, "web:late")
		b.must(err)
		b.equal(ok, false)

		b.lapse("web:a", ten)
		n, err := b.Sweep(ctx)
		b.must(err)
		b.equal(n, 1)
		b.equal(offered(), []string{"web:other " + ten + " o"})
		n, err = b.Sweep(ctx)
		b.must(err)
		b.equal(n, 0)

		wish("web:any", Wish{}, 4)
		wish("web:gone", Wish{}, 3)
		b.must(b.Unwish(ctx, b.op(), "web:gone"))
		past, err := b.ParseSlot("2018-02-09T10:00", time.Hour, "") // before they wished
		b.must(err)
		next, err := b.ParseSlot(twelve, time.Hour, "")
		b.must(err)
		_, err = b.Offer(ctx, b.op(), []Slot{past, next})
		b.must(err)
		b.equal(offered(), []string{"web:any " + twelve + " "})
	})
}
