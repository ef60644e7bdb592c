package booking

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"pgregory.net/rapid"
)

// A model is the same desk without Redis, for one thread.
type model struct {
	now   time.Time
	slots map[string]*modelSlot
	talks map[string]*modelTalk
}

type modelSlot struct {
	state  State
	by     string
	lapsed bool // of a hold
}

type modelTalk struct {
	slot, person string
	cancelled    bool
}

func (m *model) open(slot, person string) bool {
	s := m.slots[slot]
	return s.state == Free || s.state == Held && (s.lapsed || s.by == person)
}

func (m *model) takeable(slot, person string) error {
	switch {
	case m.slots[slot] == nil:
		return ErrNoSuchSlot
	case !at(slot).After(m.now):
		return ErrPast
	case !m.open(slot, person):
		return ErrTaken
	}
	return nil
}

func (m *model) letGo(person string) {
	for _, s := range m.slots {
		if s.state == Held && s.by == person {
			*s = modelSlot{state: Free}
		}
	}
}

func (m *model) hold(person, slot string, lapsed bool) error {
	if err := m.takeable(slot, person); err != nil {
		return err
	}
	m.letGo(person)
	*m.slots[slot] = modelSlot{Held, person, lapsed}
	return nil
}

func (m *model) confirm(person, slot, token string) (again bool, err error) {
	if s := m.slots[slot]; s != nil && s.state == Booked && s.by == person && at(slot).After(m.now) {
		return true, nil
	}
	err = m.takeable(slot, person)
	if err == ErrTaken && token != "" {
		err = ErrLapsed
	}
	if err == nil {
		*m.slots[slot] = modelSlot{state: Booked, by: person}
	}
	return false, err
}

func (m *model) move(person, code, slot string) error {
	k := m.talks[code]
	switch {
	case k == nil || k.person != person && person != Staff:
		return ErrNoSuchBooking
	case k.cancelled:
		return ErrCancelled
	case !at(k.slot).After(m.now):
		return ErrPast
	case k.slot == slot:
		return nil
	}
	if err := m.takeable(slot, k.person); err != nil {
		return err
	}
	*m.slots[slot] = modelSlot{state: Booked, by: k.person}
	*m.slots[k.slot] = modelSlot{state: Free}
	k.slot = slot
	return nil
}

func (m *model) cancel(person, code string) error {
	k := m.talks[code]
	switch {
	case k == nil || k.person != person && person != Staff:
		return ErrNoSuchBooking
	case k.cancelled:
		return nil
	case !at(k.slot).After(m.now):
		return ErrPast
	}
	k.cancelled = true
	*m.slots[k.slot] = modelSlot{state: Free}
	return nil
}

func (m *model) adopt(person, code string) error {
	k := m.talks[code]
	if k == nil {
		return ErrNoSuchBooking
	}
	k.person = person
	if !k.cancelled {
		m.slots[k.slot].by = person
	}
	return nil
}

func (m *model) withdraw(slot string) error {
	s := m.slots[slot]
	switch {
	case s == nil:
		return ErrNoSuchSlot
	case s.state == Booked:
		return ErrBooked
	case !m.open(slot, Staff):
		return ErrTaken
	}
	delete(m.slots, slot)
	return nil
}

// state is what both sides must agree on after every step.
func (m *model) state() (list []string) {
	for id, s := range m.slots {
		state := s.state
		if s.lapsed {
			state = Free
		}
		list = append(list, fmt.Sprint(id, " ", state))
	}
	for code, k := range m.talks {
		if !k.cancelled {
			list = append(list, fmt.Sprint(code, " ", k.slot, " ", k.person))
		}
	}
	slices.Sort(list)
	return list
}

func (b *bench) state() (list []string) {
	from, to := at("2000-01-01T00:00"), at("2100-01-01T00:00")
	entries, err := b.All(ctx, from, to)
	b.must(err)
	for _, e := range entries {
		list = append(list, fmt.Sprint(e.Slot.ID, " ", e.State))
	}
	talks, err := b.Upcoming(ctx, from, to)
	b.must(err)
	for _, k := range talks {
		list = append(list, fmt.Sprint(k.Code, " ", k.Slot.ID, " ", k.Person))
	}
	slices.Sort(list)
	return list
}

// TestModel does random things and compares with the model: the outcome of each
// step, everything that stands afterwards, and that any earlier operation
// repeated gives what it gave and changes nothing.
func TestModel(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb, check := connect(t, o), 0
		rapid.Check(t, func(r *rapid.T) {
			check++
			b := openDesk(t, rdb, 0)
			b.prefix = fmt.Sprint("model", check)
			b.Desk = New(rdb, b.prefix, helsinki, Options{})
			b.lapsing = New(rdb, b.prefix, helsinki, Options{Hold: -time.Second})
			walk(b, r)
		})
	})
}

