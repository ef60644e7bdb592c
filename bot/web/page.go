package web

import (
	"crypto/rand"
	"html/template"
	"strings"
	"time"

	"kakebot/chat"
)

// maxTurns is how many exchanges a page shows; the saved conversation has all.
const maxTurns = 40

// A view is what a page shows.
type view struct {
	s       *site
	Lang    string
	Path    string // the page's own address, for the language links
	Token   string // "" before the first message
	Heading string
	Notice  string
	Now     time.Time
	Turns   []turn
	Typed   string // kept in the message box
	Failed  bool   // a form on the page has errors

	Sections []section // of an information page
	Do       string    // the button of a page that asks before it does something
	Retry    string    // where a message that was turned away can be sent again
	Kept     []kept    // what it held
}

type section struct {
	Heading string
	Text    template.HTML
}

type kept struct {
	Name, Value string
	Shown       bool
}

// newView begins a page in lang at path.
func (s *site) newView(lang, path string) *view {
	return &view{s: s, Lang: lang, Path: path, Now: s.o.Now(),
		Heading: words.Say(lang, "heading", "programme", s.o.Programme)}
}

// talkView is a conversation: the first words, then what has been said.
func (s *site) talkView(lang, token string, exchanges []chat.Exchange) *view {
	v := s.newView(lang, "/")
	v.Token = token
	v.Turns = append(v.Turns, v.greeting(len(exchanges) == 0))
	shown := exchanges
	if len(shown) > maxTurns {
		shown = shown[len(shown)-maxTurns:]
		v.Notice = v.T("earlier")
	}
	live := lastOwn(shown)
	for i, e := range shown {
		t := v.turn(e)
		t.Live = i >= live
		t.Latest = i == len(shown)-1
		v.Failed = v.Failed || t.Live && t.failed()
		v.Turns = append(v.Turns, t)
	}
	return v
}

// lastOwn finds the last message of the person's own. Its buttons and those of
// what came after it of the assistant's own accord are live, so that a late
// message does not take away a form that is being filled.
func lastOwn(exchanges []chat.Exchange) int {
	for i := len(exchanges) - 1; i >= 0; i-- {
		if exchanges[i].Said != "" {
			return i
		}
	}
	return 0
}

// talkLang is the language of a conversation's page: that of its last reply.
func talkLang(exchanges []chat.Exchange, otherwise string) string {
	for i := len(exchanges) - 1; i >= 0; i-- {
		if l := knownLang(exchanges[i].Reply.Lang); l != "" {
			return l
		}
	}
	return otherwise
}

// The rest is what the templates ask for.

func (v *view) T(key string, values ...string) string { return words.Say(v.Lang, key, values...) }
func (v *view) HTMLLang() string                      { return htmlLang(v.Lang) }
func (v *view) Asset(n string) string                 { return v.s.files.href[n] }
func (v *view) NewID() string                         { return rand.Text() }
func (v *view) Stamp(t time.Time) string              { return stamp(v.Lang, v.local(t)) }
func (v *view) Programme() string                     { return v.s.o.Programme }

// Title is the heading with the programme's name, and says first when
// something must be corrected.
func (v *view) Title() string {
	t := v.Heading
	if !strings.Contains(t, v.s.o.Programme) {
		t += " – " + v.s.o.Programme
	}
	if v.Failed {
		t = v.T("error_title") + ": " + t
	}
	return t
}

// Place is where the page's forms go.
func (v *view) Place() string {
	if v.Token == "" {
		return "/k"
	}
	return "/k/" + v.Token
}

// Rehearsal is the line about the clock, or "".
func (v *view) Rehearsal() string {
	if !v.s.o.Rehearsal {
		return ""
	}
	return v.T("rehearsal", "date", day(v.Now), "time", clock(v.Lang, v.Now))
}

func (v *view) Status() template.HTML {
	if v.s.o.Status == nil {
		return ""
	}
	return markdown(v.s.o.Status(v.Lang, v.Now))
}

type language struct {
	Code, Name, HTML string
	Current          bool
}

func (v *view) Languages() []language {
	all := make([]language, len(languages))
	for i, l := range languages {
		all[i] = language{l.Code, l.Name, l.HTML, l.Code == v.Lang}
	}
	return all
}

// local is t in the programme's time zone.
func (v *view) local(t time.Time) time.Time { return t.In(v.Now.Location()) }
