package match

// version is part of every memory's key. Raise it when what is here would make
// other weights of the same features; a test tells when that is so.
const version = 1

// A study is what a model knows of its texts before any training.
type study struct {
	examples []Example
	labels   []string // in the order of their first example
	label    []int32  // of each example
	words    *lexicon
	features table
	vocab    vocabulary
	rows     []row
	texts    table   // of hashes of whole texts
	first    []int32 // by the number of a whole text: its first example
}

// About how much of each a text has that no text before it had, or at all. It
// only saves growing.
const (
	newFeatures = 10
	allFeatures = 80
)

func newStudy(examples []Example, o Options) study {
	n := len(examples)
	s := study{
		examples: examples,
		label:    make([]int32, n),
		words:    newLexicon(o, n),
		features: newTable(newFeatures * n),
		texts:    newTable(n),
	}
	place := map[string]int32{}
	ends := make([]int, n)
	counts := make([]count, 0, allFeatures*n)
	var c counter
	for i, e := range examples {
		l, ok := place[e.Label]
		if !ok {
			l = int32(len(s.labels))
			place[e.Label] = l
			s.labels = append(s.labels, e.Label)
		}
		s.label[i] = l
		words := Tokens(e.Text)
		if _, added := s.texts.add(whole(words)); added {
			s.first = append(s.first, int32(i))
		}
		s.count(words, &c)
		counts = append(counts, c.counts...)
		ends[i] = len(counts)
		c.empty()
	}
	bags := make([]bag, n)
	from := 0
	for i, end := range ends {
		bags[i].counts = counts[from:end]
		from = end
	}
	s.vocab = newVocabulary(bags, s.label, len(s.labels), s.features.keys)
	s.rows = s.vocab.rows(bags, len(counts))
	return s
}

// count learns the words of a training text and counts their features.
func (s *study) count(words []string, c *counter) {
	for _, w := range words {
		at := s.words.learn(w, &s.features)
		c.units = append(c.units, s.words.known[at])
		for _, f := range s.words.own[at] {
			c.add(f)
		}
		joint(c.units, func(f feature, _ int) {
			n, _ := s.features.add(uint64(f))
			c.add(n)
		})
	}
}

// whole is a hash of all words in their order.
func whole(words []string) uint64 {
	h := uint64(len(words))
	for _, w := range words {
		h = mix(h, hash(w))
	}
	return h
}

// key is a hash of all that training sees.
func (s *study) key() uint64 {
	h := mix(version, uint64(len(s.rows)))
	for _, f := range s.features.keys {
		h = mix(h, f)
	}
	for i, r := range s.rows {
		h = mix(h, uint64(s.label[i])<<32|uint64(len(r.cells)))
		for _, c := range r.cells {
			h = mix(h, uint64(c.col))
		}
	}
	for _, l := range s.labels {
		h = mix(h, hash(l))
	}
	return h
}
