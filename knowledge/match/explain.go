package match

import (
	"cmp"
	"slices"
)

// Weighted is a word or a pair of stems ("a … b") and how much it speaks for a
// label; negative: against it. The weights of a text add up to the label's
// score, whose mean over all labels is about 0.
type Weighted struct {
	Feature string
	Weight  float64
}

// Explain tells what in a text counted for or against a label, the heaviest
// first. The runs, beginnings and stems of a word count as the word. An unknown
// label gives nothing.
func (m *Model) Explain(text, label string) []Weighted {
	k := slices.Index(m.labels, label)
	if k < 0 {
		return nil
	}
	units := m.words.read(text)
	weigh := m.contributions(counts(units), k)
	sums := map[string]float64{}
	for i, u := range units {
		extract(units, i, func(block int, a, b string) {
			name := u.word
			if block == pairs || block == near {
				name = a + " … " + b
			}
			if w := weigh[hash(block, a, b)]; w != 0 {
				sums[name] += w
			}
		})
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

// contributions gives what one occurrence of each known feature of a text adds
// to the score of label k.
func (m *Model) contributions(text []count, k int) map[feature]float64 {
	terms := m.vocab.look(text)
	scale, _ := scales(text, terms)
	weigh := map[feature]float64{}
	for i, c := range text {
		if t := terms[i]; t.share > 0 {
			value := t.weight * t.share * scale[c.feature.block()] / float32(c.n)
			weigh[c.feature] = float64(value * m.weights.column(cell{col: t.col})[k])
		}
	}
	return weigh
}
