package discord

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/bwmarrin/discordgo"

	"kakebot/chat/courier"
)

// times are how long the gateway is waited for.
type times struct {
	grace time.Duration // a packet that is due
	open  time.Duration // a whole connection; longer means that discordgo hangs
	least time.Duration // before connecting again, the first time …
	most  time.Duration // … and after many
}

var usual = times{grace: 15 * time.Second, open: time.Minute, least: 500 * time.Millisecond, most: 2 * time.Minute}

// letsGo is how long discordgo may take to let go of a connection. It sleeps for
// a second on the way.
const letsGo = 4 * time.Second

// fatal are the codes with which Discord closes and will close again until
// somebody sets right what is wrong.
var fatal = map[int]error{
	4004:       errToken,
	4010:       errors.New("Discord refused the shard: all replicas must be set up with the same number of shards"),
	4011:       errors.New("Discord wants this bot sharded: leave the number of shards to the gateway"),
	4012:       errors.New("Discord no longer speaks this version of its gateway: Kakebot has to be updated"),
	4013:       errors.New("Discord does not know the intents that were asked for: Kakebot has to be updated"),
	notAllowed: errors.New("Discord does not allow an intent that was asked for: switch on MESSAGE CONTENT INTENT under Bot in the Discord developer portal"),
}

// notAllowed is the code for an intent that has to be switched on.
const notAllowed = 4014

// unresumable are the codes after which a session cannot go on (not or no longer
// authenticated, invalid sequence, session timed out).
var unresumable = map[int]bool{4003: true, 4006: true, 4007: true, 4009: true}

// A shard keeps one connection to the gateway.
type shard struct {
	d       *Discord
	id      int
	of      int
	intents discordgo.Intent
}

// run keeps connecting until ctx ends, or Discord refuses for good. A session is
// resumed for as long as Discord lets it be.
func (s shard) run(ctx context.Context) error {
	var session *discordgo.Session
	var dropped <-chan struct{}
	failed, brief := 0, 0 // connections in a row, of which nothing came after HELLO, and which did not last
	for ctx.Err() == nil {
		if session == nil {
			session, dropped = s.session(ctx)
		}
		end, hangs := s.connect(ctx, session, dropped)
		if end.code == notAllowed && s.intents&discordgo.IntentMessageContent != 0 {
			s.d.Log.Warn("Discord does not allow MESSAGE CONTENT INTENT any more; going on without it")
			s.intents &^= discordgo.IntentMessageContent
			end.lost = true
		} else if err := fatal[end.code]; err != nil {
			return err
		}
		if end.greeted {
			failed++
		}
		if end.served {
			failed = 0
		}
		if brief++; end.lasted {
			brief = 0
		}
		if hangs || end.lost || unresumable[end.code] || failed >= 3 {
			session = nil
		}
		if ctx.Err() != nil {
			break
		}
		s.d.ready(s.id, fmt.Errorf("shard %d is connecting again", s.id))
		s.d.Log.Info("the connection to Discord has ended; connecting again", "shard", s.id, "code", end.code, "resumes", session != nil)
		courier.Sleep(ctx, s.d.times.pause(brief, end.lost))
	}
	return nil
}

// pause is how long to wait before trying again: longer after each failure, and
// never the same for two processes. After an invalid session Discord asks
// for one to five seconds.
func (t times) pause(failed int, lost bool) time.Duration {
	d := min(t.least<<min(failed, 10), t.most)
	if lost {
		d = max(d, 6*t.least)
	}
	return d/2 + rand.N(d)
}

// session makes a session of discordgo's that never connects by itself, and a
// channel that tells when it has let go of its connection.
func (s shard) session(ctx context.Context) (*discordgo.Session, <-chan struct{}) {
	session, _ := discordgo.New(s.d.api.token) // it has no way to fail
	session.UserAgent = agent
	session.Identify.Intents = s.intents
	session.ShardID, session.ShardCount = s.id, s.of
	session.Compress = false // the wire reads along
	session.ShouldReconnectOnError = false
	session.ShouldReconnectVoiceOnSessionError = false
	session.ShouldRetryOnRateLimit = false
	session.MaxRestRetries = 0
	session.StateEnabled = false
	session.SyncEvents = true
	session.LogLevel = -1

	dropped := make(chan struct{}, 1)
	session.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case dropped <- struct{}{}:
		default:
		}
	})
	session.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		defer s.d.recovered()
		if e == nil || ctx.Err() != nil {
			return
		}
		switch e.Type {
		case "READY":
			s.begun(e.RawData)
		case "RESUMED":
			s.d.ready(s.id, nil)
			s.d.Log.Info("connected to Discord again", "shard", s.id)
		default:
			s.d.event(e.Type, e.RawData)
		}
	})
	return session, dropped
}

// connect opens a connection and waits for its end. It never waits for
// discordgo for ever: hangs tells that the session has to be abandoned.
func (s shard) connect(ctx context.Context, session *discordgo.Session, dropped <-chan struct{}) (end ending, hangs bool) {
	live, cut := context.WithCancel(ctx)
	defer cut()
	select {
	case <-dropped: // of the connection before
	default:
	}
	line := new(line)
	line.under(live, session, s.d.where, s.d.times.grace)
	opened := make(chan error, 1)
	go func() { opened <- session.Open() }()

	open, err := within(ctx, opened, s.d.times.open)
	if !open { // cut short, discordgo should give up at once
		cut()
		if open, err = within(context.Background(), opened, letsGo); !open {
			return line.how(), true
		}
	}
	if errors.Is(err, discordgo.ErrWSAlreadyOpen) {
		hangs = true
	} else if err == nil {
		line.ended(ctx)
		cut()
		open, _ = within(context.Background(), dropped, letsGo)
		hangs = !open
	}
	return line.how(), hangs
}

// within waits for what c brings, for d at most; false when it did not come.
func within[T any](ctx context.Context, c <-chan T, d time.Duration) (came bool, v T) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case v = <-c:
		return true, v
	case <-t.C:
	case <-ctx.Done():
	}
	return false, v
}
