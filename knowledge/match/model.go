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

// A Model ranks labels for short texts. It never changes after Train and is
// safe for concurrent use.
type Model struct {
	labels  []string // in the order of their first example
	words   *lexicon
	vocab   vocabulary
	weights regression
	texts   [][]vector // of each label: its training texts
	spare   *sync.Pool // of *[]float32, one zero for every column
}

// A vector is a training text as the model sees it.
type vector struct {
	row    []cell
	length float32
}

// Train learns from examples. The same examples in the same order give the
// same model, bit for bit, on every run and any number of cores. It uses one
// core: train one language beside another. No examples are allowed, too; such
// a model ranks nothing.
func Train(examples []Example, o Options) *Model {
	m := &Model{words: newLexicon(o)}
	texts := make([][]count, len(examples))
	label := make([]int32, len(examples))
	index := map[string]int32{}
	for i, e := range examples {
		l, ok := index[e.Label]
		if !ok {
			l = int32(len(m.labels))
			index[e.Label] = l
			m.labels = append(m.labels, e.Label)
		}
		label[i] = l
		texts[i] = counts(m.words.learn(e.Text))
	}
	m.vocab = newVocabulary(texts, label, len(m.labels))
	m.texts = make([][]vector, len(m.labels))
	rows := make([][]cell, len(texts))
	m.spare = &sync.Pool{New: func() any {
		dense := make([]float32, m.vocab.columns)
		return &dense
	}}
	dense := m.spare.Get().(*[]float32)
	for i, t := range texts {
		row, length := m.vocab.row(t, *dense)
		wipe(*dense, row)
		rows[i] = row
		m.texts[label[i]] = append(m.texts[label[i]], vector{row, length})
	}
	m.spare.Put(dense)
	m.weights = fit(rows, label, len(m.labels), m.vocab.columns)
	return m
}

// wipe makes dense zero again after row has used it.
func wipe(dense []float32, row []cell) {
	for _, c := range row {
		dense[c.col] = 0
	}
}
