package reminders

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
)

// forPerson gives how often each of the person's reminders was shown: "last×1".
func forPerson(p *platform, person string) string {
	p.Lock()
	defer p.Unlock()
	var all []string
	for key, n := range p.shown {
		if parts := strings.Split(key, ":"); parts[len(parts)-1] == fingerprint(person) {
			all = append(all, fmt.Sprintf("%s×%d", parts[3], n))
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func TestEachIsSentOnce(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p := newPlatform()
		talks := diary{"b1": {ID: "b1", Person: "test:a", To: chat.Address{Channel: "test", Place: "a"}, Lang: "en", Start: at("2018-02-28 09:30"), Made: at("2018-02-01 10:00"), Version: "1"}}
		one, two := runner(rdb, seeing{&blind{platform: p}}, talks), runner(rdb, seeing{&blind{platform: p}}, talks)
		for i := range 250 {
			subscribe(t, one, fmt.Sprintf("test:%03d", i), "2018-02-01 12:00")
		}
		subscribe(t, one, "test:second", "2018-02-01 12:00", "2018-2")
		if n := step(t, one, "2018-02-28 08:30"); n != 1 || forPerson(p, "test:a") != "2h×1" {
			t.Errorf("before nine %d were sent", n)
		}
		subscribe(t, one, "test:between", "2018-02-28 08:45") // after the moment was handed out, before it is due
		if n := step(t, one, "2018-02-28 09:00") + step(t, two, "2018-02-28 09:00"); n != 251 {
			t.Errorf("at nine %d were sent, want 251", n)
		}
		subscribe(t, one, "test:after", "2018-02-28 09:01")
		for _, now := range []string{"2018-02-28 09:01", "2018-02-28 09:06", "2018-02-28 20:59", "2018-03-01 09:00"} {
			if n := step(t, one, now) + step(t, two, now); n != 0 {
				t.Errorf("at %s %d more were sent", now, n)
			}
		}
		if got := forPerson(p, "test:between"); got != "last×1" {
			t.Errorf("who subscribed at a quarter to nine got %q", got)
		}
		if p.total() != 252 || p.twice() != 0 {
			t.Errorf("%d sent, %d twice", p.total(), p.twice())
		}
	})
}

// Whose talk has been held is not asked to present the idea again.
func TestAfterTheTalk(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p := newPlatform()
		talks := diary{"b1": {ID: "b1", Person: "test:met", Start: at("2018-02-20 10:00"), Version: "1"}}
		one := runner(rdb, seeing{&blind{platform: p}}, talks)
		subscribe(t, one, "test:met", "2018-02-01 12:00")
		subscribe(t, one, "test:other", "2018-02-01 12:00")
		step(t, one, "2018-02-21 09:00")
		for key, r := range p.text {
			if met := strings.HasSuffix(key, fingerprint("test:met")); strings.Contains(r.Text, "Seuraava askel on hakemus") != met || strings.Contains(r.Text, "esittelet ideasi") == met {
				t.Errorf("met: %v\n%s", met, r.Text)
			}
		}
		if p.total() != 2 {
			t.Errorf("%d were sent", p.total())
		}
	})
}

func TestWhatChangesBetweenPlanAndSend(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p := newPlatform()
		to := chat.Address{Channel: "test", Place: "x"}
		talks := diary{}
		for _, id := range []string{"kept", "cancelled", "moved"} {
			talks[id] = Appointment{ID: id, Person: "test:" + id, To: to, Lang: "fi", Start: at("2018-03-01 09:00"), Made: at("2018-02-01 10:00"), Version: "1"}
		}
		r := runner(rdb, &blind{platform: p}, talks)
		for _, who := range []string{"stays", "leaves", "forgotten"} {
			subscribe(t, r, "test:"+who, "2018-02-01 12:00")
		}
		if n := step(t, r, "2018-02-28 08:30"); n != 0 {
			t.Fatalf("%d sent early", n)
		}
		if _, err := r.subscribers.Unsubscribe(t.Context(), "x", "test:leaves"); err != nil {
			t.Fatal(err)
		}
		if err := r.subscribers.Forget(t.Context(), "test:forgotten"); err != nil {
			t.Fatal(err)
		}
		delete(talks, "cancelled")
		a := talks["moved"]
		a.Start, a.Made, a.Version = at("2018-03-02 09:00"), at("2018-02-28 08:40"), "2"
		talks["moved"] = a
		if n := step(t, r, "2018-02-28 09:00"); n != 2 {
			t.Errorf("%d sent, want the subscriber who stays and the talk that is kept", n)
		}
		for who, want := range map[string]string{"stays": "last×1", "leaves": "", "forgotten": "", "kept": "eve×1", "cancelled": "", "moved": ""} {
			if got := forPerson(p, "test:"+who); got != want {
				t.Errorf("%s got %q", who, got)
			}
		}
		if n := step(t, r, "2018-03-01 09:00"); n != 1 || forPerson(p, "test:moved") != "eve×1" {
			t.Errorf("the moved talk: %d sent", n)
		}

	})
}

func TestLateIsNotSent(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p := newPlatform()
		r := runner(rdb, &blind{platform: p}, diary{})
		subscribe(t, r, "test:a", "2018-02-01 12:00")
		step(t, r, "2018-02-27 08:30")
		if n := step(t, r, "2018-02-27 21:00"); n != 0 {
			t.Errorf("%d sent twelve hours late", n)
		}
		if n := step(t, r, "2018-02-28 20:59"); n != 1 || forPerson(p, "test:a") != "last×1" {
			t.Errorf("within twelve hours %d were sent", n)
		}
	})
}

