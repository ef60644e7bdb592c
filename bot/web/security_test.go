package web

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestHeadersOnEveryAnswer(t *testing.T) {
	r := newRig(t, func(o *Options) { o.EmbedOrigins = []string{"https://www.example.org"} })
	place := r.begin(t, "hei")
	for _, path := range []string{"/", place, place + "/keskustelu.txt", place + "/keskustelu.html", "/tietoa", "/nothing", "/healthz", "/style.css", "/kierrokset.ics"} {
		res, _ := r.get(t, path)
		for header, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors https://www.example.org",
			"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow",
		} {
			if got := res.Header.Get(header); got != want {
				t.Errorf("%s: %s: %q", path, header, got)
			}
		}
		if res.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", path)
		}
	}
	if res, _ := r.get(t, place); res.Header.Get("Cache-Control") != "no-store" {
		t.Error("a conversation may be kept")
	}
	if res, _ := newRig(t).get(t, "/"); !strings.HasSuffix(res.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Error("anybody may frame the page")
	}
}

func TestEmbedOriginsAreChecked(t *testing.T) {
	for _, bad := range []string{"*", "https://a.example; script-src *", "javascript:alert(1)", "https://a.example/path", "'self'", ""} {
		if _, err := New(Options{EmbedOrigins: []string{bad}}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// Whatever is typed comes back as text: on the page, in the part, in what is
// turned away, and in the saved files.
func TestTypedMarkupIsInert(t *testing.T) {
	r := newRig(t)
	evil := `<script>alert(1)</script><img src=x onerror=alert(1)>"'[x](javascript:alert(1))</textarea>`
	place := r.begin(t, evil)
	_, page := r.get(t, place)
	_, part := r.part(t, place, "text", evil)
	_, label := r.part(t, place, "say", "/haku", "label", evil)
	_, form := r.part(t, place, "form", "/varaa-tiedot", "label", evil, "f.name", "", "f.email", evil, "f.how", evil, "f.idea", evil)
	res, saved := r.get(t, place+"/keskustelu.html")
	for _, p := range []string{page, part, label, form, saved} {
		has(t, p, "&lt;script&gt;")
		hasNot(t, strings.ToLower(p), "<script>", "<img", `href="javascript`, `"'[x]`)
	}
	if d := res.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
		t.Errorf("saved page: %q", d)
	}
	res, text := r.get(t, place+"/keskustelu.txt")
	has(t, text, evil)
	if ct := res.Header.Get("Content-Type"); ct != "text/plain; charset=utf-8" {
		t.Error(ct)
	}
	r.memory.setDown(true)
	_, page = r.post(t, place, "text", evil)
	has(t, page, "&lt;script&gt;")
	hasNot(t, page, "<script>")
}

func TestOtherSitesCannotPost(t *testing.T) {
	r := newRig(t)
	for _, h := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://evil.example"}}, {"Origin": {"null"}},
	} {
		for _, path := range []string{"/k", "/k/ABCDEFGHIJKLMNOPQRSTUVWXYZ", "/k/ABCDEFGHIJKLMNOPQRSTUVWXYZ/poista"} {
			w := r.from("192.0.2.1:5", h, path, url.Values{"text": {"hei"}})
			if w.Code != http.StatusForbidden {
				t.Errorf("%v %s: %d", h, path, w.Code)
			}
			has(t, w.Body.String(), "Viesti tuli väärästä paikasta")
		}
	}
	if w := r.from("192.0.2.1:5", http.Header{"Sec-Fetch-Site": {"same-origin"}}, "/k", url.Values{"text": {"hei"}}); w.Code != http.StatusSeeOther {
		t.Errorf("our own page: %d", w.Code)
	}
	if len(r.memory.talks) != 1 {
		t.Errorf("%d conversations", len(r.memory.talks))
	}
}

// from sends a form, or without values asks for a page, from a made-up client.
func (r *rig) from(addr string, h http.Header, path string, v url.Values) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodGet, path, nil)
	if v != nil {
		req = httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	}
	for k, all := range h {
		req.Header[k] = all
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.RemoteAddr = addr
	w := httptest.NewRecorder()
	r.site.ServeHTTP(w, req)
	return w
}

