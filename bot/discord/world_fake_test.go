package discord_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"kakebot/bot/discord"
	"kakebot/bot/discord/discordtest"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

const patience = 20 * time.Second

// TestMain lets more tests run side by side than there are processors: they
// mostly wait for each other's clocks.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "64"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// A world is a Discord, and what the replicas of one bot share.
type world struct {
	*discordtest.Server
	t     *testing.T
	posts chat.Posts
	log   *log
	count int // of replicas
}

// open begins a Discord whose heart beats every 500 ms.
func open(t *testing.T) *world {
	w := &world{Server: discordtest.Open(t), t: t, posts: new(chattest.Posts), log: new(log)}
	w.Heartbeat(500 * time.Millisecond)
	return w
}

// log keeps what was logged, so that no secret is in it.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// commands are the ones the tests use.
var commands = []discord.Command{
	{Name: "ask", Takes: "question"},
	{Name: "book", Say: "/varaa", OpensForm: true},
	{Name: "person", Say: "/apua"},
}

// make builds a replica.
func (w *world) make(change ...func(*discord.Options)) *discord.Discord {
	o := discord.Options{Token: w.Token, APIURL: w.URL, Posts: w.posts, Commands: commands, Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	for _, c := range change {
		c(&o)
	}
	d := discord.New(o)
	d.Quicken()
	return d
}

// A replica is a Run under way.
type replica struct {
	*discord.Discord
	w     *world
	stop  context.CancelFunc
	ended chan struct{}
	err   error
}

// run starts a replica and waits until events reach it. It ends with the test.
func (w *world) run(h chat.Handler, change ...func(*discord.Options)) *replica {
	w.t.Helper()
	r := w.start(h, change...)
	w.AwaitConnected(w.count)
	return r
}

// start is run without the wait.
func (w *world) start(h chat.Handler, change ...func(*discord.Options)) *replica {
	r := &replica{Discord: w.make(change...), w: w, ended: make(chan struct{})}
	w.count++
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	go func() {
		defer close(r.ended)
		r.err = r.Run(ctx, h)
	}()
	w.t.Cleanup(func() {
		stop()
		if err := r.wait(); err != nil {
			w.t.Errorf("run: %v", err)
		}
		if strings.Contains(w.log.String(), w.Token) {
			w.t.Error("the token is in the log")
		}
	})
	return r
}

// wait gives what Run returned.
func (r *replica) wait() error {
	r.w.t.Helper()
	select {
	case <-r.ended:
		return r.err
	case <-time.After(patience):
		r.w.t.Errorf("run has not ended after %v:\n%s", patience, strings.Join(strays(), "\n\n"))
		return nil
	}
}

// healthy waits for the replica's health to be as it should.
func (r *replica) healthy(want bool) {
	r.w.t.Helper()
	r.w.eventually("the replica's health", func() bool { return (r.Health() == nil) == want })
}

// eventually waits for something that tells nobody when it happens.
func (w *world) eventually(what string, is func() bool) {
	w.t.Helper()
	late, tick := time.After(patience), time.NewTicker(2*time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-late:
			w.t.Fatalf("waited %v for %s", patience, what)
		}
	}
}

// strays are the goroutines that belong to the room, to discordgo or to the courier.
func strays() (own []string) {
	stacks := make([]byte, 1<<22)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for _, g := range strings.Split(string(stacks), "\n\n") {
		for _, whose := range []string{"kakebot/bot/discord.", "bwmarrin/discordgo", "kakebot/chat/courier"} {
			if strings.Contains(g, whose) && !strings.Contains(g, "discord_test.(*world)") && !strings.Contains(g, "discord_test.strays") {
				own = append(own, g)
				break
			}
		}
	}
	return own
}

// alone fails a test that leaves goroutines of the room behind. Tests that use
// it do not run beside others.
func alone(t *testing.T) {
	t.Helper()
	if left := strays(); len(left) > 0 {
		t.Fatalf("%d goroutines are there before the test", len(left))
	}
	t.Cleanup(func() {
		left := strays()
		for range 100 { // discordgo tells that it has let go a moment before its goroutine ends
			if len(left) == 0 {
				break
			}
			time.Sleep(time.Millisecond)
			left = strays()
		}
		if len(left) > 0 {
			t.Errorf("%d goroutines are left:\n%s", len(left), strings.Join(left, "\n\n"))
		}
	})
}

// A script answers by what was said; everything else it repeats. It keeps what
// it heard.
type script struct {
	replies map[string]chat.Reply
	do      func(ctx context.Context, t chat.Turn) (chat.Reply, error) // first, unless nil; silence goes on to replies

	mu    sync.Mutex
	heard []chat.Message
}

func (s *script) Handle(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	s.mu.Lock()
	s.heard = append(s.heard, t.Message)
	s.mu.Unlock()
	if s.do != nil {
		if r, err := s.do(ctx, t); err != nil || !r.Silent() {
			return r, err
		}
	}
	if r, known := s.replies[t.Text]; known {
		return r, nil
	}
	return chat.Reply{Text: "kuulin: " + chat.Inert(t.Text), Lang: "fi"}, nil
}

func (s *script) Suggest(ctx context.Context, beginning, lang string, n int) []string {
	if beginning == "hidas" {
		<-ctx.Done()
	}
	var all []string
	for i := range 40 {
		if all = append(all, beginning+" "+lang+" "+strings.Repeat("?", i)); len(all) == n {
			break
		}
	}
	return all
}

// messages are what was heard so far.
func (s *script) messages() []chat.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]chat.Message(nil), s.heard...)
}

// last is what was heard last.
func (s *script) last(t *testing.T) chat.Message {
	t.Helper()
	heard := s.messages()
	if len(heard) == 0 {
		t.Fatal("nothing was heard")
	}
	return heard[len(heard)-1]
}

// guarded puts a handler behind a Guard with a memory.
func guarded(m chat.Memory, h chat.Handler) *chat.Guard {
	return &chat.Guard{Next: h, Memory: m, Log: slog.New(slog.DiscardHandler),
		Clock:    func() time.Time { return time.Date(2018, 2, 12, 9, 0, 0, 0, time.UTC) },
		Language: func(string, chat.Person, chat.Session) string { return "fi" },
		Scrub:    func(s string) string { return s }}
}

// at is the address of somebody's direct messages.
func at(u discordtest.User) chat.Address { return chat.Address{Channel: "discord", Place: u.ID} }

// has fails the test when a post does not hold a text.
func has(t *testing.T, p discordtest.Post, text string) {
	t.Helper()
	if !strings.Contains(p.Content+"\n"+p.More, text) {
		t.Errorf("%q is not in the post %q", text, p.Content)
	}
}

// permanent tells whether an error says "never again".
func permanent(err error) bool { return errors.Is(err, chat.ErrPermanent) }

// Short names for what handlers take and give.
type (
	ctx   = context.Context
	turn  = chat.Turn
	reply = chat.Reply
)
