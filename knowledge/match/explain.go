package match

import (
	"cmp"
	"slices"
)

// Weighted is a word or a pair of words ("a … b") and how much it speaks for a
// label; negative: against it. The weights of a text add up to the label's
// score, whose mean over all labels is about 0.
type Weighted struct {
	Feature string
	Weight  float64
}

// Explain tells what in a text, given as the Tokens of it, counted for or
// against a label, the heaviest first. The runs, beginnings and stems of a word
// count as the word. An unknown label gives nothing.
func (m *Model) Explain(words []string, label string) []Weighted {
	k := slices.Index(m.labels, label)
	if k < 0 {
		return nil
	}
	d := m.lay(words, true)
	defer m.back(d)
	weigh := m.contributions(d, k)
	sums := map[string]float64{}
	give := func(name string, f feature) {
		if id, ok := m.features.number(uint64(f)); ok && weigh[id] != 0 {
			sums[name] += weigh[id]
		}
	}
	for i, u := range d.units {
		u.own(func(f feature) { give(u.word, f) })
		joint(d.units[:i+1], func(f feature, with *unit) { give(with.word+" … "+u.word, f) })
	}
	all := make([]Weighted, 0, len(sums))
	for name, w := range sums {
		all = append(all, Weighted{name, w})
	}
	slices.SortFunc(all, func(a, b Weighted) int {
		return cmp.Or(cmp.Compare(max(b.Weight, -b.Weight), max(a.Weight, -a.Weight)), cmp.Compare(a.Feature, b.Feature))
	})
	return all
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
