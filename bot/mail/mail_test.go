package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"kakebot/bot/web"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

const (
	anna   = "anna@example.org"
	secret = "a secret of the tests"
	token  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.FixedZone("", 2*60*60))

// channel is one over a relay; query is what follows the relay's address.
func channel(t *testing.T, r *relay, scheme, query string) (*Channel, *noted) {
	t.Helper()
	s, err := ReadSettings(scheme+r.addr+query, "KAKE-botti <kake@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	log := &noted{first: make(chan struct{})}
	return New(Options{
		Settings: s, Page: "https://kake.example.org", Secret: secret, Posts: new(chattest.Posts),
		Stop: func(_ context.Context, address string) (string, error) {
			if strings.HasPrefix(address, "stranger") {
				return "", nil
			}
			return token, nil
		},
		HTML: web.Markdown, Now: func() time.Time { return noon }, Trust: r.trust,
		Log: slog.New(slog.NewTextHandler(log, nil)),
	}), log
}

func to(address string) chat.Address { return chat.Address{Channel: "mail", Place: address} }

var hello = chat.Reply{Text: "**Hei.** Tämä on koe.", Lang: "fi"}

func TestContract(t *testing.T) {
	r := newRelay(t, false)
	c, _ := channel(t, r, "smtp://", "")
	chattest.TestChannel(t, c, to(anna), func() int { return len(r.delivered()) })
}

// Each way to reach a relay, and what the relay sees of it.
func TestWays(t *testing.T) {
	for _, x := range []struct {
		name, scheme, query string
		implicit            bool
		secure              bool
		user                string
	}{
		{"plain on this machine", "smtp://", "", false, false, ""},
		{"starttls", "smtp://", "?tls=starttls", false, true, ""},
		{"starttls and password", "smtp://kake:salasana%40%2F@", "?tls=starttls", false, true, "kake"},
		{"tls and password", "smtps://kake:salasana%40%2F@", "", true, true, "kake"},
		{"password on this machine", "smtp://kake:salasana%40%2F@", "", false, false, "kake"},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := newRelay(t, x.implicit)
			c, _ := channel(t, r, x.scheme, x.query)
			if err := c.Send(t.Context(), to(anna), "a", hello); err != nil {
				t.Fatal(err)
			}
			got := r.last(t)
			if got.from != "kake@example.org" || got.to != anna || got.secure != x.secure || got.user != x.user {
				t.Errorf("%+v", got)
			}
			if err := c.Health(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A relay that cannot be trusted, has no TLS or takes no password gets no mail,
// and nothing that is written of it holds the password or the address.
func TestNoWay(t *testing.T) {
	for _, x := range []struct {
		name, scheme, query, says string
		break_                    func(*relay, *Channel)
	}{
		{"no starttls", "smtp://", "?tls=starttls", "STARTTLS", func(r *relay, _ *Channel) { r.TLSConfig = nil }},
		{"unknown certificate", "smtp://kake:salasana%40%2F@", "?tls=starttls", "certificate", func(_ *relay, c *Channel) { c.o.Trust = nil }},
		{"wrong password", "smtp://kake:v%C3%A4%C3%A4r%C3%A4@", "?tls=starttls", "the relay says 535", func(*relay, *Channel) {}},
		{"nobody there", "smtp://", "", "refused", func(r *relay, _ *Channel) { _ = r.ln.Close() }},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := newRelay(t, false)
			c, log := channel(t, r, x.scheme, x.query)
			x.break_(r, c)
			err := c.Send(t.Context(), to(anna), "a", hello)
			if err == nil || errors.Is(err, chat.ErrPermanent) || errors.Is(err, chat.ErrInDoubt) {
				t.Fatalf("%v", err)
			}
			has(t, err.Error(), x.says)
			if c.Health() == nil {
				t.Error("it is said to be well")
			}
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- c.Run(ctx, nil) }()
			<-log.first
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			has(t, log.String(), "relay cannot be used")
			for _, s := range []string{err.Error(), c.Health().Error(), log.String()} {
				for _, private := range []string{anna, "salasana", "väärä", "kake:"} {
					if strings.Contains(s, private) {
						t.Errorf("%q is in %q", private, s)
					}
				}
			}
			if n := len(r.delivered()); n != 0 {
				t.Errorf("%d were delivered", n)
			}
		})
	}
}

func status(code int, a, b, c int) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{a, b, c}, Message: "no, " + anna}
}

// What the relay says of the recipient for good is permanent; all else is tried again.
func TestRefusals(t *testing.T) {
	for _, x := range []struct {
		name      string
		rcpt, end error
		permanent bool
	}{
		{"no such mailbox", status(550, 5, 1, 1), nil, true},
		{"disabled", status(550, 5, 2, 1), nil, true},
		{"no status", &smtp.SMTPError{Code: 550, EnhancedCode: smtp.NoEnhancedCode, Message: "no"}, nil, true},
		{"full", status(552, 5, 2, 2), nil, false},
		{"policy", status(550, 5, 7, 1), nil, false},
		{"our sender", status(550, 5, 1, 8), nil, false},
		{"greylisted", status(450, 4, 7, 1), nil, false},
		{"busy", status(421, 4, 3, 2), nil, false},
		{"no such mailbox, at the end", nil, status(550, 5, 1, 1), true},
		{"spam, at the end", nil, status(554, 5, 7, 1), false},
		{"a fault of the relay's", nil, status(451, 4, 3, 0), false},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := newRelay(t, false)
			c, _ := channel(t, r, "smtp://", "")
			r.set(func() { r.refuse[anna], r.atEnd = x.rcpt, x.end })
			err := c.Send(t.Context(), to(anna), "a", hello)
			if err == nil || errors.Is(err, chat.ErrPermanent) != x.permanent || errors.Is(err, chat.ErrInDoubt) {
				t.Fatalf("%v", err)
			}
			if strings.Contains(err.Error(), anna) {
				t.Errorf("it names the person: %v", err)
			}
			r.set(func() { delete(r.refuse, anna); r.atEnd = nil })
			if err := c.Send(t.Context(), to("matti@example.org"), "b", hello); err != nil {
				t.Errorf("the next message: %v", err)
			}
			if err := c.Send(t.Context(), to(anna), "a", hello); err != nil {
				t.Errorf("again: %v", err)
			}
			if got := len(r.delivered()); got != map[bool]int{true: 1, false: 2}[x.permanent] {
				t.Errorf("%d were delivered", got)
			}
		})
	}
}

