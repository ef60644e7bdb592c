package chat_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
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
		`\[x\](https://example.org)`:                         "[x](https://example.org)",
		"[a **b**](https://example.org) **c**":               "a b (https://example.org) c",
		"[](https://example.org)":                            "https://example.org",
		`[a\]b](https://example.org)`:                        "a]b (https://example.org)",
		"2 * 3, a_b, C:\\x [1]":                              "2 * 3, a_b, C:\\x [1]",
		`**\***`:                                             "*",
	} {
		if got := chat.Plain(markdown); got != want {
			t.Errorf("%q: %q, want %q", markdown, got, want)
		}
	}
}

// typed is anything a person may type, most often what means something to one
// of the platforms.
func typed() *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{"<", ">", "<!channel>", "<@U123>", "@everyone", "@HERE", "@", "@anna", "<b>", "</b>", "<img src=x onerror=y>",
		"[", "]", "(", ")", "](", "[x](https://example.org)", "**", "*", "_", "__", "`", "```", "~~", "||", "#", "# ", "&lt;", "&", "\\", "!", "- ",
		"\n", "\r\n", "\t", "\u2028", "\u0085", " ", "a", "ä", "anna@example.fi", "1. ", "\u200b", "<https://example.org>"})
	return rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOfN(pieces, 0, 12), func(p []string) string { return strings.Join(p, "") }))
}

// called is what calls somebody, on one platform or another.
var called = regexp.MustCompile(`(?i)(^|[^\pL\pN._%+-])@+[^\x{200b}@]|@(everyone|here|channel)|<[@!#]`)

// Nothing that was typed comes back as a tag, a mention or a line of its own,
// neither in Markdown nor without it.
func TestInert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := typed().Draw(t, "typed")
		for _, shown := range []string{chat.Inert(s), chat.Plain(chat.Inert(s)), chat.Plain("**" + chat.Inert(s) + "** x")} {
			if strings.ContainsAny(shown, "<>\n\r\u2028\u2029\u0085\v\f") || called.MatchString(shown) {
				t.Fatalf("%q is shown as %q", s, shown)
			}
		}
	})
}

// marked finds a sign of the small Markdown that no backslash stands before,
// read from the left as Markdown reads it.
func marked(s string) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '*', '_', '[', ']', '`', '#', '~', '|', '&', '<', '>':
			return true
		}
	}
	return false
}

// No sign that was typed means anything in Markdown, and Plain gives back what
// was typed, but for the signs that must not come back at all.
func TestInertIsUndoneByPlain(t *testing.T) {
	gone := strings.NewReplacer("<", "‹", ">", "›")
	rapid.Check(t, func(t *rapid.T) {
		s := typed().Draw(t, "typed")
		if marked(chat.Inert(s)) {
			t.Fatalf("%q is still marked in %q", s, chat.Inert(s))
		}
		want := gone.Replace(strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "\u200b", ""))
		if got := strings.ReplaceAll(chat.Plain(chat.Inert(s)), "\u200b", ""); got != want {
			t.Fatalf("%q comes back as %q", s, got)
		}
		if got := chat.Plain("**" + chat.Inert(s) + "**"); strings.ReplaceAll(got, "\u200b", "") != want {
			t.Fatalf("%q comes back from bold as %q", s, got)
		}
	})
	for _, s := range []string{"anna.o'hara+x@example.fi", "Kahvila & kirjasto", "a_b*c", "5 < 6"} {
		if got := chat.Plain(chat.Inert(s)); got != gone.Replace(s) {
			t.Errorf("%q comes back as %q", s, got)
		}
	}
}

func TestCitation(t *testing.T) {
	r := chat.Reply{Lang: "fi", Sources: []chat.Source{{Heading: "A", Quote: "1"}, {Heading: "A", Quote: "2"}, {Heading: "B", Quote: "3"}}}
	if got, want := chat.Citation(r), "Lähde: A – ”1”, ”2”\nLähde: B – ”3”"; got != want {
		t.Errorf("%q", got)
	}
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
