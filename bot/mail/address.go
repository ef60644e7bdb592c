package mail

import (
	"errors"
	"net/mail"
	"regexp"
	"strings"
)

var errAddress = errors.New("not an address that can be written to")

// domains are names of at least two parts whose last is not a number, in letters,
// digits and inner hyphens (RFC 1123 §2.1).
var domains = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// ReadAddress reads an e-mail address as a person types it: nothing but the
// address, with its domain in small letters. It takes what RFC 5321 §4.1.2 calls
// a dot-string at a domain, of the lengths of §4.5.3.1, and nothing quoted. Other
// than ASCII is refused: not every relay carries it (RFC 6531).
func ReadAddress(typed string) (string, error) {
	s := strings.TrimSpace(typed)
	read, err := mail.ParseAddress(s)
	if err != nil || read.Name != "" || read.Address != s {
		return "", errAddress
	}
	at := strings.LastIndexByte(s, '@')
	local, domain := s[:at], strings.ToLower(s[at+1:])
	if len(s) > 254 || len(local) > 64 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f }) ||
		strings.ContainsAny(local, `"\/`) || !domains.MatchString(domain) {
		return "", errAddress
	}
	return local + "@" + domain, nil
}
