package slacktest

import (
	"encoding/json"
	"slices"
	"time"
)

// CutSockets cuts every open socket without a word, and tells how many.
func (s *Server) CutSockets() int {
	open := s.open()
	for _, k := range open {
		k.end()
	}
	return len(open)
}

// CutSocket cuts the n-th open socket, if there is one.
func (s *Server) CutSocket(n int) {
	if open := s.open(); len(open) > 0 {
		open[n%len(open)].end()
	}
}

// Silence makes the open sockets zombies: nothing comes or goes over them any
// more, no ping either, and Slack still hands them envelopes.
func (s *Server) Silence() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		k.silent = true
	}
}

// Disconnect tells the open sockets to go: reason is "warning",
// "refresh_requested" or "link_disabled". They get nothing more, and are closed
// after ten seconds.
func (s *Server) Disconnect(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		k.disconnect(reason)
	}
	s.changed.Broadcast()
}

// Opened tells how many sockets there have been.
func (s *Server) Opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}

func (s *Server) open() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sockets)
}

// disconnect tells the client to go. The caller holds the server's lock.
func (k *socket) disconnect(reason string) {
	k.retiring = true
	data, _ := json.Marshal(object("type", "disconnect", "reason", reason, "debug_info", object("host", "applink-fake")))
	k.write(data)
	time.AfterFunc(10*time.Second, k.end)
}
