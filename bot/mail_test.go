package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"kakebot/bot/mail"
	"kakebot/chat"
)

// A sink is a real SMTP server that keeps what it gets.
type sink struct {
	addr string
	mu   sync.Mutex
	got  []*letter
}

// A letter is one mail as its reader sees it.
type letter struct {
	to, raw string
	header  netmail.Header
	text    string
	kinds   []string // of the parts
}

func newSink(t *testing.T) *sink {
	t.Helper()
	s := &sink{}
	server := smtp.NewServer(s)
	server.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = ln.Addr().String()
	served := make(chan struct{})
	go func() { defer close(served); _ = server.Serve(ln) }()
	t.Cleanup(func() { _ = ln.Close(); _ = server.Close(); <-served })
	return s
}

// NewSession is the server's.
func (s *sink) NewSession(*smtp.Conn) (smtp.Session, error) { return &delivery{sink: s}, nil }

type delivery struct {
	sink *sink
	to   string
}

func (d *delivery) Mail(string, *smtp.MailOptions) error      { return nil }
func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error { d.to = to; return nil }
func (d *delivery) Reset()                                    {}
func (d *delivery) Logout() error                             { return nil }

func (d *delivery) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	l := &letter{to: d.to, raw: string(raw)}
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	l.header = m.Header
	l.read(m.Header.Get("Content-Type"), m.Body)
	d.sink.mu.Lock()
	defer d.sink.mu.Unlock()
	d.sink.got = append(d.sink.got, l)
	return nil
}

// read notes the kinds of the parts, and the text.
func (l *letter) read(kind string, body io.Reader) {
	base, parameters, _ := mime.ParseMediaType(kind)
	if boundary := parameters["boundary"]; boundary != "" {
		for parts := multipart.NewReader(body, boundary); ; {
			p, err := parts.NextPart() // decodes quoted-printable
			if err != nil {
				return
			}
			l.read(p.Header.Get("Content-Type"), p)
		}
	}
	l.kinds = append(l.kinds, strings.TrimSpace(base+" "+parameters["method"]))
	if base == "text/plain" {
		text, _ := io.ReadAll(body)
		l.text = strings.ReplaceAll(string(text), "\r\n", "\n")
	}
}

// to gives what has come for an address.
func (s *sink) to(address string) (all []*letter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.got {
		if l.to == address {
			all = append(all, l)
		}
	}
	return all
}

func (s *sink) last(t *testing.T, address string) *letter {
	t.Helper()
	all := s.to(address)
	if len(all) == 0 {
		t.Fatalf("nothing has come for %s", address)
	}
	return all[len(all)-1]
}

var (
	letterCode = regexp.MustCompile(`\b\d{3} \d{3}\b`)
	letterLink = regexp.MustCompile(`https?://[^\s)]+/sahkoposti/(?:vahvista|lopeta)/[A-Z2-7]{26}\?l=\w+`)
)

// withMail gives a kakebot its e-mail channel, which a rehearsal has not.
func withMail(t *testing.T, k *kakebot, s *sink) *mail.Channel {
	t.Helper()
	settings, err := mail.ReadSettings("smtp://"+s.addr, "KAKE-botti <kake@example.org>")
	if err != nil {
		t.Fatal(err)
	}
	c, err := k.openMail(t.Context(), settings, "https://kake.example.org")
	if err != nil {
		t.Fatal(err)
	}
	listening(t, k, c)
	return c
}

// mailed is a stage where letters are sent, and {code} is the code of the last.
type mailed struct {
	stage
	k    *kakebot
	by   inviter
	sink *sink
}

