package slacktest

import (
	"net/http"
)

// a response is a response URL: what it answers, and how often it was used.
type response struct {
	room   *room
	user   string
	thread string
	ts     string // of the message whose button was pressed
	used   int
}

// responseURL makes a response URL; the caller holds the lock.
func (s *Server) responseURL(r response) string {
	id := s.id("R")
	s.responses[id] = &r
	return s.http.URL + "/respond/" + id
}

// serveResponse takes what is posted to a response URL: five times at most.
func (s *Server) serveResponse(w http.ResponseWriter, r *http.Request) {
	c := readCall(r, "respond", false)
	f := s.fault("respond")
	if f != (Fault{}) && !f.Done {
		f.strike(s, w, r)
		return
	}
	bad := s.respond(r.PathValue("id"), c)
	if f.Done {
		f.strike(s, w, r)
		return
	}
	if bad != nil {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(bad.status())
		writeAnswer(w, bad.answer())
		return
	}
	_, _ = w.Write([]byte("ok"))
}

func (s *Server) respond(id string, c call) *refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	u := s.responses[id]
	if u == nil {
		return refuse("expired_url")
	}
	if u.used++; u.used > 5 {
		return refuse("used_url")
	}
	if c.flag("delete_original") {
		s.journal = append(s.journal, Post{How: "respond", Place: u.room.id, TS: s.stamp(), Original: u.ts, answers: id})
		return nil
	}
	p, bad := s.content(c)
	if bad != nil {
		return bad
	}
	p.answers, p.Thread = id, u.thread
	if t := c.text("thread_ts"); t != "" {
		p.Thread = t
	}
	if c.flag("replace_original") {
		p.Original = u.ts
	}
	if c.text("response_type") == "in_channel" {
		s.put(u.room, p)
		return nil
	}
	if u.room.person == "" || p.Original == "" {
		p.For = u.user
	}
	p.Place, p.TS = u.room.id, s.stamp()
	s.journal = append(s.journal, p)
	return nil
}

// status is the HTTP status of a refusal: response URLs have one.
func (r *refusal) status() int {
	if r.code == "expired_url" || r.code == "used_url" {
		return http.StatusNotFound
	}
	return http.StatusBadRequest
}
