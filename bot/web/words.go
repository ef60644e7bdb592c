package web

import (
	"embed"
	"fmt"
	"net/http"
	"slices"
	"time"

	"kakebot/chat"
)

//go:embed words
var wordFiles embed.FS

var words = chat.MustPhrases(wordFiles, "words")

// languages are the names that people know their languages by.
var languages = []struct{ Code, Name, HTML string }{
	{"fi", "Suomi", "fi"},
	{"sv", "Svenska", "sv"},
	{"en", "English", "en"},
	{"selko", "Selkosuomi", "fi"},
}

// knownLang is lang if we have it, else "".
func knownLang(lang string) string {
	if slices.Contains(chat.Langs, lang) {
		return lang
	}
	return ""
}

// askedLang is the language that the address or the form asks for; Finnish if none.
func askedLang(r *http.Request) string {
	lang := knownLang(r.URL.Query().Get("l"))
	if lang == "" && r.PostForm != nil {
		lang = knownLang(r.PostForm.Get("l"))
	}
	if lang == "" {
		return "fi"
	}
	return lang
}

// htmlLang is the language tag: easy Finnish is Finnish.
func htmlLang(lang string) string {
	if lang == "" || lang == "selko" {
		return "fi"
	}
	return lang
}

// clock writes a time of day: 9.05, in English 09:05.
func clock(lang string, t time.Time) string {
	if lang == "en" {
		return t.Format("15:04")
	}
	return fmt.Sprintf("%d.%02d", t.Hour(), t.Minute())
}

// stamp writes a date and a time of day: 20.2.2018 klo 9.05.
func stamp(lang string, t time.Time) string {
	return words.Say(lang, "at", "date", day(t), "time", clock(lang, t))
}

func day(t time.Time) string { return t.Format("2.1.2006") }

// when writes a message's time: the clock, with the date unless it is today.
func when(lang string, t, now time.Time) string {
	if day(t) == day(now) {
		return clock(lang, t)
	}
	return stamp(lang, t)
}
