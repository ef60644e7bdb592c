package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	keepFeeds = 180 * 24 * time.Hour // since a calendar program last asked
	maxFeeds  = 10                   // of one owner; the oldest goes first
)

// Feeds keeps the addresses of private calendars. An address ends with a token
// of 130 random bits, of which only a hash is kept: who reads the store cannot
// read a calendar by it, and looking one up tells nothing by the time it takes.
type Feeds struct {
	rdb    redis.UniversalClient
	prefix string
}

// NewFeeds keeps everything under the prefix.
func NewFeeds(rdb redis.UniversalClient, prefix string) Feeds {
	return Feeds{rdb: rdb, prefix: prefix + "{feeds}:"}
}

// STRING: a token's hash → its owner. A script adds the hash to the beginning.
func (f Feeds) tokens() string { return f.prefix + "t:" }

// ZSET: an owner's hashes by when they were made, in the server's milliseconds.
func (f Feeds) owner(owner string) string { return f.prefix + "o:" + owner }

func hashed(token string) string {
	sum := sha256.Sum256([]byte("calendar " + token))
	return hex.EncodeToString(sum[:])
}

// makeFeed adds a token to an owner's. The same again changes nothing.
//
// KEYS tokens, owner; ARGV hash, owner, how long it is kept (ms), how many are.
var makeFeed = redis.NewScript(`
local t = redis.call("TIME")
redis.call("ZADD", KEYS[2], "NX", t[1] * 1000 + math.floor(t[2] / 1000), ARGV[1])
redis.call("PEXPIRE", KEYS[2], ARGV[3])
redis.call("SET", KEYS[1] .. ARGV[1], ARGV[2], "PX", ARGV[3])
for _, old in ipairs(redis.call("ZRANGE", KEYS[2], 0, -1 - ARGV[4])) do
  redis.call("DEL", KEYS[1] .. old)
  redis.call("ZREM", KEYS[2], old)
end
return 1`)

// Make gives the token of a new address of the owner's calendar. The former ones
// go on, up to ten.
func (f Feeds) Make(ctx context.Context, owner string) (token string, err error) {
	token = rand.Text()
	keys := []string{f.tokens(), f.owner(owner)}
	if err := makeFeed.Run(ctx, f.rdb, keys, hashed(token), owner, keepFeeds.Milliseconds(), maxFeeds).Err(); err != nil {
		return "", fmt.Errorf("make a calendar's address: %w", err)
	}
	return token, nil
}

// endFeeds removes an owner's tokens. KEYS tokens, owner. Returns how many.
var endFeeds = redis.NewScript(`
local all = redis.call("ZRANGE", KEYS[2], 0, -1)
local n = 0
for _, hash in ipairs(all) do n = n + redis.call("DEL", KEYS[1] .. hash) end
redis.call("DEL", KEYS[2])
return n`)

// End makes all addresses of the owner's calendar stop working, and gives how
// many there were.
func (f Feeds) End(ctx context.Context, owner string) (n int, err error) {
	n, err = endFeeds.Run(ctx, f.rdb, []string{f.tokens(), f.owner(owner)}).Int()
	if err != nil {
		return 0, fmt.Errorf("end a calendar's addresses: %w", err)
	}
	return n, nil
}

// Count gives how many addresses the owner's calendar has.
func (f Feeds) Count(ctx context.Context, owner string) (int, error) {
	n, err := f.rdb.ZCard(ctx, f.owner(owner)).Result()
	if err != nil {
		return 0, fmt.Errorf("a calendar's addresses: %w", err)
	}
	return int(n), nil
}

// Owner gives whose calendar a token opens; ok is false when it opens none. An
// address that is asked for goes on living.
func (f Feeds) Owner(ctx context.Context, token string) (owner string, ok bool, err error) {
	owner, err = f.rdb.GetEx(ctx, f.tokens()+hashed(token), keepFeeds).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	if err == nil {
		err = f.rdb.PExpire(ctx, f.owner(owner), keepFeeds).Err()
	}
	if err != nil {
		return "", false, fmt.Errorf("a calendar's owner: %w", err)
	}
	return owner, true, nil
}
