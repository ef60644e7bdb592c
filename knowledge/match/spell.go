package match

// shortestSlip is the number of letters below which words are never corrected:
// too many real words lie one letter apart. Two mistakes in one word are not
// corrected either: among the words of a small vocabulary the nearest is then
// too often another word.
const (
	shortestSlip    = 4
	mostCorrections = 16 // in one text; what needs more is not in our language
)

// A spelling finds the known word that an unknown one was meant to be.
type spelling struct {
	byLength [longestWord + 1][]spelt // by the number of letters
}

type spelt struct {
	word    string // as learnt
	letters []rune // folded
}

// add makes a word known.
func (s *spelling) add(word string) {
	letters := []rune(fold(word))
	if n := len(letters); n >= shortestSlip && n <= longestWord {
		s.byLength[n] = append(s.byLength[n], spelt{word, letters})
	}
}

// nearest gives the known word that is the same but for å, ä and ö, or else
// the first learnt that is one slip away.
func (s *spelling) nearest(word string) (string, bool) {
	if len(word) > longestWord {
		return "", false
	}
	letters := []rune(fold(word))
	n := len(letters)
	if n < shortestSlip {
		return "", false
	}
	best, found := "", false
	for _, length := range []int{n, n + 1, n - 1} {
		if length > longestWord {
			continue
		}
		for _, k := range s.byLength[length] {
			switch slips(letters, k.letters) {
			case 0:
				return k.word, true
			case 1:
				if !found {
					best, found = k.word, true
				}
			}
		}
	}
	return best, found
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
