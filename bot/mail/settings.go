package mail

import (
	"errors"
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Settings are the relay and the sender.
type Settings struct {
	From mail.Address

	host           string
	port           int
	user, password string
	crypt          crypt
}

// crypt is how a connection is kept from being read.
type crypt int

const (
	startTLS crypt = iota // required before anything else is said
	implicit              // TLS from the first byte (RFC 8314)
	none
)

// ReadSettings reads smtp://user:password@host:587 or smtps://host:465, and the
// sender as "Name <address>". With smtp:// the relay must offer STARTTLS, unless
// it is on this machine; ?tls=none does without, ?tls=starttls requires it there
// too. No error repeats what was given: there may be a password in it.
func ReadSettings(relay, from string) (Settings, error) {
	var s Settings
	u, err := url.Parse(relay)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return s, errors.New("SMTP_URL is not an address such as smtp://user:password@host:587 or smtps://host:465 (signs such as @ and / in the password are written %40 and %2F)")
	}
	port := map[string]int{"smtp": 587, "smtps": 465}[u.Scheme]
	if port == 0 {
		return s, errors.New("SMTP_URL begins with neither smtp:// nor smtps://")
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil || port < 1 || port > 65535 {
			return s, errors.New("the port in SMTP_URL is not a number from 1 to 65535")
		}
	}
	s.host, s.port, s.user = u.Hostname(), port, u.User.Username()
	s.password, _ = u.User.Password()
	switch tls := u.Query().Get("tls"); {
	case u.Scheme == "smtps" && tls == "":
		s.crypt = implicit
	case u.Scheme == "smtp" && (tls == "none" || tls == "" && s.onThisMachine()):
		s.crypt = none
	case u.Scheme == "smtp" && (tls == "" || tls == "starttls"):
		s.crypt = startTLS
	default:
		return s, errors.New("SMTP_URL: ?tls= is none or starttls, and only after smtp://")
	}
	if s.crypt == none && s.user != "" && !s.onThisMachine() {
		return s, errors.New("SMTP_URL: with ?tls=none everybody on the way could read the password; leave one of them out")
	}
	sender, err := mail.ParseAddress(from)
	if err == nil {
		_, err = ReadAddress(sender.Address)
	}
	if err != nil || strings.ContainsAny(sender.Name, "\r\n") {
		return s, errors.New(`KAKEBOT_MAIL_FROM is not a sender such as "KAKE-botti <kake@example.org>"`)
	}
	s.From = *sender
	return s, nil
}

// onThisMachine tells whether the relay is, so that nobody else sees the line.
func (s Settings) onThisMachine() bool {
	ip, err := netip.ParseAddr(s.host)
	return s.host == "localhost" || err == nil && ip.IsLoopback()
}

// Relay names the relay for the operator.
func (s Settings) Relay() string { return fmt.Sprintf("%s:%d", s.host, s.port) }

// domain is the sender's.
func (s Settings) domain() string {
	return s.From.Address[strings.LastIndexByte(s.From.Address, '@')+1:]
}
