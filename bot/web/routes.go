package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"kakebot/chat"
)

// A site is a Server that has a handler to answer with.
type site struct {
	*Server
	handler chat.Handler
	work    context.Context // ends when nothing may run any more
	closing <-chan struct{} // closed when streams must end
}

// routes is the table of addresses, inside what every request passes through.
func (s *site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.first)
	mux.HandleFunc("POST /k", s.answer)
	mux.HandleFunc("GET /k/{token}", withToken(s, s.conversation))
	mux.HandleFunc("POST /k/{token}", withToken(s, s.answer))
	mux.HandleFunc("POST /k/{token}/poista", withToken(s, s.forget))
	mux.HandleFunc("GET /k/{token}/uudet", withToken(s, s.stream))
	mux.HandleFunc("GET /k/{token}/keskustelu.txt", withToken(s, s.saveText))
	mux.HandleFunc("GET /k/{token}/keskustelu.html", withToken(s, s.saveHTML))
	mux.HandleFunc("GET /k/{token}/tiedosto/{exchange}/{name}", withToken(s, s.file))
	for _, p := range infoPages {
		mux.HandleFunc("GET /"+p.path, s.info(p))
	}
	mux.HandleFunc("GET /poistettu", func(w http.ResponseWriter, r *http.Request) {
		s.plain(w, r, http.StatusOK, "deleted")
	})
	mux.HandleFunc("GET /kierrokset.ics", s.rounds)
	mux.HandleFunc("GET /kalenteri/{token}", s.calendar)
	mux.HandleFunc("GET /sahkoposti/vahvista/{token}", withToken(s, s.askMail("mail_confirm")))
	mux.HandleFunc("POST /sahkoposti/vahvista/{token}", withToken(s, s.confirmMail))
	mux.HandleFunc("GET "+stopMail+"{token}", withToken(s, s.askMail("mail_stop")))
	mux.HandleFunc("POST "+stopMail+"{token}", withToken(s, s.stopMail))
	mux.HandleFunc("GET /healthz", s.health)
	for n := range s.files.byName {
		mux.HandleFunc("GET /"+n, s.asset(n))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.plain(w, r, http.StatusNotFound, "missing")
	})

	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.plain(w, r, http.StatusForbidden, "refused")
	}))
	return s.headers(csrf.Handler(s.limited(mux)))
}

// withToken answers as if the page did not exist when the token cannot be one
// of ours.
func withToken(s *site, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !isToken(r.PathValue("token")) {
			s.plain(w, r, http.StatusNotFound, "missing")
			return
		}
		next(w, r)
	}
}

// health says whether the store can be used, and how the other channels are.
func (s *site) health(w http.ResponseWriter, r *http.Request) {
	if s.o.Ready != nil {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := s.o.Ready(ctx); err != nil {
			send(w, r, http.StatusServiceUnavailable, plainText, []byte("the store does not answer\n"))
			return
		}
	}
	lines := []string{"ok"}
	if s.o.Health != nil {
		lines = append(lines, s.o.Health()...)
	}
	send(w, r, http.StatusOK, plainText, []byte(strings.Join(lines, "\n")+"\n"))
}
