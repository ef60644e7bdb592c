package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A Calendar gives the private calendar that a token opens, as text/calendar; ok
// is false when it opens none.
type Calendar func(ctx context.Context, token, lang string) (data []byte, ok bool, err error)

const calendarType = "text/calendar; charset=utf-8"

// rounds serves the rounds as a calendar that anyone can subscribe to.
func (s *site) rounds(w http.ResponseWriter, r *http.Request) {
	if s.o.Feed == nil {
		s.plain(w, r, http.StatusNotFound, "missing")
		return
	}
	lang := askedLang(r)
	data := s.o.Feed(lang)
	w.Header().Set("Cache-Control", "public, max-age=900")
	serveFeed(w, r, data, s.versions.seen(lang, etag(data)))
}

// calendar serves a private calendar. Whatever is asked for is looked up in the
// same way, and what opens nothing is a page that does not exist: that an
// address is wrong, and that it was one once, look and last the same.
func (s *site) calendar(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	if s.o.Calendar == nil {
		s.plain(w, r, http.StatusNotFound, "missing")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), answerTimeout)
	defer cancel()
	data, ok, err := s.o.Calendar(ctx, strings.TrimSuffix(r.PathValue("token"), ".ics"), askedLang(r))
	switch {
	case err != nil:
		s.o.Log.Warn("a calendar could not be made", "error", err)
		w.Header().Set("Retry-After", "60")
		s.plain(w, r, http.StatusServiceUnavailable, "broken")
	case !ok:
		s.plain(w, r, http.StatusNotFound, "missing")
	default:
		w.Header().Set("Cache-Control", "private, no-cache")
		serveFeed(w, r, data, time.Time{})
	}
}

// serveFeed answers with a calendar, or that it is as the reader has it (RFC 9110
// §13). A zero modified is not told: the date of what is left cannot tell that
// something is gone, as the tag can.
func serveFeed(w http.ResponseWriter, r *http.Request, data []byte, modified time.Time) {
	w.Header().Set("Content-Type", calendarType)
	w.Header().Set("ETag", etag(data))
	http.ServeContent(w, r, "", modified, bytes.NewReader(data))
}

// etag names a content: the same bytes have the same one on every replica.
func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// versions remembers since when each language's rounds are as they are, for
// readers that go by the date. After a restart that is the moment of the first
// look: at worst a reader fetches once more what it has.
type versions struct {
	now func() time.Time

	mu    sync.Mutex
	since map[string]version
}

type version struct {
	tag string
	at  time.Time
}

// seen gives since when the language has this tag.
func (v *versions) seen(lang, tag string) time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.since[lang].tag != tag {
		v.since[lang] = version{tag, v.now()}
	}
	return v.since[lang].at
}
