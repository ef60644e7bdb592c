package reminders

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
)

// A year is 2018 in virtual time: three replicas that die and sleep at random
// over one Redis, people who come and go, talks that are booked, moved and
// cancelled, and a round whose dates change.
type year struct {
	t        *testing.T
	rng      *rand.Rand
	now      time.Time
	mini     *miniredis.Miniredis
	platform *platform
	talks    diary
	replicas []*replica
	canLook  bool // control: a platform that cannot tell what it has shown
	begins   bool // control: begin always says yes
	crashes  int
	asleep   bool // a replica sleeps at this moment
	sleeps   int
	want     map[string]time.Time // job → due: must be shown once
	may      map[string]bool      // may be shown: the person changed their mind within minutes
}

type replica struct {
	*Runner
	fuse *fuse
	rdb  *redis.Client
	back time.Time // when it is started again
}

type event struct {
	at time.Time
	do func()
}

func (y *year) rounds() []knowledge.Round {
	if y.now.Before(at("2018-08-15 10:00")) {
		return rounds2018
	}
	return []knowledge.Round{rounds2018[0], rounds2018[1], round("2018-3", "2018-09-01", "2018-11-02", false)}
}

// start makes a replica that will die after some steps, and may sleep through
// its lease between claiming and beginning.
func (y *year) start(r *replica) {
	if r.rdb != nil {
		r.rdb.Close()
	}
	r.fuse = &fuse{left: y.rng.IntN(120), lost: y.rng.IntN(2) == 0}
	r.rdb = redis.NewClient(&redis.Options{Addr: y.mini.Addr()})
	r.rdb.AddHook(r.fuse)
	f := r.fuse
	f.begin = func(next func() error, cmd redis.Cmder) error {
		if !y.asleep && y.rng.IntN(12) == 0 {
			y.asleep = true
			y.sleeps++
			y.set(y.now.Add(leaseTime + time.Second))
			for _, other := range y.replicas {
				if other != r {
					y.step(other)
				}
			}
			y.asleep = false
		}
		return f.step(func() error {
			if y.begins {
				return next()
			}
			all := make([]any, len(cmd.Args())-7) // its name, script, number of keys, two keys and two arguments are not jobs
			for i := range all {
				all[i] = int64(1)
			}
			cmd.(*redis.Cmd).SetVal(all)
			return nil
		})
	}
	var ch chat.Channel = &blind{platform: y.platform, fuse: f}
	if y.canLook {
		ch = seeing{&blind{platform: y.platform, fuse: f}}
	}
	r.Runner = runner(r.rdb, ch, y.talks)
	r.Rounds = y.rounds
	r.batchSize = 1 // one at a time is deterministic
}

func (y *year) set(now time.Time) {
	y.now = now
	y.mini.SetTime(now)
}

func (y *year) step(r *replica) {
	if r.fuse == nil || r.fuse.dead {
		if y.now.Before(r.back) {
			return
		}
		y.start(r)
	}
	if _, err := r.Step(y.t.Context(), y.now); err != nil {
		if !strings.Contains(err.Error(), errCrashed.Error()) {
			y.t.Fatal(err)
		}
		y.crashes++
		r.back = y.now.Add(time.Duration(y.rng.IntN(240)) * time.Second)
	}
}

// expect notes that a person should get the moments in (since, until).
func (y *year) expect(person string, since, until time.Time, moments []Moment) {
	for _, m := range moments {
		switch id := owe(m, person).id; {
		case !m.At.After(since) || !m.At.Before(until):
		case until.Sub(m.At) < 30*time.Minute:
			y.may[id] = true
		default:
			y.want[id] = m.At
		}
	}
}

// people come at random and half of them leave.
func (y *year) people(n int) (events []event) {
	b := NewSubscribers(redis.NewClient(&redis.Options{Addr: y.mini.Addr()}), "t:")
	y.t.Cleanup(func() { b.rdb.Close() })
	changed := at("2018-08-15 10:00")
	for i := range n {
		person := fmt.Sprintf("test:%03d", i)
		comes, leaves := y.minute(0, 240), at("2019-01-02 00:00")
		events = append(events, event{comes, func() {
			if _, err := b.Subscribe(y.t.Context(), "s"+person, Subscriber{Person: person, To: chat.Address{Channel: "test", Place: person}, Lang: "fi", Since: comes}); err != nil {
				y.t.Fatal(err)
			}
		}})
		if i%2 == 0 {
			leaves = comes.Add(time.Duration(y.rng.IntN(200*24)+1) * time.Hour)
			events = append(events, event{leaves, func() {
				if _, err := b.Unsubscribe(y.t.Context(), "u"+person, person); err != nil {
					y.t.Fatal(err)
				}
			}})
		}
		before, after := ofAll(rounds2018), ofAll([]knowledge.Round{round("2018-3", "2018-09-01", "2018-11-02", false)})
		y.expect(person, comes, leaves, slices.DeleteFunc(before, func(m Moment) bool { return m.At.After(changed) }))
		y.expect(person, comes, leaves, after)
	}
	return events
}

