package handlers

import (
	"cmp"
	"context"
	"maps"
	"slices"
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
func (a *Assistant) language(ctx context.Context, t chat.Turn) (chat.Reply, error) {
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
	if d := t.Session.Draft; d != nil { // what was begun goes on, its question in the new language
		d = goOn(t)
		d.About = maps.Clone(d.About)
		delete(d.About, "aside")
		return a.resume(ctx, t, chat.Reply{Text: say(t, "language_now"), Lang: lang})
	}
	if lang == "selko" && t.Session.Entry != "" {
		r, err := a.easier(ctx, t)
		r.Text = say(t, "language_now") + "\n\n" + r.Text
		return r, err
	}
	return chat.Reply{Text: say(t, "language_now") + " " + say(t, "language_then"), Choices: a.offer(t, []string{"what_is_pikku_kake", "open_now", "help"}), Lang: lang}, nil
}

// Language tells in which language to answer: that of the words, else the one
// used last, else the platform's hint, else Finnish. Who chose easy Finnish
// gets it whenever they write Finnish.
func (a *Assistant) Language(text string, p chat.Person, s chat.Session) string {
	lang := s.Lang
	if lang == "" {
		lang = tongue(p.Locale)
	}
	if !strings.HasPrefix(text, "/") && !picks(text, s) && !a.Finder.Knows(text, lang) {
		detected, sure := a.Finder.Language(text)
		if lang == "" {
			detected = cmp.Or(a.first(text), detected)
		}
		if lang == "" || sure && !terse(text, s) {
			lang = cmp.Or(detected, lang)
		}
	}
	switch {
	case lang == "":
		return "fi"
	case lang == "fi" && slices.ContainsFunc(match.Tokens(text), inEasy):
		return "selko"
	case lang == "fi" && (s.Easy || p.Locale == "selko" && s.Lang == ""):
		return "selko"
	}
	return lang
}

// inEasy are the words that want this one answer in easy Finnish: "sama
// selkokielellä: kuka voi hakea?".
func inEasy(word string) bool {
	return slices.ContainsFunc([]string{"selkokielel", "selkokielis", "selkosuomeks", "selkosuomel", "selkoks"}, func(b string) bool {
		return strings.HasPrefix(word, b)
	})
}

// picks tells whether words are a button's label, which says nothing of the
// person's own language.
func picks(text string, s chat.Session) bool {
	return slices.ContainsFunc(s.Offered, func(c chat.Choice) bool { return strings.EqualFold(strings.TrimSpace(text), c.Label) })
}

// greetings are words that show a language although they stand alone.
var greetings = map[string]string{
	"moi": "fi", "moikka": "fi", "hei": "fi", "heippa": "fi", "terve": "fi", "moro": "fi", "kiitos": "fi",
	"hej": "sv", "hejsan": "sv", "tjena": "sv", "tack": "sv", "goddag": "sv",
	"hello": "en", "hi": "en", "hey": "en", "thanks": "en",
}

// opening is how many words a message may have to be told by its very words.
const opening = 3

// first tells the language of a short first message, which its letters alone
// would not: a greeting's, else Finnish if it is a Finnish phrasing, else that of
// the only language that has it; "" if that tells nothing.
func (a *Assistant) first(text string) string {
	words := match.Tokens(text)
	if len(words) == 0 || len(words) > opening {
		return ""
	}
	for _, w := range words {
		if lang := greetings[w]; lang != "" {
			return lang
		}
	}
	if a.Finder.Knows(text, "fi") {
		return "fi"
	}
	return a.Finder.Only(text)
}

// terse tells whether a text is too short to change the language by: a name, an
// address or "peru" looks like any of ours. While a form is filled it takes a
// whole sentence.
func terse(text string, s chat.Session) bool {
	words := 0
	for _, w := range strings.Fields(text) {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			words++
		}
	}
	if s.Draft != nil {
		return words < 4
	}
	return words < 2 && greetings[strings.ToLower(strings.Trim(text, " .!"))] == ""
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
