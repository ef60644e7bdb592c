package main

import (
	"slices"
	"strconv"
	"testing"
	"unicode/utf8"

	"kakebot/chat"
)

// held holds a reply to the limits that every platform shares.
func held(t *testing.T, file string, line int, r chat.Reply) {
	t.Helper()
	wrong := func(what string, n, most int) {
		if n > most {
			t.Errorf("%s:%d: %s: %d, at most %d", file, line, what, n, most)
		}
	}
	wrong("characters of text", utf8.RuneCountInString(r.Text), chat.MaxText)
	wrong("choices", len(r.Choices), chat.MaxChoices)
	for _, c := range r.Choices {
		wrong("characters of the label "+c.Label, utf8.RuneCountInString(c.Label), chat.MaxLabel)
		wrong("characters of the command "+c.Say, utf8.RuneCountInString(c.Say), chat.MaxSay)
		if c.Label == "" || c.Say == "" {
			t.Errorf("%s:%d: a choice without words", file, line)
		}
	}
	if !slices.Contains(chat.Langs, r.Lang) {
		t.Errorf("%s:%d: language %q", file, line, r.Lang)
	}
	if r.Form != nil {
		wrong("fields", len(r.Form.Fields), chat.MaxFields)
		wrong("characters of the form's title", utf8.RuneCountInString(r.Form.Title), chat.MaxFormName)
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
