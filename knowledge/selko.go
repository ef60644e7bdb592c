package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An easyLimit bounds one measure of a text in easy Finnish.
type easyLimit struct {
	what   string  // a format for the value
	remark float64 // above this a reader should look at the text
	wrong  float64 // above this the text is not easy Finnish
	of     func(said [][]string) (value float64, where string)
}

// easyLimits are how easy easy Finnish must be. Selkokeskus, which keeps the
// norm, asks to favour short sentences with one important thing in each
// (selkokeskus.fi/selkokieli/selkokirjoitusohjeet/rakenteet) and to favour short
// words (…/selkokirjoitusohjeet/sanat). It gives no figures: these are ours. The
// longest words that the programme cannot do without, as in "hankkeeseen" with
// its "kehittämis-" before it, have 21 letters.
var easyLimits = []easyLimit{
	{"the longest sentence has %.0f words", 10, 14, longestSentence},
	{"sentences have %.1f words on average", 6, 9, meanSentence},
	{"the longest word has %.0f letters", 21, 25, longestWord},
	{"words have %.1f letters on average", 7.5, 9, meanWord},
}

// uneasy measures a text in easy Finnish. It gives what is wrong with it and
// what is worth a look, each as a phrase.
func uneasy(text string) (wrong, remarks []string) {
	said := breaths(text)
	for _, l := range easyLimits {
		value, where := l.of(said)
		phrase := fmt.Sprintf(l.what, value)
		if where != "" {
			phrase += fmt.Sprintf(" (%s)", where)
		}
		switch {
		case value > l.wrong:
			wrong = append(wrong, fmt.Sprintf("%s, wants at most %v", phrase, l.wrong))
		case value > l.remark:
			remarks = append(remarks, fmt.Sprintf("%s, better at most %v", phrase, l.remark))
		}
	}
	return wrong, remarks
}

// pause ends what is read in one breath: a full stop, a question, a colon
// before an explanation, the end of a line or a list item. A mark inside a
// word, as in an address, ends nothing.
var pause = regexp.MustCompile(`[.!?:]+\**(?:\s|$)|\n`)

// breaths gives the words of each sentence of a Markdown text. A placeholder
// is one word without letters.
func breaths(text string) [][]string {
	var out [][]string
	text = placeholder.ReplaceAllString(text, "0")
	for _, s := range pause.Split(text, -1) {
		words := strings.FieldsFunc(s, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-'
		})
		words = slices.DeleteFunc(words, func(w string) bool { return strings.Trim(w, "-") == "" })
		if len(words) > 0 {
			out = append(out, words)
		}
	}
	return out
}

func longestSentence(said [][]string) (words float64, where string) {
	for _, s := range said {
		if float64(len(s)) > words {
			words, where = float64(len(s)), strings.Join(s, " ")
		}
	}
	return words, where
}

func meanSentence(said [][]string) (words float64, where string) {
	if len(said) == 0 {
		return 0, ""
	}
	return float64(len(slices.Concat(said...))) / float64(len(said)), ""
}

// longestWord takes a word with a hyphen as its parts, for so it is read.
func longestWord(said [][]string) (letters float64, where string) {
	for _, w := range parts(said) {
		if n := float64(utf8.RuneCountInString(w)); n > letters {
			letters, where = n, w
		}
	}
	return letters, where
}

func meanWord(said [][]string) (letters float64, where string) {
	words := parts(said)
	if len(words) == 0 {
		return 0, ""
	}
	return float64(utf8.RuneCountInString(strings.Join(words, ""))) / float64(len(words)), ""
}

// parts gives the words that have letters, without hyphens.
func parts(said [][]string) []string {
	var out []string
	for _, s := range said {
		for _, w := range s {
			for p := range strings.SplitSeq(w, "-") {
				if strings.ContainsFunc(p, unicode.IsLetter) {
					out = append(out, p)
				}
			}
		}
	}
	return out
}
