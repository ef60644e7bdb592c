package mail

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"sync"
	"time"

	"kakebot/chat"
)

// name is the channel's name in addresses, whose place is an e-mail address.
const name = "mail"

// Options is what the channel needs from the process. All but Staff, Trust and Timeout are required.
type Options struct {
	Settings Settings
	Page     string                                                    // the web page's address, for links, without a slash at the end
	Secret   string                                                    // signs Message-IDs; the same on every replica
	Staff    string                                                    // the adviser's address, as ReadAddress gives it, which nobody has to confirm; "" if notices do not go by mail
	Posts    chat.Posts                                                // what was sent
	Stop     func(ctx context.Context, address string) (string, error) // the token that stops a confirmed address; "" if nobody confirmed it
	HTML     func(markdown string) template.HTML                       // a reply's small Markdown, safe whatever it holds
	Now      func() time.Time                                          // the process clock
	Log      *slog.Logger
	Trust    *x509.CertPool // whose word on the relay is taken; nil is what the machine trusts
	Timeout  time.Duration  // for connecting, and again for each message; 10 s if not set
}

// A Channel is the e-mail channel.
type Channel struct {
	o    Options
	room chan struct{} // as many as may be connected at once

	mu      sync.Mutex
	idle    []*line
	ended   bool               // Run has ended: nothing is kept open
	flights map[string]*flight // keys being sent by this process
	trouble error              // how the last try to reach the relay went
}

// A flight is a key being sent; err is there when done is closed.
type flight struct {
	done chan struct{}
	err  error
}

const (
	timeout = 10 * time.Second
	lines   = 4               // connections at once; more is impolite to a relay
	writing = 2 * time.Second // to write down how a message went
)

// New makes the channel. It connects to nothing yet.
func New(o Options) *Channel {
	if o.Timeout == 0 {
		o.Timeout = timeout
	}
	return &Channel{o: o, room: make(chan struct{}, lines), flights: map[string]*flight{}}
}

// Name is "mail".
func (c *Channel) Name() string { return name }

// Run tries the relay once, so that a wrong password is in the log at the start
// and not at the first reminder, and waits for the end. No mail is read.
func (c *Channel) Run(ctx context.Context, _ chat.Handler) error {
	if l, err := c.take(ctx); err == nil {
		c.give(l)
	} else if ctx.Err() == nil {
		c.o.Log.Warn("the mail relay cannot be used now; trying again when there is mail", "relay", c.o.Settings.Relay(), "error", err)
	}
	<-ctx.Done()
	c.mu.Lock()
	idle := c.idle
	c.idle, c.ended = nil, true
	c.mu.Unlock()
	for _, l := range idle {
		l.close()
	}
	return nil
}

// Health is chat.Reporter's.
func (c *Channel) Health() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trouble
}

// Send is chat.Channel's. An address that nobody has confirmed, or whose owner
// has stopped the mail, is refused for good, unless it is the adviser's.
func (c *Channel) Send(ctx context.Context, to chat.Address, key string, r chat.Reply) error {
	address, err := ReadAddress(to.Place)
	if to.Channel != name || err != nil {
		return fmt.Errorf("mail: not one of its addresses: %w", chat.ErrPermanent)
	}
	return c.once(ctx, key, func() error {
		stop, err := c.o.Stop(ctx, address)
		if err != nil {
			return fmt.Errorf("mail: %w", err)
		}
		switch {
		case stop != "":
			return c.post(ctx, address, key, "why", stop, r)
		case address == c.o.Staff:
			return c.post(ctx, address, key, "why_staff", "", r)
		}
		return fmt.Errorf("mail: the address is not confirmed: %w", chat.ErrPermanent)
	})
}

// Invite sends the letter that asks whether an address is the person's. Errors as of Send.
func (c *Channel) Invite(ctx context.Context, address, key string, r chat.Reply) error {
	address, err := ReadAddress(address)
	if err != nil {
		return fmt.Errorf("mail: %w: %w", err, chat.ErrPermanent)
	}
	return c.once(ctx, key, func() error { return c.post(ctx, address, key, "why_confirm", "", r) })
}

func (c *Channel) post(ctx context.Context, address, key, why, stop string, r chat.Reply) error {
	m, err := c.message(address, key, why, stop, r)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return c.transmit(ctx, m)
}

// once sends a key unless it was sent. Who calls with a key that this process is
// sending waits for how that goes.
func (c *Channel) once(ctx context.Context, key string, send func() error) error {
	c.mu.Lock()
	f, flying := c.flights[key]
	if !flying {
		f = &flight{done: make(chan struct{})}
		c.flights[key] = f
	}
	c.mu.Unlock()
	if flying {
		select {
		case <-f.done:
			return f.err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	f.err = c.taken(ctx, key, send)
	c.mu.Lock()
	delete(c.flights, key)
	c.mu.Unlock()
	close(f.done)
	return f.err
}

// taken does the same across replicas. A key that somebody began and never
// settled is sent: it cannot be looked for.
func (c *Channel) taken(ctx context.Context, key string, send func() error) error {
	was, err := c.o.Posts.Begin(ctx, name+"/"+key)
	switch {
	case err != nil:
		return fmt.Errorf("mail: %w", err)
	case was == chat.Posted:
		return nil
	case was == chat.Underway:
		return chat.ErrUnderway
	}
	err = send()
	settle := c.o.Posts.Done
	if err != nil && !errors.Is(err, chat.ErrPermanent) {
		settle = c.o.Posts.Release
	}
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), writing)
	defer cancel()
	if failed := settle(after, name+"/"+key); failed != nil {
		c.o.Log.Warn("how a mail went is not written down", "error", failed)
	}
	return err
}
