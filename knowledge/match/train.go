package match

import (
	"math"
	"math/rand/v2"
)

const (
	cost   = 30   // the C of the regression: how much a text's loss counts against the size of the weights
	epochs = 4    // how often training looks at every text; after the third the answers hardly change
	least  = 1e-4 // smaller changes of a probability wait for the next epoch
)

// A regression is a softmax regression without bias: the weight of label k in
// column c is w[c*labels+k].
type regression struct {
	labels int
	w      []float32
}

// build adds up the weights that the levels of the rows' labels stand for. Seen
// from a column, its weights are the scores of a row whose columns are texts.
func build(rows []row, label []int32, levels []uint8, labels, columns int) regression {
	r := regression{labels: labels, w: make([]float32, columns*labels)}
	push := regression{labels: labels, w: pushes(label, levels, labels)}
	for col, texts := range transpose(rows, columns) {
		push.scores(texts, r.w[col*labels:][:labels])
	}
	return r
}

// transpose gives for each column the texts that have it, as cells.
func transpose(rows []row, columns int) [][]cell {
	ends := make([]int, columns+1)
	for _, r := range rows {
		for _, c := range r.cells {
			ends[c.col+1]++
		}
	}
	for col := range columns {
		ends[col+1] += ends[col]
	}
	all := make([]cell, ends[columns])
	out := make([][]cell, columns)
	for col := range out {
		out[col] = all[ends[col]:ends[col]:ends[col+1]]
	}
	for i, r := range rows {
		for _, c := range r.cells {
			out[c.col] = append(out[c.col], cell{int32(i), c.value})
		}
	}
	return out
}

// pushes gives how far each text pushes the weights of each label along its
// row: its own label forward, the others back.
func pushes(label []int32, levels []uint8, labels int) []float32 {
	p := probabilities()
	push := make([]float32, len(levels))
	for i, l := range levels {
		push[i] = -cost * p[l]
	}
	for i, own := range label {
		push[i*labels+int(own)] *= -1
	}
	return push
}

// fit minimises ½|w|² + cost × Σ log loss by coordinate ascent in the dual: it
// takes one text at a time, solves for that text's probabilities given all the
// others, and moves the weights by the difference. The order is shuffled, the
// same on every run. The method is that of Yu, Huang and Lin, "Dual coordinate
// descent methods for logistic regression and maximum entropy models" (2011).
func fit(rows []row, label []int32, labels, columns int) (levels []uint8) {
	r := regression{labels: labels, w: make([]float32, columns*labels)}
	duals := make([]dual, len(rows))
	for i, row := range rows {
		duals[i] = newDual(row.cells, int(label[i]), labels)
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	random := rand.New(rand.NewPCG(1, 2))
	scores := make([]float32, labels)
	steps := make([]step, 0, labels)
	for range epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			r.scores(rows[i].cells, scores)
			steps = duals[i].solve(scores, steps[:0])
			r.move(rows[i].cells, steps)
		}
	}
	for i, d := range duals {
		for k, p := range d.built {
			if k == int(label[i]) {
				p = 1 - p
			}
			levels = append(levels, level(p))
		}
	}
	return levels
}

// scores sets s to the score of every label for a row. Four columns at a time,
// since s itself is most of the traffic.
func (r regression) scores(row []cell, s []float32) {
	clear(s)
	for ; len(row) >= 4; row = row[4:] {
		a, b, c, d := row[0], row[1], row[2], row[3]
		wa, wb, wc, wd := r.column(a), r.column(b), r.column(c), r.column(d)
		s := s[:len(wa)]
		wb, wc, wd = wb[:len(wa)], wc[:len(wa)], wd[:len(wa)]
		for k := range wa {
			s[k] += a.value*wa[k] + b.value*wb[k] + c.value*wc[k] + d.value*wd[k]
		}
	}
	for _, c := range row {
		for k, w := range r.column(c) {
			s[k] += c.value * w
		}
	}
}

func (r regression) column(c cell) []float32 { return r.w[int(c.col)*r.labels:][:r.labels] }

// A step is a change of one label's weights along a row.
type step struct {
	label int
	by    float32
}

func (r regression) move(row []cell, steps []step) {
	for _, c := range row {
		w := r.column(c)
		for _, s := range steps {
			w[s.label] += c.value * s.by
		}
	}
}

// A dual is what the solver keeps of one text. The weights are cost × Σ
// (truth − built) × row; at the optimum, built is what the model predicts.
type dual struct {
	curvature float64   // cost × |row|²
	built     []float32 // the probabilities as they are built into the weights
	p, logs   []float64 // the latest probabilities and their logarithms
	fresh     bool
}

func newDual(row []cell, label, labels int) dual {
	d := dual{built: make([]float32, labels), p: make([]float64, labels), logs: make([]float64, labels), fresh: true}
	for _, c := range row {
		d.curvature += cost * float64(c.value) * float64(c.value)
	}
	d.built[label] = 1 // the truth itself, which gives weights of zero
	for k := range d.p {
		d.p[k] = 1 / float64(labels)
		d.logs[k] = -math.Log(float64(labels))
	}
	return d
}

// solve finds p = softmax(scores + curvature × (built − p)) by Newton's method
// on the logarithms, and appends the steps that bring the weights there. From
// the second round on it begins so close that one iteration does.
func (d *dual) solve(scores []float32, steps []step) []step {
	iterations := 1
	if d.fresh {
		iterations, d.fresh = 4, false
	}
	for range iterations {
		d.iterate(scores)
	}
	for k, p := range d.p {
		by := float32(p) - d.built[k]
		if by > least || by < -least {
			d.built[k] += by
			steps = append(steps, step{k, -cost * by})
		}
	}
	return steps
}

// iterate moves every log p towards target − curvature × p + z, where z is what
// makes the probabilities add up to one. Far leaps are cut short.
func (d *dual) iterate(scores []float32) {
	q := d.curvature
	var sum, lean, give float64
	for k, p := range d.p {
		g := p / (1 + q*p)
		give += g
		lean += g * (d.logs[k] + q*p - d.target(scores, k))
		sum += p
	}
	z := (1 - sum + lean) / give
	for k, p := range d.p {
		by := (z - (d.logs[k] + q*p - d.target(scores, k))) / (1 + q*p)
		d.logs[k] = max(-40, min(0, d.logs[k]+max(-8, min(3, by))))
		d.p[k] = math.Exp(d.logs[k])
	}
}

// target is the score of a label as it would be without this text.
func (d *dual) target(scores []float32, k int) float64 {
	return float64(scores[k]) + d.curvature*float64(d.built[k])
}

// softmax turns scores into probabilities.
func softmax(s []float32) {
	top := float32(math.Inf(-1))
	for _, x := range s {
		top = max(top, x)
	}
	var sum float32
	for k, x := range s {
		s[k] = float32(math.Exp(float64(x - top)))
		sum += s[k]
	}
	for k := range s {
		s[k] /= sum
	}
}
