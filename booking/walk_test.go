package booking

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"pgregory.net/rapid"
)

// state is the model's, read from the desk.
func (b *bench) state(now time.Time) (list []string) {
	from, to := at("2000-01-01T00:00"), at("2100-01-01T00:00")
	entries, err := b.All(ctx, from, to)
	b.must(err)
	for _, e := range entries {
		list = append(list, fmt.Sprintln(e.Slot.ID, e.State, e.Code, e.Offer))
	}
	open, err := b.Free(ctx, now, 100, "web:a")
	b.must(err)
	for _, s := range open {
		list = append(list, fmt.Sprintln(s.ID, "for web:a"))
	}
	talks, err := b.Upcoming(ctx, from, to)
	b.must(err)
	for _, k := range talks {
		list = append(list, fmt.Sprintln(k.Code, k.Slot.ID, k.Person, k.Sequence))
	}
	slices.Sort(list)
	wishes, err := b.Wishes(ctx)
	b.must(err)
	for _, w := range wishes {
		list = append(list, fmt.Sprintln(w.Person, w.Offer))
	}
	return list
}

// told gives the new events, as the model writes them.
func (b *bench) told() (list []string) {
	for _, e := range b.news() {
		switch e.Kind {
		case Offered:
			list = append(list, fmt.Sprintln(e.Kind, e.Person, e.Slot.ID, e.Until.UnixMilli()))
		case WasWithdrawn, OfferEnded:
			list = append(list, fmt.Sprintln(e.Kind, e.Person, e.Slot.ID))
		case WasAmended:
			list = append(list, fmt.Sprintln(e.Kind, e.Code))
		default:
			list = append(list, fmt.Sprintln(e.Kind, e.Code, strings.Split(e.ID, ":")[2]))
		}
	}
	return list
}

// rarely are the steps that a walk among those who wait leaves out, to come
// further with the others.
var rarely = []string{"offer", "withdraw", "withdraw booked", "extend", "amend", "adopt", "forget", "unwish", "repeat"}

// TestModel does random things and compares with the model: the outcome of each
// step, everything that stands afterwards, every event in its order, and that any
// earlier operation repeated gives what it gave and changes nothing.
func TestModel(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb, check := connect(t, o), 0
		rapid.Check(t, func(r *rapid.T) {
			check++
			m := &model{now: now, slots: map[string]*modelSlot{}, talks: map[string]*modelTalk{}, holding: map[string]string{}}
			b := openDesk(t, rdb, 0)
			b.open(rdb, fmt.Sprint("model", check), Options{CancelBy: 3 * time.Hour, Now: func() time.Time { return m.now }})
			m.o = b.Options()
			steps := walk(b, m, r)
			if check%2 == 0 {
				maps.DeleteFunc(steps, func(name string, _ func(*rapid.T)) bool { return slices.Contains(rarely, name) })
			}
			r.Repeat(steps)
		})
	})
}

