package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"kakebot/chat"
)

// name is the channel's name in addresses.
const name = "web"

// Options is what the page needs from the process. Memory, Now, Start and Log
// are required.
type Options struct {
	Listen       string                                                // "127.0.0.1:8080"; port 0 takes a free one
	Programme    string                                                // "Pikku KAKE": the name in headings
	Memory       chat.Memory                                           // the conversations
	Now          func() time.Time                                      // the process clock, in the programme's time zone
	Rehearsal    bool                                                  // the clock is not the real one, and every page says so
	Start        func(lang string) chat.Reply                          // the first words
	Status       func(lang string, now time.Time) string               // one line of small Markdown; nil or "" shows none
	Feed         func(lang string) []byte                              // the rounds as text/calendar; nil is not found
	Calendar     Calendar                                              // whose token is known, as text/calendar; nil is not found
	Ready        func(ctx context.Context) error                       // can the store be used? nil means always
	Health       func() []string                                       // a line for each other channel; nil means there are none
	ConfirmMail  func(ctx context.Context, token string) (bool, error) // a letter's link; false when it has ended; nil where there is no e-mail
	StopMail     func(ctx context.Context, token string) error         // the end of mail to an address, by the token in it
	EmbedOrigins []string                                              // "https://www.example.org": who may frame the page
	Owner        Owner                                                 // who answers for the service
	Keep         time.Duration                                         // how long Memory keeps a conversation; 0 is said to be not set
	Theme        string                                                // CSS after ours: a municipality's five properties
	TrustProxy   bool                                                  // the client is the last of X-Forwarded-For
	Log          *slog.Logger
}

// Owner is who answers for the service (Act 306/2019, section 6 a). Each is
// small Markdown, and what is empty is said to be not set.
type Owner struct {
	Name        string // the authority
	Contact     string // where to write
	Responsible string // who watches over the quality
	Supervisor  string // contact of the authority that supervises accessibility
}

// A Server is the web channel.
type Server struct {
	o           Options
	ln          net.Listener
	files       *files
	hub         *hub
	posts, gets *limiter
	versions    versions
	frame       string // the frame-ancestors of the policy
}

// New takes the address at once, so that a taken port is one clear error
// before anything else starts.
func New(o Options) (*Server, error) {
	frame, err := frameAncestors(o.EmbedOrigins)
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return nil, fmt.Errorf("web page: cannot listen on %s: %w", o.Listen, err)
	}
	if o.Programme == "" {
		o.Programme = "Pikku KAKE"
	}
	return &Server{
		o: o, ln: ln, frame: frame,
		files:    loadFiles(o.Theme),
		hub:      newHub(),
		posts:    newLimiter(postEvery, postBurst, o.Now),
		gets:     newLimiter(getEvery, getBurst, o.Now),
		versions: versions{now: o.Now, since: map[string]version{}},
	}, nil
}

// Addr is where the page is: "http://127.0.0.1:8080".
func (s *Server) Addr() string { return "http://" + s.ln.Addr().String() }

// Name is "web".
func (s *Server) Name() string { return name }

// How long the parts of a request may take, and the end of all of them.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 15 * time.Second
	answerTimeout = 15 * time.Second // for the handler; goes on when the reader leaves
	streamLife    = 60 * time.Second // then the browser opens a new one
	writeTimeout  = streamLife + 15*time.Second
	idleTimeout   = 60 * time.Second
	stopTimeout   = 3 * time.Second
)

// Run serves until ctx ends. Messages being answered are finished, streams are
// closed, and after stopTimeout everything that still runs is cancelled.
func (s *Server) Run(ctx context.Context, h chat.Handler) error {
	closing, closeStreams := context.WithCancel(context.Background())
	defer closeStreams()
	work, cancelWork := context.WithCancel(context.Background())
	defer cancelWork()

	var running sync.WaitGroup
	site := &site{Server: s, handler: h, work: work, closing: closing.Done()}
	srv := &http.Server{
		Handler:           counted(&running, site.routes()),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(s.o.Log.Handler(), slog.LevelDebug),
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(s.ln) }()

	select {
	case err := <-served:
		return fmt.Errorf("web page: %w", err)
	case <-ctx.Done():
	}
	closeStreams()
	end, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	err := srv.Shutdown(end)
	cancelWork()
	if errors.Is(err, context.DeadlineExceeded) {
		err = srv.Close()
	}
	<-served
	running.Wait()
	return err
}

func counted(running *sync.WaitGroup, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		running.Add(1)
		defer running.Done()
		h.ServeHTTP(w, r)
	})
}

// Send puts r at the end of a conversation, once per key, and shows it at once
// where the page is open on this replica; the others look every few seconds.
func (s *Server) Send(ctx context.Context, to chat.Address, key string, r chat.Reply) error {
	if to.Channel != name || !isToken(to.Place) {
		return fmt.Errorf("web page: not one of its addresses: %w", chat.ErrPermanent)
	}
	e := chat.Exchange{ID: key, At: s.o.Now(), Reply: r}
	if err := s.o.Memory.Record(ctx, person(to.Place), key, e); err != nil {
		return fmt.Errorf("web page: keeping a late message: %w", err)
	}
	s.hub.wake(to.Place)
	return nil
}

// person is the Person.ID of a conversation.
func person(token string) string { return name + ":" + token }
