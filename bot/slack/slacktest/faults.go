package slacktest

import (
	"net/http"
	"strconv"
	"time"
)

// A Fault is a way in which a call goes wrong. The zero Fault is none.
type Fault struct {
	Done   bool          // the call has its effect all the same
	Status int           // of HTTP, with a page instead of an answer: 429, 500, 503, …
	After  time.Duration // Retry-After, in whole seconds
	Code   string        // Slack's own refusal, such as "missing_scope"
	Needed string        // the scope, with missing_scope
	Cut    bool          // the connection ends without an answer
	Hang   bool          // no answer ever comes
}

// Faults that are wanted often.
var (
	Broken    = Fault{Status: http.StatusInternalServerError}
	Lost      = Fault{Done: true, Cut: true}  // the answer is lost, not the effect
	Cut       = Fault{Cut: true}              // the request is lost
	Hangs     = Fault{Hang: true}             // nothing is done, nothing is answered
	DoneHangs = Fault{Done: true, Hang: true} // it is done, and never answered
)

// Limited is the answer to too many calls.
func Limited(after time.Duration) Fault {
	return Fault{Status: http.StatusTooManyRequests, After: after}
}

// Refused is Slack's own refusal; nothing is done.
func Refused(code string) Fault { return Fault{Code: code} }

// Fail lets the next n calls of a method go wrong, after those that already
// have to. Uploads are the method "upload", response URLs "respond".
func (s *Server) Fail(method string, n int, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.faults[method] = append(s.faults[method], f)
	}
}

// Weather lets f decide of every call that Fail says nothing of. It is called
// with a lock held: it must not use the Server. nil ends it.
func (s *Server) Weather(f func(method string) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.weather = f
}

// fault counts a call and tells what goes wrong with it.
func (s *Server) fault(method string) (f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[method]++
	s.changed.Broadcast()
	if queue := s.faults[method]; len(queue) > 0 {
		s.faults[method] = queue[1:]
		return queue[0]
	}
	if s.weather != nil {
		return s.weather(method)
	}
	return Fault{}
}

// strike answers in the fault's own way.
func (f Fault) strike(s *Server, w http.ResponseWriter, r *http.Request) {
	switch {
	case f.Hang:
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
	case f.Cut:
		panic(http.ErrAbortHandler) // net/http cuts the connection, and says nothing
	case f.Status != 0:
		if f.After > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(f.After/time.Second)))
		}
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte("<html><body>Slack is having trouble</body></html>"))
	case f.Code != "":
		writeAnswer(w, (&refusal{code: f.Code, needed: f.Needed}).answer())
	}
}
