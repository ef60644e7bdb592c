package chat_test

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kakebot/chat"
)

func TestPlain(t *testing.T) {
	for markdown, want := range map[string]string{
		"**Kyllä**, alle 8 000 €.":                           "Kyllä, alle 8 000 €.",
		"[www.joensuu.fi/kake](https://www.joensuu.fi/kake)": "www.joensuu.fi/kake",
		"katso [ohje](https://example.org/a)":                "katso ohje (https://example.org/a)",
		`Maija \*tähti\* \[x\]`:                              "Maija *tähti* [x]",
	} {
		if got := chat.Plain(markdown); got != want {
			t.Errorf("%q: %q, want %q", markdown, got, want)
		}
	}
}

// Nothing that was typed may come back as markup, a mention or a line of its own.
func TestInert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`[<>@*_\[\]()#\\a-z !\n]{0,40}`)).Draw(t, "typed")
		shown := chat.Plain(chat.Inert(typed))
		for _, bad := range []string{"<", ">", "\n", "\r", "@everyone", "@channel", "@here"} {
			if strings.Contains(shown, bad) {
				t.Fatalf("%q is shown as %q", typed, shown)
			}
		}
	})
}

func TestText(t *testing.T) {
	r := chat.Reply{
		Lang: "sv", Text: "**Ja.**",
		Form:    &chat.Form{Ask: "name", Fields: []chat.Field{{Name: "name", Question: "Vad är ditt namn?", Hint: "Frivilligt."}}, Errors: map[string]string{"name": "För långt."}},
		Sources: []chat.Source{{Heading: "Bild", Quote: "citat"}},
	}
	if got, want := chat.Text(r), "Ja.\n\nFör långt.\nVad är ditt namn?\nFrivilligt.\n\nKälla: Bild – ”citat”"; got != want {
		t.Errorf("%q", got)
	}
}

// TestPhrases holds every room's sentences: the same keys in every language.
func TestPhrases(t *testing.T) {
	n := 0
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path.Base(name) == "words" {
			n++
			if _, err := chat.LoadPhrases(os.DirFS(".."), name); err != nil {
				t.Error(err)
			}
		}
		return err
	})
	if err != nil || n < 4 {
		t.Errorf("%d rooms with words, %v", n, err)
	}
}
