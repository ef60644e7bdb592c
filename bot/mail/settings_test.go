package mail

import (
	"strings"
	"testing"
)

func TestReadSettings(t *testing.T) {
	for _, x := range []struct {
		relay, at string
		crypt     crypt
	}{
		{"smtp://kake:s%40na@mail.example.org", "mail.example.org:587", startTLS},
		{"smtp://mail.example.org:25?tls=none", "mail.example.org:25", none},
		{"smtps://kake:sana@mail.example.org", "mail.example.org:465", implicit},
		{"smtp://127.0.0.1:2525", "127.0.0.1:2525", none},
		{"smtp://[::1]:2525", "::1:2525", none},
		{"smtp://localhost?tls=starttls", "localhost:587", startTLS},
	} {
		s, err := ReadSettings(x.relay, "KAKE-botti <kake@Example.org>")
		if err != nil || s.Relay() != x.at || s.crypt != x.crypt {
			t.Errorf("%s: %s %v %v", x.relay, s.Relay(), s.crypt, err)
		}
	}
	for relay, says := range map[string]string{
		"mail.example.org":                       "SMTP_URL is not an address",
		"smtp://kake:sala/sana@mail.example.org": "SMTP_URL is not an address",
		"smtp://kake:salasana%@mail.example.org": "SMTP_URL is not an address",
		"http://kake:salasana@mail.example.org":  "neither smtp:// nor smtps://",
		"smtp://kake:salasana@example.org:99999": "port",
		"smtps://kake:salasana@m.org?tls=none":   "?tls=",
		"smtp://kake:salasana@m.org?tls=maybe":   "?tls=",
		"smtp://kake:salasana@m.org?tls=none":    "everybody on the way",
	} {
		_, err := ReadSettings(relay, "kake@example.org")
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", relay, err)
		} else if strings.Contains(err.Error(), "sala") {
			t.Errorf("the password is told: %v", err)
		}
	}
	for _, from := range []string{"", "KAKE-botti", "a@b", "x <kake@example.org>, y <z@example.org>", "kake@exämple.org", "A\r\nB: c <kake@example.org>"} {
		if _, err := ReadSettings("smtp://127.0.0.1", from); err == nil || !strings.Contains(err.Error(), "KAKEBOT_MAIL_FROM") {
			t.Errorf("%q: %v", from, err)
		}
	}
}

func TestReadAddress(t *testing.T) {
	for typed, want := range map[string]string{
		" Anna.O'Hara+kake@Example.ORG ": "Anna.O'Hara+kake@example.org",
		"a@b.fi":                         "a@b.fi",
		"a_b-c@sub.example.museum":       "a_b-c@sub.example.museum",
	} {
		if got, err := ReadAddress(typed); err != nil || got != want {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "anna", "anna@", "@example.org", "anna@example", "anna@@example.org", "an na@example.org", "anna@exa mple.org",
		"Anna <anna@example.org>", "<anna@example.org>", "anna@example.org, matti@example.org", `"anna b"@example.org`, "anna@[127.0.0.1]", "anna@127.0.0.1",
		"anna@-example.org", "anna@example-.org", "anna@example..org", ".anna@example.org", "anna.@example.org", "anna@example.org.", "äiti@example.org", "anna@äiti.fi",
		"anna@example.org\r\nRCPT TO:<x@example.org>", "anna@example.org\x00", "anna(x)@example.org", `a\b@example.org`,
		strings.Repeat("a", 65) + "@example.org", "a@" + strings.Repeat("b", 64) + ".org", "a@" + strings.Repeat("bcdefghi.", 30) + "org"} {
		if got, err := ReadAddress(typed); err == nil {
			t.Errorf("%q is taken as %q", typed, got)
		} else if err != errAddress {
			t.Errorf("%q: %v", typed, err)
		}
	}
}
