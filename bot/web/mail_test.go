package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

const mailToken = "QQQQQQQQQQQQQQQQQQQQQQQQQQ"

// A postbox is what stands behind the two addresses of letters.
type postbox struct {
	mu                 sync.Mutex
	confirmed, stopped []string
	down               bool
}

func (p *postbox) options(o *Options) {
	o.ConfirmMail = func(_ context.Context, token string) (bool, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.down {
			return false, errors.New("away")
		}
		p.confirmed = append(p.confirmed, token)
		return token == mailToken, nil
	}
	o.StopMail = func(_ context.Context, token string) error {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.down {
			return errors.New("away")
		}
		p.stopped = append(p.stopped, token)
		return nil
	}
}

// What looks through mail opens links, and nothing comes of it; the button does.
func TestMailPages(t *testing.T) {
	p := &postbox{}
	r := newRig(t, p.options)
	for _, lang := range []string{"fi", "sv", "en", "selko"} {
		for _, path := range []string{"/sahkoposti/vahvista/", "/sahkoposti/lopeta/"} {
			res, page := r.get(t, path+mailToken+"?l="+lang)
			if res.StatusCode != http.StatusOK || !strings.Contains(page, `<form method="post" action="`+path+mailToken+"?l="+lang+`">`) {
				t.Errorf("%s %s: %d\n%s", lang, path, res.StatusCode, page)
			}
			has(t, page, `lang="`+htmlLang(lang)+`"`)
		}
	}
	if len(p.confirmed)+len(p.stopped) != 0 {
		t.Fatal("opening a page did something")
	}
	res, page := r.post(t, "/sahkoposti/vahvista/"+mailToken+"?l=sv")
	if res.StatusCode != http.StatusOK || len(p.confirmed) != 1 {
		t.Errorf("%d", res.StatusCode)
	}
	has(t, page, "Adressen är bekräftad")
	res, page = r.post(t, "/sahkoposti/vahvista/"+strings.Repeat("A", 26))
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("%d", res.StatusCode)
	}
	has(t, page, "Linkki ei ole enää voimassa")
	for _, bad := range []string{"/sahkoposti/vahvista/x", "/sahkoposti/lopeta/" + strings.ToLower(mailToken)} {
		if res, _ := r.post(t, bad); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", bad, res.StatusCode)
		}
	}
	p.down = true
	for _, path := range []string{"/sahkoposti/vahvista/", "/sahkoposti/lopeta/"} {
		if res, page := r.post(t, path+mailToken); res.StatusCode != http.StatusServiceUnavailable || strings.Contains(page, "lopetettu") {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}

// A mail service ends the mail for the person (RFC 8058): a POST without cookies,
// without Origin, in either encoding, answered at once, and however many come.
func TestOneClick(t *testing.T) {
	p := &postbox{}
	r := newRig(t, p.options)
	const times = postBurst + 20
	for i := range times {
		kind, sent := "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"
		if i%2 == 1 {
			kind, sent = "multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--B--\r\n"
		}
		res, err := r.http.Post(r.Addr()+"/sahkoposti/lopeta/"+mailToken+"?l=fi", kind, strings.NewReader(sent))
		if err != nil {
			t.Fatal(err)
		}
		if page := body(t, res); res.StatusCode != http.StatusOK || len(res.Cookies()) != 0 || !strings.Contains(page, "Sähköpostit on lopetettu") {
			t.Fatalf("%d: %d", i, res.StatusCode)
		}
	}
	if len(p.stopped) != times {
		t.Errorf("stopped %d times", len(p.stopped))
	}
	req, err := http.NewRequest(http.MethodPost, r.Addr()+"/sahkoposti/vahvista/"+mailToken, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	res, err := r.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if body(t, res); res.StatusCode != http.StatusForbidden || len(p.confirmed) != 0 {
		t.Errorf("another site's page confirmed an address: %d", res.StatusCode)
	}
}

// A letter's link brings words into the box; the person sends them.
func TestPrefilled(t *testing.T) {
	r := newRig(t)
	_, page := r.get(t, "/?l=fi&kysy=%2Fsiirr%C3%A4+K2M4-Q7XD")
	has(t, page, ">/siirrä K2M4-Q7XD</textarea>")
	_, page = r.get(t, "/?kysy=%3C%2Ftextarea%3E%3Cscript%3E"+strings.Repeat("x", 1000))
	if strings.Contains(page, "<script>x") || strings.Contains(page, strings.Repeat("x", maxPrefill+1)) {
		t.Error("it is shown as it came")
	}
	if len(r.memory.talks) != 0 {
		t.Error("something was said")
	}
}

func TestMailInBrowser(t *testing.T) {
	browser := openBrowser(t)
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %t", scripts), func(t *testing.T) {
			p := &postbox{}
			r := newRig(t, p.options)
			b := openTab(t, browser, 320, 640, scripts)
			for _, x := range []struct{ path, heading, done string }{
				{"/sahkoposti/vahvista/", "Vahvista sähköpostiosoite", "Osoite on vahvistettu"},
				{"/sahkoposti/lopeta/", "Lopeta sähköpostit", "Sähköpostit on lopetettu"},
			} {
				b.open(r.Addr() + x.path + mailToken + "?l=fi")
				b.see(x.heading)
				b.is("document.documentElement.scrollWidth === document.documentElement.clientWidth")
				b.is("document.querySelector('.main').getBoundingClientRect().height >= 44")
				b.is("document.querySelectorAll('h1').length === 1 && document.documentElement.lang === 'fi'")
				b.click(".main")
				b.see(x.done)
			}
			if len(p.confirmed) != 1 || len(p.stopped) != 1 {
				t.Errorf("%q %q", p.confirmed, p.stopped)
			}
			b.open(r.Addr() + "/?l=fi&kysy=paljonko+rahaa")
			b.is("document.querySelector('#text').value === 'paljonko rahaa'")
			b.click("#ask .main")
			b.see("Tapahtumaan voi saada")
		})
	}
}
