package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"kakebot/chat"
)

const (
	lookEvery  = 5 * time.Second // how soon a message sent by another replica is seen
	maxStreams = 2000
	maxPerTalk = 8
)

// A hub wakes the open streams of a conversation.
type hub struct {
	mu    sync.Mutex
	count int
	open  map[string]map[chan struct{}]bool // by token
}

func newHub() *hub { return &hub{open: map[string]map[chan struct{}]bool{}} }

// join opens a stream's bell; leave takes it away. ok is false when there are
// too many.
func (h *hub) join(token string) (bell <-chan struct{}, leave func(), ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.count >= maxStreams || len(h.open[token]) >= maxPerTalk {
		return nil, nil, false
	}
	if h.open[token] == nil {
		h.open[token] = map[chan struct{}]bool{}
	}
	c := make(chan struct{}, 1)
	h.open[token][c] = true
	h.count++
	return c, func() { h.leave(token, c) }, true
}

func (h *hub) leave(token string, c chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.open[token], c)
	if len(h.open[token]) == 0 {
		delete(h.open, token)
	}
	h.count--
}

func (h *hub) wake(token string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.open[token] {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// stream tells an open page of late messages: those the assistant says of its
// own accord. It ends after streamLife, and the browser comes back with the
// last event's id.
func (s *site) stream(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	bell, leave, ok := s.hub.join(token)
	if !ok {
		w.WriteHeader(http.StatusNoContent) // tells an EventSource not to come back
		return
	}
	defer leave()
	ctx, cancel := context.WithTimeout(r.Context(), streamLife)
	defer cancel()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()

	after := r.Header.Get("Last-Event-ID")
	if after == "" {
		after = r.URL.Query().Get("after")
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	fmt.Fprint(w, "retry: 3000\n\n")
	out := http.NewResponseController(w)
	for {
		all, err := s.o.Memory.Exchanges(ctx, person(token))
		if err == nil {
			news, last := since(all, after)
			for _, e := range news {
				s.event(w, token, e)
			}
			if last != after {
				after = last
				fmt.Fprintf(w, "id: %s\n\n", after)
			}
			err = out.Flush()
		}
		if err != nil {
			return
		}
		select {
		case <-bell:
		case <-tick.C:
		case <-ctx.Done():
			return
		case <-s.closing:
			return
		}
	}
}

// since gives the late messages after the exchange marked after, and the mark
// of the last. When the mark is unknown there is no telling, and none is late.
func since(all []chat.Exchange, after string) (late []chat.Exchange, last string) {
	last = after
	seen := false
	for _, e := range all {
		if seen && e.Said == "" {
			late = append(late, e)
		}
		last = mark(e.ID)
		seen = seen || last == after
	}
	if !seen {
		return nil, last
	}
	return late, last
}

// event writes one late message as the page shows it.
func (s *site) event(w http.ResponseWriter, token string, e chat.Exchange) {
	v := s.newView(talkLang([]chat.Exchange{e}, "fi"), "/")
	v.Token = token
	t := v.turn(e)
	t.Live = true
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, "turn", t); err != nil {
		s.o.Log.Error("a late message could not be rendered", "error", err)
		return
	}
	fmt.Fprintf(w, "id: %s\n", t.Mark)
	for line := range strings.Lines(b.String()) {
		fmt.Fprintf(w, "data: %s\n", strings.TrimRight(line, "\r\n"))
	}
	fmt.Fprint(w, "\n")
}
