package match

import "math"

// tf dampens repetition: 1 + ln n.
func tf(n uint16) float32 {
	if int(n) < len(fewTimes) {
		return fewTimes[n]
	}
	return float32(1 + math.Log(float64(n)))
}

// fewTimes is tf of what is most of every text.
var fewTimes = [...]float32{0, 1, 1.6931472, 2.0986123, 2.3862944, 2.609438, 2.7917595, 2.9459102}

// icf is the inverse class frequency: a feature that fewer labels have says
// more. The constant keeps the features that many labels have from vanishing.
func icf(labels, have int) float32 {
	return float32(2 + math.Log(float64(1+labels)/float64(1+have)))
}

// A term is what the vocabulary knows of a feature.
type term struct {
	square float32 // of its weight, the inverse class frequency
	part   float32 // its weight times its share of its column, see vocabulary
	col    int32   // the column it is part of
	block  uint8
}

// A vocabulary turns bags of features into sparse rows. Features that occur
// in the same texts equally often, such as the runs of a word that has no
// relatives, are one column: the model is exactly the same, and several times
// smaller. A column points along the weights of its features, so a feature's
// share is its weight divided by the length of them all.
type vocabulary struct {
	terms   []term // by the number of the feature
	columns int
	unknown float32 // the squared weight of a feature that training never saw
}

// newVocabulary learns the weights from the training texts; label[i], below
// labels, is that of bags[i], and features those that occur, by number.
func newVocabulary(bags []bag, label []int32, labels int, features []uint64) vocabulary {
	seen := sightings(bags, label, labels, features)
	v := vocabulary{terms: make([]term, len(seen)), unknown: icf(labels, 0) * icf(labels, 0)}
	column := newTable(len(seen))
	var squares []float64
	for f, s := range seen {
		col, added := column.add(s.where)
		if added {
			squares = append(squares, 0)
		}
		w := icf(labels, int(s.labels))
		squares[col] += float64(w * w)
		v.terms[f] = term{square: w * w, col: col, block: uint8(feature(features[f]).block())}
	}
	for f, t := range v.terms {
		v.terms[f].part = t.square / float32(math.Sqrt(squares[t.col]))
	}
	v.columns = len(squares)
	return v
}

// A sighting is what training saw of a feature.
type sighting struct {
	where  uint64 // a hash of its block and of the texts it occurs in, with the counts
	labels int32  // how many labels have it
	last   int32  // the label seen last
}

// sightings gives those of every feature, by number.
func sightings(bags []bag, label []int32, labels int, features []uint64) []sighting {
	members := make([][]int, labels)
	for i, l := range label {
		members[l] = append(members[l], i)
	}
	all := make([]sighting, len(features))
	for i, f := range features {
		all[i] = sighting{where: mix(0, uint64(feature(f).block())), last: -1}
	}
	for l, texts := range members {
		for _, i := range texts {
			for _, c := range bags[i].counts {
				s := &all[c.feature]
				if s.last != int32(l) {
					s.labels++
					s.last = int32(l)
				}
				s.where = mix(s.where, uint64(i)<<16|uint64(c.n))
			}
		}
	}
	return all
}

// A cell is one value of a sparse row.
type cell struct {
	col   int32
	value float32
}

// A row is a text as the model sees it.
type row struct {
	cells    []cell          // each column once
	length   float32         // of the whole vector, with the features that have no column
	familiar float32         // the part of the runs that training saw, from 0 to 1, by weight
	scale    [blocks]float32 // what brings each block to its weight
}

// rows gives the row of each bag. all is how many counts they have together.
func (v vocabulary) rows(bags []bag, all int) []row {
	rows := make([]row, len(bags))
	dense := make([]float32, v.columns)
	cells := make([]cell, 0, all)
	for i, b := range bags {
		rows[i] = v.row(b, dense, cells[len(cells):])
		wipe(dense, rows[i].cells)
		cells = cells[:len(cells)+len(rows[i].cells)]
	}
	return rows
}

// wipe makes dense zero again after row has used it.
func wipe(dense []float32, cells []cell) {
	for _, c := range cells {
		dense[c.col] = 0
	}
}

// row gives the row of a bag, its cells appended to cells, which is empty. The values are
// left in dense, too, which has a place for every column and must be zero
// before. Every block is brought to its weight; unknown features count, and
// that is what makes confidence fall on foreign text.
func (v vocabulary) row(b bag, dense []float32, cells []cell) row {
	var known, squares [blocks]float32
	for _, c := range b.counts {
		t := &v.terms[c.feature]
		known[t.block] += t.square * tf(c.n) * tf(c.n)
	}
	var r row
	for i := range blocks {
		squares[i] = known[i] + v.unknown*float32(b.unknown[i])
		if squares[i] > 0 {
			r.scale[i] = blockWeight[i] / float32(math.Sqrt(float64(squares[i])))
			r.length += blockWeight[i] * blockWeight[i]
		}
	}
	for _, c := range b.counts {
		t := &v.terms[c.feature]
		if dense[t.col] == 0 {
			cells = append(cells, cell{col: t.col})
		}
		dense[t.col] += t.part * tf(c.n) * r.scale[t.block]
	}
	for i, c := range cells {
		cells[i].value = dense[c.col]
	}
	r.cells, r.length = cells, float32(math.Sqrt(float64(r.length)))
	if squares[runs] > 0 {
		r.familiar = known[runs] / squares[runs]
	}
	return r
}
