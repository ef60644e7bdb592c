package reminders

import (
	"context"
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

func owes(t testing.TB, r *Runner, id, person, data, due, until string) {
	t.Helper()
	if err := r.Tell(t.Context(), Notice{ID: id, Person: person, Channel: "test", Data: data, Due: at(due), Until: at(until)}); err != nil {
		t.Fatal(err)
	}
}

// newsOf is the id of a person's notice in the queue.
func newsOf(id, person string) string { return "news:" + id + ":" + fingerprint(person) }

func TestNewsIsToldOnce(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p, d := newPlatform(), desk{"moved": "it is moved", "then": "as it was then"}
		one, two := runner(rdb, seeing{&blind{platform: p}}, nil), runner(rdb, seeing{&blind{platform: p}}, nil)
		one.News, two.News = d, d
		for _, r := range []*Runner{one, two, one} {
			owes(t, r, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
			owes(t, r, "changes", "test:a", "then", "2018-02-12 09:00", "2018-02-13 10:00")
			owes(t, r, "taken back", "test:a", "nothing of the kind", "2018-02-12 09:00", "2018-02-13 10:00")
			owes(t, r, "late", "test:a", "moved", "2018-02-12 08:00", "2018-02-12 08:30")
		}
		d["then"] = "as it is now"
		if n := step(t, one, "2018-02-12 08:30"); n != 0 {
			t.Errorf("%d told too early or too late", n)
		}
		if n := step(t, one, "2018-02-12 09:00") + step(t, two, "2018-02-12 09:00"); n != 2 {
			t.Errorf("%d told, want 2", n)
		}
		owes(t, two, "a", "test:a", "moved", "2018-02-12 09:01", "2018-02-13 10:00")
		if n := step(t, one, "2018-02-12 09:01"); n != 0 {
			t.Errorf("%d told again", n)
		}
		if p.twice() != 0 || p.text[newsOf("a", "test:a")].Text != "it is moved" || p.text[newsOf("changes", "test:a")].Text != "as it is now" {
			t.Errorf("%d twice; %v", p.twice(), p.text)
		}
		for id, want := range map[string]string{"a": "sent", "taken back": "gone", "late": "late"} {
			if got := state(t, rdb, newsOf(id, "test:a")); got != want {
				t.Errorf("%s ended as %q, want %q", id, got, want)
			}
		}
		if n := rdb.HLen(t.Context(), one.queue.keys.jobs(0)).Val(); n != 0 {
			t.Errorf("%d notices are still kept, with whom they were for", n)
		}
	})
}

// Without News there is nobody to ask, and a notice is dropped.
func TestNewsOfNobody(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		r := runner(rdb, seeing{&blind{platform: newPlatform()}}, nil)
		owes(t, r, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
		if n := step(t, r, "2018-02-12 09:00"); n != 0 || state(t, rdb, newsOf("a", "test:a")) != "gone" {
			t.Errorf("%d told, %s", n, state(t, rdb, newsOf("a", "test:a")))
		}
	})
}

// A notice whose outcome is unknown is looked for before it is told again.
func TestNewsInDoubt(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p := newPlatform()
		r := runner(rdb, seeing{&blind{platform: p, fail: func(chat.Address, string) (error, bool) { return chat.ErrInDoubt, true }}}, nil)
		r.News = desk{"moved": "it is moved"}
		owes(t, r, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
		step(t, r, "2018-02-12 09:00")
		id := newsOf("a", "test:a")
		if got := state(t, rdb, id); got != "waiting?" {
			t.Errorf("after a doubtful send: %q", got)
		}
		step(t, r, "2018-02-12 09:01")
		if p.shown[id] != 1 || p.looks != 1 || state(t, rdb, id) != "sent" {
			t.Errorf("shown %d times, looked %d times, %q", p.shown[id], p.looks, state(t, rdb, id))
		}
	})
}

// What is for a channel of another replica is left to it: here it is not even
// looked at, fails nowhere and is in no doubt.
func TestNewsElsewhere(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p := newPlatform()
		without, with := runner(rdb, seeing{&blind{platform: p}}, nil), runner(rdb, seeing{&blind{platform: p}}, nil)
		without.Channels = nil
		without.News, with.News = desk{"moved": "it is moved"}, desk{"moved": "it is moved"}
		owes(t, without, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
		now, id := at("2018-02-12 09:00"), newsOf("a", "test:a")
		for range maxTries + 5 {
			if n, err := without.Step(t.Context(), now); n != 0 || err != nil || state(t, rdb, id) != "waiting" {
				t.Fatalf("at %v: %d, %v, %q", now, n, err, state(t, rdb, id))
			}
			now = now.Add(15 * time.Minute)
		}
		if n, err := with.Step(t.Context(), now); n != 1 || err != nil || p.shown[id] != 1 || p.looks != 0 {
			t.Errorf("%d told, %v, shown %d times, looked %d times", n, err, p.shown[id], p.looks)
		}
	})
}

