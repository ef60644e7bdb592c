package chat_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kakebot/chat"
)

// named answers with its own name and what it was given.
func named(name string) chat.Handler {
	return chat.HandlerFunc(func(_ context.Context, t chat.Turn) (chat.Reply, error) {
		return chat.Reply{Text: name + "(" + t.Args + ")"}, nil
	})
}

func TestMuxFindsTheAbility(t *testing.T) {
	mux := chat.NewMux(
		func(t chat.Turn) (string, []string) {
			return map[string]string{"haluan ajan": "book", "mikä tämä on": "entry"}[t.Text], nil
		},
		named("fallback"),
		chat.Ability{Name: "first", Claims: func(t chat.Turn) bool { return t.Text == "minun" }, Handler: named("first")},
		chat.Ability{Name: "book", Words: []string{"varaa", "boka", "siirrä"}, Handler: named("book")},
	)
	offered := []chat.Choice{{Label: "Kyllä", Say: "/varaa a"}, {Label: "Ei", Say: "minun"}}
	for text, want := range map[string]string{
		"/varaa 2018-02-13T10:00": "book(2018-02-13T10:00)",
		"/VARAA":                  "book()",
		"/siirra x":               "book(x)",
		"varaa":                   "book()",
		"Varaa.":                  "book()",
		"varaa minulle auto":      "fallback()",
		"haluan ajan":             "book()",
		"mikä tämä on":            "fallback()",
		"minun":                   "first()",
		"1":                       "book(a)",
		"2.":                      "first()",
		"kyllä":                   "book(a)",
		"3":                       "fallback()",
		"/nothing":                "fallback()",
	} {
		r, err := mux.Handle(t.Context(), chat.Turn{Message: chat.Message{Text: text}, Session: &chat.Session{Offered: offered}})
		if err != nil || r.Text != want {
			t.Errorf("%q: %q, %v; want %q", text, r.Text, err, want)
		}
	}
}

// The first that claims a message has it, before its word and before what it
// was matched to; what it says without a topic of its own is of its name.
func TestMuxOrder(t *testing.T) {
	claims := func(word string) func(chat.Turn) bool {
		return func(t chat.Turn) bool { return strings.Contains(t.Text, word) }
	}
	var asked []string // what the matcher was asked
	mux := chat.NewMux(
		func(t chat.Turn) (string, []string) {
			asked = append(asked, t.Text)
			return t.Text, []string{"near"}
		},
		chat.HandlerFunc(func(_ context.Context, t chat.Turn) (chat.Reply, error) {
			return chat.Reply{Text: "fallback", Topic: t.Topic + "/" + strings.Join(t.Near, "")}, nil
		}),
		chat.Ability{Name: "a", Words: []string{"one"}, Claims: claims("x"), Handler: named("a")},
		chat.Ability{Name: "b", Words: []string{"two"}, Claims: claims("y"), Handler: named("b")},
		chat.Ability{Name: "c", Words: []string{"three"}, Handler: chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) {
			return chat.Reply{}, errAway
		})},
	)
	for _, x := range []struct{ text, want, topic, asked string }{
		{"xy", "a()", "a", ""},
		{"/two x", "a(x)", "a", ""},
		{"/one y", "b(y)", "b", ""},
		{"one", "a()", "a", ""},
		{"b", "b()", "b", "b"},
		{"one more thing", "fallback", "one more thing/near", "one more thing"},
	} {
		asked = nil
		r, err := mux.Handle(t.Context(), chat.Turn{Message: chat.Message{Text: x.text}, Session: new(chat.Session)})
		if err != nil || r.Text != x.want || r.Topic != x.topic || strings.Join(asked, "|") != x.asked {
			t.Errorf("%q: %q of %q, matched %q, %v", x.text, r.Text, r.Topic, asked, err)
		}
	}
	r, err := mux.Handle(t.Context(), chat.Turn{Message: chat.Message{Text: "three"}, Session: new(chat.Session)})
	if !errors.Is(err, errAway) || !strings.HasPrefix(err.Error(), "c: ") || r.Topic != "c" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestMuxRefusesAWrongTable(t *testing.T) {
	for name, table := range map[string][]chat.Ability{
		"same name":              {{Name: "a"}, {Name: "a"}},
		"same word":              {{Name: "a", Words: []string{"x"}}, {Name: "b", Words: []string{"x"}}},
		"same word without dots": {{Name: "a", Words: []string{"siirrä"}}, {Name: "b", Words: []string{"siirra"}}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("the table was taken")
				}
			}()
			chat.NewMux(nil, nil, table...)
		})
	}
}
