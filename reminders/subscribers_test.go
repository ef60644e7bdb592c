package reminders

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
)

func TestSubscribing(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		ctx, b := t.Context(), NewSubscribers(rdb, "t:")
		s := Subscriber{Person: "test:1", To: chat.Address{Channel: "test", Place: "a/b"}, Lang: "sv", Rounds: []string{"2018-2"}, Leads: []string{"7d", "last"}, Since: at("2018-01-01 12:00")}
		want := func(when string, w Subscriber, ok bool) {
			t.Helper()
			got, found, err := b.Of(ctx, "test:1")
			got = Subscriber{Person: got.Person, To: got.To, Lang: got.Lang, Rounds: got.Rounds, Leads: got.Leads, Since: got.Since.In(helsinki)}
			if !ok {
				w, got = Subscriber{}, Subscriber{}
			}
			if err != nil || found != ok || !reflect.DeepEqual(got, w) {
				t.Errorf("%s: got %+v %t %v, want %+v %t", when, got, found, err, w, ok)
			}
		}
		sub := func(op string, s Subscriber) bool {
			t.Helper()
			was, err := b.Subscribe(ctx, op, s)
			if err != nil {
				t.Fatal(err)
			}
			return was
		}
		want("at first", s, false)
		for range 2 {
			if sub("1", s) {
				t.Error("a new subscription is said to have been there")
			}
		}
		want("subscribed", s, true)

		wide := s
		wide.Rounds, wide.Leads, wide.Since, wide.Lang = nil, nil, at("2018-01-05 12:00"), "fi"
		if !sub("2", wide) {
			t.Error("the earlier subscription is not known")
		}
		wide.Since = s.Since
		want("widened: the round there was goes on since then", wide, true)
		since, err := rdb.HGetAll(ctx, b.keys.subscriber("test:1")).Result()
		if err != nil || since["at:2018-2"] != fmt.Sprint(s.Since.UnixMilli()) || since["at:"] != fmt.Sprint(at("2018-01-05 12:00").UnixMilli()) {
			t.Errorf("kept: %v, %v", since, err)
		}

		narrow := s
		narrow.Rounds, narrow.Since = []string{"2018-3"}, at("2018-01-09 12:00")
		sub("3", narrow)
		narrow.Since = at("2018-01-05 12:00")
		want("narrowed: covered since all rounds were", narrow, true)

		if was, err := b.Unsubscribe(ctx, "4", "test:1"); !was || err != nil {
			t.Errorf("unsubscribing: %t %v", was, err)
		}
		sub("3", narrow)
		want("an earlier wish delivered again changes nothing", s, false)
		if was, err := b.Unsubscribe(ctx, "4", "test:1"); !was || err != nil {
			t.Errorf("the same op again: %t %v", was, err)
		}
		if was, err := b.Unsubscribe(ctx, "5", "test:1"); was || err != nil {
			t.Errorf("unsubscribing nobody: %t %v", was, err)
		}
		if _, err := b.Subscribe(ctx, "6", Subscriber{Person: "x"}); err == nil {
			t.Error("a subscription without an address is taken")
		}
	})
}

func TestForgettingLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		ctx, b := t.Context(), NewSubscribers(rdb, "t:")
		to := chat.Address{Channel: "test", Place: "x"}
		if _, err := b.Subscribe(ctx, "1", Subscriber{Person: "test:1", To: to, Lang: "fi", Since: noon}); err != nil {
			t.Fatal(err)
		}
		if err := b.Refuse(ctx, noon, to); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := b.Forget(ctx, "test:1"); err != nil {
				t.Fatal(err)
			}
		}
		if left := rdb.Keys(ctx, "*").Val(); !slices.Equal(left, []string{b.keys.op("1")}) {
			t.Errorf("left: %q", left)
		}
	})
}

func TestPagesGoOn(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		ctx, b := t.Context(), NewSubscribers(rdb, "t:")
		for i := range 25 {
			p := fmt.Sprintf("test:%02d", i)
			if _, err := b.Subscribe(ctx, p, Subscriber{Person: p, To: chat.Address{Channel: "test", Place: p}, Since: noon}); err != nil {
				t.Fatal(err)
			}
		}
		var seen []string
		cursor := ""
		for pages := 0; ; pages++ {
			page, next, err := b.Page(ctx, cursor, 10)
			if err != nil || pages > 3 {
				t.Fatal(pages, err)
			}
			for _, s := range page {
				seen = append(seen, s.Person)
			}
			if pages == 0 { // somebody on either side of the cursor leaves
				for _, p := range []string{"test:03", "test:15"} {
					if _, err := b.Unsubscribe(ctx, "un"+p, p); err != nil {
						t.Fatal(err)
					}
				}
			}
			if cursor = next; next == "" {
				break
			}
		}
		if len(seen) != 24 || !slices.IsSorted(seen) || slices.Contains(seen, "test:15") {
			t.Errorf("seen %q", seen)
		}
	})
}

func TestRefusalsAreForgottenInTime(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		ctx, b := t.Context(), NewSubscribers(rdb, "t:")
		a, c := chat.Address{Channel: "test", Place: "a"}, chat.Address{Channel: "test", Place: "c"}
		if err := b.Refuse(ctx, noon, a); err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			now  time.Time
			want []bool
		}{{noon, []bool{true, false}}, {noon.Add(keep), []bool{false, false}}} {
			if got, err := b.refusals(ctx, x.now, []chat.Address{a, c}); err != nil || !slices.Equal(got, x.want) {
				t.Errorf("%v: %v %v", x.now, got, err)
			}
		}
		if _, err := b.Subscribe(ctx, "1", Subscriber{Person: "p", To: a, Since: noon}); err != nil {
			t.Fatal(err)
		}
		if got, err := b.refusals(ctx, noon, []chat.Address{a}); err != nil || got[0] {
			t.Errorf("after subscribing anew: %v %v", got, err)
		}
	})
}
