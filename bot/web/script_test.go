package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"kakebot/chat"
)

var errDown = errors.New("the store is down")

// memory is a chat.Memory in the process, which can be made to fail.
type memory struct {
	mu       sync.Mutex
	down     bool
	sessions map[string]chat.Session
	claimed  map[string]bool
	talks    map[string][]chat.Exchange
}

func newMemory() *memory {
	return &memory{sessions: map[string]chat.Session{}, claimed: map[string]bool{}, talks: map[string][]chat.Exchange{}}
}

func (m *memory) locked(f func()) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return errDown
	}
	f()
	return nil
}

func (m *memory) setDown(down bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = down
}

func (m *memory) Session(_ context.Context, p string) (s chat.Session, err error) {
	err = m.locked(func() { s = m.sessions[p] })
	return s, err
}

func (m *memory) SetSession(_ context.Context, p string, s chat.Session) error {
	return m.locked(func() { m.sessions[p] = s })
}

func (m *memory) Claim(_ context.Context, p, id string) (fresh bool, prior *chat.Reply, err error) {
	err = m.locked(func() {
		fresh = !m.claimed[p+id]
		m.claimed[p+id] = true
		for _, e := range m.talks[p] {
			if e.ID == id {
				prior = &e.Reply
			}
		}
	})
	return fresh, prior, err
}

func (m *memory) Record(_ context.Context, p, id string, e chat.Exchange) error {
	return m.locked(func() {
		for _, old := range m.talks[p] {
			if old.ID == id {
				return
			}
		}
		m.talks[p] = append(m.talks[p], e)
	})
}

func (m *memory) Exchanges(_ context.Context, p string) (all []chat.Exchange, err error) {
	err = m.locked(func() { all = append(all, m.talks[p]...) })
	return all, err
}

func (m *memory) Forget(_ context.Context, p string) error {
	return m.locked(func() { delete(m.talks, p); delete(m.sessions, p) })
}

// clockwork is a clock that moves only when told to.
type clockwork struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clockwork) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clockwork) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// script is a small assistant that has every kind of reply.
func script(_ context.Context, t chat.Turn) (chat.Reply, error) {
	choices := []chat.Choice{{Label: "Varaa esittely", Say: "/varaa", OpensForm: true}, {Label: "Milloin haku päättyy?", Say: "/haku"}}
	switch {
	case strings.HasPrefix(t.Text, "/kieli "):
		t.Session.Lang = strings.TrimPrefix(t.Text, "/kieli ")
		return chat.Reply{Text: "Kieli: " + t.Session.Lang, Lang: t.Session.Lang}, nil
	case t.Text == "/varaa":
		return chat.Reply{Text: "Kerro, kuka olet.", Form: testForm(nil, nil)}, nil
	case t.Text == "/varaa-tiedot":
		if t.Fields["name"] == "" || t.Fields["how"] == "" {
			wrong := map[string]string{}
			if t.Fields["name"] == "" {
				wrong["name"] = "Kirjoita nimesi"
			}
			if t.Fields["how"] == "" {
				wrong["how"] = "Valitse, miten tapaamme"
			}
			return chat.Reply{Form: testForm(t.Fields, wrong)}, nil
		}
		return chat.Reply{Text: "**Varaus on vahvistettu**, " + chat.Inert(t.Fields["name"]) + ".", Choices: choices,
			Files: []chat.File{{Name: "esittely 1.ics", Type: "text/calendar; charset=utf-8", Data: []byte("BEGIN:VCALENDAR\r\n")}}}, nil
	case strings.Contains(t.Text, "rahaa"):
		return chat.Reply{Text: "**Tapahtumaan voi saada alle 8\u00a0000\u00a0€.**\n\n- Yksi\n- Kaksi\n\nKatso [ohjeet](https://www.example.org/kake).", Choices: choices,
			Sources: []chat.Source{{Heading: "Paljonko rahaa on?", Quote: "alle 8 000 €", Line: 6}}}, nil
	case t.Text == "pitkä":
		return chat.Reply{Text: strings.Repeat("Pitkä vastaus, jossa on monta kappaletta.\n\n", 40)}, nil
	}
	return chat.Reply{Text: "Kirjoitit: " + chat.Inert(t.Text)}, nil
}

