package slacktest

import (
	"slices"
	"time"
)

// until waits for ready, which is called with the lock held whenever anything
// happened. The test fails when it waits too long. The caller holds the lock.
func (s *Server) until(what string, ready func() bool) bool {
	s.t.Helper()
	out := false
	alarm := time.AfterFunc(s.o.Patience, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		out = true
		s.changed.Broadcast()
	})
	defer alarm.Stop()
	for !ready() {
		if out {
			s.t.Errorf("waited %v for %s", s.o.Patience, what)
			return false
		}
		s.changed.Wait()
	}
	return true
}

// Next waits for the next post in a place (a channel's id, or a person's for
// their direct messages) and gives each once. Without one in time the test fails
// and the zero Post is given.
func (s *Server) Next(place string) Post {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	place = s.channelOf(place)
	var found Post
	s.until("a post in "+place, func() bool {
		n := s.read[place]
		for _, p := range s.journal {
			if p.Place != place {
				continue
			}
			if n == 0 {
				found = p
				s.read[place]++
				return true
			}
			n--
		}
		return false
	})
	return found
}

// Posts gives all that was posted in a place so far; in any, for "".
func (s *Server) Posts(place string) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	place = s.channelOf(place)
	var all []Post
	for _, p := range s.journal {
		if place == "" || p.Place == place {
			all = append(all, p)
		}
	}
	return all
}

// Since gives all posts but the first n.
func (s *Server) Since(n int) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.journal[min(n, len(s.journal)):])
}

// Await waits until n posts are in a place; in all, for "".
func (s *Server) Await(place string, n int) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	place = s.channelOf(place)
	s.until("posts in "+place, func() bool {
		if place == "" || len(s.journal) < n {
			return len(s.journal) >= n
		}
		count := 0
		for _, p := range s.journal {
			if p.Place == place {
				count++
			}
		}
		return count >= n
	})
}

// AwaitCalls waits until a method was called n times.
func (s *Server) AwaitCalls(method string, n int) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until("calls of "+method, func() bool { return s.calls[method] >= n })
}

// AwaitSockets waits until n sockets are open, silent ones not counted.
func (s *Server) AwaitSockets(n int) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until("sockets", func() bool {
		alive := 0
		for _, k := range s.sockets {
			if !k.silent && !k.retiring {
				alive++
			}
		}
		return alive >= n
	})
}

// AwaitOpened waits until n sockets were opened, those closed since among them.
func (s *Server) AwaitOpened(n int) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until("connections", func() bool { return s.opened >= n })
}

// AwaitClosed waits until no socket is open.
func (s *Server) AwaitClosed() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until("the end of the sockets", func() bool { return len(s.sockets) == 0 })
}

// AwaitAck waits until the envelopes of what somebody did are acknowledged.
func (s *Server) AwaitAck(did Did) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range did.Envelopes {
		s.until("an acknowledgement of "+e.kind, func() bool { return e.acked })
	}
}

// AwaitAllAcks waits until every envelope is acknowledged or given up.
func (s *Server) AwaitAllAcks() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until("all acknowledgements", func() bool {
		for _, e := range s.envelopes {
			if !e.acked && !e.givenUp {
				return false
			}
		}
		return true
	})
}
