package chat

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"
)

// Guard is the one door through which every message passes. It promises that
//
//   - a repeated message gets its first reply and does nothing twice, and
//     ErrUnderway while that is being made;
//   - what must not be kept is taken out before anybody sees the text;
//   - the person always gets a sentence: a panic or an error is logged once,
//     without personal data, and answered kindly;
//   - without its Memory it still answers, only without remembering.
type Guard struct {
	Next     Handler
	Memory   Memory
	Clock    func() time.Time
	Language func(text string, p Person, s Session) string // which of Langs to answer in
	Scrub    func(text string) string                      // takes out what must not be kept
	Shorten  func(text string, max int) string             // what is read of a longer text; nil reads its beginning
	Log      *slog.Logger
}

// Handle answers t.Message; the rest of t is Guard's to fill.
func (g *Guard) Handle(ctx context.Context, t Turn) (Reply, error) {
	now := g.Clock()
	var wasCut bool
	t.Text, wasCut = g.cut(g.Scrub(strings.ToValidUTF8(t.Text, "")))
	t.Label, t.Fields = g.Scrub(t.Label), g.scrubbed(t.Fields)

	m := &memory{Memory: g.Memory, log: g.Log, person: t.From.ID}
	if !t.Aside {
		fresh, prior := m.claim(ctx, t.ID)
		switch {
		case !fresh && prior == nil:
			return Reply{}, ErrUnderway
		case !fresh:
			return *prior, nil
		}
	}
	s := m.session(ctx)
	t.Now, t.Session = now, &s
	t.Lang = g.Language(t.Text, t.From, s)
	s.Lang = t.Lang

	r := g.answer(ctx, t)
	if r.Silent() {
		return r, nil
	}
	if t.Aside {
		r.Lang = cmp.Or(r.Lang, s.Lang)
		return r, nil
	}
	if wasCut {
		r.Text = words.Say(t.Lang, "cut") + "\n\n" + r.Text
	}
	r.Lang = cmp.Or(r.Lang, s.Lang)
	if r.Topic != "" {
		s.Topic = r.Topic
	}
	s.Offered = r.Choices
	kept := r
	kept.Dialog = nil // what it offers is stale when it is read again
	m.keep(ctx, s, Exchange{ID: t.ID, At: now, Said: said(t.Message), Reply: kept})
	return r, nil
}

// Suggest is chat.Suggester's, when the handlers can.
func (g *Guard) Suggest(ctx context.Context, beginning, lang string, n int) []string {
	s, can := g.Next.(Suggester)
	if !can {
		return nil
	}
	beginning, _ = g.cut(g.Scrub(strings.ToValidUTF8(beginning, "")))
	return s.Suggest(ctx, beginning, lang, n)
}

// answer calls the handlers and turns whatever goes wrong into a sentence: the
// handler's own when it has one beside its error.
func (g *Guard) answer(ctx context.Context, t Turn) (r Reply) {
	defer func() {
		if p := recover(); p != nil {
			g.Log.Error("a handler panicked", "at", site(), "panic", fmt.Sprintf("%T", p))
			r = Reply{Text: words.Say(t.Lang, "error")}
		}
	}()
	if strings.TrimSpace(t.Text) == "" && len(t.Fields) == 0 {
		return Reply{Text: words.Say(t.Lang, "empty")}
	}
	r, err := g.Next.Handle(ctx, t)
	if err != nil {
		g.Log.Error("a message could not be answered as it should", "error", err)
		if r.Silent() {
			r.Text = words.Say(t.Lang, "error")
		}
	}
	return r
}

func (g *Guard) scrubbed(fields map[string]string) map[string]string {
	if fields == nil {
		return nil
	}
	clean := make(map[string]string, len(fields))
	for k, v := range fields {
		clean[k], _ = g.cut(g.Scrub(strings.ToValidUTF8(v, "")))
	}
	return clean
}

// said is what the conversation shows of a message: a button by its label, a
// form by what was filled in.
func said(m Message) string {
	if m.Label != "" {
		return m.Label
	}
	return m.Text
}

// cut keeps at most MaxMessage characters.
func (g *Guard) cut(s string) (string, bool) {
	if utf8.RuneCountInString(s) <= MaxMessage {
		return s, false
	}
	if g.Shorten != nil {
		s = g.Shorten(s, MaxMessage)
	}
	r := []rune(s)
	return string(r[:min(len(r), MaxMessage)]), true
}

// site names the program's own function in which a panic began, which is all
// that may be logged of it: a panic's value can hold what a person wrote.
func site() string {
	lines := strings.Split(string(debug.Stack()), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "panic(") {
			for _, l := range lines[i+1:] {
				if strings.HasPrefix(l, "kakebot/") {
					return l[:strings.LastIndexByte(l, '(')]
				}
			}
		}
	}
	return "unknown"
}

// memory is Memory for one message: after its first failure, logged once, it
// is left alone and everything goes on as if nothing were remembered.
type memory struct {
	Memory
	log    *slog.Logger
	person string
	down   bool
}

func (m *memory) failed(err error) bool {
	if err != nil && !m.down {
		m.down = true
		m.log.Warn("the store does not answer; going on without memory", "error", err)
	}
	return m.down
}

// remembering bounds each call of the store: who asks must not wait for one
// that hangs.
const remembering = 2 * time.Second

func (m *memory) claim(ctx context.Context, id string) (fresh bool, prior *Reply) {
	ctx, cancel := context.WithTimeout(ctx, remembering)
	defer cancel()
	fresh, prior, err := m.Claim(ctx, m.person, id)
	if m.failed(err) {
		return true, nil
	}
	return fresh, prior
}

func (m *memory) session(ctx context.Context) (s Session) {
	if m.down {
		return s
	}
	ctx, cancel := context.WithTimeout(ctx, remembering)
	defer cancel()
	s, err := m.Session(ctx, m.person)
	m.failed(err)
	return s
}

func (m *memory) keep(ctx context.Context, s Session, e Exchange) {
	if m.down {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, remembering)
	defer cancel()
	if m.failed(m.SetSession(ctx, m.person, s)) {
		return
	}
	m.failed(m.Record(ctx, m.person, e.ID, e))
}