func testForm(values, wrong map[string]string) *chat.Form {
	return &chat.Form{ID: "/varaa-tiedot", Title: "Yhteystiedot", Submit: "Jatka", Errors: wrong, Fields: []chat.Field{
		{Name: "name", Label: "Nimi", Question: "Mikä on nimesi?", Value: values["name"], Required: true},
		{Name: "email", Label: "Sähköposti", Question: "Mikä on sähköpostisi?", Hint: "Lähetämme vahvistuksen.", Value: values["email"]},
		{Name: "how", Label: "Miten tapaamme?", Question: "Miten tapaamme?", Value: values["how"], Required: true,
			Options: []chat.Choice{{Label: "Puhelu", Say: "phone"}, {Label: "Paikan päällä", Say: "office"}}},
		{Name: "idea", Label: "Idea lyhyesti", Question: "Mikä on ideasi?", Value: values["idea"], Long: true},
	}}
}

func start(lang string) chat.Reply {
	return chat.Reply{Text: "Hei! Olen **automaattinen neuvoja**, en ihminen.\n\nEn tee päätöksiä. Voit aina kysyä ihmiseltä.", Lang: lang,
		Choices: []chat.Choice{{Label: "Kuka voi hakea?", Say: "/kuka"}, {Label: "Paljonko rahaa voi saada?", Say: "paljonko rahaa"}, {Label: "Varaa esittely", Say: "/varaa"}}}
}

// A rig is a running page with its scripted assistant.
type rig struct {
	*Server
	memory *memory
	clock  *clockwork
	site   http.Handler // the same page without a network, for requests from made-up places
	http   *http.Client // does not follow redirects
}

func newRig(t *testing.T, change ...func(*Options)) *rig {
	t.Helper()
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	c := &clockwork{t: time.Date(2018, 2, 19, 10, 3, 0, 0, helsinki)}
	m := newMemory()
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	o := Options{
		Listen: "127.0.0.1:0", Memory: m, Now: c.now, Start: start, Log: log,
		Status: func(lang string, now time.Time) string {
			return "**Haku on auki 28.2.2018 asti** – 9 päivää jäljellä"
		},
		Feed: func(lang string) []byte { return []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n") },
	}
	for _, f := range change {
		f(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	h := &chat.Guard{Next: chat.HandlerFunc(script), Memory: m, Clock: c.now, Log: o.Log,
		Scrub: func(s string) string { return s },
		Language: func(_ string, p chat.Person, s chat.Session) string {
			if s.Lang != "" {
				return s.Lang
			}
			return p.Locale
		}}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, h) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	site := &site{Server: s, handler: h, work: ctx, closing: ctx.Done()}
	return &rig{s, m, c, site.routes(), &http.Client{
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (r *rig) get(t *testing.T, path string) (*http.Response, string) {
	t.Helper()
	res, err := r.http.Get(r.Addr() + path)
	if err != nil {
		t.Fatal(err)
	}
	return res, body(t, res)
}

func (r *rig) post(t *testing.T, path string, pairs ...string) (*http.Response, string) {
	t.Helper()
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	res, err := r.http.PostForm(r.Addr()+path, v)
	if err != nil {
		t.Fatal(err)
	}
	return res, body(t, res)
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// begin says the first words and gives the conversation's address.
func (r *rig) begin(t *testing.T, text string) string {
	t.Helper()
	res, _ := r.post(t, "/k", "text", text)
	to := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther || !regexp.MustCompile(`^/k/[A-Z2-7]{26}#latest$`).MatchString(to) {
		t.Fatalf("POST /k: %s to %q", res.Status, to)
	}
	return strings.TrimSuffix(to, "#latest")
}

func tokenOf(place string) string { return strings.TrimPrefix(place, "/k/") }

func has(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			t.Errorf("missing %q in\n%s", w, page)
		}
	}
}

func hasNot(t *testing.T, page string, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(page, w) {
			t.Errorf("found %q in\n%s", w, page)
		}
	}
}