func TestHowSendsEnd(t *testing.T) {
	for _, c := range []struct {
		name  string
		err   error
		shown bool   // the failing send was shown all the same
		next  string // the instant of the next step
		sent  int    // then
		total int    // shown in the end by a channel that can look
		state string
	}{
		{"permanent", fmt.Errorf("dm closed: %w", chat.ErrPermanent), false, "2018-02-28 09:05", 0, 0, "refused"},
		{"left alone", chat.RetryAfter(4 * time.Minute), false, "2018-02-28 09:04", 1, 1, "sent"},
		{"left alone, too soon", chat.RetryAfter(4 * time.Minute), false, "2018-02-28 09:03", 0, 0, "waiting"},
		{"in doubt, was shown", chat.ErrInDoubt, true, "2018-02-28 09:01", 1, 1, "sent"},
		{"in doubt, was not", chat.ErrInDoubt, false, "2018-02-28 09:01", 1, 1, "sent"},
		{"other", errors.New("502"), false, "2018-02-28 09:01", 1, 1, "sent"},
	} {
		t.Run(c.name, func(t *testing.T) {
			onEach(t, func(t *testing.T, rdb *redis.Client) {
				p, failures := newPlatform(), 1
				r := runner(rdb, seeing{&blind{platform: p, fail: func(chat.Address, string) (error, bool) {
					if failures--; failures >= 0 {
						return c.err, c.shown
					}
					return nil, true
				}}}, nil)
				subscribe(t, r, "test:a", "2018-02-01 12:00")
				if n := step(t, r, "2018-02-28 09:00"); n != 0 {
					t.Errorf("%d sent at first", n)
				}
				expireHolds(t, rdb, at(c.next).Sub(at("2018-02-28 09:00")))
				if n := step(t, r, c.next); n != c.sent || p.total() != c.total {
					t.Errorf("then %d sent, %d shown in all", n, p.total())
				}
				if state := state(t, rdb, owe(ofRound(rounds2018[0])[5], "test:a").id); state != c.state {
					t.Errorf("state %s", state)
				}
			})
		})
	}
}

func TestARefusalIsRemembered(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p, asked := newPlatform(), 0
		r := runner(rdb, &blind{platform: p, fail: func(chat.Address, string) (error, bool) { asked++; return chat.ErrPermanent, false }}, nil)
		subscribe(t, r, "test:a", "2018-02-01 12:00")
		step(t, r, "2018-02-27 09:00")
		step(t, r, "2018-02-28 09:00")
		if asked != 1 {
			t.Errorf("the platform was asked %d times", asked)
		}
	})
}

func TestGivingUp(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		attempts := 0
		r := runner(rdb, &blind{platform: newPlatform(), fail: func(chat.Address, string) (error, bool) { attempts++; panic("broken") }}, nil)
		subscribe(t, r, "test:a", "2018-02-01 12:00")
		for now := at("2018-02-28 09:00"); now.Before(at("2018-02-28 20:00")); now = now.Add(15 * time.Minute) {
			if _, err := r.Step(t.Context(), now); err != nil {
				t.Fatal(err)
			}
		}
		id := owe(ofRound(rounds2018[0])[5], "test:a").id
		if state := state(t, rdb, id); state != "dead?" || attempts != maxTries {
			t.Errorf("%s after %d attempts", state, attempts)
		}
	})
}

// A process that dies at any step of planning and delivering loses nothing, and
// nothing is sent twice.
func TestDyingAnywhere(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		everybody := runner(rdb, nil, nil)
		for i := range 130 {
			subscribe(t, everybody, fmt.Sprintf("test:%03d", i), "2018-02-01 12:00")
		}
		for steps := 0; steps < 190; steps += 1 + steps/6 {
			for _, lost := range []bool{false, true} {
				used := append(rdb.Keys(t.Context(), "t:{q*").Val(), rdb.Keys(t.Context(), "t:{r}:fan*").Val()...)
				if err := rdb.Unlink(t.Context(), append(used, "none")...).Err(); err != nil {
					t.Fatal(err)
				}
				p, f := newPlatform(), &fuse{left: steps, lost: lost}
				mortal := redis.NewClient(rdb.Options())
				mortal.AddHook(f)
				first := runner(mortal, seeing{&blind{platform: p, fuse: f}}, nil)
				second := runner(rdb, seeing{&blind{platform: p}}, nil)
				_, err := first.Step(t.Context(), at("2018-02-28 09:00"))
				mortal.Close()
				expire(t, rdb, "test") // half a minute passes
				step(t, second, "2018-02-28 09:01")
				if p.total() != 130 || p.twice() != 0 {
					t.Fatalf("dying at step %d (%v): %d of 130 shown, %d of them twice", steps, err, p.total(), p.twice())
				}
			}
		}
	})
}

func TestInstants(t *testing.T) {
	talks := diary{"b": {ID: "b", Person: "p", Start: at("2018-02-28 09:00"), Made: at("2018-02-01 10:00"), Version: "1"}}
	r := New(nil, "t:", Setup{Rounds: func() []knowledge.Round { return rounds2018 }, Talks: talks})
	got, err := r.Instants(t.Context(), at("2018-02-25 09:00"), at("2018-02-28 09:00"))
	if err != nil {
		t.Fatal(err)
	}
	var s []string
	for _, i := range got {
		s = append(s, i.Format("02. 15:04"))
	}
	if want := "27. 09:00, 28. 07:00, 28. 09:00"; strings.Join(s, ", ") != want {
		t.Errorf("got %v, want %s", s, want)
	}
}