// What was given up is erased with the person it was for.
func TestNewsGivenUpIsForgotten(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		r := runner(rdb, &blind{platform: newPlatform(), fail: func(chat.Address, string) (error, bool) { return errCrashed, false }}, nil)
		r.News = desk{"moved": "it is moved"}
		owes(t, r, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-14 10:00")
		for now := at("2018-02-12 09:00"); state(t, rdb, newsOf("a", "test:a")) == "waiting"; now = now.Add(15 * time.Minute) {
			if _, err := r.Step(t.Context(), now); err != nil {
				t.Fatal(err)
			}
		}
		if dead, err := r.Dead(t.Context(), 10); err != nil || len(dead) != 1 || dead[0].Kind != AboutNews || dead[0].Channel != "test" {
			t.Errorf("%v, %v", dead, err)
		}
		if err := r.subscribers.Forget(t.Context(), "test:a"); err != nil {
			t.Fatal(err)
		}
		if dead, err := r.Dead(t.Context(), 10); err != nil || len(dead) != 0 {
			t.Errorf("%v, %v", dead, err)
		}
	})
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
		owes(t, r, "a", "test:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00")
		step(t, r, "2018-02-12 09:00")
		refuse = false
		owes(t, r, "b", "test:a", "moved", "2018-02-12 09:01", "2018-02-13 10:00")
		if n := step(t, r, "2018-02-12 09:01"); n != 0 {
			t.Errorf("%d told to who refused", n)
		}
		if err := r.Welcome(t.Context(), chat.Address{Channel: "test", Place: "test:a"}); err != nil {
			t.Fatal(err)
		}
		owes(t, r, "c", "test:a", "moved", "2018-02-12 09:02", "2018-02-13 10:00")
		if n := step(t, r, "2018-02-12 09:02"); n != 1 || p.shown[newsOf("c", "test:a")] != 1 {
			t.Errorf("%d told to who is welcome again", n)
		}
	})
}

// What waits for a channel that its person has left goes to who has the other one,
// and no try of it has failed; so does what was given up.
func TestNewsFollowsItsPerson(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		d, there := desk{"moved": "it is moved"}, newPlatform()
		one, two := runner(rdb, seeing{&blind{platform: newPlatform()}}, nil), runner(rdb, nil, nil)
		one.News, two.News = d, d
		two.Channels = map[string]chat.Channel{"other": seeing{&blind{platform: there}}}
		owes(t, one, "a", "other:a", "moved", "2018-02-12 09:00", "2018-02-13 10:00") // in the queue of "test"
		if n := step(t, one, "2018-02-12 09:00"); n != 0 || rdb.ZScore(t.Context(), one.queue.keys.due(0, "other"), newsOf("a", "other:a")).Err() != nil {
			t.Fatalf("%d sent, and it waits elsewhere", n)
		}
		if n := rdb.HLen(t.Context(), one.queue.keys.tries(0)).Val(); n != 0 {
			t.Error("a try failed")
		}
		if n := step(t, one, "2018-02-12 09:01") + step(t, two, "2018-02-12 09:01"); n != 1 || there.shown[newsOf("a", "other:a")] != 1 {
			t.Errorf("%d sent, %v", n, there.shown)
		}

		owes(t, one, "b", "other:a", "moved", "2018-02-12 09:02", "2018-02-13 10:00")
		claimed, _, err := one.queue.claim(t.Context(), 0, "test", at("2018-02-12 09:02"), 1)
		if err != nil || len(claimed) != 1 {
			t.Fatal(claimed, err)
		}
		if err := one.queue.finish(t.Context(), 0, "test", at("2018-02-12 09:02"), []end{{claim: claimed[0], how: buried, why: whyTries}}); err != nil {
			t.Fatal(err)
		}
		dead, err := one.Dead(t.Context(), 10)
		if err != nil || len(dead) != 1 {
			t.Fatal(dead, err)
		}
		if n, err := one.Retry(t.Context(), at("2018-02-12 09:03"), dead...); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		if n := step(t, two, "2018-02-12 09:03"); n != 1 {
			t.Errorf("%d sent of what was given up", n)
		}
	})
}