func walk(b *bench, m *model, r *rapid.T) map[string]func(*rapid.T) {
	people := []string{"web:a", "web:b", "web:c"}
	times := []string{ten, eleven, twelve, one, "2018-04-20T10:00"} // the last is beyond the horizon at first
	pick := func(what string, of ...string) string { return rapid.SampledFrom(of).Draw(r, what) }
	person := func() string { return pick("person", people...) }
	actor := func() string { return pick("actor", append(people, Staff)...) }
	slot := func() string { return pick("slot", times...) }
	code := func() string { return pick("code", append(slices.Sorted(maps.Keys(m.talks)), "0000-0000")...) }

	type done struct {
		call   func() string
		result string
	}
	var past []done
	for _, id := range times[:3] {
		m.slots[id] = &modelSlot{state: Free}
		_, err := b.Offer(ctx, b.op(), []Slot{{ID: id, Start: at(id), Length: time.Hour}})
		b.must(err)
	}
	// do runs an operation, compares its outcome and remembers it.
	do := func(what string, want error, call func(op string, now time.Time) (any, error)) any {
		op, now := b.op(), m.now
		var value any
		var err error
		run := func() string {
			value, err = call(op, now)
			if k, ok := value.(Booking); ok { // what people wrote, and whose it is, are read anew
				k.Idea, k.Person = Idea{}, ""
				return fmt.Sprintf("%+v %v", k, err)
			}
			return fmt.Sprintf("%+v %v", value, err)
		}
		past = append(past, done{run, run()})
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			r.Fatalf("%s: got %v, want %v", what, err, want)
		}
		return value
	}
	same := func(what string, got any, want int) {
		if got != want {
			r.Fatalf("%s: %v, want %d", what, got, want)
		}
	}
	return map[string]func(*rapid.T){
		"offer": func(*rapid.T) {
			s, want := slot(), 0
			if m.slots[s] == nil {
				want, m.slots[s] = 1, &modelSlot{}
				m.freed(s, Staff)
			}
			same("new", do("offer", nil, func(op string, _ time.Time) (any, error) {
				return b.Offer(ctx, op, []Slot{{Start: at(s), Length: time.Hour}})
			}), want)
		},
		"withdraw": func(*rapid.T) {
			s := slot()
			do("withdraw", m.withdraw(s, false), func(op string, _ time.Time) (any, error) { return nil, b.Withdraw(ctx, op, s) })
		},
		"withdraw booked": func(*rapid.T) {
			s := slot()
			do("withdraw booked", m.withdraw(s, true), func(op string, now time.Time) (any, error) { return b.WithdrawBooked(ctx, op, s, now) })
		},
		"hold": func(*rapid.T) {
			p, s := person(), slot()
			do("hold", m.hold(p, s), func(op string, now time.Time) (any, error) { return b.Hold(ctx, op, p, s, now) })
		},
		"extend": func(*rapid.T) {
			p := person()
			do("extend", m.extend(p), func(op string, now time.Time) (any, error) { return b.Extend(ctx, op, p, now) })
		},
		"lapse": func(*rapid.T) {
			s := slot()
			if m.slots[s] != nil && m.slots[s].state == Held {
				m.slots[s].ended = true
				b.end(s)
			}
		},
		"release": func(*rapid.T) {
			p := person()
			m.release(p)
			do("release", nil, func(op string, _ time.Time) (any, error) { return nil, b.Release(ctx, op, p) })
		},
		"confirm": func(*rapid.T) {
			p, s, token := person(), slot(), pick("token", "", "token")
			again, want := m.confirm(p, s, token)
			k := do("confirm", want, func(op string, now time.Time) (any, error) {
				return b.Confirm(ctx, op, p, token, s, Request{}, now)
			}).(Booking)
			if want == nil && again != (m.talks[k.Code] != nil) {
				r.Fatalf("confirmed %v, again %v", k, again)
			}
			if want == nil && !again {
				m.booked(p, s, k.Code)
			}
		},
		"move": func(*rapid.T) {
			p, c, s := actor(), code(), slot()
			do("move", m.move(p, c, s), func(op string, now time.Time) (any, error) { return b.Move(ctx, op, p, c, s, now) })
		},
		"cancel": func(*rapid.T) {
			p, c := actor(), code()
			do("cancel", m.cancel(p, c), func(op string, now time.Time) (any, error) { return b.Cancel(ctx, op, p, c, now) })
		},
		"amend": func(*rapid.T) {
			p, c := actor(), code()
			do("amend", m.amend(p, c), func(op string, now time.Time) (any, error) { return b.Amend(ctx, op, p, c, Idea{What: op}, now) })
		},
		"adopt": func(*rapid.T) {
			p, c := person(), code()
			do("adopt", m.adopt(p, c), func(op string, _ time.Time) (any, error) { return b.Adopt(ctx, op, p, c) })
		},
		"wish": func(*rapid.T) {
			p, after, before := person(), at(ten), at(times[4])
			if rapid.IntRange(0, 3).Draw(r, "choosy") == 0 {
				after, before = at(slot()), at(slot())
			}
			m.wish(p, after, before)
			do("wish", nil, func(op string, now time.Time) (any, error) {
				return nil, b.Wish(ctx, op, p, Wish{NotBefore: after, NotAfter: before}, now)
			})
		},
		"unwish": func(*rapid.T) {
			p := person()
			m.leave(p, "", p)
			do("unwish", nil, func(op string, _ time.Time) (any, error) { return nil, b.Unwish(ctx, op, p) })
		},
		"decline": func(*rapid.T) {
			p, s := person(), slot()
			do("decline", m.decline(p, s), func(op string, _ time.Time) (any, error) { return nil, b.Decline(ctx, op, p, s) })
		},
		"sweep": func(*rapid.T) {
			n, err := b.Sweep(ctx)
			b.must(err)
			same("swept", n, m.sweep())
		},
		"forget": func(*rapid.T) {
			p := person()
			want := m.forget(p)
			same("forgotten", do("forget", nil, func(op string, now time.Time) (any, error) { return b.Forget(ctx, op, p, now) }), want)
		},
		"time passes": func(*rapid.T) {
			if m.now.Before(at("2018-02-13T07:30")) && rapid.Bool().Draw(r, "to the day") {
				m.now = at("2018-02-13T07:30")
			}
			m.now = m.now.Add(30 * time.Minute)
		},
		"repeat": func(*rapid.T) {
			if len(past) == 0 {
				return
			}
			p := rapid.SampledFrom(past).Draw(r, "repeated")
			if got := p.call(); got != p.result {
				r.Fatalf("repeated: %s, at first: %s", got, p.result)
			}
		},
		"": func(*rapid.T) {
			if got, want := b.state(m.now), m.state(); !slices.Equal(got, want) {
				r.Fatalf("stands\n%q\nwant\n%q", got, want)
			}
			if got := b.told(); !slices.Equal(got, m.told) {
				r.Fatalf("told\n%q\nwant\n%q", got, m.told)
			}
			m.told = nil
		},
	}
}
