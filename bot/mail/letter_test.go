package mail

import (
	"bytes"
	"context"
	"encoding/base64"
	"flag"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kakebot/bot/web"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

var update = flag.Bool("update", false, "write the golden files")

// The shared replies as letters.
func TestLetters(t *testing.T) {
	for _, x := range chattest.Replies() {
		t.Run(x.Name, func(t *testing.T) {
			l := write(x.Reply, "https://kake.example.org", "KAKE-botti, kake@example.org", "why", "https://kake.example.org/sahkoposti/lopeta/T?l="+x.Reply.Lang, web.Markdown)
			got := "Subject: " + l.Subject + "\n\n" + l.Text + "\n" + l.HTML
			file := filepath.Join("testdata", x.Name+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs:\n%s", file, got)
			}
			for _, foreign := range []string{"<img", "<script", "<link", "@import", "url(", "<b>*hei"} {
				if strings.Contains(l.HTML, foreign) {
					t.Errorf("the letter holds %s", foreign)
				}
			}
		})
	}
}

// Everything a mail program looks at, read back from what the relay got.
func TestMessage(t *testing.T) {
	r := newRelay(t, false)
	c, _ := channel(t, r, "smtp://", "")
	ics := "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Ideä\r\nEND:VCALENDAR\r\n"
	reply := chat.Reply{Text: "**Aika on varattu: tiistai 13.2. klo 10.00.** Tervetuloa, Äijä!", Lang: "selko",
		Files: []chat.File{{Name: "kake-k2m4-q7xd.ics", Type: "text/calendar; charset=utf-8; method=REQUEST", Data: []byte(ics)}}}
	if err := c.Send(t.Context(), to(anna), "a", reply); err != nil {
		t.Fatal(err)
	}
	raw := r.last(t).data
	m := parse(t, raw)
	header := func(name, want string) {
		t.Helper()
		got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get(name))
		if err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", name, got, want, err)
		}
	}
	header("From", `"KAKE-botti" <kake@example.org>`)
	header("To", "<"+anna+">")
	header("Subject", "Aika on varattu: tiistai 13.2. klo 10.00")
	header("Date", noon.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	header("Auto-Submitted", "auto-generated")
	header("Content-Language", "fi")
	header("List-Unsubscribe", "<https://kake.example.org/sahkoposti/lopeta/"+token+"?l=selko>")
	header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	if !regexp.MustCompile(`^<[0-9a-f]{24}\.[0-9a-f]{32}@example\.org>$`).MatchString(m.Header.Get("Message-ID")) {
		t.Errorf("Message-ID %q", m.Header.Get("Message-ID"))
	}
	for line := range bytes.Lines(raw) {
		if len(line) > 998 || bytes.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
			t.Errorf("a line that not every relay carries: %.60q", line)
		}
	}
	kinds, bodies := parts(t, m.Header.Get("Content-Type"), m.Body)
	want := []string{"multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar; REQUEST", "text/calendar; REQUEST; attachment kake-k2m4-q7xd.ics"}
	if !slices.Equal(kinds, want) {
		t.Fatalf("%q", kinds)
	}
	has(t, bodies[2], "Tervetuloa, Äijä!")
	has(t, bodies[2], "https://kake.example.org/sahkoposti/lopeta/"+token)
	has(t, bodies[3], `<html lang="fi">`)
	if bodies[4] != ics || bodies[5] != ics {
		t.Errorf("calendars %q, %q", bodies[4], bodies[5])
	}
}

// No https, no one-click header (RFC 8058 §3.1); the link is there all the same.
func TestOneClickNeedsHTTPS(t *testing.T) {
	r := newRelay(t, false)
	c, _ := channel(t, r, "smtp://", "")
	c.o.Page = "http://127.0.0.1:8080"
	if err := c.Send(t.Context(), to(anna), "a", hello); err != nil {
		t.Fatal(err)
	}
	m := parse(t, r.last(t).data)
	has(t, m.Header.Get("List-Unsubscribe"), "<http://127.0.0.1:8080/sahkoposti/lopeta/")
	if m.Header.Get("List-Unsubscribe-Post") != "" {
		t.Error("one-click without https")
	}
}

