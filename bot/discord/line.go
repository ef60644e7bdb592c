package discord

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// A line is what one connection of a session has to go over: one wire, which
// lives no longer than a context.
type line struct {
	mu   sync.Mutex
	wire *wire
}

// under puts the line under a session: it connects by it while live lasts,
// to the gateway that where names.
func (l *line) under(live context.Context, session *discordgo.Session, where func(context.Context) (string, error), grace time.Duration) {
	type dial = func(ctx context.Context, network, address string) (net.Conn, error)
	by := func(through dial) dial {
		return func(ctx context.Context, network, address string) (net.Conn, error) {
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			defer context.AfterFunc(live, cancel)()
			c, err := through(ctx, network, address)
			if err != nil {
				return nil, err
			}
			w := newWire(c, grace)
			context.AfterFunc(live, func() { _ = w.Close() })
			l.mu.Lock()
			defer l.mu.Unlock()
			l.wire = w
			return w, nil
		}
	}
	dialer := *session.Dialer
	dialer.HandshakeTimeout = grace
	dialer.Proxy = nil // it would be spoken to in TLS
	dialer.NetDialContext = by((&net.Dialer{}).DialContext)
	dialer.NetDialTLSContext = by((&tls.Dialer{}).DialContext)
	session.Dialer = &dialer
	session.Client = &http.Client{Transport: told{live, where}}
}

func (l *line) is() *wire {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wire
}

// ended waits until the wire has ended, or ctx has.
func (l *line) ended(ctx context.Context) {
	if w := l.is(); w != nil {
		select {
		case <-w.done:
		case <-ctx.Done():
		}
	}
}

// how tells how the connection ended; nothing is known of one never made.
func (l *line) how() ending {
	if w := l.is(); w != nil {
		return w.how()
	}
	return ending{}
}

// told answers the one call that a session makes, where the gateway is. discordgo
// itself would ask without a context, also while Discord wants to be left alone.
type told struct {
	live  context.Context
	where func(context.Context) (string, error)
}

func (t told) RoundTrip(req *http.Request) (*http.Response, error) {
	url, err := t.where(t.live)
	if err != nil {
		return nil, err
	}
	answer, _ := json.Marshal(map[string]string{"url": url}) // cannot fail
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(answer)), Request: req}, nil
}
