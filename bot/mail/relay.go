package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"kakebot/chat"
)

const (
	idleFor  = 30 * time.Second // a connection is kept this long for the next message
	waitRoom = 5 * time.Second  // for who found all connections busy until their time was over
)

// A line is a connection to the relay, ready for a message.
type line struct {
	library *gomail.Client
	client  *smtp.Client
	conn    net.Conn
	expiry  *time.Timer // while it is idle
}

// close ends the connection at once; the relay is not waited for.
func (l *line) close() { _ = l.conn.Close() }

// connect opens a line. The library leaves a connection open that fails while it
// is being greeted; here it is ours from its first byte.
func (c *Channel) connect(ctx context.Context) (*line, error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	s := c.o.Settings
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(s.host, strconv.Itoa(s.port)))
	if err != nil {
		return nil, err
	}
	l := &line{conn: conn}
	defer context.AfterFunc(ctx, l.close)()
	if l.library, err = gomail.NewClient(s.host, c.options(conn)...); err == nil {
		l.client, err = l.library.DialToSMTPClientWithContext(ctx)
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// options make the library talk over conn, as the settings want it.
func (c *Channel) options(conn net.Conn) []gomail.Option {
	s := c.o.Settings
	secure := &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12, RootCAs: c.o.Trust}
	policy := map[crypt]gomail.TLSPolicy{none: gomail.NoTLS, startTLS: gomail.TLSMandatory, implicit: gomail.TLSOpportunistic}[s.crypt]
	if s.crypt == implicit {
		conn = tls.Client(conn, secure)
	}
	options := []gomail.Option{gomail.WithPort(s.port), gomail.WithTimeout(c.o.Timeout), gomail.WithHELO(s.domain()),
		gomail.WithDialContextFunc(func(context.Context, string, string) (net.Conn, error) { return conn, nil }),
		gomail.WithTLSPolicy(policy), gomail.WithTLSConfig(secure), gomail.WithoutNoop(), gomail.WithoutRset(), gomail.WithoutSMTPUTF8()}
	if s.user != "" {
		auth := gomail.SMTPAuthAutoDiscover
		if s.crypt == none {
			auth = gomail.SMTPAuthPlainNoEnc // on this machine only; ReadSettings refuses it elsewhere
		}
		options = append(options, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.user), gomail.WithPassword(s.password))
	}
	return options
}

// take gives a line: an idle one that still answers, or a new one.
func (c *Channel) take(ctx context.Context) (*line, error) {
	for {
		c.mu.Lock()
		n := len(c.idle) - 1
		if n < 0 {
			c.mu.Unlock()
			l, err := c.connect(ctx)
			err = plain("connecting", err)
			c.note(err)
			return l, err
		}
		l := c.idle[n]
		c.idle = c.idle[:n]
		c.mu.Unlock()
		l.expiry.Stop()
		held := context.AfterFunc(ctx, l.close) // a relay that hangs keeps nobody longer than they wait
		if l.client.UpdateDeadline(c.o.Timeout) == nil && l.client.Noop() == nil && held() {
			return l, nil
		}
		held()
		l.close()
	}
}

// give keeps a line for the next message for a while.
func (c *Channel) give(l *line) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		l.close()
		return
	}
	l.expiry = time.AfterFunc(idleFor, func() {
		c.mu.Lock()
		c.idle = slices.DeleteFunc(c.idle, func(other *line) bool { return other == l })
		c.mu.Unlock()
		l.close()
	})
	c.idle = append(c.idle, l)
}

func (c *Channel) note(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trouble = err
}

// transmit hands one message to the relay. What the relay says of this recipient
// for good is ErrPermanent; a message whose end it never answered is ErrInDoubt.
func (c *Channel) transmit(ctx context.Context, m *gomail.Msg) error {
	select {
	case c.room <- struct{}{}:
		defer func() { <-c.room }()
	case <-ctx.Done():
		return chat.RetryAfter(waitRoom)
	}
	l, err := c.take(ctx)
	if err != nil {
		return err
	}
	held := context.AfterFunc(ctx, l.close)
	err = l.library.SendWithSMTPClient(l.client, m)
	whole := held()
	verdict, alive := judge(err)
	if m.IsDelivered() {
		verdict, alive = nil, true
	}
	if whole && alive {
		c.give(l)
	} else {
		l.close()
	}
	if verdict == nil || alive {
		c.note(nil)
	} else {
		c.note(verdict)
	}
	return verdict
}

// judge tells what the library's error means for the message, and whether the
// connection can be used on. The error itself names the recipient and repeats
// the relay's words, and so is never passed on.
func judge(err error) (verdict error, alive bool) {
	var failed *gomail.SendError
	if err == nil {
		return nil, true
	}
	if !errors.As(err, &failed) {
		return plain("sending", err), false
	}
	code, status := failed.ErrorCode(), failed.EnhancedStatusCode()
	at := map[gomail.SendErrReason]string{gomail.ErrSMTPMailFrom: "MAIL", gomail.ErrSMTPRcptTo: "RCPT", gomail.ErrSMTPData: "DATA",
		gomail.ErrWriteContent: "the message", gomail.ErrSMTPDataClose: "the end of the message"}[failed.Reason]
	switch {
	case code == 0 && failed.Reason == gomail.ErrSMTPDataClose:
		return fmt.Errorf("mail: no answer after the end of the message: %w", chat.ErrInDoubt), false
	case code == 0:
		return fmt.Errorf("mail: the relay was lost at %s", at), false
	case code >= 500 && (gone(status) || status == "" && failed.Reason == gomail.ErrSMTPRcptTo && slices.Contains(noSuch, code)):
		return fmt.Errorf("mail: the relay refuses the recipient, %d %s at %s: %w", code, status, at, chat.ErrPermanent), true
	}
	return fmt.Errorf("mail: the relay says %d %s at %s", code, status, at), code != shutting
}

const shutting = 421 // the relay closes the connection (RFC 5321 §3.8)

// noSuch are answers to RCPT that mean the mailbox when no status says more (RFC 5321 §4.2.3).
var noSuch = []int{550, 551, 553}

// gone tells whether a status (RFC 3463) says that this address takes no mail and
// will not: it does not exist, is written wrongly, has moved, or is disabled. What
// is about the sender (5.1.7, 5.1.8), a full mailbox or a policy may change.
func gone(status string) bool {
	return status == "5.2.1" || strings.HasPrefix(status, "5.1.") && status != "5.1.7" && status != "5.1.8"
}

// plain is an error without the relay's own words.
func plain(doing string, err error) error {
	var said *textproto.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &said):
		return fmt.Errorf("mail: %s: the relay says %d", doing, said.Code)
	}
	return fmt.Errorf("mail: %s: %w", doing, err)
}
