package mail

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log/slog"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A relay is a real SMTP server on loopback that answers as its people do.
type relay struct {
	*smtp.Server
	ln    net.Listener
	addr  string
	trust *x509.CertPool

	mu       sync.Mutex
	got      []letterbox
	sessions int
	refuse   map[string]error // at RCPT, by recipient
	atEnd    error            // at the end of the message
	cut      bool             // the connection, after the end of the next message
	stall    chan struct{}    // closed when a stalled message may go on
	stalled  chan struct{}    // told when one is
}

type letterbox struct {
	from, to string
	data     []byte
	secure   bool
	user     string
}

// newRelay starts one. secured wraps the listener in TLS from the first byte.
func newRelay(t *testing.T, secured bool) *relay {
	t.Helper()
	cert, trust := certificate(t)
	r := &relay{trust: trust, refuse: map[string]error{}}
	r.Server = smtp.NewServer(r)
	r.Domain = "relay.example.org"
	r.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}}
	r.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	r.AllowInsecureAuth = true
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.ln, r.addr = ln, ln.Addr().String()
	if secured {
		ln = tls.NewListener(ln, r.TLSConfig)
	}
	served := make(chan struct{})
	go func() { defer close(served); _ = r.Serve(ln) }()
	t.Cleanup(func() { _ = r.ln.Close(); _ = r.Close(); <-served })
	return r
}

// certificate is one that only who has its pool trusts.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "relay"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func (r *relay) delivered() []letterbox {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]letterbox(nil), r.got...)
}

// last is the message that came last.
func (r *relay) last(t *testing.T) letterbox {
	t.Helper()
	all := r.delivered()
	if len(all) == 0 {
		t.Fatal("no message has come")
	}
	return all[len(all)-1]
}

func (r *relay) set(f func()) { r.mu.Lock(); defer r.mu.Unlock(); f() }

// NewSession is the server's.
func (r *relay) NewSession(c *smtp.Conn) (smtp.Session, error) {
	r.set(func() { r.sessions++ })
	return &session{relay: r, conn: c}, nil
}

type session struct {
	relay *relay
	conn  *smtp.Conn
	box   letterbox
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "salasana@/" {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "wrong, " + user}
		}
		s.box.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.box.from = from; return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.relay.mu.Lock()
	defer s.relay.mu.Unlock()
	if err := s.relay.refuse[to]; err != nil {
		return err
	}
	s.box.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.relay.mu.Lock()
	defer s.relay.mu.Unlock()
	if s.relay.atEnd != nil {
		return s.relay.atEnd
	}
	if s.relay.stall != nil {
		wait, told := s.relay.stall, s.relay.stalled
		s.relay.stall = nil
		s.relay.mu.Unlock()
		close(told)
		<-wait
		s.relay.mu.Lock()
	}
	box := s.box
	_, box.secure = s.conn.TLSConnectionState()
	box.data = data
	s.relay.got = append(s.relay.got, box)
	if s.relay.cut {
		s.relay.cut = false
		_ = s.conn.Conn().Close()
	}
	return nil
}

func (s *session) Reset()        { s.box.from, s.box.to = "", "" }
func (s *session) Logout() error { return nil }

// noted is what the channel writes for the operator.
type noted struct {
	mu    sync.Mutex
	b     bytes.Buffer
	first chan struct{} // closed with the first line
}

func (n *noted) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.b.Len() == 0 {
		close(n.first)
	}
	return n.b.Write(p)
}

func (n *noted) String() string { n.mu.Lock(); defer n.mu.Unlock(); return n.b.String() }

func has(t *testing.T, s, part string) {
	t.Helper()
	if !strings.Contains(s, part) {
		t.Errorf("%q is not in %q", part, s)
	}
}
