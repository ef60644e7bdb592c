package slack

import (
	"context"
	"errors"
	"net/http"

	"github.com/slack-go/slack"

	"kakebot/chat"
)

// event names the metadata that this program's messages carry.
const event = "kakebot"

// Limit is what reminders may take of what Slack allows: a message a second to one
// conversation, and of the "several hundred" a minute in a workspace three hundred
// (docs.slack.dev, Rate limits).
func (s *Slack) Limit() chat.Pace { return chat.Pace{All: 5, Place: 1} }

// Send writes to a person's DM, or to a channel that the bot is in, which nothing
// private goes to. chat.ErrUnderway means that another process is sending the
// same key at this moment.
func (s *Slack) Send(ctx context.Context, to chat.Address, key string, r chat.Reply) error {
	at, ok := addressed(to)
	if !ok || at.shared() && r.Private {
		return errNobody
	}
	defer s.changed(to.Place, false)
	err := s.courier.Once(ctx, at.String(), key, func(ctx context.Context) error { return s.post(ctx, at, key, r) })
	if err != nil {
		return err
	}
	return s.upload(ctx, s.courier.Once, at, key, r.Files)
}

// reply posts an answer and its files. What is for one person's eyes is hidden
// where others are; what has files then, or cannot be hidden, goes to the DM.
func (s *Slack) reply(ctx context.Context, to place, key string, r chat.Reply) error {
	if to.shared() && (r.Private || r.Form != nil) {
		to.hidden = true
	}
	if to.hidden && len(r.Files) > 0 {
		if err := s.direct(ctx, to.user, key, r); err != nil {
			return err
		}
		// That it went elsewhere is worth saying, and not worth a second try.
		_ = s.post(ctx, to, key, chat.Reply{Text: phrases.Say(r.Lang, "see_dm"), Lang: r.Lang})
		return nil
	}
	err := s.post(ctx, to, key, r)
	if to.hidden && errors.Is(err, chat.ErrPermanent) {
		return s.direct(ctx, to.user, key, r)
	}
	if err != nil {
		return err
	}
	s.attach(ctx, to, key, r.Files)
	return nil
}

// direct delivers to the DM what was asked elsewhere, under a key of its own, since
// a doubt about it is settled by looking there.
func (s *Slack) direct(ctx context.Context, user, key string, r chat.Reply) error {
	dm := place{user: user}
	key += "/dm"
	err := s.courier.Deliver(ctx, dm.String(), key, func(ctx context.Context) error { return s.post(ctx, dm, key, r) })
	if err == nil {
		s.attach(ctx, dm, key, r.Files)
	}
	return err
}

// attach uploads the files of an answer that is posted already: it must not be
// posted again because of them.
func (s *Slack) attach(ctx context.Context, to place, key string, files []chat.File) {
	if err := s.upload(ctx, s.courier.Deliver, to, key, files); err != nil {
		s.Log.Error("a file is not uploaded", "channel", name, "error", err)
	}
}

// post posts one message. Its key stands in it, and is found there unless it is hidden.
func (s *Slack) post(ctx context.Context, to place, key string, r chat.Reply) error {
	text, blocks := render(r)
	err := s.call(ctx, to, key, text, blocks)
	if code(err) == "invalid_blocks" {
		s.Log.Error("Slack does not take a message's blocks; only its text is posted", "topic", r.Topic)
		err = s.call(ctx, to, key, text+"\n\n"+chat.Numbered(r.Choices), nil)
	}
	return err
}

func (s *Slack) call(ctx context.Context, to place, key, text string, blocks []slack.Block) (err error) {
	options := []slack.MsgOption{slack.MsgOptionText(text, true), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
	if len(blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(blocks...))
	}
	if to.thread != "" {
		options = append(options, slack.MsgOptionTS(to.thread))
	}
	marked := append(options, slack.MsgOptionMetadata(slack.SlackMetadata{EventType: event, EventPayload: map[string]any{"key": mark(key)}}))
	switch {
	case to.hidden && to.url != "": // slack-go sends metadata in any case, and without any it is not well formed
		_, _, err = s.api.PostMessageContext(ctx, to.channel, append(marked, slack.MsgOptionResponseURL(to.url, slack.ResponseTypeEphemeral))...)
		if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code < 500 && status.Code != http.StatusTooManyRequests {
			return errors.Join(chat.ErrPermanent, refusal("response_url", err)) // used up or too old
		}
		return refusal("response_url", err)
	case to.hidden:
		_, err = s.api.PostEphemeralContext(ctx, to.channel, to.user, options...)
		return refusal("chat.postEphemeral", err)
	}
	if to.channel == "" {
		if to.channel, err = s.dm(ctx, to.user); err != nil {
			return err
		}
	}
	_, _, err = s.api.PostMessageContext(ctx, to.channel, marked...)
	return refusal("chat.postMessage", err)
}

// maxDMs bounds what is remembered of people's DMs.
const maxDMs = 10_000

// dm is the channel of a person's DM.
func (s *Slack) dm(ctx context.Context, user string) (string, error) {
	s.mu.Lock()
	channel := s.dms[user]
	s.mu.Unlock()
	if channel != "" {
		return channel, nil
	}
	c, _, _, err := s.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err != nil {
		return "", undone("conversations.open", err)
	}
	s.learn(user, c.ID)
	return c.ID, nil
}

func (s *Slack) learn(user, channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.dms) >= maxDMs {
		clear(s.dms)
	}
	s.dms[user] = channel
}
