package match

import (
	"encoding/binary"
	"math"
)

// What training finds out is a number for each text and label: by how much the
// probability is wrong that it gives the label for that text. The weights are sums of these (build),
// and so a model is remembered by them alone, a twentieth of its size. A number
// is kept as its level: 0 is 1, and every further one is a sixteenth of an octave
// less, down to 1/60000, and 255 is nothing at all. That is as good as the
// numbers themselves: on the public sets and on our own the same questions find
// the same labels but for one in a thousand, as many for better as for worse.
const (
	perOctave = 16
	faintest  = 254
	nothing   = 255
)

func level(p float32) uint8 {
	l := math.Round(-perOctave * math.Log2(float64(p)))
	if !(l <= faintest) {
		return nothing
	}
	return uint8(max(0, l))
}

// probabilities are those of all levels.
func probabilities() (p [256]float32) {
	for l := range faintest + 1 {
		p[l] = float32(math.Exp2(-float64(l) / perOctave))
	}
	return p
}

// write puts the key of the texts before their levels. They are noise but for
// one bit in ten, so packing them would not pay.
func write(key uint64, levels []uint8) []byte {
	return append(binary.LittleEndian.AppendUint64(nil, key), levels...)
}

// read gives the n levels that write was given, and false where the key is
// another.
func read(memory []byte, key uint64, n int) ([]uint8, bool) {
	if len(memory) != 8+n || binary.LittleEndian.Uint64(memory) != key {
		return nil, false
	}
	return memory[8:], true
}
