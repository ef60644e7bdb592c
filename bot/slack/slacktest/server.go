package slacktest

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// Slack's names in the fake workspace.
const (
	Team    = "T0KAKE"
	App     = "A0KAKE"
	BotUser = "U0KAKEBOT"
	BotID   = "B0KAKE"
)

// Options are what can be set of a Server; the zero value is Slack as it is.
type Options struct {
	AckWithin   time.Duration    // after which an envelope is late and comes again; 3 s
	Retries     int              // how often it comes again; 3
	TriggerLife time.Duration    // of a trigger_id; 3 s
	PingEvery   time.Duration    // of a socket; 5 s
	Patience    time.Duration    // of a test that waits for something; 20 s
	Clock       func() time.Time // for timestamps; time.Now
}

// A Server is a workspace with one app in it. Its methods may be called from
// many goroutines.
type Server struct {
	URL      string // of the Web API, ending in a slash
	BotToken string
	AppToken string

	t       testing.TB
	o       Options
	http    *httptest.Server
	done    chan struct{}
	running sync.WaitGroup // of sockets

	mu         sync.Mutex
	changed    *sync.Cond // of mu: anything happened
	serial     int        // for ids
	last       int64      // the last timestamp, in microseconds
	calls      map[string]int
	faults     map[string][]Fault
	weather    func(method string) Fault
	complaints []string

	people    map[string]*person
	rooms     map[string]*room
	journal   []Post
	read      map[string]int // by place: how many of its posts Next has given
	responses map[string]*response
	uploads   map[string]*upload

	views    map[string]*View
	viewsOf  map[string][]string // modals by user, in the order they were opened
	homes    map[string]*View    // by user
	triggers map[string]*trigger

	tickets   map[string]bool
	sockets   []*socket
	turn      int // whose turn it is to get an envelope
	envelopes map[string]*Envelope
	parked    []*Envelope // until a socket opens
	late      int
	astray    int
	opened    int // sockets so far
}

// Open starts a Slack, which ends with the test.
func Open(t testing.TB, o Options) *Server {
	o.AckWithin = cmp.Or(o.AckWithin, 3*time.Second)
	o.Retries = cmp.Or(o.Retries, 3)
	o.TriggerLife = cmp.Or(o.TriggerLife, 3*time.Second)
	o.PingEvery = cmp.Or(o.PingEvery, 5*time.Second)
	o.Patience = cmp.Or(o.Patience, 20*time.Second)
	if o.Clock == nil {
		o.Clock = time.Now
	}
	s := &Server{BotToken: "xoxb-kake-test", AppToken: "xapp-kake-test", t: t, o: o, done: make(chan struct{}),
		calls: map[string]int{}, faults: map[string][]Fault{}, people: map[string]*person{}, rooms: map[string]*room{},
		read: map[string]int{}, responses: map[string]*response{}, uploads: map[string]*upload{},
		views: map[string]*View{}, viewsOf: map[string][]string{}, homes: map[string]*View{}, triggers: map[string]*trigger{},
		tickets: map[string]bool{}, envelopes: map[string]*Envelope{}}
	s.changed = sync.NewCond(&s.mu)
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("/link/{ticket}", s.serveSocket)
	mux.HandleFunc("POST /respond/{id}", s.serveResponse)
	mux.HandleFunc("POST /upload/{id}", s.serveUpload)
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL + "/api/"
	t.Cleanup(s.close)
	return s
}

func (s *Server) close() {
	s.mu.Lock()
	close(s.done)
	for _, e := range s.envelopes {
		e.stop()
	}
	for _, tr := range s.triggers {
		tr.life.Stop()
	}
	for _, k := range s.sockets {
		k.end()
	}
	complaints := slices.Clone(s.complaints)
	s.mu.Unlock()
	s.http.CloseClientConnections()
	s.http.Close()
	s.running.Wait()
	for _, c := range complaints {
		s.t.Errorf("Slack complains: %s", c)
	}
}

// id makes a new id of Slack's kind; the caller holds the lock.
func (s *Server) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%07d", prefix, s.serial)
}

// stamp makes a timestamp later than all before; the caller holds the lock.
func (s *Server) stamp() string {
	s.last = max(s.last+1, s.o.Clock().UnixMicro())
	return fmt.Sprintf("%d.%06d", s.last/1e6, s.last%1e6)
}

// complain notes what Slack lets pass and people do not; the caller holds the lock.
func (s *Server) complain(format string, args ...any) {
	s.complaints = append(s.complaints, fmt.Sprintf(format, args...))
}

// Complaints gives what Slack complained of since the last time, which then no
// longer fails the test.
func (s *Server) Complaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.complaints
	s.complaints = nil
	return c
}

// Calls tells how often a method was called, refused calls among them.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}
