package reminders

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
)

// A named channel is another one than "test".
type named struct {
	chat.Channel
	name string
}

func (n named) Name() string { return n.name }

// A paced channel takes only so many.
type paced struct {
	*blind
	pace chat.Pace
}

func (p paced) Limit() chat.Pace { return p.pace }

func subscribeBy(t testing.TB, r *Runner, channel, person, place, since string) {
	t.Helper()
	s := Subscriber{Person: person, To: chat.Address{Channel: channel, Place: place}, Lang: "fi", Since: at(since)}
	if _, err := r.subscribers.Subscribe(t.Context(), "op-"+person, s); err != nil {
		t.Fatal(err)
	}
}

// More people than all of its lanes hold wait for a channel that hangs; another's
// get theirs at nine sharp all the same.
func TestASlowChannelDelaysNoOther(t *testing.T) {
	const slow, quick = 2*workers*batchSize + 50, 300
	mini := miniredis.RunT(t)
	synctest.Test(t, func(t *testing.T) {
		rdb := redis.NewClient(&redis.Options{Addr: mini.Addr(), ContextTimeoutEnabled: true})
		defer rdb.Close()
		fast := &clocked{blind: blind{platform: newPlatform()}, at: make(chan time.Time, quick)}
		stuck := &clocked{blind: blind{platform: newPlatform()}, at: make(chan time.Time, 10*slow), hang: true}
		r := runner(rdb, fast, nil)
		r.Channels["slow"] = named{stuck, "slow"}
		r.Rounds = func() []knowledge.Round { return []knowledge.Round{lastDay} }
		r.Clock = func() time.Time { return time.Now().In(helsinki) }
		for i := range slow {
			person := fmt.Sprintf("a:%04d", i)
			subscribeBy(t, r, "slow", person, person, "2000-01-01 12:00")
		}
		for i := range quick {
			person := fmt.Sprintf("b:%04d", i)
			subscribeBy(t, r, "test", person, person, "2000-01-01 12:00")
		}
		time.Sleep(30*time.Hour + 50*time.Minute)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- r.Run(ctx) }()
		time.Sleep(10*time.Minute + 5*time.Second)
		if len(fast.at) != quick {
			t.Errorf("%d of %d were sent", len(fast.at), quick)
		}
		for range len(fast.at) {
			if sent := <-fast.at; sent.Sub(at("2000-01-02 09:00")) > 100*time.Millisecond {
				t.Fatalf("one was sent at %v", sent)
			}
		}
		if n := len(stuck.at); n != workers*batchSize {
			t.Errorf("%d sends of the slow channel at once", n)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestAChannelSetsItsPace(t *testing.T) {
	mini := miniredis.RunT(t)
	rdb := connect(t, "tcp", mini.Addr())
	p := newPlatform()
	r := runner(rdb, paced{&blind{platform: p}, chat.Pace{All: 5, Place: 1}}, nil)
	for i := range 12 {
		subscribeBy(t, r, "test", fmt.Sprint("test:", i), fmt.Sprint("place ", i), "2018-02-01 12:00")
	}
	now := at("2018-02-28 09:00")
	var got []int
	for range 4 {
		mini.SetTime(now)
		n, err := r.Step(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, n)
		now = now.Add(time.Second)
	}
	if fmt.Sprint(got) != "[5 5 2 0]" {
		t.Errorf("sent in each second: %v", got)
	}
}

// Four people stand in one place, and a fifth elsewhere: he does not wait, and
// each of them has a moment of their own.
func TestAPlaceSetsItsPace(t *testing.T) {
	mini := miniredis.RunT(t)
	rdb := connect(t, "tcp", mini.Addr())
	p := newPlatform()
	r := runner(rdb, paced{&blind{platform: p}, chat.Pace{Place: 1}}, nil)
	for i := range 4 {
		subscribeBy(t, r, "test", fmt.Sprint("test:", i), "square", "2018-02-01 12:00")
	}
	subscribeBy(t, r, "test", "test:elsewhere", "elsewhere", "2018-02-01 12:00")
	now := at("2018-02-28 09:00")
	var got []int
	for range 5 {
		mini.SetTime(now)
		n, err := r.Step(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, n)
		if len(got) == 1 {
			for i, z := range rdb.ZRangeWithScores(t.Context(), r.queue.keys.due(0, "test"), 0, -1).Val() {
				if want := now.Add(time.Duration(i+1) * time.Second); int64(z.Score) != want.UnixMilli() {
					t.Errorf("the one after next is to ask again at %v, want %v", time.UnixMilli(int64(z.Score)), want)
				}
			}
		}
		now = now.Add(time.Second)
	}
	if fmt.Sprint(got) != "[2 1 1 1 0]" || p.twice() != 0 {
		t.Errorf("sent in each second: %v", got)
	}
}

// One is told to leave the platform alone; all others leave it alone as well, on
// every replica, and other channels go on.
func TestRetryAfterHoldsTheChannel(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p, other, asked := newPlatform(), newPlatform(), 0
		ch := &blind{platform: p, fail: func(chat.Address, string) (error, bool) {
			if asked++; asked == 1 {
				return chat.RetryAfter(4 * time.Minute), false
			}
			return nil, true
		}}
		one, two := runner(rdb, ch, nil), runner(rdb, ch, nil)
		for _, r := range []*Runner{one, two} {
			r.Channels["other"] = named{&blind{platform: other}, "other"}
			r.batchSize = 1
		}
		for i := range 3 {
			subscribeBy(t, one, "test", fmt.Sprint("test:", i), "x", "2018-02-01 12:00")
			subscribeBy(t, one, "other", fmt.Sprint("other:", i), "x", "2018-02-01 12:00")
		}
		if n := step(t, one, "2018-02-28 09:00") + step(t, two, "2018-02-28 09:03"); n != 3 || asked != 1 || other.total() != 3 {
			t.Errorf("%d sent, of them %d by the other channel; this one was asked %d times", n, other.total(), asked)
		}
		expireHolds(t, rdb, 4*time.Minute)
		if n := step(t, two, "2018-02-28 09:04"); n != 3 || p.twice() != 0 {
			t.Errorf("after it %d sent", n)
		}
	})
}

// The look itself is told to wait: the doubt stays.
func TestDoubtOutlivesAPause(t *testing.T) {
	for _, c := range []struct {
		err  error
		want bool
	}{
		{fmt.Errorf("%w: %w", chat.ErrInDoubt, chat.RetryAfter(time.Second)), true},
		{chat.RetryAfter(time.Second), false},
		{errOverslept, true},
	} {
		if e := outcome(claim{doubt: true}, c.err, noon); e.how != retried || e.doubt != c.want || e.fault {
			t.Errorf("%v: %+v", c.err, e)
		}
	}
}

func TestAProcessThatSleptDoesNotSend(t *testing.T) {
	p := newPlatform()
	r := runner(nil, &blind{platform: p}, nil)
	d := delivery{claim: claim{owed: owed{id: "x"}}, to: chat.Address{Channel: "test", Place: "x"}}
	e := r.send(t.Context(), d, noon, func() time.Time { return noon.Add(r.queue.send) })
	if e.how != retried || e.fault || p.total() != 0 {
		t.Errorf("%+v, %d sent", e, p.total())
	}
}

// What is for a channel that no replica has is given up when it is of no use,
// and is seen there.
func TestNobodyHasTheChannel(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		r := runner(rdb, &blind{platform: newPlatform()}, nil)
		subscribeBy(t, r, "gone", "gone:a", "x", "2018-02-01 12:00")
		step(t, r, "2018-02-28 09:00")
		if all, err := r.Standings(t.Context(), at("2018-02-28 09:00")); err != nil || len(all) != 1 || all[0].Channel != "gone" || all[0].Due != 1 {
			t.Errorf("standings: %+v, %v", all, err)
		}
		step(t, r, "2018-03-02 09:01")
		dead, err := r.Dead(t.Context(), 10)
		if err != nil || len(dead) != 1 || dead[0].Why != whyChannel || dead[0].Channel != "gone" {
			t.Errorf("dead: %+v, %v", dead, err)
		}
	})
}

