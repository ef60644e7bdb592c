package terminal

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestWrap(t *testing.T) {
	a := strings.Repeat("a", 36)
	for text, want := range map[string]string{
		"":                         "",
		"lyhyt\n\nrivi":            "lyhyt\n\nrivi",
		a + " " + a[1:]:            a + " " + a[1:],
		a + " " + a:                a + "\n" + a,
		a + a + a + " b":           a + a + a + "\nb",
		a + " yksi\u00a0" + a:      a + "\nyksi\u00a0" + a,
		strings.Repeat("ä", width): strings.Repeat("ä", width),
	} {
		if got := wrap(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// Wrapping changes some spaces into line breaks and nothing else, and only a
// word can be longer than a line.
func TestWrapChangesNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zä€ \n\x{a0}]{0,300}`).Draw(t, "text")
		got := wrap(text)
		if strings.ReplaceAll(got, "\n", " ") != strings.ReplaceAll(text, "\n", " ") {
			t.Fatalf("%q became %q", text, got)
		}
		for _, l := range strings.Split(got, "\n") {
			if utf8.RuneCountInString(strings.TrimRight(l, " ")) > width && strings.Contains(strings.TrimSpace(l), " ") {
				t.Fatalf("a line of %d: %q", utf8.RuneCountInString(l), l)
			}
		}
	})
}
