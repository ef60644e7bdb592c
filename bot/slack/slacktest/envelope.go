package slacktest

import (
	"encoding/json"
	"time"
)

// An Envelope is what goes over a socket to be acknowledged.
type Envelope struct {
	ID      string
	kind    string
	payload map[string]any
	answers func(payload map[string]any) // what an acknowledgement in time does
	lapses  func()                       // what the person sees without one

	attempt int
	to      map[*socket]bool
	timer   *time.Timer
	acked   bool
	late    bool // it was not acknowledged in time at least once
	givenUp bool
}

func (e *Envelope) stop() {
	if e.timer != nil {
		e.timer.Stop()
	}
}

// send puts a payload on its way. The caller holds the lock.
func (s *Server) send(kind string, payload map[string]any, answers func(map[string]any), lapses func()) *Envelope {
	e := &Envelope{ID: s.id("env-"), kind: kind, payload: payload, answers: answers, lapses: lapses, to: map[*socket]bool{}}
	s.envelopes[e.ID] = e
	s.deliver(e)
	return e
}

// event sends an event of the Events API. The caller holds the lock.
func (s *Server) event(inner map[string]any) *Envelope {
	id := s.id("Ev")
	return s.send("events_api", object("token", "verification", "team_id", Team, "context_team_id", Team, "api_app_id", App, "event", inner, "type", "event_callback",
		"event_id", id, "event_time", s.o.Clock().Unix(), "is_ext_shared_channel", false, "event_context", "4-"+id,
		"authorizations", []any{object("enterprise_id", nil, "team_id", Team, "user_id", BotUser, "is_bot", true, "is_enterprise_install", false)}), nil, nil)
}

// deliver gives an envelope to one open socket, in turn; without any it waits.
func (s *Server) deliver(e *Envelope) {
	k := s.next()
	if k == nil {
		s.parked = append(s.parked, e)
		return
	}
	frame := object("envelope_id", e.ID, "type", e.kind, "payload", e.payload, "accepts_response_payload", e.kind != "events_api")
	if e.kind == "events_api" {
		frame["retry_attempt"], frame["retry_reason"] = e.attempt, ""
	}
	if e.attempt > 0 {
		frame["retry_attempt"], frame["retry_reason"] = e.attempt, "timeout"
	}
	data, _ := json.Marshal(frame) // was made here, of what can be
	e.to[k] = true
	k.write(data)
	e.timer = time.AfterFunc(s.o.AckWithin, func() { s.lapse(e) })
}

// lapse is what happens when nobody acknowledged an envelope in time.
func (s *Server) lapse(e *Envelope) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	if e.acked || s.closed() {
		return
	}
	if !e.late && e.lapses != nil {
		e.lapses()
	}
	e.late = true
	if e.attempt++; e.attempt > s.o.Retries {
		e.givenUp = true
		return
	}
	s.deliver(e)
}

// acknowledge takes what came over a socket.
func (s *Server) acknowledge(k *socket, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	if k.silent || s.closed() {
		return
	}
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if len(data) > 20*1024 {
		s.complain("an acknowledgement of %d bytes is dropped", len(data))
		return
	}
	if json.Unmarshal(data, &ack) != nil || ack.EnvelopeID == "" {
		s.complain("what came over the socket is no acknowledgement")
		return
	}
	e := s.envelopes[ack.EnvelopeID]
	switch {
	case e == nil:
		s.complain("an acknowledgement of nothing")
		return
	case !e.to[k]:
		s.astray++
		return
	case e.acked:
		return
	}
	e.stop()
	e.acked = true
	if e.late {
		s.late++
		return
	}
	s.answered(e, ack.Payload)
}

// answered does what the payload of an acknowledgement in time asks for.
func (s *Server) answered(e *Envelope, raw json.RawMessage) {
	var payload map[string]any
	if len(raw) > 0 && json.Unmarshal(raw, &payload) != nil {
		s.complain("the acknowledgement of %s carries something else than an object", e.kind)
	}
	if e.answers != nil {
		e.answers(payload)
	} else if len(payload) > 0 {
		s.complain("an acknowledgement of %s carries an answer that nobody sees", e.kind)
	}
}

// Late tells how many acknowledgements came too late.
func (s *Server) Late() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.late
}

// Astray tells how many came over a socket that the envelope did not go to.
func (s *Server) Astray() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.astray
}

// GivenUp tells how many envelopes were never acknowledged.
func (s *Server) GivenUp() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, e := range s.envelopes {
		if e.givenUp {
			n++
		}
	}
	return n
}

func (s *Server) closed() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}
