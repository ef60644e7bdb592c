package slack

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"kakebot/chat"
)

const (
	pageSize = 200 // messages of one page of a conversation
	maxPages = 3   // that are looked through: a doubt is seldom older than a minute
)

// mark is how a key stands in a message: not to be read, and always as long.
func mark(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16])
}

// answered finds in the key of an answer the time of the message it answers,
// before which the answer cannot stand.
var answered = regexp.MustCompile(`:(\d+\.\d+)$`)

// Sent tells whether a key was sent, by looking through the newest messages of
// the person's DM or the channel.
func (s *Slack) Sent(ctx context.Context, to chat.Address, key string) (bool, error) {
	at, ok := addressed(to)
	if !ok {
		return false, errNobody
	}
	return s.look(ctx, at.String(), key)
}

// look tells whether a message with the key stands in a place. What is hidden is
// never seen again, so it counts as not posted: better twice than not at all.
func (s *Slack) look(ctx context.Context, place, key string) (bool, error) {
	where, thread, ok := lookable(place)
	if !ok || strings.HasPrefix(key, fileKey) {
		return false, nil
	}
	oldest := ""
	if m := answered.FindStringSubmatch(key); m != nil {
		oldest = m[1]
	}
	want := mark(key)
	return s.find(ctx, where, thread, oldest, func(m slack.Message) bool {
		return m.Metadata.EventType == event && m.Metadata.EventPayload["key"] == want
	})
}

// find looks through a person's DM, a channel or a thread of either.
func (s *Slack) find(ctx context.Context, where, thread, oldest string, is func(slack.Message) bool) (bool, error) {
	channel := where
	if people.MatchString(where) {
		var err error
		if channel, err = s.dm(ctx, where); err != nil {
			return false, err
		}
	}
	cursor := ""
	for range maxPages {
		messages, next, err := s.page(ctx, channel, thread, oldest, cursor)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(messages, is) {
			return true, nil
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	return false, nil
}

func (s *Slack) page(ctx context.Context, channel, thread, oldest, cursor string) ([]slack.Message, string, error) {
	if thread != "" {
		messages, _, next, err := s.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: thread,
			Oldest: cmp.Or(oldest, thread), Cursor: cursor, Limit: pageSize, IncludeAllMetadata: true})
		return messages, next, undone("conversations.replies", err)
	}
	h, err := s.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel,
		Oldest: oldest, Cursor: cursor, Limit: pageSize, IncludeAllMetadata: true})
	if err != nil {
		return nil, "", undone("conversations.history", err)
	}
	return h.Messages, h.ResponseMetaData.NextCursor, nil
}
