package discordtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Intents that the server knows by name.
const (
	IntentGuilds        = 1 << 0
	IntentGuildMessages = 1 << 9
	IntentDirect        = 1 << 12
	IntentContent       = 1 << 15

	privileged = 1<<1 | 1<<8 | IntentContent
	known      = 1<<22 - 1 | 1<<24 | 1<<25
)

// patience bounds every wait of a test.
const patience = 20 * time.Second

// A Server is Discord for one bot. Its methods may be called from any goroutine.
type Server struct {
	URL   string // where DISCORD_API_URL points
	Token string // the bot's, without "Bot "
	AppID string // the application's
	BotID string // the bot's user

	t     testing.TB
	http  *httptest.Server
	conns sync.WaitGroup
	quit  chan struct{}

	mu       sync.Mutex
	changed  chan struct{} // closed and renewed whenever something happened
	now      time.Time
	ids      uint64
	settings settings
	places   map[string]*Place // by channel
	private  map[string]*Place // by user
	guilds   map[string][]*Place
	bots     map[string]bool
	refused  map[string]refusal // by channel: what posting there gives
	messages map[string][]*message
	nonces   map[string]*message // by nonce
	asked    map[string]*Interaction
	commands []map[string]any
	sessions []*session
	open     map[*conn]bool
	upsets   upsets
	started  map[int]bool // shards that identified within the pace
	last     event
	spent    map[string]int // posts to a channel within the time of its limit
	faults   map[string][]Fault
	calls    []Call
	posts    []*message
	read     int
	wrong    []string
	expected map[int]bool
}

// settings are what a test may choose.
type settings struct {
	heartbeat time.Duration
	answer    time.Duration
	identify  time.Duration
	granted   int
	rate      int
	window    time.Duration
	shards    int
}

// Open starts a Discord that ends with the test, and fails it when a client did
// something malformed.
func Open(t testing.TB) *Server {
	s := &Server{
		t: t, Token: "bot-token-for-tests", quit: make(chan struct{}),
		changed: make(chan struct{}), now: time.Date(2018, 2, 12, 7, 0, 0, 0, time.UTC),
		settings: settings{heartbeat: 41250 * time.Millisecond, answer: 3 * time.Second, granted: known &^ privileged, shards: 1},
		places:   map[string]*Place{}, private: map[string]*Place{}, guilds: map[string][]*Place{}, bots: map[string]bool{}, refused: map[string]refusal{},
		messages: map[string][]*message{}, nonces: map[string]*message{}, asked: map[string]*Interaction{},
		open: map[*conn]bool{}, started: map[int]bool{}, spent: map[string]int{}, faults: map[string][]Fault{}, expected: map[int]bool{},
	}
	s.AppID, s.BotID = s.newID(), s.newID()
	s.http = httptest.NewServer(s.routes())
	s.URL = s.http.URL
	t.Cleanup(s.close)
	return s
}

func (s *Server) close() {
	close(s.quit)
	s.mu.Lock()
	for c := range s.open {
		c.drop()
	}
	for _, i := range s.asked {
		i.deadline.Stop()
	}
	wrong := slices.Clone(s.wrong)
	s.mu.Unlock()
	s.http.CloseClientConnections()
	s.http.Close()
	s.conns.Wait()
	for _, w := range wrong {
		s.t.Errorf("Discord was asked for something malformed: %s", w)
	}
}

// Heartbeat sets the interval that HELLO asks for, from the next connection on;
// 41.25 s unless set.
func (s *Server) Heartbeat(d time.Duration) { s.set(func(x *settings) { x.heartbeat = d }) }

// Deadline sets within which time an interaction must be answered first; 3 s
// unless set.
func (s *Server) Deadline(d time.Duration) { s.set(func(x *settings) { x.answer = d }) }

// IdentifyPace makes a second IDENTIFY within d an invalid session, as Discord
// does within five seconds; nothing unless set.
func (s *Server) IdentifyPace(d time.Duration) { s.set(func(x *settings) { x.identify = d }) }

// GrantContent gives the application the privileged intent MESSAGE_CONTENT.
func (s *Server) GrantContent() { s.set(func(x *settings) { x.granted |= IntentContent }) }

// WithdrawContent takes it back.
func (s *Server) WithdrawContent() { s.set(func(x *settings) { x.granted &^= IntentContent }) }

// RequireShards makes an IDENTIFY of fewer shards fail with 4011.
func (s *Server) RequireShards(n int) { s.set(func(x *settings) { x.shards = n }) }

// RateLimit allows n posts to a channel within a time that begins with the first
// of them, and tells so with every answer. Without it there is no limit.
func (s *Server) RateLimit(n int, within time.Duration) {
	s.set(func(x *settings) { x.rate, x.window = n, within })
}

func (s *Server) set(change func(*settings)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.settings)
}

// Advance moves the clock by which tokens and nonces age. Three seconds are
// real ones, the fifteen minutes are of this clock.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// Expect says that refusals with these codes (Discord's own, or HTTP statuses
// where it has none) are part of the test.
func (s *Server) Expect(codes ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range codes {
		s.expected[c] = true
	}
}

// complain notes what a client should not have done; the caller holds the lock.
func (s *Server) complain(code int, format string, args ...any) {
	if !s.expected[code] {
		s.wrong = append(s.wrong, fmt.Sprintf("%d: ", code)+fmt.Sprintf(format, args...))
	}
}

// touch wakes everybody who waits for something; the caller holds the lock.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// wait returns when cond, called with the lock held, is true, and fails the test
// when it is not for twenty seconds.
func (s *Server) wait(what string, cond func() bool) {
	s.t.Helper()
	if !s.waited(cond, patience) {
		s.t.Fatalf("waited %v for %s", patience, what)
	}
}

func (s *Server) waited(cond func() bool, most time.Duration) bool {
	late := time.NewTimer(most)
	defer late.Stop()
	for {
		s.mu.Lock()
		ok, changed := cond(), s.changed
		s.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-changed:
		case <-late.C:
			return false
		case <-s.quit:
			return false
		}
	}
}

// epoch is where Discord's ids begin to count milliseconds.
var epoch = time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)

// newID gives an id of this moment; the caller holds the lock, or is Open. The
// lower 22 bits count, so that ids grow also when the clock stands.
func (s *Server) newID() string {
	s.ids++
	return strconv.FormatUint(uint64(s.now.Sub(epoch).Milliseconds())<<22+s.ids, 10)
}

// snowflake tells whether a string is an id of Discord's.
func snowflake(id string) bool {
	n, err := strconv.ParseUint(id, 10, 64)
	return err == nil && n > 1<<22 && !strings.HasPrefix(id, "+")
}

// bearer tells whether a request carries the bot's token.
func (s *Server) bearer(r *http.Request) bool { return r.Header.Get("Authorization") == "Bot "+s.Token }
