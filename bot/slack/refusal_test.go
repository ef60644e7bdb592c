package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"kakebot/chat"
)

const secret = "https://hooks.slack.com/actions/T1/1/s3cret"

func asking(err error) error { return &url.Error{Op: "Post", URL: secret, Err: err} }

func TestRefusal(t *testing.T) {
	other := errors.New("nothing was done; try again")
	for _, x := range []struct {
		name string
		err  error
		want error
	}{
		{"none", nil, nil},
		{"too fast", &slack.RateLimitedError{RetryAfter: 7 * time.Second}, chat.RetryAfter(7 * time.Second)},
		{"too fast, no time said", &slack.RateLimitedError{}, chat.RetryAfter(time.Second)},
		{"too fast, without header", slack.StatusCodeError{Code: 429, Status: "429"}, chat.RetryAfter(crowded)},
		{"too fast, as a code", slack.SlackErrorResponse{Err: "ratelimited"}, chat.RetryAfter(crowded)},
		{"gone", slack.SlackErrorResponse{Err: "channel_not_found"}, chat.ErrPermanent},
		{"a bot", slack.SlackErrorResponse{Err: "cannot_dm_bot"}, chat.ErrPermanent},
		{"wrapped", fmt.Errorf("GetUploadURLExternal: %w", slack.SlackErrorResponse{Err: "is_archived"}), chat.ErrPermanent},
		{"unlisted", slack.SlackErrorResponse{Err: "missing_scope"}, other},
		{"unwell", slack.SlackErrorResponse{Err: "internal_error"}, chat.ErrInDoubt},
		{"unwell, as a status", slack.StatusCodeError{Code: 503, Status: "503"}, chat.ErrInDoubt},
		{"not there", slack.StatusCodeError{Code: 404, Status: "404"}, other},
		{"time-out", asking(context.DeadlineExceeded), chat.ErrInDoubt},
		{"stopped", asking(context.Canceled), chat.ErrInDoubt},
		{"cut", asking(io.EOF), chat.ErrInDoubt},
		{"reset", asking(&net.OpError{Op: "read", Err: syscall.ECONNRESET}), chat.ErrInDoubt},
		{"the stream broke", asking(errors.New("stream error: stream ID 1; INTERNAL_ERROR")), chat.ErrInDoubt},
		{"an answer of another kind", &json.UnmarshalTypeError{}, chat.ErrInDoubt},
		{"half an answer", io.ErrUnexpectedEOF, chat.ErrInDoubt},
		{"no answer of Slack's", &json.SyntaxError{}, chat.ErrInDoubt},
		{"never connected", asking(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), other},
		{"name unknown", asking(&net.OpError{Op: "dial", Err: &net.DNSError{IsTimeout: true}}), other},
	} {
		t.Run(x.name, func(t *testing.T) {
			got := refusal("chat.postMessage", x.err)
			if (got == nil) != (x.want == nil) {
				t.Fatalf("%v", got)
			}
			if got == nil {
				return
			}
			plain := !errors.Is(got, chat.ErrPermanent) && !errors.Is(got, chat.ErrInDoubt) && !errors.As(got, new(chat.RetryAfter))
			if plain != (x.want == other) || !plain && !errors.Is(got, x.want) {
				t.Errorf("%v, want %v", got, x.want)
			}
			if strings.Contains(got.Error(), "s3cret") || !strings.Contains(got.Error(), "chat.postMessage") {
				t.Errorf("it says %q", got)
			}
			if prepared := undone("x", x.err); errors.Is(prepared, chat.ErrInDoubt) || prepared == nil {
				t.Errorf("a call that posts nothing is in doubt: %v", prepared)
			}
		})
	}
}

// A refused token ends the channel with what to do; anything else heals.
func TestFailed(t *testing.T) {
	s := &Slack{}
	for said, fatal := range map[string]bool{"invalid_auth": true, "not_allowed_token_type": true, "missing_scope": true, "account_inactive": true, "internal_error": false, "ratelimited": false} {
		for token := range mends {
			err := s.failed("auth.test", token, slack.SlackErrorResponse{Err: said})
			if _, is := errors.AsType[misconfigured](err); is != fatal || fatal && !strings.Contains(err.Error(), token) {
				t.Errorf("%s of %s: %v", said, token, err)
			}
		}
	}
}
