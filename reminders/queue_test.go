package reminders

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

var noon = at("2018-02-27 12:00")

// testQueue is a queue of one worker. Its leases end at once when lease is 0, so that no
// test waits for the server's clock.
func testQueue(rdb *redis.Client, lease, send time.Duration) queue {
	return queue{rdb: rdb, keys: keys{"t:"}, shards: 1, lease: lease, send: send}
}

func jobsAt(due time.Time, n int) []owed {
	jobs := make([]owed, n)
	for i := range jobs {
		jobs[i] = owe(Moment{Kind: AboutRound, Subject: "s", Offset: "last", Version: "v", At: due}, fmt.Sprint("p", i))
	}
	return jobs
}

func mustEnqueue(t *testing.T, q queue, jobs []owed) int {
	t.Helper()
	n, err := q.enqueue(t.Context(), jobs)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func mustClaim(t *testing.T, q queue, now time.Time, n int) ([]claim, time.Duration) {
	t.Helper()
	jobs, next, err := q.claim(t.Context(), 0, "", now, n)
	if err != nil {
		t.Fatal(err)
	}
	return jobs, next
}

func mustBegin(t *testing.T, q queue, c claim) bool {
	t.Helper()
	ours, err := q.begin(t.Context(), 0, []claim{c})
	if err != nil {
		t.Fatal(err)
	}
	return ours[0]
}

func mustFinish(t *testing.T, q queue, ends ...end) {
	t.Helper()
	if err := q.finish(t.Context(), 0, "", noon, ends); err != nil {
		t.Fatal(err)
	}
}

// state tells where a job stands: waiting, leased, dead or how it ended, with a
// question mark when it is in doubt; "" if it is not known. It is in one place only.
func state(t *testing.T, rdb *redis.Client, id string) string {
	t.Helper()
	k, ctx := keys{"t:"}, context.Background()
	var found []string
	scored := func(name, key string) {
		if err := rdb.ZScore(ctx, key, id).Err(); err == nil {
			found = append(found, name)
		} else if err != redis.Nil {
			t.Fatal(err)
		}
	}
	for _, channel := range []string{"", "test"} {
		scored("waiting", k.due(0, channel))
		scored("leased", k.lease(0, channel))
	}
	scored("dead", k.dead(0))
	for _, span := range rdb.Keys(ctx, k.done(0)+"*").Val() {
		if how, err := rdb.HGet(ctx, span, id).Result(); err == nil {
			found = append(found, how)
		}
	}
	if rdb.SIsMember(ctx, k.doubt(0), id).Val() {
		found = append(found, "?")
	}
	return strings.Join(found, "")
}

// expire lets a moment pass in which every lease of the channel ends.
func expire(t *testing.T, rdb *redis.Client, channel string) {
	t.Helper()
	lease := keys{"t:"}.lease(0, channel)
	for _, id := range rdb.ZRange(t.Context(), lease, 0, -1).Val() {
		if err := rdb.ZAdd(t.Context(), lease, redis.Z{Score: 1, Member: id}).Err(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEnqueueTwiceIsOnce(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		q := testQueue(rdb, time.Minute, time.Second)
		jobs := jobsAt(noon, 9000) // more than one script may take
		if n := mustEnqueue(t, q, jobs); n != 9000 {
			t.Errorf("new: %d", n)
		}
		if n := mustEnqueue(t, q, jobs); n != 0 {
			t.Errorf("new at the second time: %d", n)
		}
		claims, _ := mustClaim(t, q, noon, 1000)
		if len(claims) != 1000 {
			t.Errorf("claimed %d", len(claims))
		}
		mustFinish(t, q, end{claim: claims[0], how: sent})
		if n := mustEnqueue(t, q, jobs); n != 0 {
			t.Errorf("new after settling: %d", n)
		}
		if state := state(t, rdb, claims[0].id); state != "sent" {
			t.Errorf("a settled job is %s", state)
		}
		for _, span := range rdb.Keys(t.Context(), q.keys.done(0)+"*").Val() {
			if ttl := rdb.PTTL(t.Context(), span).Val(); ttl < 2*keep-time.Minute {
				t.Errorf("settled ids are kept for %v", ttl)
			}
			at, _ := strconv.Atoi(strings.TrimPrefix(span, q.keys.done(0)))
			rdb.Rename(t.Context(), span, fmt.Sprint(q.keys.done(0), at-1)) // a month passes
		}
		if n := mustEnqueue(t, q, jobs); n != 0 {
			t.Errorf("new a month after settling: %d", n)
		}
		if payload, err := rdb.HGet(t.Context(), q.keys.jobs(0), claims[0].id).Result(); err != redis.Nil {
			t.Errorf("a settled job still holds %q", payload)
		}
	})
}

func TestClaimIsForOne(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		a, b := testQueue(rdb, time.Minute, time.Second), testQueue(rdb, time.Minute, time.Second)
		mustEnqueue(t, a, jobsAt(noon, 10))
		seen := map[string]int{}
		for _, q := range []queue{a, b, a, b} {
			jobs, _ := mustClaim(t, q, noon, 4)
			for _, c := range jobs {
				seen[c.id]++
				if c.until == "" || c.doubt || c.Person == "" {
					t.Errorf("claim %+v", c)
				}
			}
		}
		if len(seen) != 10 {
			t.Errorf("claimed %d of 10", len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s claimed %d times", id, n)
			}
		}
	})
}

