package main

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// holdsOne tells whether a reply holds one of several strings. Case, kinds of
// dash and space, bold, the euro sign and the way thousands and dates are
// written make no difference. A string that begins or ends with a digit must
// not go on with one, and one of at most three letters must be a word.
func holdsOne(reply string, any []string) bool {
	said := alike(reply)
	for _, x := range any {
		if strings.HasPrefix(x, "@") || strings.HasPrefix(x, "<") {
			if strings.Contains(strings.ToLower(reply), strings.ToLower(x)) {
				return true
			}
			continue
		}
		if holds(said, alike(x)) {
			return true
		}
	}
	return false
}

var (
	thousands = regexp.MustCompile(`\b(\d{1,3})([ .,'](\d{3}))+\b`)
	dates     = regexp.MustCompile(`\b0?(\d{1,2})\.0?(\d{1,2})\.`)
	ranges    = regexp.MustCompile(`([\d.])\s*-\s*(\d)`)
	sameSigns = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "−", "-", "’", "'", "‘", "'", "”", `"`, "“", `"`,
		"*", "", "`", "", "€", " ", "\u200b", "", "\u00ad", "")
)

func alike(s string) string {
	s = sameSigns.Replace(strings.ToLower(norm.NFKC.String(s)))
	s = strings.Join(strings.Fields(s), " ")
	s = thousands.ReplaceAllStringFunc(s, func(m string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, m)
	})
	s = dates.ReplaceAllString(s, "$1.$2.")
	return ranges.ReplaceAllString(s, "$1-$2")
}

func holds(said, x string) bool {
	if x == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(x)
	last, _ := utf8.DecodeLastRuneInString(x)
	word := utf8.RuneCountInString(x) <= 3 && unicode.IsLetter(first)
	for from := 0; ; {
		i := strings.Index(said[from:], x)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(said[:i])
		after, _ := utf8.DecodeRuneInString(said[i+len(x):])
		switch {
		case unicode.IsDigit(first) && unicode.IsDigit(before), unicode.IsDigit(last) && unicode.IsDigit(after):
		case word && (unicode.IsLetter(before) || unicode.IsLetter(after)):
		default:
			return true
		}
		from = i + 1
	}
}
