package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"kakebot/chat"
)

// maxPrefill is how many characters an address may put into the message box.
const maxPrefill = 200

// first shows the page before anything is said. An address may bring words into
// the message box (?kysy=); the person sends them.
func (s *site) first(w http.ResponseWriter, r *http.Request) {
	v := s.talkView(askedLang(r), "", nil)
	typed := []rune(r.URL.Query().Get("kysy"))
	v.Typed = string(typed[:min(len(typed), maxPrefill)])
	s.show(w, r, http.StatusOK, "talk", v)
}

// conversation shows what has been said.
func (s *site) conversation(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	exchanges, err := s.o.Memory.Exchanges(r.Context(), person(token))
	if err != nil {
		s.o.Log.Warn("a conversation could not be read", "error", err)
		v := s.talkView(askedLang(r), token, nil)
		v.Notice = v.T("memory_down")
		s.show(w, r, http.StatusServiceUnavailable, "talk", v)
		return
	}
	if len(exchanges) == 0 {
		s.plain(w, r, http.StatusNotFound, "gone")
		return
	}
	s.show(w, r, http.StatusOK, "talk", s.talkView(talkLang(exchanges, "fi"), token, exchanges))
}

// answer takes a message and goes on to the conversation. kake.js asks for the
// new part alone. Without the store the page is shown at once, with this
// exchange only.
func (s *site) answer(w http.ResponseWriter, r *http.Request) {
	values, ok := s.readForm(w, r)
	if !ok {
		return
	}
	id, token := messageID(values), r.PathValue("token")
	if token == "" {
		token = firstToken(id)
	}
	m := message(values, id, token)
	// What was begun is finished although the reader may have left.
	ctx, cancel := context.WithTimeout(s.work, answerTimeout)
	defer cancel()
	reply, err := s.handler.Handle(ctx, chat.Turn{Message: m})
	if err != nil && !errors.Is(err, chat.ErrUnderway) {
		s.o.Log.Error("a message could not be answered", "error", err)
		reply = chat.Reply{Text: words.Say(askedLang(r), "broken_text")}
	}
	now, kept := s.kept(ctx, m, reply)

	v := s.talkView(talkLang([]chat.Exchange{now}, askedLang(r)), token, []chat.Exchange{now})
	if !kept {
		v.Notice = v.T("memory_down")
	}
	switch {
	case r.Header.Get("Kake-Part") != "":
		v.Turns = v.Turns[1:]
		s.show(w, r, http.StatusOK, "part", v)
	case !kept:
		s.show(w, r, http.StatusOK, "talk", v)
	default:
		target := "#latest"
		if v.Failed {
			target = "#errors"
		}
		http.Redirect(w, r, v.Place()+target, http.StatusSeeOther)
	}
}

// How a repeated message waits for the answer that is being made.
const (
	lookAgain = 150 * time.Millisecond
	looks     = 20
)

// kept finds the exchange as it was recorded, which knows what must not be
// shown again. A silent reply means that the same message is being answered
// elsewhere (a double click): its answer is waited for. false means that the
// store does not have it; then the exchange is made of what is at hand.
func (s *site) kept(ctx context.Context, m chat.Message, reply chat.Reply) (chat.Exchange, bool) {
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for i := 0; ; i++ {
		all, err := s.o.Memory.Exchanges(ctx, m.From.ID)
		if err == nil {
			if at := slices.IndexFunc(all, func(e chat.Exchange) bool { return e.ID == m.ID }); at >= 0 {
				return all[at], true
			}
		}
		if err != nil || !reply.Silent() || i == looks {
			said := m.Label
			if said == "" {
				said = m.Text
			}
			return chat.Exchange{ID: m.ID, At: s.o.Now(), Said: said, Reply: reply}, false
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}

// forget deletes the conversation, and says so.
func (s *site) forget(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.readForm(w, r); !ok {
		return
	}
	ctx, cancel := context.WithTimeout(s.work, answerTimeout)
	defer cancel()
	if err := s.o.Memory.Forget(ctx, person(r.PathValue("token"))); err != nil {
		s.o.Log.Error("a conversation could not be deleted", "error", err)
		s.plain(w, r, http.StatusServiceUnavailable, "undeleted")
		return
	}
	http.Redirect(w, r, "/poistettu?l="+askedLang(r), http.StatusSeeOther)
}
