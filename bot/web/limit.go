package web

import (
	"container/list"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How often one client may ask. A library or an office is one client, so there
// is room for several people behind one address.
const (
	postEvery  = time.Second
	postBurst  = 60
	getEvery   = 50 * time.Millisecond
	getBurst   = 300
	maxClients = 10_000
)

// A limiter counts each client by itself. The table is bounded: the client
// seen longest ago is forgotten first.
type limiter struct {
	every time.Duration
	burst int
	now   func() time.Time

	mu      sync.Mutex
	clients map[string]*list.Element // of *counter
	recent  *list.List               // front: seen last
}

type counter struct {
	client string
	rate   *rate.Limiter
}

func newLimiter(every time.Duration, burst int, now func() time.Time) *limiter {
	return &limiter{every: every, burst: burst, now: now, clients: map[string]*list.Element{}, recent: list.New()}
}

// allow tells whether the client may do one more thing now.
func (l *limiter) allow(client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.clients[client]
	if !ok {
		if l.recent.Len() >= maxClients {
			oldest := l.recent.Back()
			delete(l.clients, l.recent.Remove(oldest).(*counter).client)
		}
		e = l.recent.PushFront(&counter{client, rate.NewLimiter(rate.Every(l.every), l.burst)})
		l.clients[client] = e
	}
	l.recent.MoveToFront(e)
	return e.Value.(*counter).rate.AllowN(l.now(), 1)
}

// limited turns away who asks too often, keeping what they wrote on the page.
// Health checks are not counted, nor is who ends the mail to an address: a mail
// service does so for many people from one address of its own.
func (s *site) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := client(r, s.o.TrustProxy)
		switch {
		case r.URL.Path == "/healthz", strings.HasPrefix(r.URL.Path, stopMail):
		case r.Method == http.MethodPost && !s.posts.allow(who):
			w.Header().Set("Retry-After", "5")
			s.again(w, r)
			return
		case r.Method != http.MethodPost && !s.gets.allow(who):
			w.Header().Set("Retry-After", "5")
			s.plain(w, r, http.StatusTooManyRequests, "busy")
			return
		}
		next.ServeHTTP(w, r)
	})
}
