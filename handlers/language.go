package handlers

import (
	"cmp"
	"context"
	"strings"
	"unicode"

	"kakebot/chat"
	"kakebot/knowledge/match"
)

// tongues are the words by which people name the languages we have, in the
// languages they write in. A word counts when it begins like one of them.
var tongues = []struct {
	lang   string
	begins []string
}{
	{"selko", []string{"selko", "helppo", "helpo", "easy", "simple", "lättläst", "lätt", "enkel", "plain"}},
	{"sv", []string{"sv", "ruotsi", "svensk", "swedish", "ruåtsi"}},
	{"en", []string{"en", "englan", "engelsk", "english", "inglish"}},
	{"fi", []string{"fi", "suome", "suomi", "finsk", "finnish", "finska"}},
}

// language changes the language of the answers: "/kieli sv", or in words.
func (a *Assistant) language(_ context.Context, t chat.Turn) (chat.Reply, error) {
	text := t.Args
	if text == "" {
		text = t.Text
	}
	lang := tongue(text)
	if lang == "" {
		r := chat.Reply{Text: say(t, "language_which")}
		for _, l := range chat.Langs {
			r.Choices = append(r.Choices, chat.Choice{Label: words.Say(l, "language_name"), Say: "/kieli " + l})
		}
		return r, nil
	}
	t.Session.Lang, t.Session.Easy = lang, lang == "selko"
	t.Lang = lang
	return chat.Reply{Text: say(t, "language_now"), Choices: a.offer(t, []string{"what_is_pikku_kake", "open_now", "help"}), Lang: lang}, nil
}

// Language tells in which language to answer: that of the words, else the one
// used last, else the platform's hint, else Finnish. Who chose easy Finnish
// gets it whenever they write Finnish.
func (a *Assistant) Language(text string, p chat.Person, s chat.Session) string {
	lang := s.Lang
	if lang == "" {
		lang = tongue(p.Locale)
	}
	if !strings.HasPrefix(text, "/") {
		if detected, sure := a.Finder.Language(text); lang == "" || sure && !terse(text) {
			lang = cmp.Or(detected, lang)
		}
	}
	switch {
	case lang == "":
		return "fi"
	case lang == "fi" && (s.Easy || p.Locale == "selko" && s.Lang == ""):
		return "selko"
	}
	return lang
}

// terse tells whether a text is too short to change the language by: "en" is no
// in one of ours and a name for another, and "ok" is every one's.
func terse(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters < 3
}

// tongue finds the language that words name, "" if none. Codes must be whole words.
func tongue(text string) string {
	for _, row := range tongues {
		for _, w := range match.Tokens(text) {
			for _, b := range row.begins {
				if w == b || len(b) > 2 && strings.HasPrefix(w, b) {
					return row.lang
				}
			}
		}
	}
	return ""
}