// Nothing that a person wrote begins a header or a command of its own.
func TestNoInjection(t *testing.T) {
	r := newRelay(t, false)
	c, _ := channel(t, r, "smtp://", "")
	for i, evil := range []string{"a\r\nBcc: x@example.org", "a\nX-Evil: 1", "**a\rX-Evil: 1**", "a\x00b", "\r\n.\r\nMAIL FROM:<x@example.org>\r\n", "a\u2028X-Evil: 1"} {
		reply := chat.Reply{Text: evil, Lang: "fi", Files: []chat.File{{Name: "x\r\nX-Evil: 1\".ics", Type: "text/calendar", Data: []byte(evil)}}}
		if err := c.Send(context.Background(), to(anna), string(rune('a'+i)), reply); err != nil {
			t.Fatal(err)
		}
		m := parse(t, r.last(t).data)
		for name := range m.Header {
			if slices.Contains([]string{"Bcc", "X-Evil"}, name) {
				t.Errorf("%q began the header %s", evil, name)
			}
		}
		kinds, _ := parts(t, m.Header.Get("Content-Type"), m.Body)
		if len(kinds) != 5 {
			t.Errorf("%q: %q", evil, kinds)
		}
	}
	for _, evil := range []string{anna + "\r\nRCPT TO:<x@example.org>", "a b@example.org", "<" + anna + ">", "x <" + anna + ">", anna + "," + anna, "\"a\r\n\"@example.org"} {
		n := len(r.delivered())
		if err := c.Send(context.Background(), to(evil), "evil", hello); err == nil || len(r.delivered()) != n {
			t.Errorf("%q was written to: %v", evil, err)
		}
	}
}

func TestSubject(t *testing.T) {
	for text, want := range map[string]string{
		"**Pikku KAKE: haku alkaa tänään.** Hakuaika on":   "Pikku KAKE: haku alkaa tänään",
		"Neuvoja siirsi aikasi. Uusi aika: **tiistai**":    "Neuvoja siirsi aikasi",
		"Paljonko tapahtumaan saa?\n\nTapahtuman avustus.": "Paljonko tapahtumaan saa?",
		"": "",
		"Pidän ajan: **tiistai 13.2. klo 10.00**.":            "Pidän ajan: tiistai 13.2. klo 10.00",
		"Katso [ohje](https://example.org/a)\nja toinen rivi": "Katso ohje (https://example.org/a)",
		strings.Repeat("pitkä sana ", 30):                     strings.TrimSpace(strings.Repeat("pitkä sana ", 8)) + "…",
	} {
		if got := subject(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func parse(t *testing.T, data []byte) *mail.Message {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	return m
}

// parts gives the parts of a body in order, outer ones first, and what is in them.
func parts(t *testing.T, kind string, body io.Reader) (kinds, bodies []string) {
	t.Helper()
	base, parameters, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(base, "multipart/") {
		t.Fatalf("no parts in %s", kind)
	}
	kinds, bodies = []string{base}, []string{""}
	for r := multipart.NewReader(body, parameters["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return kinds, bodies
		}
		if err != nil {
			t.Fatal(err)
		}
		inner := p.Header.Get("Content-Type")
		if strings.HasPrefix(inner, "multipart/") {
			k, b := parts(t, inner, p)
			kinds, bodies = append(kinds, k...), append(bodies, b...)
			continue
		}
		base, parameters, err := mime.ParseMediaType(inner)
		if err != nil {
			t.Fatalf("%v: %s", err, inner)
		}
		if m := parameters["method"]; m != "" {
			base += "; " + m
		}
		if how, names, err := mime.ParseMediaType(p.Header.Get("Content-Disposition")); err == nil {
			base += "; " + how + " " + names["filename"]
		}
		var decoded io.Reader = p
		switch p.Header.Get("Content-Transfer-Encoding") {
		case "quoted-printable":
			decoded = quotedprintable.NewReader(p)
		case "base64":
			decoded = base64.NewDecoder(base64.StdEncoding, p)
		}
		data, err := io.ReadAll(decoded)
		if err != nil {
			t.Fatal(err)
		}
		kinds, bodies = append(kinds, base), append(bodies, string(data))
	}
}
