package match

import "math/bits"

// A table numbers the hashes put into it, from 0 in the order they come. It is
// a map with open addressing, several times faster than Go's own for keys that
// are hashes already. A slot keeps half a key, and its place is another part of
// it: two keys are taken for one in a billion lookups.
type table struct {
	slots []slot   // a power of two of them, at most three quarters taken
	keys  []uint64 // by number
}

type slot struct {
	half   uint32
	number int32 // one more than the key's number; 0 in an empty slot
}

// newTable makes room for about n keys; there may be more.
func newTable(n int) table {
	return table{slots: make([]slot, max(16, 1<<bits.Len(uint(n+n/4)))), keys: make([]uint64, 0, n)}
}

// number gives the number of a key, and false if it has none.
func (t *table) number(key uint64) (int32, bool) {
	s := t.find(key)
	return s.number - 1, s.number > 0
}

// add gives the number of a key, the next one if it is new.
func (t *table) add(key uint64) (number int32, added bool) {
	if 4*len(t.keys) >= 3*len(t.slots) {
		t.grow()
	}
	s := t.find(key)
	if s.number > 0 {
		return s.number - 1, false
	}
	t.keys = append(t.keys, key)
	*s = slot{uint32(key), int32(len(t.keys))}
	return s.number - 1, true
}

// find gives the slot of a key, or the empty one where it belongs.
func (t *table) find(key uint64) *slot {
	half, mask := uint32(key), len(t.slots)-1
	for i := int(key >> 33); ; i++ {
		if s := &t.slots[i&mask]; s.number == 0 || s.half == half {
			return s
		}
	}
}

func (t *table) grow() {
	t.slots = make([]slot, 2*len(t.slots))
	for i, key := range t.keys {
		*t.find(key) = slot{uint32(key), int32(i + 1)}
	}
}
