package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kakebot/chat"
)

func late(t *testing.T, r *rig, place string) {
	t.Helper()
	to := chat.Address{Channel: "web", Place: tokenOf(place)}
	if err := r.Send(context.Background(), to, "late", chat.Reply{Text: "Haku päättyy pian."}); err != nil {
		t.Fatal(err)
	}
}

// embedded opens the chat from a page of another site whose policy is strict.
func embedded(t *testing.T, browser context.Context) {
	var page string // of the chat, set before the host is asked
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src 'self'; script-src "+page+"; frame-src "+page)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if q.URL.Path != "/" {
			return
		}
		fmt.Fprintf(w, `<!doctype html><html lang="fi"><title>Avustukset</title><h1>Avustukset</h1>
<kake-chat><a href="%s/">Kysy avustuksista</a></kake-chat><script src="%s/embed.js" defer></script>`, page, page)
	}))
	defer host.Close()
	origin := strings.Replace(host.URL, "127.0.0.1", "localhost", 1)
	r := newRig(t, func(o *Options) { o.EmbedOrigins = []string{origin} })
	page = r.Addr()

	b := openTab(t, browser, 1200, 900, true)
	b.open(origin + "/")
	b.is(`(() => { const root = document.querySelector('kake-chat').shadowRoot; window.root = root;
		root.querySelector('.open').click(); root.querySelector('iframe').onload = () => window.loaded = true; return true })()`)
	b.until("window.loaded === true && root.querySelector('dialog').open")
	b.is("getComputedStyle(root.querySelector('dialog')).display === 'grid'")
	b.is("root.querySelector('dialog button').textContent === 'Sulje keskustelu'")
	b.is("(root.querySelector('dialog button').click(), !root.querySelector('dialog').open && root.activeElement !== null)")
}