func walk(b *bench, r *rapid.T) {
	m := &model{now: now, slots: map[string]*modelSlot{}, talks: map[string]*modelTalk{}}
	person := func() string { return rapid.SampledFrom([]string{"web:a", "web:b", "web:c"}).Draw(r, "person") }
	actor := func() string { return rapid.SampledFrom([]string{"web:a", "web:b", "web:c", Staff}).Draw(r, "actor") }
	slot := func() string {
		return SlotID(at(ten).Add(time.Duration(rapid.IntRange(0, 3).Draw(r, "slot"))*time.Hour), 1)
	}
	code := func() string {
		codes := slices.Sorted(maps.Keys(m.talks))
		if len(codes) == 0 || rapid.IntRange(0, 9).Draw(r, "unknown") == 0 {
			return "0000-0000"
		}
		return rapid.SampledFrom(codes).Draw(r, "code")
	}

	type done struct {
		call   func() string
		result string
	}
	var past []done
	for i := range 3 {
		id := SlotID(at(ten).Add(time.Duration(i)*time.Hour), 1)
		m.slots[id] = &modelSlot{state: Free}
		_, err := b.Offer(ctx, b.op(), []Slot{{ID: id, Start: at(id), Length: time.Hour}})
		b.must(err)
	}
	// do runs an operation, compares its outcome and remembers it.
	do := func(what string, want error, call func(op string, now time.Time) (any, error)) any {
		op, now := b.op(), m.now
		var value any
		var err error
		run := func() string { value, err = call(op, now); return fmt.Sprintf("%+v %v", value, err) }
		past = append(past, done{run, run()})
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			r.Fatalf("%s: got %v, want %v", what, err, want)
		}
		return value
	}
	r.Repeat(map[string]func(*rapid.T){
		"offer": func(*rapid.T) {
			s := slot()
			want := 0
			if m.slots[s] == nil {
				want, m.slots[s] = 1, &modelSlot{state: Free}
			}
			got := do("offer", nil, func(op string, _ time.Time) (any, error) {
				return b.Offer(ctx, op, []Slot{{Start: at(s), Length: time.Hour}})
			})
			if got != want {
				r.Fatalf("offered %v new, want %d", got, want)
			}
		},
		"withdraw": func(*rapid.T) {
			s := slot()
			do("withdraw", m.withdraw(s), func(op string, _ time.Time) (any, error) { return nil, b.Withdraw(ctx, op, s) })
		},
		"hold": func(*rapid.T) {
			p, s := person(), slot()
			do("hold", m.hold(p, s, false), func(op string, now time.Time) (any, error) { return b.Hold(ctx, op, p, s, now) })
		},
		"hold and lapse": func(*rapid.T) {
			p, s := person(), slot()
			do("lapse", m.hold(p, s, true), func(op string, now time.Time) (any, error) { return b.lapsing.Hold(ctx, op, p, s, now) })
		},
		"release": func(*rapid.T) {
			p := person()
			m.letGo(p)
			do("release", nil, func(op string, _ time.Time) (any, error) { return nil, b.Release(ctx, op, p) })
		},
		"confirm": func(*rapid.T) {
			p, s, token := person(), slot(), rapid.SampledFrom([]string{"", "token"}).Draw(r, "token")
			again, want := m.confirm(p, s, token)
			k := do("confirm", want, func(op string, now time.Time) (any, error) {
				return b.Confirm(ctx, op, p, token, s, Request{}, now)
			}).(Booking)
			if want == nil && again != (m.talks[k.Code] != nil) {
				r.Fatalf("confirmed %v, again %v", k, again)
			}
			if want == nil {
				m.talks[k.Code] = &modelTalk{slot: s, person: p}
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
		"adopt": func(*rapid.T) {
			p, c := person(), code()
			do("adopt", m.adopt(p, c), func(op string, _ time.Time) (any, error) { return b.Adopt(ctx, op, p, c) })
		},
		"sweep": func(*rapid.T) {
			_, err := b.Sweep(ctx)
			b.must(err)
			for _, s := range m.slots {
				if s.lapsed {
					*s = modelSlot{state: Free}
				}
			}
		},
		"half an hour passes": func(*rapid.T) {
			if rapid.IntRange(0, 3).Draw(r, "passes") > 0 {
				return
			}
			m.now = m.now.Add(30 * time.Minute)
			if m.now.Before(at("2018-02-13T09:30")) {
				m.now = at("2018-02-13T09:30")
			}
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
			if got, want := b.state(), m.state(); !slices.Equal(got, want) {
				r.Fatalf("stands\n%q\nwant\n%q", got, want)
			}
		},
	})
}
