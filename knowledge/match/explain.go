package match

import "slices"

// Weighted is a word of a text and how much it spoke for a label; negative:
// against it. The weights of a text add up to the label's score, whose mean over
// all labels is about 0.
type Weighted struct {
	Word   string
	As     string // the known word that a misspelt one was read as; "" for most
	Weight float64
}

// An Explanation tells what made a text mean a label.
type Explanation struct {
	Words   []Weighted // in the order of the text
	Nearest string     // the training text of the label that is most like it; "" when none is at all
}

// Explain tells what in a text, given as the Tokens of it, spoke for or against
// a label. What two words say together is half of either's. An unknown label
// gives the zero Explanation.
func (m *Model) Explain(words []string, label string) Explanation {
	k := slices.Index(m.labels, label)
	if k < 0 {
		return Explanation{}
	}
	d := m.lay(words, true)
	defer m.back(d)
	e := Explanation{Words: make([]Weighted, len(words))}
	if text, _ := m.nearest(k, d); text >= 0 {
		e.Nearest = m.examples[text].Text
	}
	weigh := m.contributions(d, k)
	give := func(i int, f feature, part float64) {
		if n, ok := m.features.number(uint64(f)); ok {
			e.Words[i].Weight += part * weigh[n]
		}
	}
	for i, u := range d.units {
		e.Words[i].Word, e.Words[i].As = u.word, u.as
		u.own(func(f feature) { give(i, f, 1) })
		joint(d.units[:i+1], func(f feature, with int) {
			give(i, f, 0.5)
			give(with, f, 0.5)
		})
	}
	return e
}

// contributions gives what one occurrence of each feature on the desk adds to
// the score of label k.
func (m *Model) contributions(d *desk, k int) map[int32]float64 {
	weigh := map[int32]float64{}
	for _, c := range d.counts {
		t := m.vocab.terms[c.feature]
		value := t.part * tf(c.n) * d.scale[t.block] / float32(c.n)
		weigh[c.feature] = float64(value * m.weights.column(cell{col: t.col})[k])
	}
	return weigh
}
