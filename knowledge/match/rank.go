package match

import "slices"

// Scored is a label with two opinions on it, both from 0 to 1.
type Scored struct {
	Label  string
	P      float64 // softmax probability: how much better than the other labels
	Cosine float64 // to the nearest single training text of the label: how close at all
}

// Confidence is high only when both opinions are.
func (s Scored) Confidence() float64 { return s.P * s.Cosine }

// Rank gives the n most probable labels of a text, best first; fewer when the
// model has fewer. A text without a known feature gets equal probabilities and
// cosines of 0. The time is linear in the length of the text.
func (m *Model) Rank(text string, n int) []Scored {
	dense := m.spare.Get().(*[]float32)
	row, length := m.vocab.row(counts(m.words.read(text)), *dense)
	p := m.weights.probabilities(row)
	best := top(p, n)
	ranked := make([]Scored, len(best))
	for i, k := range best {
		ranked[i] = Scored{m.labels[k], float64(p[k]), nearest(m.texts[k], *dense, length)}
	}
	wipe(*dense, row)
	m.spare.Put(dense)
	return ranked
}

// top gives the places of the n largest values, largest first, earlier ones
// before later ones that are equal.
func top(values []float32, n int) []int {
	var best []int
	for k, v := range values {
		at := len(best)
		for at > 0 && v > values[best[at-1]] {
			at--
		}
		if at < n {
			best = slices.Insert(best[:min(len(best), n-1)], at, k)
		}
	}
	return best
}

// nearest is the best cosine of a text, given as its values and length, to one
// of others.
func nearest(others []vector, dense []float32, length float32) float64 {
	var best float32
	for _, v := range others {
		var dot float32
		for _, c := range v.row {
			dot += c.value * dense[c.col]
		}
		if dot > 0 {
			best = max(best, dot/(length*v.length))
		}
	}
	return float64(min(1, best))
}
