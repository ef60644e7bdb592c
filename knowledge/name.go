package knowledge

import (
	"slices"
	"strings"
)

// named is match for a message that names the grant: "alv pikku kake" is about
// the tax and not about what the grant is, so the words are looked at without
// the name too, and the surer of both is taken.
func (f *Finder) named(words []string, lang string) Finding {
	found := f.match(words, lang)
	if found.Confidence == 1 || !slices.ContainsFunc(words, isName) {
		return found
	}
	rest := slices.DeleteFunc(slices.Clone(words), isName)
	if len(rest) == 0 {
		return found
	}
	if without := f.match(rest, lang); f.Programme.answers(without.Entry) && without.Confidence > found.Confidence {
		return without
	}
	return found
}

// isName tells whether a word is of the grant's name, in any case.
func isName(w string) bool {
	return strings.HasPrefix(w, "pikku") && len(w) < 9 || strings.HasPrefix(w, "kake") && len(w) < 10
}