func TestClaimTellsWhatIsNext(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		q := testQueue(rdb, time.Minute, time.Second)
		if jobs, next := mustClaim(t, q, noon, 10); len(jobs) != 0 || next >= 0 {
			t.Errorf("empty queue: %d jobs, next %v", len(jobs), next)
		}
		mustEnqueue(t, q, jobsAt(noon, 1))
		if jobs, next := mustClaim(t, q, noon.Add(-1500*time.Millisecond), 10); len(jobs) != 0 || next != 1500*time.Millisecond {
			t.Errorf("before it is due: %d jobs, next %v", len(jobs), next)
		}
		mustEnqueue(t, q, jobsAt(noon.Add(time.Hour), 1))
		if jobs, next := mustClaim(t, q, noon, 10); len(jobs) != 1 || next <= 0 || next > time.Minute {
			t.Errorf("another's lease ends first: %d jobs, next %v", len(jobs), next)
		}
	})
}

func TestExpiredLeaseComesBack(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		a, b := testQueue(rdb, 0, 0), testQueue(rdb, time.Minute, time.Second)
		mustEnqueue(t, a, jobsAt(noon, 1))
		first, _ := mustClaim(t, a, noon, 1)
		second, _ := mustClaim(t, b, noon, 1)
		if len(second) != 1 || second[0].until == first[0].until || second[0].doubt {
			t.Fatalf("after the lease: %+v", second)
		}
		if mustBegin(t, a, first[0]) {
			t.Error("the first worker may still begin")
		}
		mustFinish(t, a, end{claim: first[0], how: retried, again: noon.Add(time.Hour)},
			end{claim: first[0], how: buried, why: whyTries}, end{claim: first[0], how: skipped, why: whyGone})
		if state := state(t, rdb, first[0].id); state != "leased" {
			t.Errorf("a late worker changed the state to %s", state)
		}
		for range 2 {
			if !mustBegin(t, b, second[0]) {
				t.Error("the second worker may not begin, or not hear it again")
			}
		}
	})
}

func TestBeginFences(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		long, short := testQueue(rdb, time.Minute, time.Second), testQueue(rdb, time.Minute, time.Hour)
		mustEnqueue(t, long, jobsAt(noon, 1))
		jobs, _ := mustClaim(t, long, noon, 1)
		if mustBegin(t, short, jobs[0]) {
			t.Error("a send that would outlast the lease may begin")
		}
		if !mustBegin(t, long, jobs[0]) {
			t.Error("may not begin in time")
		}
		mustFinish(t, long, end{claim: jobs[0], how: sent})
		if mustBegin(t, long, jobs[0]) {
			t.Error("a settled job may begin")
		}
	})
}

func TestDoubtStays(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		q := testQueue(rdb, time.Minute, time.Second)
		mustEnqueue(t, q, jobsAt(noon, 1))
		jobs, _ := mustClaim(t, q, noon, 1)
		if !mustBegin(t, q, jobs[0]) {
			t.Fatal("may not begin")
		}
		expire(t, rdb, "") // the worker died long ago
		again, _ := mustClaim(t, q, noon, 1)
		if len(again) != 1 || !again[0].doubt {
			t.Fatalf("after dying while sending: %+v", again)
		}
		mustFinish(t, q, end{claim: again[0], how: retried, again: noon.Add(time.Minute), fault: true})
		if jobs, next := mustClaim(t, q, noon, 1); len(jobs) != 0 || next != time.Minute {
			t.Errorf("put off: %d jobs, next %v", len(jobs), next)
		}
		third, _ := mustClaim(t, q, noon.Add(time.Minute), 1)
		if len(third) != 1 || third[0].doubt || third[0].tries != 1 {
			t.Errorf("after a known failure: %+v", third)
		}
		mustFinish(t, q, end{claim: jobs[0], how: sent}) // the first was alive and did deliver
		if state := state(t, rdb, jobs[0].id); state != "sent" || mustBegin(t, q, third[0]) {
			t.Errorf("news of a delivery came too late: state %s", state)
		}
	})
}

func TestDeadIsRememberedForAWhile(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		q := testQueue(rdb, time.Minute, time.Second)
		rdb.ZAdd(t.Context(), q.keys.dead(0), redis.Z{Score: float64(noon.Add(-keep - time.Hour).UnixMilli()), Member: "old"})
		mustEnqueue(t, q, jobsAt(noon, 1))
		jobs, _ := mustClaim(t, q, noon, 1)
		mustFinish(t, q, end{claim: jobs[0], how: buried, why: whyTries})
		if ids := rdb.ZRange(t.Context(), q.keys.dead(0), 0, -1).Val(); len(ids) != 1 || ids[0] != jobs[0].id {
			t.Errorf("dead: %v", ids)
		}
		if left, next := mustClaim(t, q, noon, 1); len(left) != 0 || next >= 0 {
			t.Errorf("still in the queue: %v, %v", left, next)
		}
		if n := mustEnqueue(t, q, jobsAt(noon, 1)); n != 0 {
			t.Error("a dead job was planned again")
		}
	})
}

func TestShardsShareTheWork(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		q := testQueue(rdb, time.Minute, time.Second)
		q.shards = 4
		mustEnqueue(t, q, jobsAt(noon, 200))
		total := 0
		for i := range q.shards {
			jobs, _, err := q.claim(t.Context(), i, "", noon, 200)
			if err != nil || len(jobs) == 0 {
				t.Errorf("shard %d: %d jobs, %v", i, len(jobs), err)
			}
			total += len(jobs)
		}
		if total != 200 {
			t.Errorf("claimed %d of 200", total)
		}
	})
}

// expireHolds lets d pass for the holds of every channel.
func expireHolds(t *testing.T, rdb *redis.Client, d time.Duration) {
	t.Helper()
	held := keys{"t:"}.held(0)
	for channel, until := range rdb.HGetAll(t.Context(), held).Val() {
		us, err := strconv.ParseInt(until, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		rdb.HSet(t.Context(), held, channel, us-d.Microseconds())
	}
}
