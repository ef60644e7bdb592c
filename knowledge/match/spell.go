package match

// shortestSlip is the number of letters below which words are never corrected:
// too many real words lie one letter apart. Two mistakes in one word are not
// corrected either: among the words of a small vocabulary the nearest is then
// too often another word.
const (
	shortestSlip    = 4
	mostCorrections = 16 // in one text; what needs more is not in our language
)

// A spelling finds the known word that an unknown one was meant to be. Words
// that are one slip apart are the same after the loss of at most one letter
// each, so every word is kept under each of its remnants.
type spelling struct {
	words    []spelt
	remnants table
	last     []int32 // by the number of a remnant: one more than its last place in kept
	kept     []kept
}

// kept is a word under a remnant, and one more than the place of the word that
// was kept there before it.
type kept struct{ word, before int32 }

type spelt struct {
	word    string // as learnt
	letters []rune // folded
}

// newSpelling makes room for the words of so many texts.
func newSpelling(texts int) spelling { return spelling{remnants: newTable(8 * texts)} }

// add makes a word known.
func (s *spelling) add(word string) {
	letters, ok := slippery(word)
	if !ok {
		return
	}
	at := int32(len(s.words))
	s.words = append(s.words, spelt{word, letters})
	eachRemnant(letters, func(h uint64) {
		i, added := s.remnants.add(h)
		if added {
			s.last = append(s.last, 0)
		}
		s.kept = append(s.kept, kept{at, s.last[i]})
		s.last[i] = int32(len(s.kept))
	})
}

// nearest gives the known word that is the same but for å, ä and ö, or else
// one that is one slip away: a wrong letter before a missing one before one too
// many, and of these the first learnt.
func (s *spelling) nearest(word string) (string, bool) {
	letters, ok := slippery(word)
	if !ok {
		return "", false
	}
	best, lightest := int32(-1), grave
	eachRemnant(letters, func(h uint64) {
		i, ok := s.remnants.number(h)
		if !ok {
			return
		}
		for k := s.last[i]; k > 0; k = s.kept[k-1].before {
			at := s.kept[k-1].word
			n := gravity(letters, s.words[at].letters)
			if n < lightest || n == lightest && n < grave && at < best {
				best, lightest = at, n
			}
		}
	})
	if best < 0 {
		return "", false
	}
	return s.words[best].word, true
}

// grave is the gravity of more than one slip.
const grave = 4

// gravity orders what may have happened to a word on its way to the keyboard.
func gravity(written, meant []rune) int {
	switch n := slips(written, meant); {
	case n == 0:
		return 0
	case n > 1:
		return grave
	case len(written) < len(meant):
		return 2
	case len(written) > len(meant):
		return 3
	}
	return 1
}

// slippery gives the letters of a word that may be a slip of another.
func slippery(word string) (letters []rune, ok bool) {
	if len(word) > longestWord {
		return nil, false
	}
	letters = []rune(Fold(word))
	return letters, len(letters) >= shortestSlip
}

// eachRemnant calls emit with a hash of the letters, and of what is left after
// the loss of each.
func eachRemnant(letters []rune, emit func(uint64)) {
	for lost := -1; lost < len(letters); lost++ {
		if lost > 0 && letters[lost] == letters[lost-1] {
			continue // the same remnant again
		}
		h := uint64(0)
		for i, r := range letters {
			if i != lost {
				h = mix(h, uint64(r))
			}
		}
		emit(h)
	}
}

// slips is the Damerau-Levenshtein distance as far as it matters: 0, 1 (a
// letter too many, missing or wrong, or two neighbours swapped) or 2 for more.
func slips(a, b []rune) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
	switch {
	case len(a) == 0 && len(b) == 0:
		return 0
	case len(a) <= 1 && len(b) <= 1, swapped:
		return 1
	}
	return 2
}
