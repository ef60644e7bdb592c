package match

import "sync"

// An Example is a training text and what it means.
type Example struct{ Text, Label string }

// Options adapt a model to a language. The functions must be pure and safe for
// concurrent use.
type Options struct {
	Stem  func(string) string   // nil: words stay as they are; see Stemmer
	Lemma func(string) []string // further forms of a word from the caller's lexicon; nil: none
}

// A Model ranks labels for short texts. It never changes once it is made and is
// safe for concurrent use.
type Model struct {
	study
	weights regression
	members [][]int32 // of each label: its training texts
	memory  []byte
	spare   *sync.Pool // of *desk
}

// Train learns from examples. The same examples in the same order give the
// same model, bit for bit, on every run and any number of cores. It uses one
// core: train one language beside another. No examples are allowed, too; such
// a model ranks nothing.
func Train(examples []Example, o Options) *Model {
	s := newStudy(examples, o)
	levels := fit(s.rows, s.label, len(s.labels), s.vocab.columns)
	return s.model(levels, write(s.key(), levels))
}

// Recall gives the very model that Train would give, in a fraction of the time,
// where memory is that model's Memory; false where it is of other examples or
// options, or of another version of this package.
func Recall(examples []Example, o Options, memory []byte) (*Model, bool) {
	s := newStudy(examples, o)
	levels, ok := read(memory, s.key(), len(s.rows)*len(s.labels))
	if !ok {
		return nil, false
	}
	return s.model(levels, memory), true
}

// Memory is what training found out, for Recall.
func (m *Model) Memory() []byte { return m.memory }

func (s study) model(levels []uint8, memory []byte) *Model {
	m := &Model{study: s, memory: memory, members: make([][]int32, len(s.labels))}
	m.weights = build(s.rows, s.label, levels, len(s.labels), s.vocab.columns)
	for i, l := range s.label {
		m.members[l] = append(m.members[l], int32(i))
	}
	m.spare = &sync.Pool{New: func() any { return m.newDesk() }}
	return m
}
