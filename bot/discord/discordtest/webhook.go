package discordtest

import "net/http"

// answered finds the interaction of a token that may still be used.
func (s *Server) answered(r *http.Request) (*Interaction, *apiError) {
	i := s.asked[r.PathValue("token")]
	switch {
	case i == nil || r.PathValue("app") != s.AppID:
		return nil, errWebhook
	case s.now.Sub(i.born) >= tokenLife:
		return nil, errToken
	case i.answer == 0:
		return nil, errWebhook
	}
	return i, nil
}

// answerMessage finds the message that a request names, "@original" or by id.
func (s *Server) answerMessage(r *http.Request) (*Interaction, *message, *apiError) {
	i, err := s.answered(r)
	if err != nil {
		return nil, nil, err
	}
	m := i.original
	if id := r.PathValue("message"); id != "@original" {
		if m = s.find(i.place.ID, id); m != nil && m.interaction != i {
			m = nil
		}
	}
	if m == nil || m.gone {
		return nil, nil, errMessage
	}
	return i, m, nil
}

func (s *Server) getAnswer(r *http.Request) (any, *apiError) {
	_, m, err := s.answerMessage(r)
	if err != nil {
		return nil, err
	}
	return s.wire(m), nil
}

func (s *Server) editAnswer(r *http.Request) (any, *apiError) {
	_, m, err := s.answerMessage(r)
	if err != nil {
		return nil, err
	}
	d, err := readDraft(r)
	if err != nil {
		return nil, err
	}
	if m.flags&flagLoading != 0 && d.empty() {
		return nil, errEmpty
	}
	return s.wire(s.fill(m, d)), nil
}

// fill changes an answer; the first change of a deferred one makes it.
func (s *Server) fill(m *message, d draft) *message {
	if m.flags&flagLoading == 0 {
		s.edit(m, d)
		return m
	}
	m.flags &^= flagLoading
	m.apply(d)
	s.journal(m)
	if m.flags&flagEphemeral == 0 {
		s.announce("MESSAGE_CREATE", m)
	}
	return m
}

// followUp posts one more answer. The first one after a deferred answer takes
// its place, and is ephemeral if that was.
func (s *Server) followUp(r *http.Request) (any, *apiError) {
	i, err := s.answered(r)
	if err != nil {
		return nil, err
	}
	d, err := readDraft(r)
	switch {
	case err != nil:
		return nil, err
	case d.empty():
		return nil, errEmpty
	case d.Flags&^(flagSuppressEmbeds|flagEphemeral|flagSilent) != 0:
		return nil, invalid(map[string]string{"flags": "these flags cannot be set here"})
	}
	i.followUps++
	if i.original != nil && i.original.flags&flagLoading != 0 {
		return s.wire(s.fill(i.original, d)), nil
	}
	m := s.answerWith(i, d)
	s.journal(m)
	return s.wire(m), nil
}
