package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
)

const (
	keepPosts   = 24 * time.Hour    // platforms redeliver within minutes
	postingTime = 150 * time.Second // longer than a channel tries: then whoever began is dead
)

// Posts is chat.Posts over Redis.
type Posts struct {
	rdb    redis.UniversalClient
	prefix string
	lease  time.Duration
}

// NewPosts keeps everything under the prefix.
func NewPosts(rdb redis.UniversalClient, prefix string) Posts {
	return Posts{rdb: rdb, prefix: prefix, lease: postingTime}
}

// STRING: "posted", or until when it is being posted, in the server's own
// milliseconds. The name is a fingerprint, for the key names a person.
func (p Posts) key(key string) string {
	sum := sha256.Sum256([]byte(key))
	return p.prefix + "post:" + hex.EncodeToString(sum[:16])
}

// begin takes a key for posting.
//
// KEYS[1] the key; ARGV[1] the lease and ARGV[2] how long it is kept, in ms.
// Returns a chat.Posting.
var begin = redis.NewScript(`
local was = redis.call("GET", KEYS[1])
if was == "posted" then return 3 end
local t = redis.call("TIME")
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if was and tonumber(was) > now then return 2 end
redis.call("SET", KEYS[1], string.format("%.0f", now + ARGV[1]), "PX", ARGV[2])
return was and 1 or 0`)

// Begin is chat.Posts's.
func (p Posts) Begin(ctx context.Context, key string) (chat.Posting, error) {
	n, err := begin.Run(ctx, p.rdb, []string{p.key(key)}, p.lease.Milliseconds(), keepPosts.Milliseconds()).Int()
	if err != nil {
		return 0, fmt.Errorf("begin posting: %w", err)
	}
	return [...]chat.Posting{chat.First, chat.Doubtful, chat.Underway, chat.Posted}[n], nil
}

// Done is chat.Posts's.
func (p Posts) Done(ctx context.Context, key string) error {
	if err := p.rdb.Set(ctx, p.key(key), "posted", keepPosts).Err(); err != nil {
		return fmt.Errorf("posted: %w", err)
	}
	return nil
}

// Release is chat.Posts's.
func (p Posts) Release(ctx context.Context, key string) error {
	if err := p.rdb.Del(ctx, p.key(key)).Err(); err != nil {
		return fmt.Errorf("release posting: %w", err)
	}
	return nil
}
