package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// binary is the program built for the tests that need a process of their own.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "kakebot-test")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "kakebot")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%s", out)
		os.Exit(1)
	}
	redis.SetLogger(quiet{})
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// patience bounds every wait for a process.
const patience = 30 * time.Second

// A process is a running kakebot; its input is closed unless a test writes to it.
type process struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	err *bytes.Buffer
}

func start(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 4*patience) // a test that hangs does not leave a process
	t.Cleanup(cancel)
	p := &process{cmd: exec.CommandContext(ctx, binary, args...), err: &bytes.Buffer{}}
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}, env...)
	p.cmd.Stderr = p.err
	in, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.in, p.out = in, bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() })
	return p
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// serving starts everything on a free port and waits for the printed address.
func serving(t *testing.T, env []string, args ...string) (p *process, url string) {
	t.Helper()
	p = start(t, env, append([]string{"--listen", "127.0.0.1:0"}, args...)...)
	for {
		line, err := p.out.ReadString('\n')
		if a := address.FindString(line); a != "" {
			go func() { _, _ = io.Copy(io.Discard, p.out) }()
			return p, a
		}
		if err != nil {
			t.Fatalf("no address was printed: %v\n%s", err, p.err)
		}
	}
}

// ends asks a process to stop and tells how it ended, and how long that took.
func (p *process) ends(t *testing.T) (code int, took time.Duration) {
	t.Helper()
	from := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode(), time.Since(from)
}

func TestStopsInTime(t *testing.T) {
	p, at := serving(t, nil)
	r, err := http.Get(at + "/")
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if r.StatusCode != http.StatusOK || !strings.Contains(string(page), "automaattinen") {
		t.Errorf("the page: %s", r.Status)
	}
	if code, took := p.ends(t); code != 0 || took > 5*time.Second {
		t.Errorf("ended with %d after %v\n%s", code, took, p.err)
	}
}

// TestRefuses starts what cannot be started: one line says why, with no secret
// in it, and nothing is left half-started.
func TestRefuses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for _, x := range []struct {
		name string
		env  []string
		args []string
		want string
	}{
		{"port taken", nil, []string{"--listen", taken.Addr().String()}, "cannot listen on"},
		{"Redis away", []string{"REDIS_URL=redis://:s3cret@127.0.0.1:1/0"}, []string{"--listen", "127.0.0.1:0"}, "no Redis answers at 127.0.0.1:1"},
		{"Redis URL", []string{"REDIS_URL=s3cret"}, nil, "REDIS_URL is not a URL"},
		{"mail relay", []string{"SMTP_URL=smtp://kake:s3cret%@mail.example.org", "KAKEBOT_MAIL_FROM=kake@example.org"}, []string{"--listen", "127.0.0.1:0"}, "SMTP_URL is not an address"},
		{"mail sender", []string{"SMTP_URL=smtp://kake:s3cret@mail.example.org", "KAKEBOT_MAIL_FROM=KAKE-botti"}, []string{"--listen", "127.0.0.1:0"}, "KAKEBOT_MAIL_FROM is not a sender"},
		{"unknown flag", nil, []string{"--colour"}, "unknown flag --colour"},
		{"unknown command", nil, []string{"dance"}, `unknown command "dance"`},
		{"no such knowledge", nil, []string{"--knowledge", "/nowhere"}, "--knowledge"},
		{"no such time", nil, []string{"--now", "yesterday"}, "--now"},
		{"no such slot", nil, []string{"ask", "--slots", "tomorrow", "hei"}, "slots"},
		{"no such staff", []string{"KAKEBOT_STAFF=slack/#neuvojat"}, nil, "KAKEBOT_STAFF is"},
		{"nothing kept", nil, []string{"slots"}, "give --data DIR or REDIS_URL"},
	} {
		t.Run(x.name, func(t *testing.T) {
			p := start(t, x.env, x.args...)
			_ = p.in.Close()
			_, _ = io.Copy(io.Discard, p.out)
			_ = p.cmd.Wait()
			said := p.err.String()
			if code := p.cmd.ProcessState.ExitCode(); code != refused {
				t.Errorf("ended with %d", code)
			}
			if !strings.Contains(said, x.want) || strings.Count(strings.TrimSpace(said), "\n") > 0 || strings.Contains(said, "s3cret") {
				t.Errorf("said %q, want one line with %q", said, x.want)
			}
		})
	}
}

// ask sends one line to a running ask and reads its one line.
func (p *process) ask(t *testing.T, q question) answer {
	t.Helper()
	line, _ := json.Marshal(q)
	if _, err := p.in.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	got, err := p.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("%v\n%s", err, p.err)
	}
	var a answer
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
	return a
}

