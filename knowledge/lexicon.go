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

var fold = strings.NewReplacer("å", "a", "ä", "a", "ö", "o")

// alarms are the rows of all languages, split and folded once.
func (l Lexicon) alarms() [][]string {
	var rows [][]string
	for _, lang := range Asked {
		for _, row := range l.Alarm[lang] {
			rows = append(rows, strings.Fields(fold.Replace(row)))
		}
	}
	return rows
}

// alarmed tells whether a message shows a sign of distress, in any language.
func alarmed(rows [][]string, text string) bool {
	words := match.Tokens(text)
	for i, w := range words {
		words[i] = fold.Replace(w)
	}
	for _, row := range rows {
		for i := range words {
			if follows(row, words[i:], 0) {
				return true
			}
		}
	}
	return false
}

// follows tells whether words begin with row's beginnings, in order, with at
// most gap other words before the first.
func follows(row, words []string, gap int) bool {
	if len(row) == 0 {
		return true
	}
	for i := 0; i <= gap && i < len(words); i++ {
		if strings.HasPrefix(words[i], row[0]) && follows(row[1:], words[i+1:], maxGap) {
			return true
		}
	}
	return false
}

// lemmas gives the standard form of a spoken Finnish word.
func (l Lexicon) lemmas(word string) []string {
	if standard, ok := l.Spoken[word]; ok {
		return []string{standard}
	}
	return nil
}
