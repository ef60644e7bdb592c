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
// cancelled, and rounds whose dates change while the replicas disagree.
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
	settle   time.Duration
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

// An edit is a round that has other dates from a moment on. Each replica learns of
// it when it is restarted, one after the other.
type edit struct {
	at    time.Time
	round knowledge.Round
	only  bool // the first replica alone, for forty minutes: the edit is taken back
	told  bool // it is to be told; else it is overtaken before anybody is told
}

var edits = []edit{
	{at("2018-03-10 12:00"), round("2018-2", "2018-04-01", "2018-06-15", true), true, false},
	{at("2018-03-20 14:00"), round("2018-2", "2018-04-01", "2018-05-31", false), false, true},
	{at("2018-04-10 21:10"), round("2018-3", "2018-09-01", "2018-11-09", true), false, false}, // at night …
	{at("2018-04-10 23:30"), round("2018-3", "2018-09-01", "2018-10-31", true), false, false}, // … and back
	{at("2018-05-17 08:40"), round("2018-2", "2018-04-01", "2018-05-20", false), false, true}, // minutes before a reminder of the old date
	{at("2018-06-20 12:00"), round("2018-3", "2018-09-01", "2018-11-02", true), false, false},
	{at("2018-06-20 12:05"), round("2018-3", "2018-09-01", "2018-11-04", true), false, true},
	{at("2018-08-15 10:00"), round("2018-3", "2018-09-01", "2018-11-04", false), false, true},
	{at("2018-12-01 12:00"), round("2019-1", "2019-01-16", "2019-02-28", true), false, true},
}

// settled is by when an edit is told of: the last replica is restarted, all have
// agreed for long enough, and crashes have been made up for.
const settled = 75 * time.Minute

// seen gives the rounds as a replica sees them now.
func (y *year) seen(replica int) []knowledge.Round {
	all := slices.Clone(rounds2018)
	for _, e := range edits {
		from := e.at.Add(time.Duration(replica) * 15 * time.Minute)
		if y.now.Before(from) || e.only && (replica > 0 || y.now.After(e.at.Add(40*time.Minute))) {
			continue
		}
		i := slices.IndexFunc(all, func(r knowledge.Round) bool { return r.ID == e.round.ID })
		if i < 0 {
			all = append(all, e.round)
		} else {
			all[i] = e.round
		}
	}
	return all
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
	r.Rounds = func() []knowledge.Round { return y.seen(slices.Index(y.replicas, r)) }
	r.settle = y.settle
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
		y.expectRounds(person, comes, leaves)
	}
	return events
}

// expectRounds notes what a person should get of each round: the moments of each
// version as long as it stands, and every edit that is told.
func (y *year) expectRounds(person string, comes, leaves time.Time) {
	stands := map[string]knowledge.Round{}
	from := map[string]time.Time{}
	for _, r := range rounds2018 {
		stands[r.ID] = r
	}
	until := func(id string, end time.Time) {
		if r, ok := stands[id]; ok {
			y.expect(person, comes, leaves, plan(from[id], end, []knowledge.Round{r}))
		}
	}
	for _, e := range edits {
		if e.only {
			continue
		}
		until(e.round.ID, e.at.Add(-time.Second))
		stands[e.round.ID], from[e.round.ID] = e.round, e.at.Add(settled)
		news := "rem:" + Moment{Kind: AboutRound, Subject: e.round.ID, Offset: Changed, Version: e.round.Version()}.Key() + ":" + fingerprint(person)
		end := e.at.Add(settled)
		switch {
		case !e.told || !leaves.After(e.at) || !comes.Before(end):
		case comes.After(e.at) || leaves.Before(end):
			y.may[news] = true
		default:
			y.want[news] = e.at
		}
	}
	for id := range stands {
		until(id, at("2019-01-01 00:00"))
	}
}

// asTold leaves the revision out of the id of news, so that the same news told in
// two revisions counts as twice.
func asTold(id string) string {
	parts := strings.Split(id, ":")
	parts[4], _, _ = strings.Cut(parts[4], ".")
	return strings.Join(parts, ":")
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

// proved tells whether a control has shown already what it is for.
func (y *year) proved() bool { return !(y.canLook && y.begins) && y.platform.twice() > 0 }

// live runs the year. The replicas look around four times a day, and every
// minute while something is due.
func (y *year) live(people, bookings int) {
	events := append(y.people(people), y.bookings(bookings)...)
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	ticks := map[int64]bool{}
	for now := at("2018-01-01 00:00"); now.Before(at("2018-12-31 00:00")); now = now.Add(6 * time.Hour) {
		ticks[now.Unix()] = true
	}
	for _, e := range edits {
		for m := range int(settled/time.Minute) + 10 {
			ticks[e.at.Add(time.Duration(m-5)*time.Minute).Unix()] = true
		}
	}
	for _, due := range y.want {
		ticks[due.Add(-30*time.Minute).Unix()] = true
		for m := range 25 {
			ticks[due.Add(time.Duration(m)*time.Minute).Unix()] = true
		}
	}
	for _, unix := range slices.Sorted(maps.Keys(ticks)) {
		if y.proved() {
			return
		}
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
		replicas: []*replica{{}, {}, {}}, canLook: canLook, begins: begins, settle: settleTime,
		want: map[string]time.Time{}, may: map[string]bool{},
	}
	t.Cleanup(func() {
		for _, r := range y.replicas {
			r.rdb.Close()
		}
	})
	return y
}

// count compares what was shown with what should have been.
func (y *year) count() (missing, unwanted, twice, news int) {
	shown := map[string]int{}
	for id, n := range y.platform.shown {
		shown[asTold(id)] += n
	}
	for id := range y.want {
		if shown[id] == 0 {
			y.t.Logf("missing: %s, due %v", id, y.want[id])
			missing++
		}
	}
	for id, n := range shown {
		if _, wanted := y.want[id]; !wanted && !y.may[id] {
			unwanted++
		}
		if n > 1 {
			twice++
		}
		if strings.Contains(id, Changed) {
			news++
		}
	}
	return missing, unwanted, twice, news
}

func TestAYearOfThreeReplicas(t *testing.T) {
	y := newYear(t, true, true)
	y.live(120, 90)
	missing, unwanted, twice, news := y.count()
	t.Logf("%d reminders, %d of them news of a round, %d crashes, %d sleeps past the lease, %d looks", len(y.want), news, y.crashes, y.sleeps, y.platform.looks)
	if missing+unwanted+twice > 0 {
		t.Errorf("%d missing, %d unwanted, %d twice", missing, unwanted, twice)
	}
	if len(y.want) < 1000 || news < 200 || y.crashes < 50 || y.sleeps < 20 || y.platform.looks == 0 {
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

// Without waiting until the replicas agree, people hear of dates that are taken back.
func TestAYearWithoutSettling(t *testing.T) {
	y := newYear(t, true, true)
	y.settle = 0
	y.live(30, 0)
	missing, unwanted, twice, _ := y.count()
	t.Logf("%d missing, %d unwanted, %d twice", missing, unwanted, twice)
	if unwanted+twice == 0 {
		t.Error("nobody was told of what did not last: the test of the year proves nothing")
	}
}
