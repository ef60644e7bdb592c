package chattest

import (
	"slices"
	"strings"
	"testing"

	"kakebot/chat"
)

// right is a reply at every limit; each call gives a new one.
func right() chat.Reply {
	long := strings.Repeat("ä", 3000)
	r := chat.Reply{
		Text: string([]rune(long)[:chat.MaxText-20]) + "5 < 6, ‹b›, <3",
		Lang: "selko",
		Form: &chat.Form{ID: "/form", Title: string([]rune(long)[:chat.MaxFormName]), Submit: "Lähetä", Ask: "a"},
		Sources: []chat.Source{
			{Heading: "Otsikko", Quote: "lainaus", Line: 1},
		},
	}
	for _, n := range []string{"a", "b", "c", "d", "e"} {
		r.Form.Fields = append(r.Form.Fields, chat.Field{Name: n, Label: n, Question: n, Options: []chat.Choice{{Label: n, Say: n}}})
	}
	for i := range chat.MaxChoices {
		r.Choices = append(r.Choices, chat.Choice{Label: string([]rune(long)[:chat.MaxLabel]), Say: string([]rune(long)[:chat.MaxSay-1]) + string(rune('0'+i))})
	}
	return r
}

func TestWrong(t *testing.T) {
	if wrong := Wrong(right()); len(wrong) > 0 {
		t.Fatalf("a reply at the limits: %q", wrong)
	}
	if wrong := Wrong(chat.Reply{}); len(wrong) > 0 {
		t.Errorf("silence: %q", wrong)
	}
	for want, spoil := range map[string]func(r *chat.Reply){
		"the text has 2901":         func(r *chat.Reply) { r.Text = strings.Repeat("x", chat.MaxText+1) },
		"a tag or a mention: <b":    func(r *chat.Reply) { r.Text = "<b>" },
		"a tag or a mention: <@":    func(r *chat.Reply) { r.Text = "<@U123>" },
		"11 choices":                func(r *chat.Reply) { r.Choices = append(r.Choices, chat.Choice{Label: "x", Say: "x"}) },
		"two choices say":           func(r *chat.Reply) { r.Choices[1] = r.Choices[0] },
		"a choice without words":    func(r *chat.Reply) { r.Choices[0].Label = "" },
		"a choice without words: {": func(r *chat.Reply) { r.Choices[0].Say = "" },
		"has 76 characters":         func(r *chat.Reply) { r.Choices[0].Label += "x" },
		"has 96 characters":         func(r *chat.Reply) { r.Choices[0].Say += "x" },
		`language ""`:               func(r *chat.Reply) { r.Lang = "" },
		`language "de"`:             func(r *chat.Reply) { r.Lang = "de" },
		"a source without place":    func(r *chat.Reply) { r.Sources[0].Quote = "" },
		"6 fields":                  func(r *chat.Reply) { r.Form.Fields = append(r.Form.Fields, r.Form.Fields[0]) },
		"0 fields":                  func(r *chat.Reply) { r.Form.Fields, r.Form.Ask = nil, "" },
		"a form without command":    func(r *chat.Reply) { r.Form.ID = "form" },
		"the form's title has 25":   func(r *chat.Reply) { r.Form.Title += "x" },
		"a field without words":     func(r *chat.Reply) { r.Form.Fields[2].Label = "" },
		"the option":                func(r *chat.Reply) { r.Form.Fields[2].Options[0].Label = strings.Repeat("x", 76) },
		`asks for "z"`:              func(r *chat.Reply) { r.Form.Ask = "z" },
	} {
		r := right()
		spoil(&r)
		if wrong := Wrong(r); len(wrong) != 1 || !slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(w, want) }) {
			t.Errorf("%s: %q", want, wrong)
		}
	}
}
