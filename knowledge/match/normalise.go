package match

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Tokens gives the words of s: composed (NFC), in lower case, as runs of
// letters and digits. Any bytes are accepted; what is not text separates words.
func Tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFC.String(s)), func(r rune) bool {
		return r == unicode.ReplacementChar || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// folding writes å, ä and ö as people without a Nordic keyboard do.
var folding = strings.NewReplacer("å", "a", "ä", "a", "ö", "o")

// fold removes the dots and rings of å, ä and ö.
func fold(word string) string { return folding.Replace(word) }
