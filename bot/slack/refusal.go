package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/slack-go/slack"

	"kakebot/chat"
)

// crowded is how long Slack is left alone when it does not say how long.
const crowded = 5 * time.Second

// meaning is what an error code of the Web API means for whoever calls:
// docs.slack.dev/reference/methods, the errors of each method in use. A code not
// listed means that nothing was done, and that trying again may help.
var meaning = map[string]error{
	"account_inactive": chat.ErrPermanent, "user_disabled": chat.ErrPermanent, "user_not_found": chat.ErrPermanent,
	"users_not_found": chat.ErrPermanent, "user_not_visible": chat.ErrPermanent, "user_not_in_channel": chat.ErrPermanent,
	"users_list_not_supplied": chat.ErrPermanent, "invalid_users": chat.ErrPermanent, "invalid_user_combination": chat.ErrPermanent,
	"cannot_dm_bot": chat.ErrPermanent, "user_is_bot": chat.ErrPermanent, "org_user_not_in_team": chat.ErrPermanent,
	"messages_tab_disabled": chat.ErrPermanent, "channel_not_found": chat.ErrPermanent, "not_in_channel": chat.ErrPermanent,
	"is_archived": chat.ErrPermanent, "is_inactive": chat.ErrPermanent, "restricted_action": chat.ErrPermanent,
	"restricted_action_read_only_channel": chat.ErrPermanent, "restricted_action_thread_only_channel": chat.ErrPermanent,
	"restricted_action_non_threadable_channel": chat.ErrPermanent, "restricted_action_thread_locked": chat.ErrPermanent,
	"cannot_reply_to_message": chat.ErrPermanent, "team_access_not_granted": chat.ErrPermanent, "team_not_found": chat.ErrPermanent,
	"method_not_supported_for_channel_type": chat.ErrPermanent, "ekm_access_denied": chat.ErrPermanent,
	"msg_too_long": chat.ErrPermanent, "no_text": chat.ErrPermanent, "invalid_blocks": chat.ErrPermanent,
	"invalid_blocks_format": chat.ErrPermanent, "invalid_arguments": chat.ErrPermanent, "not_enabled": chat.ErrPermanent,
	"expired_url": chat.ErrPermanent, "used_url": chat.ErrPermanent,

	"ratelimited": chat.RetryAfter(crowded), "rate_limited": chat.RetryAfter(crowded), "message_limit_exceeded": chat.RetryAfter(crowded),

	"fatal_error": chat.ErrInDoubt, "internal_error": chat.ErrInDoubt, "request_timeout": chat.ErrInDoubt,
}

// refusal says of a failed call what chat wants to know: whether it can ever
// succeed, when to try again, and whether it may have been done. It holds no
// address that a secret could stand in, and nothing that anybody said.
func refusal(method string, err error) error {
	if err == nil {
		return nil
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return fmt.Errorf("slack: %s: %w", method, chat.RetryAfter(max(time.Second, limited.RetryAfter)))
	}
	if said, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		if means := meaning[said.Err]; means != nil {
			return fmt.Errorf("slack: %s: %w: %w", method, said, means)
		}
		return fmt.Errorf("slack: %s: %w", method, said)
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		switch {
		case status.Code == http.StatusTooManyRequests:
			return fmt.Errorf("slack: %s: %w", method, chat.RetryAfter(crowded))
		case status.Code >= 500:
			return fmt.Errorf("slack: %s: %d: %w", method, status.Code, chat.ErrInDoubt)
		}
		return fmt.Errorf("slack: %s: %w", method, status)
	}
	doubt := lost(err)
	if asked, ok := errors.AsType[*url.Error](err); ok {
		err = asked.Err // without the address
	}
	if doubt {
		return fmt.Errorf("slack: %s: %w: %v", method, chat.ErrInDoubt, err)
	}
	return fmt.Errorf("slack: %s: %w", method, err)
}

// lost tells whether a request may have arrived although its answer did not:
// whatever went wrong with it on the way, unless it never set out, and an answer
// that cannot be read.
func lost(err error) bool {
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return false
	}
	_, network := errors.AsType[net.Error](err) // a *url.Error is one
	_, garbled := errors.AsType[*json.SyntaxError](err)
	_, other := errors.AsType[*json.UnmarshalTypeError](err)
	return network || garbled || other || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// undone is refusal for a call that only prepares or asks: nothing was posted by it.
func undone(method string, err error) error {
	err = refusal(method, err)
	if errors.Is(err, chat.ErrInDoubt) {
		return errors.New(err.Error())
	}
	return err
}

// code is what the Web API said, if it said anything.
func code(err error) string {
	said, _ := errors.AsType[slack.SlackErrorResponse](err)
	return said.Err
}
