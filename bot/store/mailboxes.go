package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/handlers"
)

// How often letters may be asked for; a day is a constant of the scripts, and so
// is how long a code and a link live.
const (
	personAsks  = 5 // letters that one person may ask for in a day
	addressAsks = 3 // letters that go to one inbox in a day, whoever asks and however it is written
	codeTries   = 5 // wrong codes, and the letter is worth nothing
	letterLease = 30 * time.Second
	letterPause = 15 * time.Minute // at most, between two tries to send one
)

// Mailboxes is handlers.Mailboxes over Redis, and the letters it owes. Everything
// shares the hash tag {m}. Its keys, after the prefix and the tag:
//
//	box:<person>    HASH    address, print (its fingerprint), lang, back, since (ms)
//	at:<address>    SET     persons with a mailbox there; <address> is a fingerprint
//	token:<address> STRING  the token that stops it
//	stop:<token>    STRING  the fingerprint of that address
//	ask:<person>    HASH    address, print, lang, back, since, until (ms), code ("" none is right), link,
//	                        wrong (codes typed), sends (tries), done (it became their mailbox)
//	link:<token>    STRING  the person who asked
//	out             ZSET    when to send (ms, the server's) → person whose letter is owed
//	asked:<who>     HASH    n, from (ms): letters asked for by a person or for an inbox
//	op:<op>         STRING  what came of it
//	secret          STRING  signs Message-IDs
type Mailboxes struct {
	rdb redis.UniversalClient
	tag string
}

// NewMailboxes keeps everything under the prefix.
func NewMailboxes(rdb redis.UniversalClient, prefix string) Mailboxes {
	return Mailboxes{rdb: rdb, tag: prefix + "{m}:"}
}

// mailLua begins every script: what they share. KEYS[1] is the prefix of all keys.
const mailLua = `
local tag = KEYS[1]
local function key(kind, name) return tag .. kind .. ':' .. name end
local DAY = 86400000

-- drop ends what a person has asked for.
local function drop(person)
  local link = redis.call('HGET', key('ask', person), 'link')
  if link then redis.call('DEL', key('link', link)) end
  redis.call('DEL', key('ask', person))
  redis.call('ZREM', tag .. 'out', person)
end

-- leave takes a person's mailbox away, and the address's token with the last of them.
local function leave(person, fingerprint)
  local at = key('at', fingerprint)
  redis.call('SREM', at, person)
  redis.call('DEL', key('box', person))
  if redis.call('SCARD', at) == 0 then
    local token = redis.call('GET', key('token', fingerprint))
    if token then redis.call('DEL', key('stop', token), key('token', fingerprint)) end
  end
end

-- enter makes what a person asked for their mailbox. token is used when the address has none yet.
local function enter(person, token)
  local ask = key('ask', person)
  local f = redis.call('HMGET', ask, 'address', 'lang', 'back', 'since', 'print')
  local old = redis.call('HGET', key('box', person), 'print')
  if old and old ~= f[5] then leave(person, old) end
  redis.call('HSET', key('box', person), 'address', f[1], 'lang', f[2], 'back', f[3], 'since', f[4], 'print', f[5])
  redis.call('SADD', key('at', f[5]), person)
  if redis.call('SETNX', key('token', f[5]), token) == 1 then
    redis.call('SET', key('stop', token), f[5])
  end
  redis.call('HSET', ask, 'code', '', 'done', '1')
  redis.call('ZREM', tag .. 'out', person)
end
`

// askLua ARGV: op, person, address, its fingerprint, lang, back, now, code, link,
// letters a person may ask for, letters an inbox may get, its fingerprint. Returns ok or often.
var askLua = redis.NewScript(mailLua + `
local op, person, now, link = key('op', ARGV[1]), ARGV[2], tonumber(ARGV[7]), ARGV[9]
local known = redis.call('GET', op)
if known then return known end
local function often(who, most)
  local k = key('asked', who)
  local from = tonumber(redis.call('HGET', k, 'from') or '-1')
  if from < 0 or now >= from + DAY then
    redis.call('DEL', k)
    redis.call('HSET', k, 'from', ARGV[7])
  end
  redis.call('PEXPIRE', k, DAY)
  return redis.call('HINCRBY', k, 'n', 1) > tonumber(most)
end
local result = 'ok'
if often('p:' .. person, ARGV[10]) then
  result = 'often'
else
  drop(person)
  local code = ARGV[8]
  if often('a:' .. ARGV[12], ARGV[11]) then code = '' end
  redis.call('HSET', key('ask', person), 'address', ARGV[3], 'print', ARGV[4], 'lang', ARGV[5], 'back', ARGV[6],
    'since', ARGV[7], 'until', string.format('%.0f', now + DAY), 'code', code, 'link', link)
  redis.call('PEXPIRE', key('ask', person), 2 * DAY)
  if code ~= '' then
    redis.call('SET', key('link', link), person, 'PX', 2 * DAY)
    redis.call('ZADD', tag .. 'out', 0, person)
  end
end
redis.call('SET', op, result, 'PX', DAY)
return result`)

