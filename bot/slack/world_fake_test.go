package slack_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"kakebot/bot/slack"
	"kakebot/bot/slack/slacktest"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

// People and a channel of the fake workspace.
const (
	anna  = "U01ANNA"
	bert  = "U02BERT"
	hall  = "C01HALL"
	day   = 24 * time.Hour
	early = 50 * time.Millisecond
)

var silent = slog.New(slog.NewTextHandler(io.Discard, nil))

// a world is a Slack and what replicas of the program share.
type world struct {
	*testing.T
	*slacktest.Server
	posts  chattest.Posts
	memory chattest.Memory
}

func open(t *testing.T, o slacktest.Options) *world {
	return &world{T: t, Server: slacktest.Open(t, o)}
}

// options are those of a replica.
func (w *world) options() slack.Options {
	return slack.Options{BotToken: w.BotToken, AppToken: w.AppToken, APIURL: w.URL, Posts: &w.posts, Home: []string{"/alku", "/ajat"}, Log: silent}
}

// run starts a replica with quick delays, and waits until it is connected.
// stop ends it, and gives what Run returned.
func (w *world) run(h chat.Handler) (c *slack.Slack, stop func() error) {
	w.Helper()
	c = slack.New(w.options())
	slack.Hurry(c, day)
	return c, w.start(c, h)
}

func (w *world) start(c *slack.Slack, h chat.Handler) (stop func() error) {
	w.Helper()
	sockets := w.Opened()
	ctx, cancel := context.WithCancel(w.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx, h) }()
	var once sync.Once
	var err error
	stop = func() error {
		once.Do(func() {
			cancel()
			select {
			case err = <-ended:
			case <-time.After(20 * time.Second):
				err = errors.New("Run did not return")
			}
		})
		return err
	}
	w.Cleanup(func() {
		if err := stop(); err != nil {
			w.Errorf("run: %v", err)
		}
	})
	w.AwaitOpened(sockets + 1)
	return stop
}

// guard puts the real door before a handler, with what replicas share behind it.
func (w *world) guard(h chat.Handler) chat.Handler {
	return &chat.Guard{Next: h, Memory: &w.memory, Clock: func() time.Time { return time.Date(2018, 2, 12, 9, 0, 0, 0, time.UTC) },
		Language: func(string, chat.Person, chat.Session) string { return "fi" }, Scrub: func(s string) string { return s }, Log: silent}
}

// a script is a handler with a reply for each text; what it does not know it
// repeats. It keeps what it was told, asides apart.
type script struct {
	replies   map[string]chat.Reply
	submitted chat.HandlerFunc // answers what comes with fields, when it is not nil

	mu    sync.Mutex
	heard []chat.Message
}

func (s *script) Handle(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	s.mu.Lock()
	if !t.Aside {
		s.heard = append(s.heard, t.Message)
	}
	r, known := s.replies[t.Text]
	s.mu.Unlock()
	if t.Fields != nil && s.submitted != nil {
		return s.submitted(ctx, t)
	}
	if known {
		return r, nil
	}
	return chat.Reply{Text: "Kuulin: " + chat.Inert(t.Text), Lang: "fi"}, nil
}

// know adds a reply.
func (s *script) know(text string, r chat.Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replies[text] = r
}

func (s *script) told() []chat.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]chat.Message(nil), s.heard...)
}

// last is what the script was told last.
func (s *script) last() chat.Message {
	told := s.told()
	if len(told) == 0 {
		return chat.Message{}
	}
	return told[len(told)-1]
}

// shows fails the test when a post does not show a text.
func shows(t *testing.T, p slacktest.Post, text string) {
	t.Helper()
	if !strings.Contains(p.Shown(), text) {
		t.Errorf("it shows %q, not %q", p.Shown(), text)
	}
}

// together runs a test of each case, all at the same time: they wait more than
// they work.
func together[C any](t *testing.T, cases map[string]C, test func(t *testing.T, c C)) {
	t.Helper()
	var all sync.WaitGroup
	for name, c := range cases {
		all.Go(func() { t.Run(name, func(t *testing.T) { test(t, c) }) })
	}
	all.Wait()
}
