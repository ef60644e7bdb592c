package slacktest_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"kakebot/bot/slack/slacktest"
)

func client(s *slacktest.Server) *slack.Client {
	return slack.New(s.BotToken, slack.OptionAppLevelToken(s.AppToken), slack.OptionAPIURL(s.URL), slack.OptionHTTPClient(&http.Client{Timeout: 5 * time.Second}))
}

// wants is a test's check that a call was refused with a code.
func wants(t *testing.T, code string, err error) {
	t.Helper()
	if err == nil || err.Error() != code {
		t.Errorf("%v, want %s", err, code)
	}
}

func TestAuth(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{})
	if who, err := client(s).AuthTest(); err != nil || who.UserID != slacktest.BotUser {
		t.Errorf("%+v, %v", who, err)
	}
	for token, code := range map[string]string{"": "not_authed", "xoxb-other": "invalid_auth", s.AppToken: "not_allowed_token_type"} {
		_, err := slack.New(token, slack.OptionAPIURL(s.URL)).AuthTest()
		wants(t, code, err)
	}
	_, _, err := slack.New(s.BotToken, slack.OptionAppLevelToken(s.BotToken), slack.OptionAPIURL(s.URL)).StartSocketModeContext(t.Context())
	wants(t, "not_allowed_token_type", err)
}

func TestMessages(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{})
	c := client(s)
	s.Person("U1", "fi-FI")
	s.Say("C1", "U1", "hei", "")
	for _, place := range []string{"nowhere", "C2", "U2"} {
		_, _, err := c.PostMessage(place, slack.MsgOptionText("hei", false))
		wants(t, "channel_not_found", err)
	}
	_, _, err := c.PostMessage("U1")
	wants(t, "no_text", err)
	_, _, err = c.PostMessage("U1", slack.MsgOptionText(strings.Repeat("x", 40_001), false))
	wants(t, "msg_too_long", err)
	_, _, err = c.PostMessage("C1", slack.MsgOptionText("x", false), slack.MsgOptionTS("1.2"))
	wants(t, "thread_not_found", err)
	_, _, err = c.PostMessage("C1", slack.MsgOptionBlocks(slack.NewDividerBlock()))
	if c := s.Complaints(); err != nil || len(c) != 1 || !strings.Contains(c[0], "screen readers") {
		t.Errorf("blocks without a text: %v, %q", err, c)
	}
	for text, right := range map[string]bool{"R&amp;D &lt;3 <https://x.fi/?a=1&amp;b=2|x> <@U1>": true, "R&D": false, "a <b>": false} {
		_, _, err = c.PostMessage("C1", slack.MsgOptionText(text, false))
		if c := s.Complaints(); err != nil || (len(c) == 0) != right {
			t.Errorf("%s: %v, %q", text, err, c)
		}
	}
	_, err = c.PostEphemeral("C1", "U9", slack.MsgOptionText("x", false))
	wants(t, "user_not_in_channel", err)

	kept := slack.SlackMetadata{EventType: "kakebot", EventPayload: map[string]any{"key": "k1"}}
	channel, ts, err := c.PostMessage("U1", slack.MsgOptionText("hei <!channel>", false), slack.MsgOptionMetadata(kept))
	if p := s.Next("U1"); err != nil || channel != "D1" || p.TS != ts || p.Shown() != "hei <!channel>" || len(p.Calls()) != 1 {
		t.Errorf("%s %s %v: %+v", channel, ts, err, p)
	}
	if _, _, _, err = c.UpdateMessage(channel, ts, slack.MsgOptionText("moi", false)); err != nil {
		t.Error(err)
	}
	if p := s.Next("D1"); p.Original != ts || p.Text != "moi" {
		t.Errorf("%+v", p)
	}
	_, _, _, err = c.UpdateMessage(channel, "1.2", slack.MsgOptionText("moi", false))
	wants(t, "message_not_found", err)

	for _, asked := range []bool{false, true} {
		h, err := c.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: channel, IncludeAllMetadata: asked})
		if err != nil || len(h.Messages) != 1 || (h.Messages[0].Metadata.EventPayload["key"] == "k1") != asked {
			t.Errorf("%+v, %v", h, err)
		}
	}
	_, err = c.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "U1"})
	wants(t, "channel_not_found", err)
}

