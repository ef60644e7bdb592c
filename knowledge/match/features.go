package match

import "unicode/utf8"

// The blocks of features, each of which is weighted and normalised by itself.
const (
	runs   = iota // runs of one to five characters of ^word$, without dots and rings
	heads         // the beginnings of ^word$ again, for that is where the meaning lies
	stems         // stems and lexicon forms
	pairs         // two stems that follow one another
	near          // two stems within three words, in any order
	blocks        // how many blocks there are
)

// blockWeight says how much each block counts. Chosen on the validation parts
// of public sets; the matching figures are in doc.go.
var blockWeight = [blocks]float32{runs: 1, heads: 0.7, stems: 0.55, pairs: 0.35, near: 0.25}

const (
	longestRun   = 5
	shortestHead = 3 // counts the ^ at the beginning
	longestHead  = 6
	nearWords    = 3
)

// A unit is one word as the blocks see it.
type unit struct {
	word  string   // in lower case
	edged string   // ^word$, folded: its runs count
	head  string   // the same, of its correction if there is one: its beginnings count
	forms []string // the stem first, then the forms of the caller's lexicon
}

// extract calls emit for every occurrence of every feature that the word at i
// begins or ends, as a block and the one or two strings that make the feature.
func extract(units []unit, i int, emit func(block int, a, b string)) {
	u := units[i]
	for from := range u.edged {
		prefixes(u.edged[from:], 1, longestRun, func(s string) { emit(runs, s, "") })
	}
	prefixes(u.head, shortestHead, longestHead, func(s string) { emit(heads, s, "") })
	for _, f := range u.forms {
		emit(stems, f, "")
	}
	if i > 0 {
		emit(pairs, units[i-1].forms[0], u.forms[0])
	}
	for j := max(0, i-nearWords); j < i; j++ {
		a, b := units[j].forms[0], u.forms[0]
		emit(near, min(a, b), max(a, b))
	}
}

// prefixes calls emit for the prefixes of s of shortest to longest characters.
func prefixes(s string, shortest, longest int, emit func(string)) {
	end := 0
	for n := 1; n <= longest && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if n >= shortest {
			emit(s[:end])
		}
	}
}

// A feature is the hash of its strings, with its block in the lowest bits.
// Sixty bits are enough for a few hundred thousand features never to collide.
type feature uint64

const blockBits = 3

func (f feature) block() int { return int(f & (1<<blockBits - 1)) }

// hash is FNV-1a, written out because hash/fnv allocates and hash/maphash
// differs from process to process.
func hash(block int, a, b string) feature {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := range len(a) {
		h = (h ^ uint64(a[i])) * prime
	}
	h *= prime // a zero byte between the two strings
	for i := range len(b) {
		h = (h ^ uint64(b[i])) * prime
	}
	h ^= h >> 32
	return feature(h<<blockBits | uint64(block))
}
