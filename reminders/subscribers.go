package reminders

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
)

// A Subscriber is a person who wants reminders of rounds.
type Subscriber struct {
	Person string
	To     chat.Address
	Lang   string    // fi, sv, en or selko
	Rounds []string  // ids; empty means all, those yet to come as well
	Leads  []string  // which of Leads; empty means all. What becomes of a round is told in any case
	Since  time.Time // nothing due at or before it is sent
	// Told is the version of each round that the person was told last. For Subscribe
	// it is what they are being told with the answer; nil means as the rounds stand.
	Told map[string]string

	since map[string]time.Time // since when, for each round; "" is all rounds
	told  map[string]told      // what was said last of each round
	met   bool                 // they have had a talk; known only where a reminder is judged
}

// told is the version of a round that somebody was told last, and with which
// revision's message; less than zero when they were told by subscribing.
type told struct {
	version  string
	revision int
	at       time.Time // when that message was sent
}

// News gives the round of which the subscriber was last sent news, and when; ""
// when they never were since they subscribed.
func (s Subscriber) News() (round string, at time.Time) {
	for id, t := range s.told {
		if t.at.After(at) {
			round, at = id, t.at
		}
	}
	return round, at
}

// Wants tells whether a moment of a round is one that the subscriber asked for.
// It is for subscribers as Of and Page give them.
func (s Subscriber) Wants(m Moment) bool {
	for _, round := range []string{"", m.Subject} {
		if since, ok := s.since[round]; ok && m.At.After(since) {
			return m.Offset == Changed || len(s.Leads) == 0 ||
				slices.ContainsFunc(m.Leads(), func(lead string) bool { return slices.Contains(s.Leads, lead) })
		}
	}
	return false
}

// wasTold is the version of the round that the person goes by. Who was never told
// any goes by the one that stood before.
func (s Subscriber) wasTold(of agreed) string {
	if t, ok := s.told[of.id]; ok {
		return t.version
	}
	return of.earlier
}

// owed tells whether a moment that the subscriber wants is still owed to them as
// the round stands: news to whoever was told otherwise, and a reminder unless it
// came no later than the news and so is a part of it.
func (s Subscriber) owed(m Moment, of agreed) bool {
	otherwise := s.wasTold(of) != of.version
	if !s.Wants(m) || m.Offset == Changed {
		return s.Wants(m) && otherwise
	}
	by, ok := s.told[of.id]
	news := otherwise || ok && by.revision == of.revision
	return of.revision == 0 || !news || m.At.After(of.newsAt)
}

// Subscribers keeps them in Redis. It is safe for use by many at once.
type Subscribers struct {
	rdb  redis.UniversalClient
	keys keys
}

// NewSubscribers keeps subscribers under keys that begin with prefix.
func NewSubscribers(rdb redis.UniversalClient, prefix string) *Subscribers {
	return &Subscribers{rdb: rdb, keys: keys{prefix}}
}

// Subscribe makes s the person's subscription, in place of any earlier one; for
// rounds that one covered too, its Since goes on. op names this wish: the same
// op again changes nothing and gives the same answer. was tells whether the
// person had a subscription before.
func (b *Subscribers) Subscribe(ctx context.Context, op string, s Subscriber) (was bool, err error) {
	if s.Person == "" || s.To.Channel == "" || s.To.Place == "" {
		return false, errors.New("subscribe: person and address are needed")
	}
	rounds := s.Rounds
	if len(rounds) == 0 {
		rounds = []string{""}
	}
	args := []any{s.Person, s.To.String(), s.Lang, s.Since.UnixMilli(), strings.Join(s.Leads, ","), bit(s.Told != nil), len(rounds)}
	for _, r := range rounds {
		args = append(args, r)
	}
	for round, version := range s.Told {
		args = append(args, round, version)
	}
	keys := []string{b.keys.op(op), b.keys.subscriber(s.Person), b.keys.subscribers(), b.keys.since(), b.keys.refused(), b.keys.rounds()}
	was, err = subscribeScript.Run(ctx, b.rdb, keys, args...).Bool()
	if err != nil {
		return false, fmt.Errorf("subscribe: %w", err)
	}
	return was, nil
}

// Unsubscribe ends the person's subscription; was tells whether there was one.
// op is as in Subscribe.
func (b *Subscribers) Unsubscribe(ctx context.Context, op, person string) (was bool, err error) {
	keys := []string{b.keys.op(op), b.keys.subscriber(person), b.keys.subscribers(), b.keys.since()}
	was, err = unsubscribeScript.Run(ctx, b.rdb, keys, person).Bool()
	if err != nil {
		return false, fmt.Errorf("unsubscribe: %w", err)
	}
	return was, nil
}

// Of gives the person's subscription; ok is false when there is none.
func (b *Subscribers) Of(ctx context.Context, person string) (s Subscriber, ok bool, err error) {
	found, err := b.records(ctx, []string{person})
	if err != nil {
		return Subscriber{}, false, err
	}
	if len(found) == 0 {
		return Subscriber{}, false, nil
	}
	return found[0], true, nil
}

// tell notes that the person was told of a round as it stands. Who has left
// meanwhile stays gone, and what an older message says changes nothing.
func (b *Subscribers) tell(ctx context.Context, now time.Time, person string, of agreed) error {
	keys := []string{b.keys.subscriber(person)}
	if err := tellScript.Run(ctx, b.rdb, keys, "told:"+of.id, of.version, of.revision, now.UnixMilli()).Err(); err != nil {
		return fmt.Errorf("note what was told: %w", err)
	}
	return nil
}