// codeLua ARGV: op, person, code, now, tries, token. Returns ok, wrong, ended or none.
var codeLua = redis.NewScript(mailLua + `
local op, person, ask = key('op', ARGV[1]), ARGV[2], key('ask', ARGV[2])
local known = redis.call('GET', op)
if known then return known end
local f = redis.call('HMGET', ask, 'until', 'code', 'done')
local result = 'ok'
if not f[1] or f[3] then
  result = 'none'
elseif tonumber(ARGV[4]) >= tonumber(f[1]) then
  result = 'ended'
elseif f[2] == '' or f[2] ~= ARGV[3] then
  result = 'wrong'
  if redis.call('HINCRBY', ask, 'wrong', 1) >= tonumber(ARGV[5]) then drop(person) end
else
  enter(person, ARGV[6])
end
redis.call('SET', op, result, 'PX', DAY)
return result`)

// linkLua ARGV: link, now, token. Returns the person, or none ("").
var linkLua = redis.NewScript(mailLua + `
local person = redis.call('GET', key('link', ARGV[1]))
if not person then return '' end
local f = redis.call('HMGET', key('ask', person), 'until', 'link', 'done')
if not f[1] or f[2] ~= ARGV[1] or tonumber(ARGV[2]) >= tonumber(f[1]) then return '' end
if not f[3] then enter(person, ARGV[3]) end
return person`)

// endLua ARGV: person.
var endLua = redis.NewScript(mailLua + `
local person = ARGV[1]
drop(person)
local fingerprint = redis.call('HGET', key('box', person), 'print')
if fingerprint then leave(person, fingerprint) end
redis.call('DEL', key('asked', 'p:' .. person))
return 1`)

// owedLua takes letters for sending, each for a while that doubles with every try.
// ARGV: how many, first lease and longest lease (ms). Returns person, address,
// lang, code, link and until of each.
var owedLua = redis.NewScript(mailLua + `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local owed = {}
for _, person in ipairs(redis.call('ZRANGEBYSCORE', tag .. 'out', '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])) do
  local f = redis.call('HMGET', key('ask', person), 'address', 'lang', 'code', 'link', 'until')
  if not f[1] then
    redis.call('ZREM', tag .. 'out', person)
  else
    local sends = redis.call('HINCRBY', key('ask', person), 'sends', 1)
    local lease = math.min(tonumber(ARGV[2]) * 2 ^ (sends - 1), tonumber(ARGV[3]))
    redis.call('ZADD', tag .. 'out', string.format('%.0f', now + lease), person)
    owed[#owed+1] = person
    for _, v in ipairs(f) do owed[#owed+1] = v end
  end
end
return owed`)

// doneLua ARGV: person, link. A newer letter of the person's stays owed.
var doneLua = redis.NewScript(mailLua + `
local link = redis.call('HGET', key('ask', ARGV[1]), 'link')
if link and link ~= ARGV[2] then return 0 end
return redis.call('ZREM', tag .. 'out', ARGV[1])`)

func (m Mailboxes) run(ctx context.Context, s *redis.Script, args ...any) *redis.Cmd {
	return s.Run(ctx, m.rdb, []string{m.tag}, args...)
}

// Ask is handlers.Mailboxes'.
func (m Mailboxes) Ask(ctx context.Context, op string, box handlers.Mailbox, now time.Time) error {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return fmt.Errorf("ask for e-mail: %w", err)
	}
	result, err := m.run(ctx, askLua, op, box.Person, box.Address, fingerprint(box.Address), box.Lang, box.Back.String(), now.UnixMilli(),
		fmt.Sprintf("%06d", n), rand.Text(), personAsks, addressAsks, fingerprint(inbox(box.Address))).Text()
	switch {
	case err != nil:
		return fmt.Errorf("ask for e-mail: %w", err)
	case result == "often":
		return handlers.ErrAskedOften
	}
	return nil
}

// ByCode is handlers.Mailboxes'.
func (m Mailboxes) ByCode(ctx context.Context, op, person, code string, now time.Time) (handlers.Mailbox, error) {
	result, err := m.run(ctx, codeLua, op, person, code, now.UnixMilli(), codeTries, rand.Text()).Text()
	switch {
	case err != nil:
		return handlers.Mailbox{}, fmt.Errorf("confirm e-mail: %w", err)
	case result == "wrong":
		return handlers.Mailbox{}, handlers.ErrWrongCode
	case result == "ended":
		return handlers.Mailbox{}, handlers.ErrCodeEnded
	case result == "none":
		return handlers.Mailbox{}, handlers.ErrNoAsk
	}
	return m.must(ctx, person)
}

