package web

import (
	"context"
	"net/http"
)

// stopMail begins the address that a letter's List-Unsubscribe names.
const stopMail = "/sahkoposti/lopeta/"

// askMail shows a button that does what a link in a letter is for. Opening the
// page does nothing: the programs that look through mail open every link.
func (s *site) askMail(key string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := s.newView(askedLang(r), r.URL.Path)
		v.Heading, v.Notice = v.T(key), v.T(key+"_text")
		v.Do = v.T(key + "_do")
		s.show(w, r, http.StatusOK, "plain", v)
	}
}

// confirmMail takes the button of a letter that asks whose an address is.
func (s *site) confirmMail(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(s.work, answerTimeout)
	defer cancel()
	ok := false
	if s.o.ConfirmMail != nil {
		var err error
		if ok, err = s.o.ConfirmMail(ctx, r.PathValue("token")); err != nil {
			s.o.Log.Error("an address could not be confirmed", "error", err)
			s.plain(w, r, http.StatusServiceUnavailable, "broken")
			return
		}
	}
	if !ok {
		s.plain(w, r, http.StatusNotFound, "mail_old")
		return
	}
	s.plain(w, r, http.StatusOK, "mail_confirmed")
}

// stopMail ends the mail to an address, for the page's button and for a mail
// service that does it for the person (RFC 8058): without cookies, and answered
// at once. A token that is not known has been used already.
func (s *site) stopMail(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(s.work, answerTimeout)
	defer cancel()
	if s.o.StopMail != nil {
		if err := s.o.StopMail(ctx, r.PathValue("token")); err != nil {
			s.o.Log.Error("mail to an address could not be stopped", "error", err)
			s.plain(w, r, http.StatusServiceUnavailable, "broken")
			return
		}
	}
	s.plain(w, r, http.StatusOK, "mail_stopped")
}
