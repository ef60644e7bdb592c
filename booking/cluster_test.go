//go:build servers

package booking

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// A node is a redis-server on a port of 127.0.0.1 that ends with the test.
type node struct {
	*redis.Client
	addr, port string
	process    *os.Process
}

// startNode starts redis-server with these arguments after those of every node;
// a configuration file comes first of them. "%bus" stands for a free port.
func startNode(t testing.TB, args ...string) *node {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("KAKEBOT_REQUIRE_REDIS") == "1" {
			t.Fatal("no redis-server on PATH, and KAKEBOT_REQUIRE_REDIS=1 asks for one")
		}
		t.Skip("no redis-server on PATH")
	}
	port, bus := freePort(t), freePort(t)
	var all []string
	if len(args) > 0 && !strings.HasPrefix(args[0], "--") {
		all, args = args[:1:1], args[1:]
	}
	all = append(all, append([]string{"--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir()}, args...)...)
	for i, a := range all {
		if a == "%bus" {
			all[i] = bus
		}
	}
	cmd := exec.Command(path, all...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n := &node{port: port, addr: "127.0.0.1:" + port, process: cmd.Process}
	n.Client = redis.NewClient(&redis.Options{Addr: n.addr})
	t.Cleanup(func() {
		_ = n.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	eventually(t, "the node answers", func() bool { return n.Ping(ctx).Err() == nil })
	return n
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// eventually asks until it is so, for half a minute at most.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	late := time.After(30 * time.Second)
	for !so() {
		select {
		case <-late:
			t.Fatal("in vain: ", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// startCluster starts three masters, each with a replica, and gives a client.
func startCluster(t testing.TB) ([]*node, *redis.ClusterClient) {
	t.Helper()
	const masters, slots = 3, 16384
	var nodes []*node
	for range 2 * masters {
		nodes = append(nodes, startNode(t, "--cluster-enabled", "yes", "--cluster-port", "%bus", "--cluster-node-timeout", "2000",
			"--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0"))
	}
	ask := func(n *node, args ...any) string {
		t.Helper()
		s, err := n.Do(ctx, args...).Text()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	all := func(what string, so func(*node) bool) {
		t.Helper()
		for _, n := range nodes {
			eventually(t, what, func() bool { return so(n) })
		}
	}
	for i, n := range nodes[:masters] {
		ask(n, "cluster", "addslotsrange", i*slots/masters, (i+1)*slots/masters-1)
	}
	for _, n := range nodes[1:] {
		bus := n.ConfigGet(ctx, "cluster-port").Val()["cluster-port"]
		ask(nodes[0], "cluster", "meet", "127.0.0.1", n.port, bus)
	}
	knows := func(n *node, field, value string) bool {
		return n.ClusterInfo(ctx).Err() == nil && containsLine(n.ClusterInfo(ctx).Val(), field+":"+value)
	}
	all("everybody has met", func(n *node) bool { return knows(n, "cluster_known_nodes", "6") && knows(n, "cluster_state", "ok") })
	for i, n := range nodes[masters:] {
		ask(n, "cluster", "replicate", ask(nodes[i], "cluster", "myid"))
	}
	for _, n := range nodes[masters:] {
		eventually(t, "the replica follows", func() bool { return containsLine(n.Info(ctx, "replication").Val(), "master_link_status:up") })
	}
	c := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{nodes[0].addr, nodes[1].addr}, ContextTimeoutEnabled: true,
		MaxRetries: 2, DialerRetries: 1, ClusterStateReloadInterval: 5 * time.Second}) // a minute by default: so long would nobody find a new master
	t.Cleanup(func() { _ = c.Close() })
	return nodes, c
}

func containsLine(text, line string) bool {
	return slices.Contains(strings.Split(text, "\r\n"), line)
}

// TestSuiteOnCluster runs the room's other tests over a real Cluster: all that go
// through stores, except those that bring broken connections or want no replica.
func TestSuiteOnCluster(t *testing.T) {
	nodes, _ := startCluster(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.skip", "LostReplies|NotReplicated|Cluster|Sentinel", "-test.count", "1", "-rapid.checks", "40")
	cmd.Env = append(os.Environ(), "KAKEBOT_TEST_CLUSTER="+nodes[0].addr)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, n := range nodes {
		if n.DBSize(ctx).Val() == 0 {
			t.Error("the tests left nothing on one of the nodes: they did not run over the Cluster")
		}
	}
}

// TestCluster books for thirty programmes on a real Cluster at a time, each
// promise on a replica before it is given. The programmes lie on all masters.
func TestCluster(t *testing.T) {
	nodes, rdb := startCluster(t)
	const programmes = 30
	var all sync.WaitGroup
	for i := range programmes {
		all.Go(func() {
			d := New(rdb, fmt.Sprint("programme", i), helsinki, Options{Wait: 1, Now: func() time.Time { return now }})
			if err := oneLife(d); err != nil {
				t.Errorf("programme %d: %v", i, err)
			}
		})
	}
	all.Wait()
	for _, n := range nodes {
		if n.DBSize(ctx).Val() == 0 {
			t.Error("a node has nothing: the programmes do not lie on all of them")
		}
	}
}

// oneLife goes through everything that a desk decides.
func oneLife(d *Desk) error {
	slots := []Slot{{Start: at(ten), Length: time.Hour}, {Start: at(eleven), Length: time.Hour}, {Start: at(twelve), Length: time.Hour}}
	n, err := d.Offer(ctx, "offer", slots)
	if err != nil || n != 3 {
		return fmt.Errorf("offered %d: %w", n, err)
	}
	h, err := d.Hold(ctx, "hold", "web:a", ten, now)
	if err != nil {
		return err
	}
	if _, err := d.Confirm(ctx, "too", "web:b", "", ten, Request{}, now); !errors.Is(err, ErrTaken) {
		return fmt.Errorf("what is held was given away: %w", err)
	}
	k, err := d.Confirm(ctx, "confirm", "web:a", h.Token, ten, Request{Lang: "fi"}, now)
	if err != nil {
		return err
	}
	if err := d.Wish(ctx, "wish", "web:b", Wish{Lang: "sv", Address: "b"}, now); err != nil {
		return err
	}
	if k, err = d.Move(ctx, "move", "web:a", k.Code, eleven, now); err != nil || k.Slot.ID != eleven {
		return fmt.Errorf("moved: %w", err)
	}
	if k, err = d.Adopt(ctx, "adopt", "web:c", k.Code); err != nil || k.Person != "web:c" {
		return fmt.Errorf("adopted: %w", err)
	}
	again, err := d.Move(ctx, "move", "web:a", k.Code, eleven, now)
	if err != nil || again.Sequence != 1 {
		return fmt.Errorf("moved again: %w", err)
	}
	if k, err = d.Cancel(ctx, "cancel", "web:c", k.Code, now); err != nil || !k.Cancelled {
		return fmt.Errorf("cancelled: %w", err)
	}
	if _, err := d.Sweep(ctx); err != nil {
		return err
	}
	events, err := d.Events(ctx, 10)
	if err != nil {
		return err
	}
	var kinds []Kind
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	if got, want := fmt.Sprint(kinds), fmt.Sprint([]Kind{WasBooked, WasMoved, Offered, WasCancelled}); got != want {
		return fmt.Errorf("events %s, want %s", got, want)
	}
	if err := d.Ack(ctx, events...); err != nil {
		return err
	}
	if err := d.Withdraw(ctx, "withdraw", twelve); err != nil {
		return err
	}
	_, err = d.Find(ctx, k.Code)
	return err
}

// TestClusterFailover kills a master. Its replica takes over with all that was
// promised with WAIT 1, and bookings go on.
func TestClusterFailover(t *testing.T) {
	nodes, rdb := startCluster(t)
	const before, all = 100, 120
	careful := New(rdb, "failover", helsinki, Options{Wait: 1})
	plain := New(rdb, "failover", helsinki, Options{}) // no replica is left to wait for
	slot := func(i int) string { return fmt.Sprint("s", i) }
	var slots []Slot
	for i := range all {
		slots = append(slots, Slot{ID: slot(i), Start: at(ten)})
	}
	_, err := careful.Offer(ctx, "offer", slots)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	book := func(d *Desk, i int) error {
		k, err := d.Confirm(ctx, fmt.Sprint("op", i), fmt.Sprint("web:", i), "", slot(i), Request{}, now)
		if err == nil {
			codes = append(codes, k.Code)
		}
		return err
	}
	for i := range before {
		if err := book(careful, i); err != nil {
			t.Fatal(err)
		}
	}
	master, err := rdb.MasterForKey(ctx, plain.tag[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes {
		if n.addr == master.Options().Addr {
			_ = n.process.Kill()
		}
	}
	killed := time.Now()
	eventually(t, "WAIT's way finds the new master", func() bool { return errors.Is(book(careful, before), ErrNotReplicated) })
	t.Logf("the new master was found %.1f s after the kill", time.Since(killed).Seconds())
	for i := before; i < all; i++ {
		if err := book(plain, i); err != nil {
			t.Error(err)
		}
	}
	for i, code := range codes {
		if k, err := plain.Find(ctx, code); err != nil || k.Slot.ID != slot(i) {
			t.Errorf("booking %d is lost: %v", i, err)
		}
	}
}
