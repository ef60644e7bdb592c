package match

import (
	"math"
	"slices"
)

// A count says how often a feature occurs in a text.
type count struct {
	feature feature
	n       int
}

// counts gives the features of a text in a fixed order, each once.
func counts(units []unit) []count {
	all := make([]feature, 0, 64*len(units))
	emit := func(block int, a, b string) { all = append(all, hash(block, a, b)) }
	for i := range units {
		extract(units, i, emit)
	}
	slices.Sort(all)
	kept := make([]count, 0, len(all))
	for i, f := range all {
		if i > 0 && f == all[i-1] {
			kept[len(kept)-1].n++
		} else {
			kept = append(kept, count{f, 1})
		}
	}
	return kept
}

// tf dampens repetition: 1 + ln n.
func tf(n int) float32 {
	if n == 1 {
		return 1
	}
	return float32(1 + math.Log(float64(n)))
}

// icf is the inverse class frequency: a feature that fewer labels have says
// more. The constant keeps the features that many labels have from vanishing.
func icf(labels, have int) float32 {
	return float32(2 + math.Log(float64(1+labels)/float64(1+have)))
}

// A term is what the vocabulary knows of a feature.
type term struct {
	weight float32 // inverse class frequency
	col    int32   // the column it is part of
	share  float32 // its part of the column, see vocabulary
}

// A vocabulary turns counted features into sparse rows. Features that occur
// in the same texts equally often, such as the runs of a word that has no
// relatives, are one column: the model is exactly the same, and several times
// smaller. A column points along the weights of its features, so a feature's
// share is its weight divided by the length of them all.
type vocabulary struct {
	terms   map[feature]term
	columns int
	unknown float32 // the weight of a feature that training never saw
}

// newVocabulary learns the weights from the counted training texts; label[i],
// below labels, is that of texts[i].
func newVocabulary(texts [][]count, label []int32, labels int) vocabulary {
	all := sightings(texts, label, labels)
	v := vocabulary{terms: make(map[feature]term, len(all)), unknown: icf(labels, 0)}
	column := map[uint64]int32{}
	var squares []float64
	for _, s := range all {
		col, ok := column[s.where]
		if !ok {
			col = int32(len(column))
			column[s.where] = col
			squares = append(squares, 0)
		}
		w := icf(labels, s.labels)
		squares[col] += float64(w * w)
		v.terms[s.feature] = term{weight: w, col: col}
	}
	for f, t := range v.terms {
		t.share = t.weight / float32(math.Sqrt(squares[t.col]))
		v.terms[f] = t
	}
	v.columns = len(column)
	return v
}

// A sighting is what training saw of a feature.
type sighting struct {
	feature feature
	labels  int    // how many labels have it
	last    int32  // the label seen last
	where   uint64 // a hash of its block and of the texts it occurs in, with the counts
}

// sightings gives those of every feature in the order they turn up, label by
// label.
func sightings(texts [][]count, label []int32, labels int) []sighting {
	members := make([][]int, labels)
	for i, l := range label {
		members[l] = append(members[l], i)
	}
	var all []sighting
	index := map[feature]int32{}
	for _, i := range slices.Concat(members...) {
		for _, c := range texts[i] {
			at, ok := index[c.feature]
			if !ok {
				at = int32(len(all))
				index[c.feature] = at
				all = append(all, sighting{feature: c.feature, last: -1, where: mix(0, uint64(c.feature.block()))})
			}
			s := &all[at]
			if s.last != label[i] {
				s.labels++
				s.last = label[i]
			}
			s.where = mix(mix(s.where, uint64(i)), uint64(c.n))
		}
	}
	return all
}

// mix folds x into the hash h, with the finisher of SplitMix64.
func mix(h, x uint64) uint64 {
	h = (h ^ x) + 0x9E3779B97F4A7C15
	h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>27) * 0x94D049BB133111EB
	return h ^ h>>31
}

// A cell is one value of a sparse row.
type cell struct {
	col   int32
	value float32
}

// look finds the terms of a text, each weight times the feature's frequency.
// Unknown features have no share in any column.
func (v vocabulary) look(text []count) []term {
	terms := make([]term, len(text))
	for i, c := range text {
		t, ok := v.terms[c.feature]
		if !ok {
			t = term{weight: v.unknown}
		}
		t.weight *= tf(c.n)
		terms[i] = t
	}
	return terms
}

// scales gives the factor that brings every block of a text to its weight, and
// the length of the text's vector then. Unknown features count, too: that is
// what makes confidence fall on foreign text.
func scales(text []count, terms []term) (scale [blocks]float32, length float32) {
	var squares [blocks]float32
	for i, t := range terms {
		squares[text[i].feature.block()] += t.weight * t.weight
	}
	for b, s := range squares {
		if s > 0 {
			scale[b] = blockWeight[b] / float32(math.Sqrt(float64(s)))
			length += blockWeight[b] * blockWeight[b]
		}
	}
	return scale, float32(math.Sqrt(float64(length)))
}

// row gives the columns of a text, each once, and the length of its vector.
// The values are left in dense, which has a place for every column and must be
// zero before.
func (v vocabulary) row(text []count, dense []float32) (row []cell, length float32) {
	terms := v.look(text)
	scale, length := scales(text, terms)
	row = make([]cell, 0, len(text))
	for i, t := range terms {
		if t.share == 0 {
			continue
		}
		if dense[t.col] == 0 {
			row = append(row, cell{col: t.col})
		}
		dense[t.col] += t.weight * t.share * scale[text[i].feature.block()]
	}
	for i, c := range row {
		row[i].value = dense[c.col]
	}
	return row, length
}

// familiar is the part of the runs of a text that training saw, from 0 to 1,
// by weight.
func (v vocabulary) familiar(text []count) float64 {
	var known, all float64
	for i, t := range v.look(text) {
		if text[i].feature.block() != runs {
			continue
		}
		w := float64(t.weight * t.weight)
		all += w
		if t.share > 0 {
			known += w
		}
	}
	if all == 0 {
		return 0
	}
	return known / all
}
