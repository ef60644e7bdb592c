//go:build servers

package main

import (
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// TestSuiteOnCluster runs this room's tests of all that is kept over a real
// Cluster of three nodes: reminders and news, mailboxes, calendars and talks. One
// is left out, which lists the keys of a whole store.
func TestSuiteOnCluster(t *testing.T) {
	needRedis(t)
	nodes := startCluster(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.count", "1", "-test.v", "-test.skip", "TestNewsAfterCrash", "-test.run", strings.Join([]string{"TestNews", "TestMailTalks", "TestMailLife", "TestBounce",
		"TestPersonsCalendar", "TestBriefing", "TestKeptTimePasses", "TestReminders", "TestTalks"}, "|")+"/embedded")
	cmd.Env = append(os.Environ(), "KAKEBOT_TEST_CLUSTER="+nodes[0].Options().Addr)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, n := range nodes {
		if n.DBSize(t.Context()).Val() == 0 {
			t.Error("the tests left nothing on one of the nodes: they did not run over the Cluster")
		}
	}
}

// startCluster starts three masters on ports of 127.0.0.1 that end with the test.
func startCluster(t *testing.T) (nodes []*redis.Client) {
	t.Helper()
	const masters, slots = 3, 16384
	ctx := t.Context()
	eventually := func(what string, so func() bool) {
		t.Helper()
		for late := time.After(30 * time.Second); !so(); {
			select {
			case <-late:
				t.Fatal("in vain: ", what)
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	var buses []string
	for i := range masters {
		port, bus := freePort(t), freePort(t)
		cmd := exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir(),
			"--cluster-enabled", "yes", "--cluster-port", bus)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		n := redis.NewClient(&redis.Options{Addr: "127.0.0.1:" + port})
		t.Cleanup(func() {
			_ = n.Close()
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		})
		eventually("a node answers", func() bool { return n.Ping(ctx).Err() == nil })
		if err := n.ClusterAddSlotsRange(ctx, i*slots/masters, (i+1)*slots/masters-1).Err(); err != nil {
			t.Fatal(err)
		}
		nodes, buses = append(nodes, n), append(buses, bus)
	}
	for i, n := range nodes[1:] {
		_, port, _ := net.SplitHostPort(n.Options().Addr)
		if err := nodes[0].Do(ctx, "cluster", "meet", "127.0.0.1", port, buses[i+1]).Err(); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range nodes {
		eventually("everybody has met", func() bool { return strings.Contains(n.ClusterInfo(ctx).Val(), "cluster_state:ok") })
	}
	return nodes
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}
