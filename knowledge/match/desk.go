package match

// A desk is what is written on while one text is looked at. Its arrays are
// used again for the next.
type desk struct {
	counter
	row
	dense  []float32 // the values of the row; a zero for every other column
	scores []float32 // the probability of each label
}

func (m *Model) newDesk() *desk {
	return &desk{
		counter: counter{at: make([]int32, len(m.features.keys)+1)},
		dense:   make([]float32, m.vocab.columns),
		scores:  make([]float32, len(m.labels)),
	}
}

// lay takes a desk and puts a text on it. Words are corrected where correct
// says so. Back takes the desk back.
func (m *Model) lay(words []string, correct bool) *desk {
	d := m.spare.Get().(*desk)
	corrections := mostCorrections
	for _, w := range words {
		u, own := m.words.read(w, correct && corrections > 0)
		if own == nil {
			corrections--
			u.own(func(f feature) { d.look(&m.features, f) })
		}
		for _, f := range own {
			d.add(f)
		}
		d.units = append(d.units, u)
		joint(d.units, func(f feature, _ int) { d.look(&m.features, f) })
	}
	d.row = m.vocab.row(d.bag, d.dense, d.cells[:0])
	m.weights.scores(d.cells, d.scores)
	softmax(d.scores)
	return d
}

func (m *Model) back(d *desk) {
	wipe(d.dense, d.cells)
	d.empty()
	m.spare.Put(d)
}
