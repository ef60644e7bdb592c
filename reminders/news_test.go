package reminders

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
)

// A desk is News in memory: by data, the words.
type desk map[string]string

func (d desk) Find(ctx context.Context, data, person string) (to chat.Address, reply chat.Reply, ok bool, err error) {
	text, ok := d[data]
	channel, _, _ := strings.Cut(person, ":")
	return chat.Address{Channel: channel, Place: person}, chat.Reply{Text: text}, ok, nil
}

func tell(t testing.TB, r *Runner, id, person, data, due, until string) {
	t.Helper()
	if err := r.Tell(t.Context(), Notice{ID: id, Person: person, Data: data, Due: at(due), Until: at(until)}); err != nil {
		t.Fatal(err)
	}
}

// ended tells how a notice's job stands: its state, why, and how often it failed.
func ended(t testing.TB, r *Runner, id string) string {
	t.Helper()
	id = "news:" + id
	f, err := r.rdb.HMGet(t.Context(), r.queue.keys.jobs(r.queue.shardOf(id))+id, "state", "why", "tries", "doubt").Result()
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, v := range f {
		if s, ok := v.(string); ok {
			words = append(words, s)
		}
	}
	return strings.Join(words, " ")
}

func TestNewsIsToldOnce(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p, d := newPlatform(), desk{"moved": "it is moved", "then": "as it was then"}
		one, two := runner(rdb, seeing{&blind{platform: p}}, nil), runner(rdb, seeing{&blind{platform: p}}, nil)
		one.News, two.News = d, d
		for _, r := range []*Runner{one, two, one} {
			tell(t, r, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
			tell(t, r, "changes", "test:a", "then", "2018-02-12 09:00", "2018-02-13 10:00")
			tell(t, r, "taken back", "test:a", "nothing of the kind", "2018-02-12 09:00", "2018-02-13 10:00")
			tell(t, r, "late", "test:a", "moved", "2018-02-12 08:00", "2018-02-12 08:30")
		}
		d["then"] = "as it is now"
		if n := step(t, one, "2018-02-12 08:30"); n != 0 {
			t.Errorf("%d told too early or too late", n)
		}
		if n := step(t, one, "2018-02-12 09:00") + step(t, two, "2018-02-12 09:00"); n != 2 {
			t.Errorf("%d told, want 2", n)
		}
		tell(t, two, "a", "test:a", "moved", "2018-02-12 09:01", "2018-02-13 10:00")
		if n := step(t, one, "2018-02-12 09:01"); n != 0 {
			t.Errorf("%d told again", n)
		}
		if p.twice() != 0 || p.text["news:a"].Text != "it is moved" || p.text["news:changes"].Text != "as it is now" {
			t.Errorf("%d twice; %v", p.twice(), p.text)
		}
		for id, want := range map[string]string{"a": "done sent", "taken back": "done gone", "late": "done late"} {
			if got := ended(t, one, id); !strings.HasPrefix(got, want) {
				t.Errorf("%s ended as %q, want %q", id, got, want)
			}
		}
		if kept := slices.Collect(maps.Values(rdb.HGetAll(t.Context(), one.queue.keys.jobs(0)+"news:a").Val())); slices.ContainsFunc(kept, func(v string) bool { return strings.Contains(v, "test:a") }) {
			t.Errorf("whom it was for is still kept: %q", kept)
		}
	})
}

// Without News there is nobody to ask, and a notice is dropped.
func TestNewsOfNobody(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		r := runner(rdb, seeing{&blind{platform: newPlatform()}}, nil)
		tell(t, r, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
		if n := step(t, r, "2018-02-12 09:00"); n != 0 || !strings.HasPrefix(ended(t, r, "a"), "done gone") {
			t.Errorf("%d told, %s", n, ended(t, r, "a"))
		}
	})
}

// A notice whose outcome is unknown is looked for before it is told again.
func TestNewsInDoubt(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p := newPlatform()
		r := runner(rdb, seeing{&blind{platform: p, fail: func(chat.Address, string) (error, bool) { return chat.ErrInDoubt, true }}}, nil)
		r.News = desk{"moved": "it is moved"}
		tell(t, r, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
		step(t, r, "2018-02-12 09:00")
		if got := ended(t, r, "a"); got != "due 1 1" {
			t.Errorf("after a doubtful send: %q", got)
		}
		step(t, r, "2018-02-12 09:01")
		if p.shown["news:a"] != 1 || p.looks != 1 || !strings.HasPrefix(ended(t, r, "a"), "done sent") {
			t.Errorf("shown %d times, looked %d times, %q", p.shown["news:a"], p.looks, ended(t, r, "a"))
		}
	})
}

// What is for a channel of another replica is left to it, however often it comes
// here: it fails nowhere and is in no doubt.
func TestElsewhere(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p := newPlatform()
		without, with := runner(rdb, seeing{&blind{platform: p}}, nil), runner(rdb, seeing{&blind{platform: p}}, nil)
		without.Channels = nil
		without.News, with.News = desk{"moved": "it is moved"}, desk{"moved": "it is moved"}
		tell(t, with, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
		now := at("2018-02-12 09:00")
		for range maxTries + 5 {
			if n, err := without.Step(t.Context(), now); n != 0 || err != nil {
				t.Fatalf("%d, %v", n, err)
			}
			if got := ended(t, with, "a"); got != "due 0 0" {
				t.Fatalf("at %v it is %q", now, got)
			}
			now = now.Add(15 * time.Minute)
		}
		if n, err := with.Step(t.Context(), now); n != 1 || err != nil || p.shown["news:a"] != 1 || p.looks != 0 {
			t.Errorf("%d told, %v, shown %d times, looked %d times", n, err, p.shown["news:a"], p.looks)
		}
	})
}

func TestElsewhereWaits(t *testing.T) {
	now := at("2018-02-12 09:00")
	for attempt, want := range map[int]time.Duration{1: 2 * time.Second, 2: 4 * time.Second, 9: 512 * time.Second, 10: 15 * time.Minute, 1000: 15 * time.Minute} {
		if got := elsewhere(claim{attempt: attempt}, now).again.Sub(now); got != want {
			t.Errorf("the %dth time: %v, want %v", attempt, got, want)
		}
	}
}

// An address that refused for good is left alone, until it is named anew.
func TestWelcome(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		refuse := true
		p := newPlatform()
		r := runner(rdb, &blind{platform: p, fail: func(chat.Address, string) (error, bool) {
			if refuse {
				return chat.ErrPermanent, false
			}
			return nil, true
		}}, nil)
		r.News = desk{"moved": "it is moved"}
		tell(t, r, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
		step(t, r, "2018-02-12 09:00")
		refuse = false
		tell(t, r, "b", "test:a", "moved", "2018-02-12 09:01", "2018-02-13 10:00")
		if n := step(t, r, "2018-02-12 09:01"); n != 0 {
			t.Errorf("%d told to who refused", n)
		}
		if err := r.Welcome(t.Context(), chat.Address{Channel: "test", Place: "test:a"}); err != nil {
			t.Fatal(err)
		}
		tell(t, r, "c", "test:a", "moved", "2018-02-12 09:02", "2018-02-13 10:00")
		if n := step(t, r, "2018-02-12 09:02"); n != 1 || p.shown["news:c"] != 1 {
			t.Errorf("%d told to who is welcome again", n)
		}
	})
}
