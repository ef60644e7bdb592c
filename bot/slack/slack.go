package slack

import (
	"cmp"
	"embed"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/time/rate"

	"kakebot/chat"
	"kakebot/chat/courier"
)

// name is the channel's.
const name = "slack"

//go:embed words
var wordFiles embed.FS

var phrases = chat.MustPhrases(wordFiles, "words")

// Options is what the channel needs to know.
type Options struct {
	BotToken string // xoxb-…
	AppToken string // xapp-…, with connections:write
	APIURL   string // where the Web API is; "" is Slack's own
	Posts    chat.Posts
	// Home are the commands whose replies make up App Home, in order; the first
	// is also what a mention or /kake without words says.
	Home []string
	Log  *slog.Logger
	Pace time.Duration // the least time between two posts to one place; 0 is the platform's own
}

const (
	callWithin = 10 * time.Second // that a call of the Web API may take
	pace       = time.Second      // between two posts to one place
	burst      = 3                // posts that may go at once before it counts
)

// A Slack is the channel. It is a chat.Channel, a chat.Looker, a chat.Pacer and a chat.Reporter.
type Slack struct {
	Options
	delays  delays
	api     *slack.Client
	socket  *socketmode.Client
	courier *courier.Courier
	handler chat.Handler
	me      string        // this app's own user
	pause   time.Duration // before the next connection, if this one fails
	work    sync.WaitGroup

	mu       sync.Mutex
	state    error             // nil while connected
	dms      map[string]string // the DM of a person
	visitors map[string]int    // who has opened App Home, and in how many rounds of keepHomes it is shown again, if at all
}

// New makes the channel. It connects when it runs.
func New(o Options) *Slack {
	silent := log.New(io.Discard, "", 0)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	client := &http.Client{Timeout: callWithin, Transport: gently{transport, rate.NewLimiter(rate.Every(time.Second), 5)}}
	options := []slack.Option{slack.OptionAppLevelToken(o.AppToken), slack.OptionHTTPClient(client), slack.OptionLog(silent)}
	if o.APIURL != "" {
		options = append(options, slack.OptionAPIURL(strings.TrimSuffix(o.APIURL, "/")+"/"))
	}
	s := &Slack{Options: o, delays: delays{first: 500 * time.Millisecond, most: 30 * time.Second}, api: slack.New(o.BotToken, options...),
		state: errConnecting, dms: map[string]string{}, visitors: map[string]int{}}
	s.socket = socketmode.New(s.api, socketmode.OptionLog(silent))
	s.courier = courier.New(courier.Options{Posts: o.Posts, Look: s.look, Pace: cmp.Or(o.Pace, pace), Burst: burst, Log: o.Log})
	return s
}

// Name is "slack".
func (s *Slack) Name() string { return name }

// Health is nil while the socket is open.
func (s *Slack) Health() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

func (s *Slack) is(state error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = state
}

// people are Slack's ids of persons, rooms those of channels.
var (
	people = regexp.MustCompile(`^[UW]\w{1,40}$`)
	rooms  = regexp.MustCompile(`^[CG]\w{1,40}$`)
)

var errNobody = fmt.Errorf("slack: the address is no person's or channel's: %w", chat.ErrPermanent)