func TestTheDead(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p, broken := newPlatform(), true
		r := runner(rdb, seeing{&blind{platform: p, fail: func(chat.Address, string) (error, bool) {
			if broken {
				return errors.New("503"), false
			}
			return nil, true
		}}}, nil)
		for _, who := range []string{"test:a", "test:leaves", "test:erased"} {
			subscribe(t, r, who, "2018-02-01 12:00")
		}
		for now := at("2018-02-28 09:00"); now.Before(at("2018-02-28 15:00")); now = now.Add(15 * time.Minute) {
			if _, err := r.Step(t.Context(), now); err != nil {
				t.Fatal(err)
			}
		}
		dead, err := r.Dead(t.Context(), 2)
		if err != nil || len(dead) != 2 {
			t.Fatalf("dead: %+v, %v", dead, err)
		}
		if d := dead[0]; d.Kind != AboutRound || d.Subject != "2018-1" || d.Offset != "last" || d.Channel != "test" || d.Why != whyTries || d.When.Before(at("2018-02-28 12:00")) {
			t.Errorf("dead: %+v", d)
		}
		if _, err := r.subscribers.Unsubscribe(t.Context(), "u", "test:leaves"); err != nil {
			t.Fatal(err)
		}
		if err := r.subscribers.Forget(t.Context(), "test:erased"); err != nil {
			t.Fatal(err)
		}
		if left := rdb.HVals(t.Context(), r.queue.keys.jobs(0)).Val(); strings.Contains(strings.Join(left, " "), "erased") {
			t.Error("a person who was erased is named in a dead job")
		}
		broken = false
		dead, err = r.Dead(t.Context(), 10)
		if err != nil || len(dead) != 2 {
			t.Fatalf("dead: %+v, %v", dead, err)
		}
		again, err := r.Retry(t.Context(), at("2018-02-28 15:00"), dead...)
		if err != nil || again != 1 {
			t.Errorf("%d to be tried again, %v", again, err)
		}
		if again, err := r.Retry(t.Context(), at("2018-02-28 15:00"), dead...); err != nil || again != 0 {
			t.Errorf("%d to be tried a second time, %v", again, err)
		}
		if n := step(t, r, "2018-02-28 15:00"); n != 1 || forPerson(p, "test:a") != "last×1" {
			t.Errorf("%d sent: %q", n, forPerson(p, "test:a"))
		}
		if ended, err := r.Lately(t.Context(), at("2018-02-28 00:00")); err != nil || ended["sent"] != 1 {
			t.Errorf("ended that day: %v, %v", ended, err)
		}
		if again, err := r.Retry(t.Context(), at("2018-02-28 21:00"), dead...); err != nil || again != 0 {
			t.Errorf("%d to be tried again when it is too late, %v", again, err)
		}
	})
}

// A list of log lines.
type lines struct {
	sync.Mutex
	all []string
}

func (l *lines) Write(b []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	l.all = append(l.all, string(b))
	return len(b), nil
}

func (l *lines) errors() (n int) {
	l.Lock()
	defer l.Unlock()
	for _, s := range l.all {
		if strings.Contains(s, "level=ERROR") {
			n++
		}
	}
	return n
}

// logged has a runner write its log where a test can count it.
func logged(r *Runner) *lines {
	l := &lines{}
	r.Log = slog.New(slog.NewTextHandler(l, nil))
	r.trouble.log = r.Log
	return l
}
