package web

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"

	"kakebot/chat"
)

const (
	maxBody    = 128 << 10 // a message of chat.MaxMessage characters, every one escaped, and room
	fieldStart = "f."      // before a form field's name, so that it cannot take one of ours
)

// message reads a submitted form: a form of the assistant's, a pressed button,
// or typed words. What the page shows of a form is its title, not what was
// filled in, which is kept where it is needed and not in the conversation too.
func message(v url.Values, id, token string) chat.Message {
	m := chat.Message{
		ID:   id,
		From: chat.Person{ID: person(token), Locale: knownLang(v.Get("l"))},
		In:   chat.Address{Channel: name, Place: token},
	}
	switch {
	case v.Get("form") != "":
		m.Text, m.Label, m.Fields = v.Get("form"), v.Get("label"), fields(v)
	case v.Get("say") != "":
		m.Text, m.Label = v.Get("say"), v.Get("label")
	default:
		m.Text = lines(v.Get("text"))
	}
	return m
}

// fields takes each field's last value: before a group of options stands an
// empty one, so that a group without a choice is told as well.
func fields(v url.Values) map[string]string {
	m := map[string]string{}
	for k, values := range v {
		if f, ok := strings.CutPrefix(k, fieldStart); ok {
			m[f] = lines(values[len(values)-1])
		}
	}
	return m
}

// messageID is the id that the page gave the message, or a new one.
func messageID(v url.Values) string {
	if id := v.Get("id"); isToken(id) {
		return id
	}
	return rand.Text()
}

// lines takes a browser's line ends (CR LF) as everybody else's.
func lines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// readForm reads a small form. ok is false when it was answered already.
func (s *site) readForm(w http.ResponseWriter, r *http.Request) (url.Values, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		s.plain(w, r, http.StatusRequestEntityTooLarge, "large")
		return nil, false
	}
	return r.PostForm, true
}