// ByLink is handlers.Mailboxes'.
func (m Mailboxes) ByLink(ctx context.Context, token string, now time.Time) (handlers.Mailbox, error) {
	person, err := m.run(ctx, linkLua, token, now.UnixMilli(), rand.Text()).Text()
	switch {
	case err != nil:
		return handlers.Mailbox{}, fmt.Errorf("confirm e-mail: %w", err)
	case person == "":
		return handlers.Mailbox{}, handlers.ErrNoAsk
	}
	return m.must(ctx, person)
}

func (m Mailboxes) must(ctx context.Context, person string) (handlers.Mailbox, error) {
	box, ok, err := m.Of(ctx, person)
	if err == nil && !ok {
		err = handlers.ErrNoAsk // ended a moment ago
	}
	return box, err
}

// Of is handlers.Mailboxes'.
func (m Mailboxes) Of(ctx context.Context, person string) (handlers.Mailbox, bool, error) {
	f, err := m.rdb.HGetAll(ctx, m.tag+"box:"+person).Result()
	if err != nil {
		return handlers.Mailbox{}, false, fmt.Errorf("mailbox: %w", err)
	}
	return mailbox(person, f), f["address"] != "", nil
}

func mailbox(person string, f map[string]string) handlers.Mailbox {
	back, _ := chat.ParseAddress(f["back"]) // the zero Address of one that is not kept
	since, _ := strconv.ParseInt(f["since"], 10, 64)
	return handlers.Mailbox{Person: person, Address: f["address"], Lang: f["lang"], Back: back, Since: time.UnixMilli(since)}
}

// Behind is handlers.Mailboxes'.
func (m Mailboxes) Behind(ctx context.Context, token string) ([]handlers.Mailbox, error) {
	at, err := m.rdb.Get(ctx, m.tag+"stop:"+token).Result()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	var persons []string
	if err == nil {
		persons, err = m.rdb.SMembers(ctx, m.tag+"at:"+at).Result()
	}
	if err != nil {
		return nil, fmt.Errorf("mailboxes: %w", err)
	}
	var all []handlers.Mailbox
	for _, p := range persons {
		box, ok, err := m.Of(ctx, p)
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, box)
		}
	}
	return all, nil
}

// End is handlers.Mailboxes'.
func (m Mailboxes) End(ctx context.Context, person string) error {
	if err := m.run(ctx, endLua, person).Err(); err != nil {
		return fmt.Errorf("end e-mail: %w", err)
	}
	return nil
}

// Stop gives the token that stops an address; "" when nobody has a mailbox there.
func (m Mailboxes) Stop(ctx context.Context, address string) (string, error) {
	token, err := m.rdb.Get(ctx, m.tag+"token:"+fingerprint(address)).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return "", fmt.Errorf("mailbox: %w", err)
	}
	return token, nil
}

// Secret is what signs Message-IDs, made when it is first asked for.
func (m Mailboxes) Secret(ctx context.Context) (string, error) {
	if err := m.rdb.SetNX(ctx, m.tag+"secret", rand.Text(), 0).Err(); err != nil {
		return "", fmt.Errorf("secret of e-mail: %w", err)
	}
	s, err := m.rdb.Get(ctx, m.tag+"secret").Result()
	if err != nil {
		return "", fmt.Errorf("secret of e-mail: %w", err)
	}
	return s, nil
}

// A Letter is owed to an address that somebody says is theirs.
type Letter struct {
	Person, Address, Lang string
	Code, Link            string
	Until                 time.Time // when both end
}

// Owed takes up to n letters to be sent now. Whoever takes one has a while for
// it; then it is owed again, at longer and longer intervals.
func (m Mailboxes) Owed(ctx context.Context, n int) ([]Letter, error) {
	f, err := m.run(ctx, owedLua, n, letterLease.Milliseconds(), letterPause.Milliseconds()).StringSlice()
	if err != nil {
		return nil, fmt.Errorf("letters: %w", err)
	}
	var owed []Letter
	for ; len(f) >= 6; f = f[6:] {
		until, _ := strconv.ParseInt(f[5], 10, 64)
		owed = append(owed, Letter{Person: f[0], Address: f[1], Lang: f[2], Code: f[3], Link: f[4], Until: time.UnixMilli(until)})
	}
	return owed, nil
}

// Done settles a letter that was sent, or never will be.
func (m Mailboxes) Done(ctx context.Context, l Letter) error {
	if err := m.run(ctx, doneLua, l.Person, l.Link).Err(); err != nil {
		return fmt.Errorf("letters: %w", err)
	}
	return nil
}

// inbox is where mail to an address most likely comes: many services ignore what
// follows a plus (RFC 5233), some dots too. It is for counting only: two people
// who share one by mistake share its letters of a day, and nothing else.
func inbox(address string) string {
	at := strings.LastIndexByte(address, '@')
	local, _, _ := strings.Cut(address[:max(at, 0)], "+")
	return strings.ReplaceAll(local, ".", "") + address[max(at, 0):]
}

// fingerprint stands for an address in keys, however it is capitalised.
func fingerprint(address string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(address)))
	return hex.EncodeToString(sum[:16])
}
