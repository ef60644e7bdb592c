package discord

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"kakebot/chat"
	"kakebot/chat/courier"
)

// name is the channel's.
const name = "discord"

//go:embed words
var wordFiles embed.FS

var words = chat.MustPhrases(wordFiles, "words")

// Options is what a Discord channel needs to know.
type Options struct {
	Token    string        // the bot's, without "Bot "
	APIURL   string        // "" is Discord itself; "http://127.0.0.1:1234", with or without "/api/v9"
	Posts    chat.Posts    // what was posted, across replicas; nil: this process alone is asked
	Commands []Command     // the subcommands of /kake, in the order in which they are shown
	Pace     time.Duration // the least time between two posts to one place; 0 is the platform's own
	Log      *slog.Logger
	Shards   int // 0 asks the gateway
}

// A Command is a subcommand of /kake.
type Command struct {
	Name      string // its English name; localised by the words of this room: "ask", "book"
	Say       string // what using it says: "/varaa"; "" when it says only what is typed beside it
	Takes     string // the name of what can be typed beside it, "" if nothing: "question"; "language" is chosen from chat.Langs
	OpensForm bool   // as a choice's
}

const (
	pace       = time.Second // between messages to one place, after the first …
	burst      = 5           // … so many: Discord takes five in five seconds
	mostSpawns = 1024        // interactions that wait for their acknowledgement …
	mostFirst  = 32          // … of which so many are being acknowledged: more at once would all be late
	remembered = 10_000      // people and channels that are remembered, each
)

// Discord is the channel. Besides answering it is a chat.Looker, a chat.Pacer and a chat.Reporter.
type Discord struct {
	Options
	api     *api
	courier *courier.Courier
	times   times

	me, app atomic.Value // strings: the bot's user and its application
	hears   atomic.Value // box: the handler

	dms  kept[string] // a person's direct messages: their channel
	shut kept[bool]   // who takes none
	seen kept[spot]   // channels in which somebody spoke to the bot

	spawned  sync.WaitGroup
	spawning chan struct{}
	firsts   chan struct{}
	woken    chan struct{} // by a new session

	mu   sync.Mutex
	down map[int]string // shards that are not connected, and why
	ran  bool
}

// box holds a handler of any kind in an atomic.Value.
type box struct{ chat.Handler }

// New makes the channel. Nothing is called before Run or Send.
func New(o Options) *Discord {
	d := &Discord{
		Options: o, api: newAPI(o.Token, o.APIURL), times: usual, spawning: make(chan struct{}, mostSpawns), firsts: make(chan struct{}, mostFirst), woken: make(chan struct{}, 1),
		dms: kept[string]{size: remembered}, shut: kept[bool]{size: remembered}, seen: kept[spot]{size: remembered},
		down: map[int]string{},
	}
	d.courier = courier.New(courier.Options{Posts: o.Posts, Look: d.look, Pace: cmp.Or(o.Pace, pace), Burst: burst, Log: o.Log})
	return d
}

// Name is "discord".
func (d *Discord) Name() string { return name }

// Run listens until ctx ends. It returns an error only for what Discord will
// refuse until somebody sets it right, and says what that is.
func (d *Discord) Run(ctx context.Context, h chat.Handler) error {
	if d.api.client.Transport == (nowhere{}) {
		return errAddress
	}
	d.open(h)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d.ready(0, errors.New("not connected yet"))
	var closing sync.WaitGroup
	closing.Go(func() { <-ctx.Done(); d.courier.Close() })
	err := d.listen(ctx)
	stop()
	closing.Wait()
	d.spawned.Wait()
	return err
}

// open names the handler. Its silence is made a reply where somebody watches
// Discord "think": silence alone would not reach them.
func (d *Discord) open(h chat.Handler) {
	d.hears.Store(box{h})
	d.courier.Open(chat.HandlerFunc(func(ctx context.Context, t chat.Turn) (chat.Reply, error) {
		r, err := h.Handle(ctx, t)
		if err == nil && r.Silent() && interacted(t.Message) {
			r.Text = silence
		}
		return r, err
	}))
}

// Health is nil while every shard is connected.
func (d *Discord) Health() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, why := range d.down {
		return errors.New("Discord: " + why)
	}
	if !d.ran {
		return errors.New("Discord: not begun")
	}
	return nil
}

// ready notes how a shard is: connected, or why not.
func (d *Discord) ready(shard int, why error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ran = true
	delete(d.down, shard)
	if why != nil {
		d.down[shard] = why.Error()
	}
}

// spawn runs do beside the events, which must not wait. Run waits for it. It
// gives false, and does nothing, when too much is under way.
func (d *Discord) spawn(do func()) bool {
	select {
	case d.spawning <- struct{}{}:
	default:
		d.Log.Error("too many interactions at once; one is dropped", "channel", name)
		return false
	}
	d.spawned.Go(func() {
		defer func() { <-d.spawning }()
		defer d.recovered()
		do()
	})
	return true
}

func (d *Discord) handler() chat.Handler {
	b, _ := d.hears.Load().(box)
	return b.Handler
}
