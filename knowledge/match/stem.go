package match

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/swedish"
)

// longestWord is the length in bytes above which a word is neither stemmed nor
// corrected: nobody's language has it, and both would cost too much.
const longestWord = 64

// Stemmer gives the Snowball stemmer of a language (fi, sv or en), and nil for
// any other. The function is safe for concurrent use.
func Stemmer(lang string) func(string) string {
	stem, ok := map[string]func(*snowballstem.Env) bool{
		"fi": finnish.Stem,
		"sv": swedish.Stem,
		"en": english.Stem,
	}[lang]
	if !ok {
		return nil
	}
	return func(word string) string {
		env := snowballstem.NewEnv(word)
		stem(env)
		return env.Current()
	}
}