// A connection that is lost after the end of the message leaves it in doubt; sent
// again, it is the same message.
func TestInDoubt(t *testing.T) {
	r := newRelay(t, false)
	c, _ := channel(t, r, "smtp://", "")
	r.set(func() { r.cut = true })
	if err := c.Send(t.Context(), to(anna), "a", hello); !errors.Is(err, chat.ErrInDoubt) {
		t.Fatalf("%v", err)
	}
	if err := c.Send(t.Context(), to(anna), "a", hello); err != nil {
		t.Fatal(err)
	}
	if err := c.Send(t.Context(), to(anna), "b", hello); err != nil {
		t.Fatal(err)
	}
	all := r.delivered()
	if len(all) != 3 {
		t.Fatalf("%d were delivered", len(all))
	}
	first, again, other := parse(t, all[0].data), parse(t, all[1].data), parse(t, all[2].data)
	if id := first.Header.Get("Message-ID"); id == "" || again.Header.Get("Message-ID") != id || other.Header.Get("Message-ID") == id {
		t.Errorf("Message-IDs %q, %q, %q", id, again.Header.Get("Message-ID"), other.Header.Get("Message-ID"))
	}
}

// A relay that does not answer is left when the caller's time is over.
func TestSlowRelay(t *testing.T) {
	r := newRelay(t, false)
	c, _ := channel(t, r, "smtp://", "")
	stall, stalled := make(chan struct{}), make(chan struct{})
	defer close(stall)
	r.set(func() { r.stall, r.stalled = stall, stalled })
	ctx, leave := context.WithCancel(t.Context())
	sent := make(chan error, 1)
	go func() { sent <- c.Send(ctx, to(anna), "a", hello) }()
	<-stalled
	leave()
	if err := <-sent; !errors.Is(err, chat.ErrInDoubt) {
		t.Errorf("%v", err)
	}
}

// Connections are used again, a dead one is replaced, and there are never more than a few.
func TestConnections(t *testing.T) {
	r := newRelay(t, false)
	c, _ := channel(t, r, "smtp://", "")
	for i := range 5 {
		if err := c.Send(t.Context(), to(anna), fmt.Sprint("one-", i), hello); err != nil {
			t.Fatal(err)
		}
	}
	if r.sessions != 1 {
		t.Errorf("%d connections for five messages in a row", r.sessions)
	}
	c.idle[0].close()
	if err := c.Send(t.Context(), to(anna), "after", hello); err != nil {
		t.Errorf("after a connection died: %v", err)
	}
	errs := make(chan error)
	for i := range 40 {
		go func() { errs <- c.Send(t.Context(), to(anna), fmt.Sprint("many-", i), hello) }()
	}
	for range 40 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if n := len(r.delivered()); n != 46 {
		t.Errorf("%d were delivered", n)
	}
	if r.sessions > 2+lines {
		t.Errorf("%d connections", r.sessions)
	}
}

// Nobody is written to who has not confirmed the address, but for the one letter
// that asks them to.
func TestOnlyConfirmed(t *testing.T) {
	r := newRelay(t, false)
	c, _ := channel(t, r, "smtp://", "")
	if err := c.Send(t.Context(), to("stranger@example.org"), "a", hello); !errors.Is(err, chat.ErrPermanent) {
		t.Errorf("%v", err)
	}
	if n := len(r.delivered()); n != 0 {
		t.Fatalf("%d were delivered", n)
	}
	for range 2 {
		if err := c.Invite(t.Context(), "stranger@example.org", "letter", hello); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.delivered()); n != 1 {
		t.Errorf("%d letters", n)
	}
	if m := parse(t, r.last(t).data); m.Header.Get("List-Unsubscribe") != "" {
		t.Error("there is nothing to unsubscribe from yet")
	}
}

// A relay that has gone silent on a kept connection holds nobody longer than
// they wait: not who sends, and not the end of the process.
func TestSilentRelay(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go func() {
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_ = ln.Close()
		c := textproto.NewConn(conn)
		_ = c.PrintfLine("220 relay.example.org")
		for {
			switch line, err := c.ReadLine(); {
			case err != nil:
				return
			case strings.HasPrefix(line, "NOOP"): // never answered
			case line == "DATA":
				_ = c.PrintfLine("354 go on")
				_, _ = c.ReadDotBytes()
				fallthrough
			default:
				_ = c.PrintfLine("250 ok")
			}
		}
	}()
	c, _ := channel(t, &relay{addr: ln.Addr().String()}, "smtp://", "")
	c.o.Timeout = time.Minute
	if err := c.Send(t.Context(), to(anna), "a", hello); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- c.Send(ctx, to(anna), "b", hello) }()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("it was sent")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("still waiting")
	}
}
