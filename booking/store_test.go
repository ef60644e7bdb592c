package booking

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// stores runs a test over both stores: miniredis, and a redis-server of its own
// where one is installed. KAKEBOT_TEST_CLUSTER, a node's address, has it run over
// that Cluster instead (cluster_test.go).
func stores(t *testing.T, test func(t *testing.T, o redis.Options)) {
	if node := os.Getenv("KAKEBOT_TEST_CLUSTER"); node != "" {
		t.Run("cluster", func(t *testing.T) { test(t, redis.Options{Network: "cluster", Addr: node}) })
		return
	}
	t.Run("miniredis", func(t *testing.T) {
		m := miniredis.RunT(t)
		m.SetTime(at("2018-02-01T09:00"))
		test(t, redis.Options{Addr: m.Addr()})
	})
	t.Run("redis-server", func(t *testing.T) { test(t, redis.Options{Network: "unix", Addr: server(t)}) })
}

// server starts a redis-server that ends with the test and gives its socket.
func server(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("KAKEBOT_REQUIRE_REDIS") == "1" {
			t.Fatal("no redis-server on PATH, and KAKEBOT_REQUIRE_REDIS=1 asks for one")
		}
		t.Skip("no redis-server on PATH")
	}
	dir, err := os.MkdirTemp("", "redis") // t.TempDir is too long a path for a socket
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	cmd := exec.Command(path, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.Contains(lines.Text(), "eady to accept connections") {
			return socket
		}
	}
	t.Fatal("redis-server ended before it was ready")
	return ""
}

func connect(t testing.TB, o redis.Options) redis.UniversalClient {
	t.Helper()
	o.MaxRetries = 2
	o.ContextTimeoutEnabled = true
	var rdb redis.UniversalClient = redis.NewClient(&o)
	if o.Network == "cluster" {
		rdb = redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{o.Addr}, MaxRetries: 2, ContextTimeoutEnabled: true})
	}
	t.Cleanup(func() { _ = rdb.Close() })
	return rdb
}

var helsinki = mustZone("Europe/Helsinki")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// at reads a local time of Helsinki.
func at(s string) time.Time {
	t, err := time.ParseInLocation(slotLayout, s, helsinki)
	if err != nil {
		panic(err)
	}
	return t
}

// now is the process clock of most tests: before every slot they offer.
var now = at("2018-02-10T09:00")

// A bench is a desk under test, with slots on the 13th of February at ten,
// eleven and so on.
type bench struct {
	*Desk
	prefix string
	clock  time.Time // of what is nobody's turn
	t      testing.TB
	ops    int
}

// unbounded are options that refuse nobody; the bounds have tests of their own.
func (b *bench) unbounded() Options {
	return Options{Notice: -1, Horizon: -1, MaxOpen: -1, Now: func() time.Time { return b.clock }}
}

func (b *bench) open(rdb redis.UniversalClient, prefix string, o Options) {
	b.prefix = prefix
	b.Desk = New(rdb, prefix, helsinki, o)
}

// end lets what is held or kept lapse at once.
func (b *bench) end(slot string) {
	b.t.Helper()
	tag := b.tag[0]
	state := strings.Fields(b.rdb.HGet(ctx, tag+":slot:"+slot, "state").Val())
	state[1] = "1"
	b.must(b.rdb.HSet(ctx, tag+":slot:"+slot, "state", strings.Join(state, " ")).Err())
	b.must(b.rdb.ZAddXX(ctx, tag+":holds", redis.Z{Score: 1, Member: slot}).Err())
}

// openDesk opens a desk of the test's own.
func openDesk(t testing.TB, rdb redis.UniversalClient, slots int) *bench {
	t.Helper()
	b := &bench{clock: now, t: t}
	b.open(rdb, t.Name(), b.unbounded())
	var list []Slot
	for i := range slots {
		list = append(list, Slot{Start: at(ten).Add(time.Duration(i) * time.Hour), Length: 30 * time.Minute, Place: "Rantakatu 1"})
	}
	if slots > 0 {
		n, err := b.Offer(ctx, b.op(), list)
		b.must(err)
		b.equal(n, slots)
	}
	return b
}

// op gives an op-id of its own for each call.
func (b *bench) op() string {
	b.ops++
	return fmt.Sprint("op", b.ops)
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) equal(got, want any) {
	b.t.Helper()
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		b.t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

func (b *bench) hold(person, slot string) (token string) {
	b.t.Helper()
	h, err := b.Hold(ctx, b.op(), person, slot, now)
	b.must(err)
	return h.Token
}

func (b *bench) lapse(person, slot string) (token string) {
	b.t.Helper()
	token = b.hold(person, slot)
	b.end(slot)
	return token
}

func (b *bench) book(person, slot string) (code string) {
	b.t.Helper()
	k, err := b.Confirm(ctx, b.op(), person, "", slot, Request{Idea: Idea{What: "idea of " + person}, Lang: "fi", Address: "web/" + person}, now)
	b.must(err)
	return k.Code
}

func (b *bench) tryMove(person, code, slot string, now time.Time) error {
	_, err := b.Move(ctx, b.op(), person, code, slot, now)
	return err
}

func (b *bench) tryCancel(person, code string, now time.Time) error {
	_, err := b.Cancel(ctx, b.op(), person, code, now)
	return err
}

func (b *bench) move(person, code, slot string) {
	b.t.Helper()
	b.must(b.tryMove(person, code, slot, now))
}

func (b *bench) cancel(person, code string) {
	b.t.Helper()
	b.must(b.tryCancel(person, code, now))
}

func (b *bench) only(person string) Booking {
	b.t.Helper()
	list, err := b.Of(ctx, person, now)
	b.must(err)
	b.equal(len(list), 1)
	return list[0]
}

// sound checks what must hold whatever happened: slots and talks agree, one to
// one, and each talk is its person's.
func (b *bench) sound() {
	b.t.Helper()
	from, to := at("2000-01-01T00:00"), at("2100-01-01T00:00")
	entries, err := b.All(ctx, from, to)
	b.must(err)
	talks, err := b.Upcoming(ctx, from, to)
	b.must(err)
	bySlot := map[string]Booking{}
	for _, k := range talks {
		if _, twice := bySlot[k.Slot.ID]; twice {
			b.t.Fatalf("%s is booked twice", k.Slot.ID)
		}
		bySlot[k.Slot.ID] = k
		mine, err := b.Of(ctx, k.Person, from)
		b.must(err)
		if k.Person != "" && !slices.ContainsFunc(mine, func(m Booking) bool { return m.Code == k.Code }) {
			b.t.Fatalf("%s is not among the talks of its person", k.Code)
		}
	}
	for _, e := range entries {
		k, talk := bySlot[e.Slot.ID]
		if (e.State == Booked) != talk || e.Code != k.Code {
			b.t.Fatalf("slot %s is %s for %q, talk %q", e.Slot.ID, e.State, e.Code, k.Code)
		}
		delete(bySlot, e.Slot.ID)
	}
	b.equal(len(bySlot), 0)
}

var ctx = context.Background()

const (
	ten    = "2018-02-13T10:00"
	eleven = "2018-02-13T11:00"
	twelve = "2018-02-13T12:00"
	one    = "2018-02-13T13:00"
)
