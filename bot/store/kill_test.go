package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
)

// helperDir names the environment variable that makes the test binary a
// process to be killed: it keeps its data in that folder.
const helperDir = "KAKEBOT_STORE_TEST_DIR"

func TestMain(m *testing.M) {
	redis.SetLogger(quiet{}) // failures are looked at where they are returned
	if dir := os.Getenv(helperDir); dir != "" {
		if err := keepUntilKilled(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

// keepUntilKilled records an exchange, prints the process id of its Redis and
// waits for its own end.
func keepUntilKilled(dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, "", dir)
	if err != nil {
		return err
	}
	m := NewMemory(s.Redis, "test:")
	had, err := m.Exchanges(ctx, "a")
	if err != nil {
		return err
	}
	id := fmt.Sprint(len(had))
	if err := m.Record(ctx, "a", id, chat.Exchange{ID: id, Said: "hei"}); err != nil {
		return err
	}
	info, err := s.Redis.Info(ctx, "server").Result()
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(info, "process_id:")
	pid, _, _ := strings.Cut(rest, "\r\n")
	fmt.Println("redis", pid)
	select {}
}

// TestKilled kills the process that keeps the data, again and again and without
// a pause: each next one finds everything that was told to be kept, and no
// redis-server is left behind.
func TestKilled(t *testing.T) {
	needRedis(t)
	dir := t.TempDir()
	const times = 5
	var servers []string
	for range times {
		server, kill := keeping(t, dir)
		kill()
		servers = append(servers, server)
	}
	s, err := Open(t.Context(), "", dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	talk, err := NewMemory(s.Redis, "test:").Exchanges(t.Context(), "a")
	if err != nil || len(talk) != times {
		t.Errorf("%d of %d exchanges are left, %v", len(talk), times, err)
	}
	for _, pid := range servers {
		awaitEnd(t, pid)
	}
}

// TestKilledWithoutFolder takes the folder away too: a server that can write
// nothing more must still end.
func TestKilledWithoutFolder(t *testing.T) {
	needRedis(t)
	dir := t.TempDir()
	pid, kill := keeping(t, dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	kill()
	awaitEnd(t, pid)
}

// awaitEnd waits until a process runs no more. One that has ended and whose end
// nobody has asked for yet does not run.
func awaitEnd(t *testing.T, pid string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		stat, err := os.ReadFile("/proc/" + pid + "/stat")
		if _, state, _ := strings.Cut(string(stat), ") "); err != nil || strings.HasPrefix(state, "Z") {
			return
		}
	}
	t.Errorf("redis-server %s still runs", pid)
}

// keeping starts a process on dir and waits until it has kept something. It
// gives the process id of its redis-server, and how to kill it.
func keeping(t *testing.T, dir string) (server string, kill func()) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), helperDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	line, _ := bufio.NewReader(out).ReadString('\n')
	server, ok := strings.CutPrefix(strings.TrimSpace(line), "redis ")
	if !ok {
		kill()
		t.Fatalf("the process says %q", line)
	}
	return server, kill
}
