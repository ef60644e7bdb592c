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
	as    string   // the known word it is taken for, if another
	edged string   // ^word$, folded: its runs count
	head  string   // the same, of its correction if there is one: its beginnings count
	forms []string // the stem first, then the forms of the caller's lexicon
	stem  uint64   // a hash of the stem
}

// A feature is a hash with the feature's block in the lowest bits. Sixty bits
// are enough for a few hundred thousand features never to collide.
type feature uint64

const blockBits = 3

func (f feature) block() int { return int(f & (1<<blockBits - 1)) }

func newFeature(block int, h uint64) feature { return feature(mix(h, 0)<<blockBits | uint64(block)) }

// own calls emit for every feature of a word by itself, as often as it occurs.
func (u unit) own(emit func(feature)) {
	for from := range u.edged {
		prefixes(runs, u.edged[from:], 1, longestRun, emit)
	}
	prefixes(heads, u.head, shortestHead, longestHead, emit)
	for _, f := range u.forms {
		emit(newFeature(stems, hash(f)))
	}
}

// prefixes calls emit for the prefixes of s of shortest to longest characters.
func prefixes(block int, s string, shortest, longest int, emit func(feature)) {
	h, end := uint64(offset), 0
	for n := 1; n <= longest && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		h = fnv(h, s[end:end+size])
		end += size
		if n >= shortest {
			emit(newFeature(block, h))
		}
	}
}

// joint calls emit for every feature that the last of the units makes with
// those before it, with the place of the other.
func joint(units []unit, emit func(f feature, with int)) {
	last := len(units) - 1
	b := units[last].stem
	for i := max(0, last-nearWords); i < last; i++ {
		a := units[i].stem
		emit(newFeature(near, mix(min(a, b), max(a, b))), i)
		if i == last-1 {
			emit(newFeature(pairs, mix(a, b)), i)
		}
	}
}

// hash is FNV-1a, written out because hash/fnv allocates and hash/maphash
// differs from process to process.
func hash(s string) uint64 { return fnv(offset, s) }

const offset, prime = 14695981039346656037, 1099511628211

func fnv(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return h
}

// mix folds x into the hash h, with the finisher of SplitMix64.
func mix(h, x uint64) uint64 {
	h = (h ^ x) + 0x9E3779B97F4A7C15
	h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>27) * 0x94D049BB133111EB
	return h ^ h>>31
}
