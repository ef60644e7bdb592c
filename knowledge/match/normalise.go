package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Tokens gives the words of s: composed (NFC), in lower case, as runs of
// letters and digits. Any bytes are accepted; what is not text separates words.
func Tokens(s string) []string {
	s = strings.ToLower(norm.NFC.String(s))
	words := make([]string, 0, len(s)/6+1)
	from := -1
	for i, r := range s {
		switch inside := part(r); {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			words = append(words, s[from:i])
			from = -1
		}
	}
	if from >= 0 {
		words = append(words, s[from:])
	}
	return words
}

// part tells whether a character is part of a word.
func part(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return r != unicode.ReplacementChar && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// Fold removes the dots and rings of å, ä and ö, as people without a Nordic
// keyboard do.
func Fold(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return strings.Map(plain, word)
		}
	}
	return word
}

func plain(r rune) rune {
	switch r {
	case 'å', 'ä':
		return 'a'
	case 'ö':
		return 'o'
	}
	return r
}
