package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/time/rate"

	"kakebot/chat"
)

// delays are the pauses before a connection is tried again: the first, doubled
// each time up to the most, and then a random part of it.
type delays struct{ first, most time.Duration }

var errConnecting = errors.New("not connected yet")

// Run listens until ctx ends. It gives up only when Slack refuses a token, with
// a sentence on what to do; everything else heals, and is waited for.
func (s *Slack) Run(ctx context.Context, h chat.Handler) error {
	s.handler = h
	s.courier.Open(h)
	ctx, stop := context.WithCancel(ctx)
	defer s.is(errConnecting)
	defer s.courier.Close()
	defer s.work.Wait()
	defer stop()
	s.work.Go(func() { s.keepHomes(ctx) })

	s.pause = s.delays.first
	for _, stage := range []func(context.Context) error{s.introduce, s.listen} {
		for done := false; !done; {
			err := stage(ctx)
			if ctx.Err() != nil {
				return nil
			}
			if wrong, ok := errors.AsType[misconfigured](err); ok {
				return wrong
			}
			if done = err == nil; !done {
				s.is(err)
				s.Log.Warn("Slack is not reached; trying again", "error", err)
				s.rest(ctx, err)
			}
		}
	}
	return nil
}

// rest waits before the next try: a growing, random while, or as long as Slack asks.
func (s *Slack) rest(ctx context.Context, err error) {
	var asked chat.RetryAfter
	errors.As(err, &asked)
	pause := max(s.pause/2+rand.N(s.pause/2+1), time.Duration(asked))
	s.pause = min(2*s.pause, s.delays.most)
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// scopes are the bot scopes that this channel needs; app-manifest.yaml asks for
// the same and says what each is for.
var scopes = []string{"app_mentions:read", "channels:history", "chat:write", "commands", "files:write", "groups:history", "im:history", "im:write"}

// introduce asks Slack who this app is, which also tries the bot token.
func (s *Slack) introduce(ctx context.Context) error {
	who, err := s.api.AuthTestContext(ctx)
	if err != nil {
		return s.failed("auth.test", "SLACK_BOT_TOKEN", err)
	}
	s.me = who.UserID
	if granted := who.Header.Get("X-OAuth-Scopes"); granted != "" {
		has := strings.Split(strings.ReplaceAll(granted, " ", ""), ",")
		for _, scope := range scopes {
			if !slices.Contains(has, scope) {
				s.Log.Warn("the Slack app lacks a scope; install it again with the scopes of app-manifest.yaml", "scope", scope)
			}
		}
	}
	return nil
}

// listen keeps a socket open and takes what comes, until it fails. slack-go opens
// it again by itself when it is closed or silent; when it cannot be opened, the
// waiting is ours.
func (s *Slack) listen(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ended := make(chan error, 1)
	go func() { ended <- s.socket.RunContext(ctx) }()
	for {
		select {
		case err := <-ended:
			if cause := context.Cause(ctx); cause != nil {
				return cause
			}
			return s.failed("apps.connections.open", "SLACK_APP_TOKEN", err)
		case e := <-s.socket.Events:
			if err := s.on(ctx, e); err != nil {
				stop(err)
			}
		}
	}
}

// on takes one event of the socket. It never waits for anything but a moment for
// room in the queue of acknowledgements.
func (s *Slack) on(ctx context.Context, e socketmode.Event) error {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("an event of Slack could not be read", "type", e.Type, "panic", fmt.Sprintf("%T", p))
		}
	}()
	switch e.Type {
	case socketmode.EventTypeConnecting:
		s.is(errConnecting)
	case socketmode.EventTypeConnectionError:
		return s.failed("apps.connections.open", "SLACK_APP_TOKEN", e.Data.(*slack.ConnectionErrorEvent).ErrorObj)
	case socketmode.EventTypeHello:
		s.pause = s.delays.first
		s.is(nil)
	case socketmode.EventTypeErrorBadMessage: // of a kind that slack-go does not know
		var envelope socketmode.Request
		if json.Unmarshal(e.Data.(*socketmode.ErrorBadMessage).Message, &envelope) == nil && envelope.EnvelopeID != "" {
			_ = s.acknowledge(envelope.EnvelopeID, nil)
		}
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		s.take(ctx, e)
	}
	return nil
}

// A misconfigured is a refusal that only people can mend.
type misconfigured struct{ sentence string }

func (m misconfigured) Error() string { return m.sentence }

// mends tells how to mend a refusal of each token.
var mends = map[string]string{
	"SLACK_BOT_TOKEN": "install the app to the workspace and copy its Bot User OAuth Token (xoxb-…) from “OAuth & Permissions”",
	"SLACK_APP_TOKEN": "make an app-level token (xapp-…) with the scope connections:write under “Basic Information” and switch Socket Mode on",
}

// refused are the answers to a token that will not do.
var refused = map[string]bool{"invalid_auth": true, "not_authed": true, "not_allowed_token_type": true, "missing_scope": true, "account_inactive": true,
	"token_revoked": true, "token_expired": true, "no_permission": true, "access_denied": true, "org_login_required": true, "team_access_not_granted": true}

// failed tells a refused token from what heals.
func (s *Slack) failed(method, token string, err error) error {
	if said := code(err); refused[said] {
		return misconfigured{fmt.Sprintf("Slack refuses %s (%s): %s", token, said, mends[token])}
	}
	return refusal(method, err)
}

// gently keeps a socket that is closed as soon as it is open from being opened
// again more often than once a second.
type gently struct {
	http.RoundTripper
	opens *rate.Limiter
}

// RoundTrip is http.RoundTripper's.
func (g gently) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/apps.connections.open") {
		if err := g.opens.Wait(r.Context()); err != nil {
			return nil, err
		}
	}
	return g.RoundTripper.RoundTrip(r)
}
