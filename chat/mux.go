package chat

import (
	"context"
	"fmt"
	"strings"
	"unicode"
)

// An Ability is one thing the assistant can do: a row of the table.
type Ability struct {
	Name    string          // unique; also the topic of its replies
	Words   []string        // commands in every language, without the slash: "varaa", "boka", "book"
	Claims  func(Turn) bool // optional: takes a message before its words are looked at
	Handler Handler
}

// A Matcher tells what typed words mean: the topic (a knowledge entry or an
// ability's name, "" if it cannot tell) and what else they could mean.
type Matcher func(t Turn) (topic string, near []string)

// Mux hands each message to the ability it is for. In order: a number or a
// label of the choices last shown stands for that choice; the first ability
// that claims the message; the ability whose command word the message is or
// begins with after a slash; the ability named by the matched topic; else the
// fallback.
type Mux struct {
	abilities []Ability
	byWord    map[string]Ability
	byName    map[string]Ability
	match     Matcher
	fallback  Handler
}

// fold lets a command be typed without dots and rings.
var fold = strings.NewReplacer("å", "a", "ä", "a", "ö", "o")

// NewMux builds the router. It panics when two abilities share a name or a
// word: the table is wrong and the program must not start.
func NewMux(match Matcher, fallback Handler, abilities ...Ability) *Mux {
	m := &Mux{abilities: abilities, byWord: map[string]Ability{}, byName: map[string]Ability{}, match: match, fallback: fallback}
	for _, a := range abilities {
		if _, taken := m.byName[a.Name]; taken {
			panic(fmt.Sprintf("chat: two abilities are named %q", a.Name))
		}
		m.byName[a.Name] = a
		for _, w := range a.Words {
			if other, taken := m.byWord[fold.Replace(w)]; taken {
				panic(fmt.Sprintf("chat: %q is a word of both %s and %s", w, other.Name, a.Name))
			}
			m.byWord[fold.Replace(w)] = a
		}
	}
	return m
}

// Handle routes one message.
func (m *Mux) Handle(ctx context.Context, t Turn) (Reply, error) {
	t.Text = chosen(t.Text, t.Session.Offered)
	word, args := command(t.Text)
	named, isCommand := m.byWord[fold.Replace(word)]
	if isCommand {
		t.Topic, t.Args = named.Name, args
	}
	for _, a := range m.abilities {
		if a.Claims != nil && a.Claims(t) {
			return a.answer(ctx, t)
		}
	}
	if isCommand {
		return named.answer(ctx, t)
	}
	t.Topic, t.Near = m.match(t)
	if a, ok := m.byName[t.Topic]; ok {
		return a.answer(ctx, t)
	}
	return m.fallback.Handle(ctx, t)
}

func (a Ability) answer(ctx context.Context, t Turn) (Reply, error) {
	r, err := a.Handler.Handle(ctx, t)
	if r.Topic == "" {
		r.Topic = a.Name
	}
	if err != nil {
		return r, fmt.Errorf("%s: %w", a.Name, err)
	}
	return r, nil
}

// chosen turns a choice's number or label into what the choice says.
func chosen(text string, offered []Choice) string {
	s := strings.TrimSpace(text)
	if n := ordinal(s); n >= 1 && n <= len(offered) {
		return offered[n-1].Say
	}
	for _, c := range offered {
		if strings.EqualFold(s, c.Label) {
			return c.Say
		}
	}
	return text
}

// ordinal reads "2", "2." and "2)"; anything else is 0.
func ordinal(s string) int {
	s = strings.TrimRight(s, ".)")
	if len(s) == 0 || len(s) > 2 {
		return 0
	}
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0
		}
		n = 10*n + int(r-'0')
	}
	return n
}

// command splits "/varaa 2018-02-14T13:00" into word and arguments. Without a
// slash the whole text must be the word, so that a sentence that merely begins
// with one is still understood as a sentence.
func command(text string) (word, args string) {
	s := strings.TrimFunc(text, unicode.IsSpace)
	if rest, ok := strings.CutPrefix(s, "/"); ok {
		word, args, _ = strings.Cut(rest, " ")
		return strings.ToLower(word), strings.TrimSpace(args)
	}
	return strings.ToLower(strings.TrimRight(s, ".!?")), ""
}