func ofAll(rounds []knowledge.Round) []Moment {
	return Plan(time.Time{}, at("2030-01-01 00:00"), rounds)
}

// bookings are made at random; a third is moved and a third cancelled. Some lie
// on the days on which the clock changes.
func (y *year) bookings(n int) (events []event) {
	for i := range n {
		a := Appointment{ID: fmt.Sprint("b", i), Person: fmt.Sprint("test:b", i), To: chat.Address{Channel: "test", Place: "b"}, Made: y.minute(0, 330), Version: "1"}
		day := a.Made.AddDate(0, 0, 2+y.rng.IntN(20))
		if i%10 == 0 {
			day, a.Made = at([]string{"2018-03-25 00:00", "2018-10-28 00:00"}[i/10%2]), at("2018-02-01 12:00")
		}
		a.Start = time.Date(day.Year(), day.Month(), day.Day(), 8+y.rng.IntN(8), 0, 0, 0, helsinki)
		first := a
		events = append(events, event{a.Made, func() { y.talks[first.ID] = first }})
		changed := a.Made.Add(time.Duration(y.rng.Int64N(int64(a.Start.Sub(a.Made))))).Truncate(time.Minute)
		switch i % 3 {
		case 0:
			y.expect(a.Person, a.Made, a.Start, ofTalk(a))
		case 1:
			y.expect(a.Person, a.Made, changed, ofTalk(a))
			events = append(events, event{changed, func() { delete(y.talks, a.ID) }})
		case 2:
			y.expect(a.Person, a.Made, changed, ofTalk(a))
			a.Start, a.Made, a.Version = a.Start.AddDate(0, 0, 3), changed, "2"
			y.expect(a.Person, a.Made, a.Start, ofTalk(a))
			events = append(events, event{changed, func() { y.talks[a.ID] = a }})
		}
	}
	return events
}

// minute picks a minute between two days of the year, a few seconds before a full one.
func (y *year) minute(from, to int) time.Time {
	return at("2018-01-01 00:00").AddDate(0, 0, from).Add(time.Duration(y.rng.IntN((to-from)*24*60))*time.Minute + 53*time.Second)
}

// live runs the year. The replicas look around four times a day, and every
// minute while something is due.
func (y *year) live(people, bookings int) {
	events := append(y.people(people), y.bookings(bookings)...)
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	ticks := map[int64]bool{}
	for now := at("2018-01-01 00:00"); now.Before(at("2018-12-31 00:00")); now = now.Add(6 * time.Hour) {
		ticks[now.Unix()] = true
	}
	for _, due := range y.want {
		ticks[due.Add(-30*time.Minute).Unix()] = true
		for m := range 12 {
			ticks[due.Add(time.Duration(m)*time.Minute).Unix()] = true
		}
	}
	for _, unix := range slices.Sorted(maps.Keys(ticks)) {
		if tick := time.Unix(unix, 0).In(helsinki); tick.After(y.now) {
			y.set(tick)
		}
		for ; len(events) > 0 && events[0].at.Before(y.now); events = events[1:] {
			events[0].do()
		}
		for _, i := range y.rng.Perm(len(y.replicas)) {
			y.step(y.replicas[i])
		}
	}
}

func newYear(t *testing.T, canLook, begins bool) *year {
	y := &year{
		t: t, rng: rand.New(rand.NewPCG(2018, 1)), mini: miniredis.RunT(t), platform: newPlatform(), talks: diary{},
		replicas: []*replica{{}, {}, {}}, canLook: canLook, begins: begins,
		want: map[string]time.Time{}, may: map[string]bool{},
	}
	t.Cleanup(func() {
		for _, r := range y.replicas {
			r.rdb.Close()
		}
	})
	return y
}

func TestAYearOfThreeReplicas(t *testing.T) {
	y := newYear(t, true, true)
	y.live(120, 90)
	missing, unwanted := 0, 0
	for id := range y.want {
		if y.platform.shown[id] == 0 {
			missing++
		}
	}
	for id := range y.platform.shown {
		if _, wanted := y.want[id]; !wanted && !y.may[id] {
			unwanted++
		}
	}
	t.Logf("%d reminders, %d crashes, %d sleeps past the lease, %d looks", len(y.want), y.crashes, y.sleeps, y.platform.looks)
	if missing+unwanted+y.platform.twice() > 0 {
		t.Errorf("%d missing, %d unwanted, %d twice", missing, unwanted, y.platform.twice())
	}
	if len(y.want) < 1000 || y.crashes < 50 || y.sleeps < 20 || y.platform.looks == 0 {
		t.Error("too little happened for this to prove anything")
	}
}

// The controls show that the year can fail.
func TestAYearWithoutItsGuards(t *testing.T) {
	for _, c := range []struct {
		name            string
		canLook, begins bool
	}{{"without looking", false, true}, {"without begin", true, false}} {
		t.Run(c.name, func(t *testing.T) {
			y := newYear(t, c.canLook, c.begins)
			y.live(30, 20)
			t.Logf("%d of %d twice", y.platform.twice(), len(y.want))
			if y.platform.twice() == 0 {
				t.Error("nothing was sent twice: the test of the year proves nothing")
			}
		})
	}
}
