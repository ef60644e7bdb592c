package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
)

// How long things are kept, and how much of a conversation.
const (
	keepSession  = 30 * 24 * time.Hour // since the person's last message
	keepSeen     = 24 * time.Hour      // a platform redelivers within minutes; a web page may lie open for hours
	answering    = 45 * time.Second    // a message claimed and not answered in this time is fresh again
	maxExchanges = 200
	recorded     = "."
)

// Memory is chat.Memory over Redis. All keys of a person share a hash tag.
type Memory struct {
	rdb    redis.UniversalClient
	prefix string
}

// NewMemory keeps everything under the prefix, which sets a rehearsal apart
// from the real thing.
func NewMemory(rdb redis.UniversalClient, prefix string) Memory {
	return Memory{rdb: rdb, prefix: prefix}
}

// Keeps is how long a conversation is kept after its last message.
func (m Memory) Keeps() time.Duration { return keepSession }

// STRING: a chat.Session as JSON.
func (m Memory) sessionKey(person string) string { return m.tag(person) + ":session" }

// LIST: chat.Exchange as JSON, oldest first.
func (m Memory) talkKey(person string) string { return m.tag(person) + ":talk" }

// STRING: "?" and the claim's token while the message is being answered, then
// recorded. It holds nothing that was said: the reply itself stands in the
// conversation alone, so that forgetting that leaves nothing of it.
func (m Memory) seenKey(person, id string) string { return m.tag(person) + ":seen:" + id }

func (m Memory) tag(person string) string { return m.prefix + "{c:" + person + "}" }

// Session is chat.Memory's.
func (m Memory) Session(ctx context.Context, person string) (s chat.Session, err error) {
	data, err := m.rdb.Get(ctx, m.sessionKey(person)).Bytes()
	if errors.Is(err, redis.Nil) {
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("session: %w", err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("session: %w", err)
	}
	return s, nil
}

// SetSession is chat.Memory's.
func (m Memory) SetSession(ctx context.Context, person string, s chat.Session) error {
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	if err := m.rdb.Set(ctx, m.sessionKey(person), data, keepSession).Err(); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	return nil
}

// claim takes a message once. The token lets a claim whose answer was lost on
// the way be repeated by the client without refusing itself.
//
// KEYS[1] seen; ARGV[1] "?" and the token, ARGV[2] milliseconds to keep it.
// Returns false when the message is fresh, else what is recorded of it.
var claim = redis.NewScript(`
local seen = redis.call("GET", KEYS[1])
if seen and seen ~= ARGV[1] then return seen end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
return false`)

// Claim is chat.Memory's.
func (m Memory) Claim(ctx context.Context, person, id string) (fresh bool, prior *chat.Reply, err error) {
	seen, err := claim.Run(ctx, m.rdb, []string{m.seenKey(person, id)}, "?"+rand.Text(), answering.Milliseconds()).Text()
	switch {
	case errors.Is(err, redis.Nil):
		return true, nil, nil
	case err != nil:
		return false, nil, fmt.Errorf("claim: %w", err)
	case strings.HasPrefix(seen, "?"):
		return false, nil, nil
	}
	talk, err := m.Exchanges(ctx, person)
	if err != nil {
		return false, nil, fmt.Errorf("claim: %w", err)
	}
	for i := len(talk) - 1; i >= 0; i-- {
		if talk[i].ID == id {
			return false, &talk[i].Reply, nil
		}
	}
	return false, &chat.Reply{}, nil // so long ago that the conversation no longer holds it
}

// record adds an exchange to the conversation unless its id is recorded.
//
// KEYS[1] seen, KEYS[2] talk
// ARGV[1] the word recorded, ARGV[2] exchange, ARGV[3] ms to keep the one,
// ARGV[4] ms to keep the other, ARGV[5] how many exchanges are kept.
var record = redis.NewScript(`
if redis.call("GET", KEYS[1]) == ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[3])
redis.call("RPUSH", KEYS[2], ARGV[2])
redis.call("LTRIM", KEYS[2], -tonumber(ARGV[5]), -1)
redis.call("PEXPIRE", KEYS[2], ARGV[4])
return 1`)

// Record is chat.Memory's.
func (m Memory) Record(ctx context.Context, person, id string, e chat.Exchange) error {
	e.ID = id
	exchange, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	keys := []string{m.seenKey(person, id), m.talkKey(person)}
	if err := record.Run(ctx, m.rdb, keys, recorded, exchange, keepSeen.Milliseconds(), keepSession.Milliseconds(), maxExchanges).Err(); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return nil
}

// Exchanges is chat.Memory's.
func (m Memory) Exchanges(ctx context.Context, person string) ([]chat.Exchange, error) {
	lines, err := m.rdb.LRange(ctx, m.talkKey(person), 0, -1).Result()
	if err != nil {
		return nil, fmt.Errorf("exchanges: %w", err)
	}
	out := make([]chat.Exchange, 0, len(lines))
	for _, l := range lines {
		var e chat.Exchange
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			return nil, fmt.Errorf("exchanges: %w", err)
		}
		out = append(out, e)
	}
	return out, nil
}

// Forget is chat.Memory's. Of a message still being answered, and of one that
// the conversation no longer holds, the id stays until it expires.
func (m Memory) Forget(ctx context.Context, person string) error {
	talk, err := m.Exchanges(ctx, person)
	if err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	keys := []string{m.sessionKey(person), m.talkKey(person)}
	for _, e := range talk {
		keys = append(keys, m.seenKey(person, e.ID))
	}
	if err := m.rdb.Del(ctx, keys...).Err(); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	return nil
}
