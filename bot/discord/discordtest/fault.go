package discordtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"
)

// The routes that faults and counts are named by.
const (
	Gateway     = "GET /gateway"
	GatewayBot  = "GET /gateway/bot"
	Me          = "GET /users/@me"
	OpenDM      = "POST /users/@me/channels"
	Application = "GET /applications/@me"
	GetCommands = "GET /applications/{app}/commands"
	PutCommands = "PUT /applications/{app}/commands"
	AddCommand  = "POST /applications/{app}/commands"
	PostMessage = "POST /channels/{channel}/messages"
	GetMessages = "GET /channels/{channel}/messages"
	EditMessage = "PATCH /channels/{channel}/messages/{message}"
	Callback    = "POST /interactions/{interaction}/{token}/callback"
	FollowUp    = "POST /webhooks/{app}/{token}"
	GetAnswer   = "GET /webhooks/{app}/{token}/messages/{message}"
	EditAnswer  = "PATCH /webhooks/{app}/{token}/messages/{message}"
)

// A Fault is what happens to one call instead of do, or around it.
type Fault func(w http.ResponseWriter, r *http.Request, do http.HandlerFunc)

// Fault makes the next calls of a route go wrong, one each.
func (s *Server) Fault(route string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[route] = append(s.faults[route], faults...)
}

// Times repeats a fault for Server.Fault.
func Times(n int, f Fault) []Fault {
	all := make([]Fault, n)
	for i := range all {
		all[i] = f
	}
	return all
}

// TooMany refuses with Discord's own 429.
func TooMany(after time.Duration) Fault { return tooMany(after, false) }

// TooManyGlobal is TooMany for everything the bot does.
func TooManyGlobal(after time.Duration) Fault { return tooMany(after, true) }

func tooMany(after time.Duration, global bool) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		h := w.Header()
		h.Set("Retry-After", fmt.Sprint(max(1, int(after.Seconds()))))
		h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", after.Seconds()))
		if global {
			h.Set("X-RateLimit-Global", "true")
			h.Set("X-RateLimit-Scope", "global")
		} else {
			h.Set("X-RateLimit-Remaining", "0")
			h.Set("X-RateLimit-Limit", "5")
			h.Set("X-RateLimit-Scope", "user")
		}
		write(w, http.StatusTooManyRequests, map[string]any{"message": "You are being rate limited.", "retry_after": after.Seconds(), "global": global})
	}
}

// Cloudflare refuses with the page that stands before Discord, which is not JSON.
func Cloudflare(after time.Duration) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.Header().Set("Retry-After", fmt.Sprint(int(after.Seconds())))
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, "<!doctype html>\n<html lang=\"en-US\"><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head><body><h1>Error 1015</h1><p>You are being rate limited</p></body></html>\n")
	}
}

// Fail answers with a status and nothing done.
func Fail(status int) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		fmt.Fprintf(w, "<html><body><h1>%d %s</h1></body></html>", status, http.StatusText(status))
	}
}

// Denied refuses as Discord does: a status, a code of its own, and a sentence.
func Denied(status, code int, sentence string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		write(w, status, map[string]any{"code": code, "message": sentence})
	}
}

// DoneAndFail does what was asked and then answers with a status.
func DoneAndFail(status int) Fault {
	return func(w http.ResponseWriter, r *http.Request, do http.HandlerFunc) {
		do(httptest.NewRecorder(), r)
		Fail(status)(w, r, do)
	}
}

// FailAndDoLater answers with a status at once, and does what was asked when told
// to: a request that was on its way for long.
func FailAndDoLater(status int, when <-chan struct{}) Fault {
	return func(w http.ResponseWriter, r *http.Request, do http.HandlerFunc) {
		w.Header().Set("Content-Length", "0")
		w.Header().Set("Connection", "close")
		w.WriteHeader(status)
		_ = http.NewResponseController(w).Flush()
		<-when
		do(httptest.NewRecorder(), r)
	}
}

// Lost does what was asked, and the answer never arrives: the connection is cut.
func Lost(_ http.ResponseWriter, r *http.Request, do http.HandlerFunc) {
	do(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// Cut ends the connection with nothing done.
func Cut(http.ResponseWriter, *http.Request, http.HandlerFunc) { panic(http.ErrAbortHandler) }

// Hang does nothing for as long as the client waits.
func Hang(_ http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// DoneAndHang does what was asked and never answers.
func DoneAndHang(w http.ResponseWriter, r *http.Request, do http.HandlerFunc) {
	do(httptest.NewRecorder(), r)
	Hang(w, r, do)
}

// Slow does what was asked after d, also for a client that has left by then.
func Slow(d time.Duration) Fault {
	return func(w http.ResponseWriter, r *http.Request, do http.HandlerFunc) {
		late := time.NewTimer(d)
		defer late.Stop()
		<-late.C
		do(w, r)
	}
}

// spend takes one post from a channel's limit.
func (s *Server) spend(channel string) *apiError {
	if s.settings.rate == 0 {
		return nil
	}
	if s.spent[channel] == 0 {
		time.AfterFunc(s.settings.window, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.spent, channel)
		})
	}
	if s.spent[channel]++; s.spent[channel] > s.settings.rate {
		s.complain(http.StatusTooManyRequests, "more posts to a channel than were said to remain")
		return &apiError{status: http.StatusTooManyRequests, after: s.settings.window}
	}
	return nil
}

// limits tells what is left of a channel's limit.
func (s *Server) limits(channel string, h http.Header) {
	if s.settings.rate > 0 {
		h.Set("X-RateLimit-Limit", fmt.Sprint(s.settings.rate))
		h.Set("X-RateLimit-Remaining", fmt.Sprint(max(0, s.settings.rate-s.spent[channel])))
		h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", s.settings.window.Seconds()))
	}
}
