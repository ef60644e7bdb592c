package reading

import "strings"

// A set is a table of whole words, folded.
type set map[string]struct{}

func (s set) has(w string) bool { _, ok := s[w]; return ok }

// setOf makes a set of the words of its arguments.
func setOf(lines ...string) set {
	s := set{}
	for _, line := range lines {
		for _, w := range strings.Fields(line) {
			s[w] = struct{}{}
		}
	}
	return s
}

// wordsOf makes a table from words to what they stand for, from lines of words
// by value.
func wordsOf[V any](rows ...entry[V]) map[string]V {
	m := map[string]V{}
	for _, r := range rows {
		for _, w := range strings.Fields(r.words) {
			m[w] = r.value
		}
	}
	return m
}

// An entry is a line of words with one value.
type entry[V any] struct {
	value V
	words string
}

// Stems are word beginnings with values, by first byte.
type stems[V any] [256][]stem[V]

type stem[V any] struct {
	s     string
	value V
}

// stemsOf makes Stems from lines of beginnings by value. Of several that fit a
// word the one listed first is found.
func stemsOf[V any](rows ...entry[V]) *stems[V] {
	t := &stems[V]{}
	for _, r := range rows {
		for _, w := range strings.Fields(r.words) {
			t[w[0]] = append(t[w[0]], stem[V]{w, r.value})
		}
	}
	return t
}

// find gives the value of the stem that w begins with, and the rest of w.
func (t *stems[V]) find(w string) (v V, rest string, ok bool) {
	if w == "" {
		return v, "", false
	}
	for _, st := range t[w[0]] {
		if strings.HasPrefix(w, st.s) {
			return st.value, w[len(st.s):], true
		}
	}
	return v, w, false
}

// begins tells whether w begins with one of the stems.
func (t *stems[V]) begins(w string) bool {
	_, _, ok := t.find(w)
	return ok
}

// near tells how much of w is m with at most one slip: a letter missing, too
// many, wrong, or two exchanged. The first letter must be right. It gives the
// length of w used, -1 when m is not there.
func near(w, m string) int {
	p := 0
	for p < len(m) && p < len(w) && w[p] == m[p] {
		p++
	}
	if p == len(m) {
		return p
	}
	if p == 0 || p+2 < len(m) && !endsAround(w, m) {
		return -1
	}
	w2, m2 := w[p:], m[p:]
	switch {
	case len(w2) >= 2 && len(m2) >= 2 && w2[0] == m2[1] && w2[1] == m2[0] && strings.HasPrefix(w2[2:], m2[2:]):
		return len(m)
	case len(w2) >= 1 && strings.HasPrefix(w2[1:], m2):
		return len(m) + 1
	case len(w2) >= 1 && strings.HasPrefix(w2[1:], m2[1:]):
		return len(m)
	case strings.HasPrefix(w2, m2[1:]):
		return len(m) - 1
	}
	return -1
}

// endsAround tells whether the last letter of m is about where it belongs in w,
// a cheap reason to look no further.
func endsAround(w, m string) bool {
	last := len(m) - 1
	for i := last - 1; i <= last+1 && i < len(w); i++ {
		if w[i] == m[last] {
			return true
		}
	}
	// Two exchanged letters may be the last two.
	return last < len(w) && w[last] == m[last-1]
}