func (m mailed) say(t *testing.T, person, words string) shown {
	t.Helper()
	if strings.Contains(words, "{code}") {
		m.sink.mu.Lock()
		code := letterCode.FindString(m.sink.got[len(m.sink.got)-1].text)
		m.sink.mu.Unlock()
		words = strings.ReplaceAll(words, "{code}", code)
	}
	s := m.stage.say(t, person, words)
	if err := m.k.invite(t.Context(), m.by); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestMailTalks holds the conversations about e-mail where there is one.
func TestMailTalks(t *testing.T) {
	for _, where := range []string{"embedded", "redis"} {
		t.Run(where, func(t *testing.T) {
			c := config{now: "2018-02-12T09:00"}
			if where == "redis" {
				needRedis(t)
				c.data = t.TempDir()
			}
			k, s := open(t, c, "test-mail"), newSink(t)
			talk(t, k, mailed{asking(t, k), k, withMail(t, k, s), s}, "testdata/mail/optin.talk")
			for _, other := range []string{"a@example.org", "b@example.org", "f@example.org", "pekka@example.org", "arvaaja@example.org"} {
				if n, most := len(s.to(other)), map[bool]int{true: 0, false: 1}[other[0] == 'f']; n != most {
					t.Errorf("%d letters to %s, want %d", n, other, most)
				}
			}
		})
	}
}

// From the wish to the last letter: nothing before the confirmation, then a
// reminder, an invitation, its change and its end; and stopping ends it all.
func TestMailLife(t *testing.T) {
	k, s := open(t, config{now: "2018-02-12T09:00"}, "test-mail"), newSink(t)
	on := mailed{asking(t, k), k, withMail(t, k, s), s}
	if err := k.offer(t.Context(), []string{"2018-02-16T10:00", "2018-02-19T13:00"}, 30*time.Minute, ""); err != nil {
		t.Fatal(err)
	}
	const maija = "maija@example.org"
	say := func(words ...string) (last shown) {
		for _, w := range words {
			last = on.say(t, "Maija", w)
		}
		return last
	}
	jump := func(to string) {
		t.Helper()
		at, err := parseMoment(to, k.programme.Zone)
		if err == nil {
			err = k.jump(t.Context(), at)
		}
		if err == nil {
			err = k.deliver(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	count := func(n int, what string) {
		t.Helper()
		if got := len(s.to(maija)); got != n {
			t.Fatalf("%d letters, want %d: %s", got, n, what)
		}
	}

	say("varaa aika", "1", "vahvista", "/sahkoposti "+maija)
	count(1, "the one that asks")
	asks := s.last(t, maija)
	for _, part := range []string{"vahvista osoite", "https://kake.example.org/sahkoposti/vahvista/", "13.2. klo 9.00", "automaattinen viesti", "KAKE-botti, kake@example.org", "Jos et pyytänyt"} {
		if !strings.Contains(strings.ReplaceAll(asks.text, "\u00a0", " "), part) {
			t.Errorf("the letter lacks %q:\n%s", part, asks.text)
		}
	}
	jump("2018-02-12T12:00")
	count(1, "nothing before the confirmation")
	link := letterLink.FindString(asks.text)
	token := link[strings.LastIndex(link, "/")+1 : strings.Index(link, "?")]
	for range 2 { // pressing twice does no more
		if ok, err := k.confirmMail(t.Context(), token); !ok || err != nil {
			t.Fatalf("%v %v", ok, err)
		}
	}

	jump("2018-02-14T09:00")
	count(2, "fourteen days before closing")
	reminder := s.last(t, maija)
	if !strings.Contains(reminder.text, "hakuaikaa on jäljellä") || !strings.Contains(reminder.text, "Lähde:") {
		t.Error(reminder.text)
	}
	if reminder.header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || reminder.header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("%v", reminder.header)
	}
	jump("2018-02-15T18:00")
	count(3, "the day before the talk")

	say("siirrä aika", "1")
	if err := k.deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	count(4, "the talk was moved")
	moved := s.last(t, maija)
	if !strings.Contains(moved.text, "Aika on siirretty") || strings.Join(moved.kinds, ",") != "text/plain,text/html,text/calendar REQUEST,text/calendar REQUEST" {
		t.Errorf("%s\n%q", moved.text, moved.kinds)
	}
	for _, part := range []string{"METHOD:REQUEST", "SEQUENCE:1", "mailto:kake@example.org", "mailto:maija@example.org"} {
		if !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(moved.raw, "=\r\n", ""), "\r\n ", ""), part) {
			t.Errorf("the invitation lacks %s", part)
		}
	}
	say("peru aika", "kyllä")
	if err := k.deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	count(5, "the talk was cancelled")
	if ended := s.last(t, maija); !strings.Contains(ended.raw, "METHOD:CANCEL") || !strings.Contains(ended.text, "peruttu") {
		t.Error(ended.text)
	}
	say("varaa aika", "1", "vahvista")
	if err := k.deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	count(6, "a new talk is confirmed")

	stop := letterLink.FindString(reminder.text)
	token = stop[strings.LastIndex(stop, "/")+1 : strings.Index(stop, "?")]
	for range 2 {
		if err := k.stopMail(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	jump("2018-02-28T12:00")
	count(6, "nothing after the end")
	if got := say("hei"); !strings.Contains(got.text, "Aikasi neuvojalle on pian") || strings.Contains(got.text, "hakuaikaa on jäljellä") {
		t.Errorf("the talk is told of in the conversation, the round no more:\n%s", got.text)
	}
	if keys, err := k.store.Redis.Keys(t.Context(), "*{m}*").Result(); err != nil || anyHolds(keys, "{m}:box:") || anyHolds(keys, "{m}:ask:") || anyHolds(keys, "{m}:stop:") {
		t.Errorf("something is left of it: %q %v", keys, err)
	}
}

func anyHolds(keys []string, part string) bool {
	return strings.Contains(strings.Join(keys, "\n"), part)
}

// The adviser has notices by mail without confirming anything, and what is sent
// there has no link that ends a person's mail. Nobody else is written to for it.
func TestStaffByMail(t *testing.T) {
	const adviser = "neuvoja@example.org"
	k, s := open(t, config{now: "2018-02-12T09:00", staff: chat.Address{Channel: mailName, Place: adviser}}, "test-mail"), newSink(t)
	on := mailed{asking(t, k), k, withMail(t, k, s), s}
	if err := k.offer(t.Context(), []string{"2018-02-16T10:00"}, 30*time.Minute, ""); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"/sahkoposti maija@example.org", "varaa aika", "1", "vahvista"} {
		on.say(t, "Maija", words)
	}
	for range 2 {
		if err := k.deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.to(adviser)) != 1 || len(s.to("maija@example.org")) != 1 {
		t.Fatalf("%d letters to the adviser, %d to Maija", len(s.to(adviser)), len(s.to("maija@example.org")))
	}
	got := s.last(t, adviser)
	if !strings.Contains(got.text, "Uusi varaus") || !strings.Contains(got.text, "neuvojan osoitteeksi") || got.header.Get("List-Unsubscribe") != "" || strings.Contains(got.raw, "maija") {
		t.Error(got.raw)
	}
	on.say(t, "Arvaaja", "/sahkoposti "+adviser)
	if asks := s.last(t, adviser); !strings.Contains(asks.text, "vahvista osoite") {
		t.Errorf("whoever names the adviser's address need not confirm it:\n%s", asks.text)
	}
}

// E-mail is off, and says why, where something is missing or nothing may be sent.
func TestMailOff(t *testing.T) {
	const relay, from = "smtp://127.0.0.1:1", "KAKE-botti <kake@example.org>"
	for _, x := range []struct {
		c   config
		why string
	}{
		{config{mailFrom: from}, "SMTP_URL is not set"},
		{config{smtp: relay}, "KAKEBOT_MAIL_FROM is not set"},
		{config{smtp: relay, mailFrom: from, now: "2018-02-12"}, "nothing is sent outside from a rehearsal"},
		{config{smtp: relay, mailFrom: from}, ""},
	} {
		k := open(t, x.c, "test-mail")
		s, err := mailSettings(x.c)
		if err != nil {
			t.Fatal(err)
		}
		p, err := k.mail(t.Context(), x.c, s, "https://kake.example.org")
		if err != nil || p.why != x.why || (p.channel != nil) != (x.why == "") {
			t.Errorf("%+v %v, want %q", p, err, x.why)
		}
		if on := k.assistant.Mail.Read != nil; on != (x.why == "") {
			t.Errorf("%s: addresses are taken: %t", x.why, on)
		}
	}
}

// An address that no longer takes mail is remembered by the report of it, and by
// nothing that somebody made up.
func TestBounce(t *testing.T) {
	needRedis(t)
	dir := t.TempDir()
	k, s := open(t, config{data: dir}, ""), newSink(t)
	c := withMail(t, k, s)
	on := mailed{asking(t, k), k, c, s}
	on.say(t, "Maija", "/sahkoposti maija@example.org")
	on.say(t, "Maija", "{code}")
	box, ok, err := k.mailboxes.Of(t.Context(), "ask:Maija")
	if err != nil || !ok {
		t.Fatalf("%+v %v", box, err)
	}
	returned := s.last(t, "maija@example.org").raw
	report := func(action, status, returned string) string {
		return "From: MAILER-DAEMON@example.org\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n" +
			"--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; maija@example.org\r\nAction: " + action + "\r\nStatus: " + status +
			"\r\n\r\n--B\r\nContent-Type: message/rfc822\r\n\r\n" + returned + "\r\n--B--\r\n"
	}
	bounced := func(report string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(t.Context(), []string{"bounce", "--data", dir}, func(string) (string, bool) { return "", false }, streams{strings.NewReader(report), &out, &errs}); code != 0 {
			t.Fatalf("%d: %s", code, errs.String())
		}
		if strings.Contains(out.String()+errs.String(), "maija") {
			t.Error("it names the person")
		}
		return out.String()
	}
	refused := func() bool {
		n, err := k.store.Redis.ZScore(t.Context(), "kakebot:"+k.programme.ID+"{r}:refused", "mail/maija@example.org").Result()
		return err == nil && n > 0
	}
	for report, says := range map[string]string{
		report("failed", "4.4.1", returned): "it may pass",
		report("failed", "5.1.1", "To: <maija@example.org>\r\nMessage-ID: <a.b@example.org>\r\n\r\n"): "not about a mail of ours",
		"From: maija@example.org\r\n\r\nhei\r\n":                                                      "not a delivery status notification",
	} {
		if said := bounced(report); !strings.Contains(said, says) || refused() {
			t.Errorf("%s", said)
		}
	}
	if said := bounced(report("failed", "5.1.1", returned)); !strings.Contains(said, "takes no mail") || !refused() {
		t.Errorf("%s", said)
	}
}

// The whole by HTTP, of a real process: the banner, the link that does nothing
// until its button is pressed, the invitation, one-click from outside, /healthz.
func TestMailProcess(t *testing.T) {
	needRedis(t)
	s := newSink(t)
	day := time.Now().AddDate(0, 0, 3).Format(time.DateOnly)
	dir := t.TempDir()
	env := []string{"SMTP_URL=smtp://" + s.addr, "KAKEBOT_MAIL_FROM=KAKE-botti <kake@example.org>"}
	_, at := serving(t, env, "--data", dir, "--slots", day+"T10:00")
	post := func(path string, values url.Values) (int, string) {
		t.Helper()
		res, err := http.PostForm(path, values)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if at, ok := strings.CutSuffix(res.Request.URL.String(), "#latest"); ok {
			return res.StatusCode, at + "\n" + string(body)
		}
		return res.StatusCode, res.Request.URL.String() + "\n" + string(body)
	}
	say := func(path, words string) (string, string) {
		t.Helper()
		code, page := post(path, url.Values{"text": {words}})
		if code != http.StatusOK {
			t.Fatalf("%d %s", code, page)
		}
		place, page, _ := strings.Cut(page, "\n")
		return place, page
	}
	place, _ := say(at+"/k", "/sahkoposti maija@example.org")
	eventually(t, "the letter", func() bool { return len(s.to("maija@example.org")) == 1 })
	link := letterLink.FindString(s.last(t, "maija@example.org").text)
	if !strings.HasPrefix(link, at+"/sahkoposti/vahvista/") {
		t.Fatalf("the link %q", link)
	}
	if res, err := http.Get(link); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", res, err)
	}
	if _, page := say(place, "mitä muistutuksia minulle tulee"); strings.Contains(page, "maija@example.org.") {
		t.Error("opening the link confirmed the address")
	}
	if code, page := post(link, nil); code != http.StatusOK || !strings.Contains(page, "Osoite on vahvistettu") {
		t.Errorf("%d %s", code, page)
	}
	say(place, "varaa aika")
	say(place, "1")
	say(place, "vahvista")
	eventually(t, "the invitation", func() bool { return len(s.to("maija@example.org")) == 2 })
	invitation := s.last(t, "maija@example.org")
	if !strings.Contains(invitation.raw, "METHOD:REQUEST") {
		t.Error(invitation.raw)
	}
	unsubscribe := strings.Trim(invitation.header.Get("List-Unsubscribe"), "<>")
	if code, page := post(unsubscribe, url.Values{"List-Unsubscribe": {"One-Click"}}); code != http.StatusOK || !strings.Contains(page, "Sähköpostit on lopetettu") {
		t.Errorf("%d %s", code, page)
	}
	res, err := http.Get(at + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	health, _ := io.ReadAll(res.Body)
	if !strings.Contains(string(health), "mail: ok") {
		t.Errorf("%s", health)
	}
	var kept struct {
		Desk    json.RawMessage
		Mailbox any
	}
	person := "web:" + place[strings.LastIndex(place, "/")+1:]
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"export", "--data", dir, person}, func(string) (string, bool) { return "", false }, streams{strings.NewReader(""), &out, &errs}); code != 0 {
		t.Fatal(errs.String())
	}
	if err := json.Unmarshal(out.Bytes(), &kept); err != nil || kept.Mailbox != nil || !strings.Contains(string(kept.Desk), `"web/`) {
		t.Errorf("%v %s", err, fmt.Sprint(kept))
	}
}
