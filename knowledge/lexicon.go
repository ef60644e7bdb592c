package knowledge

import (
	"strings"

	"kakebot/knowledge/match"
)

// A Lexicon holds words that decide by themselves. lexicon.yaml explains it.
type Lexicon struct {
	Alarm   map[string][]string `yaml:"alarm"`   // language → rows of word beginnings
	Foreign []string            `yaml:"foreign"` // sentences in none of our languages
	Spoken  map[string]string   `yaml:"spoken"`  // spoken Finnish → standard Finnish, a word each
}

// maxGap is how many other words may stand between two of an alarm's.
const maxGap = 2

// alarms are rows of word beginnings, split and folded once, by the first two
// bytes of the first; the second is 0 where there is one alone.
type alarms map[[2]byte][][]string

// alarms are the rows of all languages.
func (l Lexicon) alarms() alarms {
	all := alarms{}
	for _, lang := range Asked {
		for _, row := range l.Alarm[lang] {
			if words := strings.Fields(match.Fold(row)); len(words) > 0 {
				at := firstBytes(words[0])
				all[at] = append(all[at], words)
			}
		}
	}
	return all
}

// in tells whether the words of a message show a sign of distress, in any
// language.
func (a alarms) in(words []string) bool {
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = match.Fold(w)
	}
	for i, w := range folded {
		for _, at := range [][2]byte{firstBytes(w), firstBytes(w[:1])} {
			for _, row := range a[at] {
				if follows(row, folded[i:], 0) {
					return true
				}
			}
		}
	}
	return false
}

// firstBytes are the first two bytes of a word, where it has them.
func firstBytes(word string) (at [2]byte) {
	copy(at[:], word)
	return at
}

// follows tells whether words begin with row's beginnings, in order, with at
// most gap other words before the first.
func follows(row, words []string, gap int) bool {
	if len(row) == 0 {
		return true
	}
	for i := 0; i <= gap && i < len(words); i++ {
		if begins(words[i], row[0]) && follows(row[1:], words[i+1:], maxGap) {
			return true
		}
	}
	return false
}

// begins tells whether a word begins as a row wants, or is what the row wants
// whole: "dö.".
func begins(word, want string) bool {
	whole, ends := strings.CutSuffix(want, ".")
	return ends && word == whole || !ends && strings.HasPrefix(word, want)
}

// lemmas gives the standard form of a spoken Finnish word.
func (l Lexicon) lemmas(word string) []string {
	if standard, ok := l.Spoken[word]; ok {
		return []string{standard}
	}
	return nil
}