func TestRateLimit(t *testing.T) {
	r := newRig(t)
	form := url.Values{"text": {"tärkeä <kysymys>"}, "id": {"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}}
	ask := func(addr string) int { return r.from(addr, nil, "/k", form).Code }
	for i := range postBurst {
		if code := ask("192.0.2.1:1"); code != http.StatusSeeOther {
			t.Fatalf("message %d: %d", i, code)
		}
	}
	w := r.from("192.0.2.1:2", nil, "/k", form)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("one too many: %d", w.Code)
	}
	has(t, w.Body.String(), "tärkeä &lt;kysymys&gt;</textarea>", `name="id" value="ABCDEFGHIJKLMNOPQRSTUVWXYZ"`, `action="/k"`)
	if code := ask("192.0.2.2:1"); code != http.StatusSeeOther {
		t.Errorf("another client: %d", code)
	}
	r.clock.add(postEvery)
	if code := ask("192.0.2.1:3"); code != http.StatusSeeOther {
		t.Errorf("after a while: %d", code)
	}
	for range getBurst {
		r.from("192.0.2.3:1", nil, "/icon.svg", nil)
	}
	if w := r.from("192.0.2.3:1", nil, "/", nil); w.Code != http.StatusTooManyRequests {
		t.Errorf("reading too often: %d", w.Code)
	}
	if w := r.from("192.0.2.3:1", nil, "/healthz", nil); w.Code != http.StatusOK {
		t.Errorf("health: %d", w.Code)
	}
}

func TestLimiterIsBounded(t *testing.T) {
	l := newLimiter(time.Second, 1, (&clockwork{}).now)
	for i := range maxClients + 50 {
		l.allow(fmt.Sprint(i))
	}
	if len(l.clients) != maxClients || l.recent.Len() != maxClients {
		t.Errorf("%d and %d", len(l.clients), l.recent.Len())
	}
	if l.allow(fmt.Sprint(maxClients)) {
		t.Error("a recent client was forgotten")
	}
	if !l.allow("0") {
		t.Error("the oldest client was not forgotten")
	}
}

func TestClient(t *testing.T) {
	for _, c := range []struct {
		addr, forwarded string
		proxy           bool
		want            string
	}{
		{"192.0.2.1:5", "", false, "192.0.2.1"},
		{"192.0.2.1:5", "198.51.100.7", false, "192.0.2.1"},
		{"192.0.2.1:5", "203.0.113.9, 198.51.100.7", true, "198.51.100.7"},
		{"192.0.2.1:5", "", true, "192.0.2.1"},
		{"[2001:db8:1:2:3::4]:5", "", false, "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.1]:5", "", false, "192.0.2.1"},
		{"192.0.2.1:5", "nonsense", true, "unknown"},
	} {
		req := httptest.NewRequest(http.MethodGet, "/", nil)
		req.RemoteAddr = c.addr
		if c.forwarded != "" {
			req.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := client(req, c.proxy); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestTooLargeBody(t *testing.T) {
	r := newRig(t)
	res, page := r.post(t, "/k", "text", strings.Repeat("x", maxBody+1))
	if res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Error(res.Status)
	}
	has(t, page, "Viesti on liian pitkä")
	if res, _ := r.post(t, "/k", "text", strings.Repeat("€", 4000)); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a long message: %s", res.Status)
	}
}

// The token is the only key: it is long, its own for each conversation, never
// logged, and opens nothing but its own conversation.
func TestTokenStaysSecret(t *testing.T) {
	var log lockedBuffer
	r := newRig(t, func(o *Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	first, second := r.begin(t, "ensimmäinen salaisuus"), r.begin(t, "toinen")
	if first == second || len(tokenOf(first)) < 26 {
		t.Errorf("%s and %s", first, second)
	}
	_, page := r.get(t, second)
	hasNot(t, page, "salaisuus", tokenOf(first))
	for _, path := range []string{"/", "/tietoa", "/nothing", "/kierrokset.ics"} {
		_, page := r.get(t, path)
		hasNot(t, page, tokenOf(first), tokenOf(second))
	}
	r.memory.setDown(true)
	r.get(t, first)
	r.get(t, first+"/keskustelu.txt")
	r.post(t, first, "text", "salaisuus")
	r.post(t, first+"/poista")
	has(t, log.String(), "could not be read", "could not be deleted")
	hasNot(t, log.String(), tokenOf(first), "salaisuus")
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
