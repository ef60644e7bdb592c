package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// A Call is a request that the bot made.
type Call struct {
	Route  string // one of the routes that Fault takes
	Path   string
	Status int // 0 while it is under way, or when the connection was cut
	Code   int // Discord's own, of a refusal
}

// version stands before every route.
var version = regexp.MustCompile(`^/api/v(9|10)/`)

// An apiError is a refusal: an HTTP status, Discord's code, its sentence, and
// which fields are wrong and why.
type apiError struct {
	status, code int
	message      string
	wrong        map[string]string
	after        time.Duration // how long to wait, of too many requests
}

var (
	errBody       = &apiError{status: 400, code: 50109, message: "The request body contains invalid JSON."}
	errEmpty      = &apiError{status: 400, code: 50006, message: "Cannot send an empty message"}
	errChannel    = &apiError{status: 404, code: 10003, message: "Unknown Channel"}
	errMessage    = &apiError{status: 404, code: 10008, message: "Unknown Message"}
	errUser       = &apiError{status: 404, code: 10013, message: "Unknown User"}
	errWebhook    = &apiError{status: 404, code: 10015, message: "Unknown Webhook"}
	errUnknown    = &apiError{status: 404, code: 10062, message: "Unknown interaction"}
	errAnswered   = &apiError{status: 400, code: 40060, message: "Interaction has already been acknowledged."}
	errToken      = &apiError{status: 401, code: 50027, message: "Invalid Webhook Token"}
	errOthers     = &apiError{status: 403, code: 50005, message: "Cannot edit a message authored by another user"}
	errForbidden  = &apiError{status: 403, code: 50001, message: "Missing Access"}
	errAuthorized = &apiError{status: 401, message: "401: Unauthorized"}
)

// invalid is the refusal of a form with these fields wrong.
func invalid(wrong map[string]string) *apiError {
	return &apiError{status: 400, code: 50035, message: "Invalid Form Body", wrong: wrong}
}

// tolerated are refusals that a client with right manners also meets: what they
// are about can go away between two calls.
var tolerated = map[int]bool{10003: true, 10008: true, 10013: true, 50007: true, 50278: true, 40003: true, 50001: true, 50013: true}

// A handle answers one route: with a body, or with a refusal. It is called with
// the lock held.
type handle func(r *http.Request) (any, *apiError)

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	bot := map[string]handle{
		GatewayBot:  s.gatewayBot,
		Me:          s.me,
		OpenDM:      s.openDM,
		Application: s.application, "GET /oauth2/applications/@me": s.application,
		GetCommands: s.getCommands, PutCommands: s.putCommands, AddCommand: s.addCommand,
		PostMessage: s.postMessage, GetMessages: s.getMessages, EditMessage: s.editMessage,
	}
	for route, h := range bot {
		mux.HandleFunc(route, s.serve(route, h, true))
	}
	byToken := map[string]handle{Gateway: s.gatewayURL, Callback: s.callback, FollowUp: s.followUp, GetAnswer: s.getAnswer, EditAnswer: s.editAnswer}
	for route, h := range byToken {
		mux.HandleFunc(route, s.serve(route, h, false))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.complain(404, "%s %s is no route of discordtest", r.Method, r.URL.Path)
		s.mu.Unlock()
		write(w, http.StatusNotFound, map[string]any{"message": "404: Not Found", "code": 0})
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gateway-socket/" || r.URL.Path == "/gateway-socket" {
			s.socket(w, r)
			return
		}
		prefix := version.FindString(r.URL.Path)
		if prefix == "" {
			s.mu.Lock()
			s.complain(404, "%s %s is outside /api/v9 and /api/v10", r.Method, r.URL.Path)
			s.mu.Unlock()
			http.NotFound(w, r)
			return
		}
		r.URL.Path, r.URL.RawPath = "/"+strings.TrimPrefix(r.URL.Path, prefix), ""
		mux.ServeHTTP(w, r)
	})
}

// serve turns a handle into a handler: with the body read, so that a fault may
// do it and be silent, with faults, and with a line in the list of calls.
func (s *Server) serve(route string, h handle, needsBot bool) http.HandlerFunc {
	do := func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		var body any
		var err *apiError
		if needsBot && !s.bearer(r) {
			err = errAuthorized
		} else {
			body, err = h(r)
		}
		if at := r.PathValue("channel"); route == PostMessage {
			s.limits(at, w.Header())
		}
		s.touch()
		if err != nil {
			if !tolerated[err.code] && err != errAuthorized {
				s.complain(err.code, "%s: %s %v", route, err.message, err.wrong)
			}
			if err.after > 0 {
				TooMany(err.after)(w, r, nil)
				return
			}
			write(w, err.status, err.body())
			return
		}
		if body == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		write(w, http.StatusOK, body)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.mu.Lock()
		call := len(s.calls)
		s.calls = append(s.calls, Call{Route: route, Path: r.URL.Path})
		var fault Fault
		if waiting := s.faults[route]; len(waiting) > 0 {
			fault, s.faults[route] = waiting[0], waiting[1:]
		}
		s.touch()
		s.mu.Unlock()

		seen := &watcher{ResponseWriter: w}
		if fault != nil {
			fault(seen, r, do)
		} else {
			do(seen, r)
		}
		s.mu.Lock()
		s.calls[call].Status, s.calls[call].Code = seen.status, seen.code()
		s.touch()
		s.mu.Unlock()
	}
}

// watcher notes what was answered.
type watcher struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *watcher) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watcher) Write(b []byte) (int, error) {
	w.body.Write(b)
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *watcher) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *watcher) code() int {
	var said struct {
		Code int `json:"code"`
	}
	if w.status < 400 || json.Unmarshal(w.body.Bytes(), &said) != nil {
		return 0
	}
	return said.Code
}

func (e *apiError) body() map[string]any {
	body := map[string]any{"message": e.message, "code": e.code}
	if len(e.wrong) > 0 {
		tree := map[string]any{}
		for path, why := range e.wrong {
			at := tree
			for step := range strings.SplitSeq(path, ".") {
				next, ok := at[step].(map[string]any)
				if !ok {
					next = map[string]any{}
					at[step] = next
				}
				at = next
			}
			at["_errors"] = []any{map[string]any{"code": "INVALID", "message": why}}
		}
		body["errors"] = tree
	}
	return body
}

func write(w http.ResponseWriter, status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("discordtest: %v", err))
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(data)
}

func (s *Server) gatewayURL(*http.Request) (any, *apiError) {
	return map[string]any{"url": "ws" + strings.TrimPrefix(s.URL, "http") + "/gateway-socket/"}, nil
}

func (s *Server) gatewayBot(r *http.Request) (any, *apiError) {
	body, _ := s.gatewayURL(r)
	m := body.(map[string]any)
	m["shards"] = s.settings.shards
	m["session_start_limit"] = map[string]any{"total": 1000, "remaining": 999, "reset_after": 14400000, "max_concurrency": 1}
	return m, nil
}

func (s *Server) me(*http.Request) (any, *apiError) { return s.author(s.BotID), nil }

// The application's flags that say which privileged intents it was granted.
const (
	flagContent        = 1 << 18
	flagContentLimited = 1 << 19
)

func (s *Server) application(*http.Request) (any, *apiError) {
	flags := 0
	if s.settings.granted&IntentContent != 0 {
		flags |= flagContentLimited
	}
	return map[string]any{"id": s.AppID, "name": "Kakebot", "description": "", "bot_public": true, "flags": flags, "bot": s.author(s.BotID)}, nil
}
