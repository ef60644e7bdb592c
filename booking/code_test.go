package booking

import (
	"regexp"
	"testing"
)

func TestCodes(t *testing.T) {
	shape := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`)
	seen := map[string]bool{}
	for range 10000 {
		stored := newCode()
		shown := printCode(stored)
		if !shape.MatchString(shown) || readCode(shown) != stored || seen[stored] {
			t.Fatalf("code %q, stored %q", shown, stored)
		}
		seen[stored] = true
	}
	for typed, want := range map[string]string{
		"k7f3-q2mw": "K7F3Q2MW", " K7F3 Q2MW ": "K7F3Q2MW", "k7f3–q2mw": "K7F3Q2MW", "oOiI-lL01": "00111101", "": "",
	} {
		if got := readCode(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}