// Forget removes everything kept of the person as a subscriber. What is queued
// for them is dropped when it falls due, within an hour.
func (b *Subscribers) Forget(ctx context.Context, person string) error {
	place, err := b.rdb.HGet(ctx, b.keys.subscriber(person), "to").Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return fmt.Errorf("forget: %w", err)
	}
	pipe := b.rdb.TxPipeline()
	pipe.Del(ctx, b.keys.subscriber(person))
	pipe.ZRem(ctx, b.keys.subscribers(), person)
	pipe.ZRem(ctx, b.keys.since(), person)
	pipe.ZRem(ctx, b.keys.refused(), place)
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	if err := b.forgetDead(ctx, person); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	return nil
}

// Page gives up to n subscribers that follow after, in a fixed order that
// survives a restart, and where to go on; next is "" at the end.
func (b *Subscribers) Page(ctx context.Context, after string, n int) (page []Subscriber, next string, err error) {
	from := "-"
	if after != "" {
		from = "(" + after
	}
	persons, err := b.rdb.ZRangeByLex(ctx, b.keys.subscribers(), &redis.ZRangeBy{Min: from, Max: "+", Count: int64(n)}).Result()
	if err != nil {
		return nil, "", fmt.Errorf("subscribers: %w", err)
	}
	page, err = b.records(ctx, persons)
	if err != nil {
		return nil, "", err
	}
	if len(persons) == n {
		next = persons[n-1]
	}
	return page, next, nil
}

// latest gives those who subscribed in (from, to).
func (b *Subscribers) latest(ctx context.Context, from, to time.Time) ([]Subscriber, error) {
	persons, err := b.rdb.ZRangeByScore(ctx, b.keys.since(), &redis.ZRangeBy{Min: open(from), Max: open(to)}).Result()
	if err != nil {
		return nil, fmt.Errorf("subscribers: %w", err)
	}
	return b.records(ctx, persons)
}

// records gives what is kept of these persons, in their order; one who has no
// subscription is left out.
func (b *Subscribers) records(ctx context.Context, persons []string) ([]Subscriber, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	found := make([]Subscriber, 0, len(persons))
	pipe := b.rdb.Pipeline()
	answers := make([]*redis.MapStringStringCmd, len(persons))
	for i, p := range persons {
		answers[i] = pipe.HGetAll(ctx, b.keys.subscriber(p))
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, fmt.Errorf("subscribers: %w", err)
	}
	for i, p := range persons {
		fields := answers[i].Val()
		to, err := chat.ParseAddress(fields["to"])
		if len(fields) == 0 || err != nil {
			continue
		}
		found = append(found, read(p, to, fields))
	}
	return found, nil
}

// read makes a subscriber of what is kept of them.
func read(person string, to chat.Address, fields map[string]string) Subscriber {
	s := Subscriber{Person: person, To: to, Lang: fields["lang"], Told: map[string]string{}, since: map[string]time.Time{}, told: map[string]told{}}
	if leads := fields["leads"]; leads != "" {
		s.Leads = strings.Split(leads, ",")
	}
	for f, v := range fields {
		if round, is := strings.CutPrefix(f, "at:"); is {
			if ms, err := strconv.ParseInt(v, 10, 64); err == nil {
				s.since[round] = time.UnixMilli(ms)
			}
		} else if round, is := strings.CutPrefix(f, "told:"); is {
			s.told[round] = readTold(v)
			s.Told[round] = s.told[round].version
		}
	}
	_, all := s.since[""]
	for round, since := range s.since {
		if s.Since.IsZero() || since.Before(s.Since) {
			s.Since = since
		}
		if !all {
			s.Rounds = append(s.Rounds, round)
		}
	}
	slices.Sort(s.Rounds)
	return s
}

// readTold reads "VERSION" or "VERSION REVISION MS".
func readTold(kept string) told {
	version, by, _ := strings.Cut(kept, " ")
	revision, ms, _ := strings.Cut(by, " ")
	n, errRevision := strconv.Atoi(revision)
	at, errAt := strconv.ParseInt(ms, 10, 64)
	if errRevision != nil || errAt != nil {
		return told{version: version, revision: -1}
	}
	return told{version, n, time.UnixMilli(at)}
}

// Refuse remembers for a month that the address refused for good at now. Nothing
// is sent there meanwhile; subscribing anew takes it back.
func (b *Subscribers) Refuse(ctx context.Context, now time.Time, to chat.Address) error {
	pipe := b.rdb.Pipeline()
	pipe.ZAdd(ctx, b.keys.refused(), redis.Z{Score: float64(now.UnixMilli()), Member: to.String()})
	pipe.ZRemRangeByScore(ctx, b.keys.refused(), "-inf", open(now.Add(-keep)))
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("remember a refusal: %w", err)
	}
	return nil
}

// refusals tells which of the addresses refused for good not long before now.
func (b *Subscribers) refusals(ctx context.Context, now time.Time, to []chat.Address) ([]bool, error) {
	if len(to) == 0 {
		return nil, nil
	}
	places := make([]string, len(to))
	for i, a := range to {
		places[i] = a.String()
	}
	at, err := b.rdb.ZMScore(ctx, b.keys.refused(), places...).Result()
	if err != nil {
		return nil, fmt.Errorf("refusals: %w", err)
	}
	refused := make([]bool, len(to))
	for i := range at {
		refused[i] = at[i] > float64(now.Add(-keep).UnixMilli())
	}
	return refused, nil
}

// open writes a time as an end of a range that does not include it.
func open(t time.Time) string { return "(" + strconv.FormatInt(t.UnixMilli(), 10) }

// fingerprint stands for a person where their name must not.
func fingerprint(person string) string {
	sum := sha256.Sum256([]byte(person))
	return hex.EncodeToString(sum[:12])
}
