package match

import "slices"

// Scored is a label with two opinions on it, both from 0 to 1.
type Scored struct {
	Label  string
	P      float64 // softmax probability: how much better than the other labels
	Cosine float64 // to the nearest single training text of the label: how close at all; 0 where it was not looked for
}

// Confidence is high only when both opinions are.
func (s Scored) Confidence() float64 { return s.P * s.Cosine }

// faint is the probability under which a label's nearest text is not looked
// for: its confidence is next to nothing whatever it is.
const faint = 0.02

// Rank gives the n most probable labels of a text, given as the Tokens of it,
// best first; fewer when the model has fewer. A text without a known feature
// gets equal probabilities and cosines of 0. The time is linear in the length.
func (m *Model) Rank(words []string, n int) []Scored {
	return m.RankWhere(words, n, func(Scored) bool { return true })
}

// RankWhere is Rank that looks for the nearest text, which takes the longer half
// of the time, only where a label's likeness matters. It asks that of one label
// after the other, best first.
func (m *Model) RankWhere(words []string, n int, matters func(Scored) bool) []Scored {
	d := m.lay(words, true)
	defer m.back(d)
	best := top(d.scores, n)
	ranked := make([]Scored, len(best))
	for i, k := range best {
		ranked[i] = Scored{Label: m.labels[k], P: float64(d.scores[k])}
		if d.scores[k] >= faint && matters(ranked[i]) {
			_, ranked[i].Cosine = m.nearest(k, d)
		}
	}
	return ranked
}

// Exact gives the label of the first training text that has these very words.
func (m *Model) Exact(words []string) (label string, ok bool) {
	n, ok := m.texts.number(whole(words))
	if !ok {
		return "", false
	}
	return m.labels[m.label[m.first[n]]], true
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

// nearest gives the training text of label k that has the best cosine to the
// text on the desk; -1 and 0 if all are foreign to it.
func (m *Model) nearest(k int, d *desk) (text int32, cosine float64) {
	text = -1
	var best float32
	for _, i := range m.members[k] {
		r := &m.rows[i]
		if x := dot(r.cells, d.dense); x > best*r.length {
			text, best = i, x/r.length
		}
	}
	if text < 0 {
		return text, 0
	}
	return text, min(1, float64(best/d.length))
}

// dot is the product of a row with another that is given by all its values. The
// four sums do not wait for each other.
func dot(cells []cell, dense []float32) float32 {
	var a, b, c, d float32
	for ; len(cells) >= 4; cells = cells[4:] {
		a += cells[0].value * dense[cells[0].col]
		b += cells[1].value * dense[cells[1].col]
		c += cells[2].value * dense[cells[2].col]
		d += cells[3].value * dense[cells[3].col]
	}
	for _, x := range cells {
		a += x.value * dense[x.col]
	}
	return a + b + c + d
}
