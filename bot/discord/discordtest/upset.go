package discordtest

import "slices"

// A Stage is how far a connection comes before the gateway falls silent: it
// stays open, and nothing comes any more.
type Stage int

// The stages.
const (
	Never         Stage = iota
	BeforeHello         // not even HELLO
	AfterHello          // HELLO, and no acknowledgement of anything
	AfterIdentify       // heartbeats are acknowledged; READY or RESUMED never comes
	AfterReady          // READY came; no heartbeat is acknowledged and no event comes
)

// upsets are what shall go wrong with the gateway, and counts of what went on.
type upsets struct {
	silences       []Stage
	refuse         int
	refuseResume   int
	reconnectFirst int
	closeIdentify  int
	closeTimes     int

	connections, heartbeats, identifies, resumes, resumed int
}

func (u *upsets) nextSilence() Stage {
	if len(u.silences) == 0 {
		return Never
	}
	next := u.silences[0]
	u.silences = u.silences[1:]
	return next
}

// Silence makes the next connections fall silent at these stages, one each.
func (s *Server) Silence(stages ...Stage) {
	s.upset(func(u *upsets) { u.silences = append(u.silences, stages...) })
}

// RefuseSockets answers the next n attempts to connect with 503.
func (s *Server) RefuseSockets(n int) { s.upset(func(u *upsets) { u.refuse = n }) }

// RefuseResume answers the next n RESUMEs with an invalid session.
func (s *Server) RefuseResume(n int) { s.upset(func(u *upsets) { u.refuseResume = n }) }

// ReconnectFirst makes "reconnect" (op 7) the first packet after the next n RESUMEs.
func (s *Server) ReconnectFirst(n int) { s.upset(func(u *upsets) { u.reconnectFirst = n }) }

// CloseIdentify answers the next n IDENTIFYs with a close code.
func (s *Server) CloseIdentify(code, n int) {
	s.upset(func(u *upsets) { u.closeIdentify, u.closeTimes = code, n })
}

func (s *Server) upset(change func(*upsets)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.upsets)
}

// What follows happens to the connections of these sessions, counted from 0 in
// the order in which they began, or to all when none is named.

// Drop cuts connections without a close frame.
func (s *Server) Drop(which ...int) { s.each(which, (*conn).drop) }

// SilenceNow makes connections fall silent as after READY.
func (s *Server) SilenceNow(which ...int) {
	s.each(which, func(c *conn) { c.silence = AfterReady })
}

// Close closes connections with a code.
func (s *Server) Close(code int, which ...int) { s.each(which, func(c *conn) { c.end(code) }) }

// Reconnect asks clients to come again (op 7).
func (s *Server) Reconnect(which ...int) {
	s.each(which, func(c *conn) { c.send(packet{Op: opReconnect}) })
}

// AskHeartbeat asks clients for a heartbeat at once (op 1).
func (s *Server) AskHeartbeat(which ...int) {
	s.each(which, func(c *conn) { c.send(packet{Op: opHeartbeat}) })
}

// Invalidate tells clients that their session is over (op 9), or that it may be
// resumed on a new connection.
func (s *Server) Invalidate(resumable bool, which ...int) {
	s.each(which, func(c *conn) {
		if x := c.session; x != nil {
			x.conn, x.ended, c.session = nil, x.ended || !resumable, nil
		}
		c.send(packet{Op: opInvalid, Data: resumable})
	})
}

// Forget ends every session, as after an hour without a connection.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.sessions {
		x.ended = true
	}
}

// each does something to connections; with which, to those of these sessions
// among the ones that have not ended.
func (s *Server) each(which []int, do func(*conn)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(which) == 0 {
		for c := range s.open {
			do(c)
		}
		return
	}
	n := 0
	for _, x := range s.sessions {
		if x.ended {
			continue
		}
		if slices.Contains(which, n) && x.conn != nil {
			do(x.conn)
		}
		n++
	}
}

// Counts are what went on at the gateway so far.
type Counts struct{ Connections, Heartbeats, Identifies, Resumes, Resumed int }

// Counts tells what went on at the gateway so far.
func (s *Server) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.upsets
	return Counts{u.connections, u.heartbeats, u.identifies, u.resumes, u.resumed}
}

// connected counts the sessions that events reach now, as a heartbeat has shown; the caller holds the lock.
func (s *Server) connected() int {
	n := 0
	for _, x := range s.sessions {
		if x.conn != nil && x.conn.alive && !x.conn.closing && x.conn.silence == Never && !x.ended {
			n++
		}
	}
	return n
}

// Connected tells how many sessions events reach now.
func (s *Server) Connected() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connected()
}

// AwaitConnected waits until events reach n sessions.
func (s *Server) AwaitConnected(n int) {
	s.t.Helper()
	s.wait("the gateway's sessions", func() bool { return s.connected() == n })
}

// AwaitCounts waits until what went on satisfies a test.
func (s *Server) AwaitCounts(what string, enough func(Counts) bool) {
	s.t.Helper()
	s.wait(what, func() bool {
		u := s.upsets
		return enough(Counts{u.connections, u.heartbeats, u.identifies, u.resumes, u.resumed})
	})
}