// TestAsk holds the promises of the ask command: a line is answered before the
// next is read, a repeated id gets its first reply, buttons are pressed by their
// say, and a clock that jumps brings what fell due.
func TestAsk(t *testing.T) {
	p := start(t, nil, "ask", "--now", "2018-02-12", "--slots", "2018-02-13T10:00")
	first := p.ask(t, question{ID: "1", Conversation: "a", Text: "varaa aika"})
	if len(first.Buttons) == 0 || !strings.Contains(first.Reply, "13.2") {
		t.Fatalf("%+v", first)
	}
	held := p.ask(t, question{ID: "2", Conversation: "a", Text: first.Buttons[0].Say})
	if again := p.ask(t, question{ID: "2", Conversation: "a", Text: "jotain muuta"}); again.Reply != held.Reply {
		t.Errorf("the same id got another reply: %s", again.Reply)
	}
	if r := p.ask(t, question{ID: "3", Conversation: "a", Text: "vahvista"}); !strings.Contains(r.Reply, "varattu") {
		t.Errorf("%+v", r)
	}
	if r := p.ask(t, question{ID: "4", Conversation: "b", Text: "omat varaukset"}); !strings.Contains(r.Reply, "ei ole varauksia") {
		t.Errorf("another person sees it: %+v", r)
	}
	if r := p.ask(t, question{ID: "5", Conversation: "a", Text: "hei", Now: "2018-02-13T08:30"}); !strings.Contains(r.Reply, "Aikasi neuvojalle") {
		t.Errorf("no reminder came: %+v", r)
	}
	r := p.ask(t, question{ID: "6", Text: "onko haku auki", Now: "2018-02-20"})
	if r.Lang != "fi" || r.Topic != "open_now" || len(r.Sources) != 1 || r.Sources[0].Line != 79 {
		t.Errorf("%+v", r)
	}
	_ = p.in.Close()
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, p.err)
	}
}

// TestKilled kills the process right after a booking was confirmed: with a
// folder for its data, nothing that was confirmed is lost.
func TestKilled(t *testing.T) {
	needRedis(t)
	dir := t.TempDir()
	p := start(t, nil, "ask", "--data", dir, "--now", "2018-02-12", "--slots", "2018-02-13T10:00")
	p.ask(t, question{ID: "1", Conversation: "a", Text: "/varaa 2018-02-13T10:00"})
	if r := p.ask(t, question{ID: "2", Conversation: "a", Text: "vahvista"}); !strings.Contains(r.Reply, "varattu") {
		t.Fatalf("%+v", r)
	}
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.cmd.Wait()
	p = start(t, nil, "ask", "--data", dir, "--now", "2018-02-12")
	if r := p.ask(t, question{ID: "3", Conversation: "a", Text: "omat varaukset"}); !strings.Contains(r.Reply, "13.2") {
		t.Errorf("the booking is lost: %+v\n%s", r, p.err)
	}
}

// redisServer starts a Redis of our own on a free port of this machine.
func redisServer(t *testing.T, port string) (addr string, stop func()) {
	t.Helper()
	needRedis(t)
	if port == "" {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		_, port, _ = net.SplitHostPort(l.Addr().String())
		_ = l.Close()
	}
	cmd := exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	}
	t.Cleanup(stop)
	addr = "127.0.0.1:" + port
	eventually(t, "Redis answers", func() bool {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			return false
		}
		defer func() { _ = c.Close() }()
		_, _ = c.Write([]byte("PING\r\n"))
		b := make([]byte, 5)
		_, err = io.ReadFull(c, b)
		return err == nil && string(b) == "+PONG"
	})
	return addr, stop
}

// eventually polls a real process until it is as wanted.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-tick.C {
		if so() {
			return
		}
	}
	t.Fatalf("waited in vain until %s", what)
}

// TestTwoProcesses lets two processes on one Redis race for the same time.
func TestTwoProcesses(t *testing.T) {
	addr, _ := redisServer(t, "")
	env := []string{"REDIS_URL=redis://" + addr + "/0"}
	one := start(t, env, "ask", "--now", "2018-02-12", "--slots", "2018-02-13T10:00")
	two := start(t, env, "ask", "--now", "2018-02-12")
	one.ask(t, question{ID: "1", Conversation: "a", Text: "/varaa 2018-02-13T10:00"})
	if r := two.ask(t, question{ID: "1", Conversation: "b", Text: "/varaa 2018-02-13T10:00"}); !strings.Contains(r.Reply, "ei ole") {
		t.Errorf("both hold it: %s", r.Reply)
	}
	// The other process goes on with the first one's conversation.
	if r := two.ask(t, question{ID: "2", Conversation: "a", Text: "vahvista"}); !strings.Contains(r.Reply, "varattu") {
		t.Errorf("%+v", r)
	}
	if r := one.ask(t, question{ID: "3", Conversation: "a", Text: "omat"}); !strings.Contains(r.Reply, "13.2") {
		t.Errorf("%+v", r)
	}
}

// TestRedisLost takes Redis away from a running page: questions are still
// answered, booking rests, and when Redis is back it goes on.
func TestRedisLost(t *testing.T) {
	addr, stop := redisServer(t, "")
	_, at := serving(t, []string{"REDIS_URL=redis://" + addr + "/0"})
	stop()
	post := func(text string) string {
		r, err := http.PostForm(at+"/k", url.Values{"id": {text}, "l": {"fi"}, "text": {text}})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Body.Close() }()
		page, _ := io.ReadAll(r.Body)
		return string(page)
	}
	if page := post("Paljonko tapahtumaan saa?"); !strings.Contains(page, "8\u00a0000") {
		t.Errorf("the question is not answered:\n%s", page)
	}
	if page := post("varaa aika"); !strings.Contains(page, "Mitään ei ole kadonnut") {
		t.Errorf("booking does not rest:\n%s", page)
	}
	_, port, _ := net.SplitHostPort(addr)
	redisServer(t, port)
	eventually(t, "booking goes on", func() bool { return strings.Contains(post("haluan varata ajan"), "toiveen") })
}
