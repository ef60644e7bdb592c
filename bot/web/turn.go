package web

import (
	"crypto/rand"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"kakebot/chat"
)

// A turn is one exchange as the page shows it.
type turn struct {
	*view
	Mark   string
	ID     string
	Said   string
	At     time.Time // zero: shown without a time
	Reply  chat.Reply
	Live   bool // its buttons and form are shown
	Latest bool
}

func (v *view) turn(e chat.Exchange) turn {
	return turn{view: v, Mark: mark(e.ID), ID: e.ID, Said: e.Said, At: v.local(e.At), Reply: e.Reply}
}

// greeting is what the assistant says first: it is not kept, and its buttons
// are shown until something has been said.
func (v *view) greeting(alone bool) turn {
	r := v.s.o.Start(v.Lang)
	if r.Lang == "" {
		r.Lang = v.Lang
	}
	return turn{view: v, Mark: "start", Reply: r, Live: alone}
}

// lang is the reply's language; the page's when it has none.
func (t turn) lang() string {
	if l := knownLang(t.Reply.Lang); l != "" {
		return l
	}
	return t.view.Lang
}

func (t turn) ReplyLang() string    { return htmlLang(t.lang()) }
func (t turn) TR(key string) string { return words.Say(t.lang(), key) }
func (t turn) Text() template.HTML  { return markdown(t.Reply.Text) }
func (t turn) ISO() string          { return t.At.Format(time.RFC3339) }
func (t turn) Bubble() bool {
	return t.Reply.Text != "" || len(t.Reply.Files) > 0 || len(t.Reply.Sources) > 0
}

func (t turn) Clock() string {
	if t.At.IsZero() {
		return ""
	}
	return when(t.view.Lang, t.At, t.Now)
}

// A download is a reply's file.
type download struct{ Name, Href string }

func (t turn) Files() []download {
	var all []download
	for _, f := range t.Reply.Files {
		all = append(all, download{f.Name, t.Place() + "/tiedosto/" + t.Mark + "/" + url.PathEscape(f.Name)})
	}
	return all
}

// A button says something when pressed.
type button struct{ Place, Lang, Say, Label, Class string }

// NewID is the id of the message that pressing it sends.
func (b button) NewID() string { return rand.Text() }

// Button is one of the page's own tools.
func (v *view) Button(say, key string) button {
	return button{v.Place(), v.Lang, say, v.T(key), "link"}
}

// Choices are the turn's buttons, without those that its form shows as options.
func (t turn) Choices() []button {
	choices := t.Reply.Choices
	if f := t.Reply.Form; f != nil {
		choices = slices.DeleteFunc(slices.Clone(choices), func(c chat.Choice) bool {
			return slices.ContainsFunc(f.Fields, func(x chat.Field) bool { return slices.Contains(x.Options, c) })
		})
	}
	return t.buttons(choices, "choice")
}

// Helped are the two small buttons under an answer.
func (t turn) Helped() []button { return t.buttons(t.Reply.Helped, "link") }

func (t turn) buttons(choices []chat.Choice, class string) []button {
	var all []button
	for _, c := range choices {
		all = append(all, button{t.Place(), t.view.Lang, c.Say, c.Label, class})
	}
	return all
}

// failed tells whether the turn shows a form that must be corrected.
func (t turn) failed() bool { return t.Reply.Form != nil && len(t.Reply.Form.Errors) > 0 }

// spoken is a reply as plain text for a saved file.
func spoken(r chat.Reply) string {
	r.Form = nil
	return strings.TrimSpace(chat.Text(r))
}