func TestHistoryPages(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{})
	c := client(s)
	var stamps []string
	for range 5 {
		stamps = append(stamps, s.Say("C1", "U1", "hei", "").TS)
	}
	s.Say("C1", "U1", "ketjussa", stamps[0])
	cursor, seen := "", []string{}
	for pages := 0; pages < 9; pages++ {
		h, err := c.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1", Limit: 2, Cursor: cursor, Oldest: stamps[0]})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range h.Messages {
			seen = append(seen, m.Timestamp)
		}
		if cursor = h.ResponseMetaData.NextCursor; !h.HasMore {
			break
		}
	}
	if len(seen) != 4 || seen[0] != stamps[4] || seen[3] != stamps[1] {
		t.Errorf("%q of %q", seen, stamps)
	}
	m, _, _, err := c.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C1", Timestamp: stamps[0]})
	if err != nil || len(m) != 2 || m[1].Text != "ketjussa" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestFaults(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{})
	c := client(s)
	s.Person("U1", "fi-FI")
	post := func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		_, _, err := c.PostMessageContext(ctx, "U1", slack.MsgOptionText("hei", false))
		return err
	}
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	for _, x := range []struct {
		fault slacktest.Fault
		done  bool
		right func(error) bool
	}{
		{slacktest.Limited(7 * time.Second), false, func(err error) bool { return errors.As(err, &limited) && limited.RetryAfter == 7*time.Second }},
		{slacktest.Broken, false, func(err error) bool { return errors.As(err, &status) && status.Code == 500 }},
		{slacktest.Refused("restricted_action"), false, func(err error) bool { return err != nil && err.Error() == "restricted_action" }},
		{slacktest.Cut, false, func(err error) bool { return err != nil }},
		{slacktest.Lost, true, func(err error) bool { return err != nil }},
		{slacktest.Hangs, false, func(err error) bool { return errors.Is(err, context.DeadlineExceeded) }},
		{slacktest.DoneHangs, true, func(err error) bool { return errors.Is(err, context.DeadlineExceeded) }},
		{slacktest.Fault{}, true, func(err error) bool { return err == nil }},
	} {
		before := len(s.Posts("U1"))
		s.Fail("chat.postMessage", 1, x.fault)
		if err := post(); !x.right(err) {
			t.Errorf("%+v: %v", x.fault, err)
		}
		if done := len(s.Posts("U1")) > before; done != x.done {
			t.Errorf("%+v: posted %v", x.fault, done)
		}
	}
}

func TestFiles(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{})
	c := client(s)
	s.Say("C1", "U1", "hei", "")
	f, err := c.UploadFile(slack.UploadFileParameters{Filename: "a.ics", Title: "Aika", FileSize: 3, Content: "abc", Channel: "C1"})
	if err != nil || f.Title != "Aika" {
		t.Fatalf("%+v, %v", f, err)
	}
	if p := s.Next("C1"); len(p.Files) != 1 || p.Files[0].Name != "a.ics" || string(p.Files[0].Data) != "abc" {
		t.Errorf("%+v", p)
	}
	_, err = c.UploadFile(slack.UploadFileParameters{Filename: "a.ics", FileSize: 3, Content: "abc", Channel: "U1"})
	if err == nil || !strings.Contains(err.Error(), "invalid_channel") {
		t.Errorf("a person's id is no channel: %v", err)
	}
	_, err = c.UploadFile(slack.UploadFileParameters{Filename: "a.ics", FileSize: 4, Content: "abc", Channel: "C1"})
	if len(s.Complaints()) != 1 {
		t.Errorf("a wrong length, and no complaint: %v", err)
	}
}

func TestResponseURL(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{Retries: 1, AckWithin: time.Hour})
	c := client(s)
	conn := dial(t, s)
	s.Slash("U1", "C1", "moi")
	var payload slack.SlashCommand
	if e := conn.take(); json.Unmarshal(e.Payload, &payload) != nil || payload.Text != "moi" || payload.ChannelID != "C1" {
		t.Fatalf("%s", e.Payload)
	}
	for i := range 6 {
		_, _, err := c.PostMessage("", slack.MsgOptionText("hei", false), slack.MsgOptionResponseURL(payload.ResponseURL, "ephemeral"))
		if (err == nil) != (i < 5) {
			t.Errorf("use %d: %v", i+1, err)
		}
	}
	if p := s.Posts("C1"); len(p) != 5 || p[0].For != "U1" {
		t.Errorf("%+v", p)
	}
}
