package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// A token is 26 characters of base32, 130 bits, as crypto/rand.Text makes them.
var token = regexp.MustCompile(`^[A-Z2-7]{26}$`)

func isToken(s string) bool { return token.MatchString(s) }

// firstToken names the conversation that a first message begins. It follows
// from the message's own random id, so that a double click begins one
// conversation, and cannot be turned back into it.
func firstToken(messageID string) string {
	if !isToken(messageID) {
		return rand.Text()
	}
	sum := sha256.Sum256([]byte("conversation " + messageID))
	return base32.StdEncoding.EncodeToString(sum[:])[:26]
}

// mark is an exchange's id where the page shows it: short, and fit for an
// attribute, an address and an event stream.
func mark(exchangeID string) string {
	sum := sha256.Sum256([]byte("exchange " + exchangeID))
	return "x" + hex.EncodeToString(sum[:8])
}

// frameAncestors checks the origins that may frame the page, so that none can
// add a directive of its own.
func frameAncestors(origins []string) (string, error) {
	if len(origins) == 0 {
		return "'none'", nil
	}
	for _, o := range origins {
		u, err := url.Parse(o)
		if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.Scheme+"://"+u.Host != o || strings.ContainsAny(o, " ;,'") {
			return "", fmt.Errorf("embed origin %q: want https://host", o)
		}
	}
	return strings.Join(origins, " "), nil
}

// headers gives every answer the same strict rules: own files only, nothing
// kept, nothing indexed. The referrer stays within the site, because browsers
// without Sec-Fetch-Site prove by Origin that a form is ours, and no-referrer
// would take that away.
func (s *site) headers(next http.Handler) http.Handler {
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors " + s.frame
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		h.Set("Cache-Control", "no-store")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// client is who a request comes from, for counting only: an IPv4 address or an
// IPv6 network of one subscriber.
func client(r *http.Request, trustProxy bool) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if trustProxy {
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := strings.TrimSpace(all[len(all)-1]); last != "" {
			host = last
		}
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return "unknown"
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}
