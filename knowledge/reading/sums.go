package reading

import "strings"

// A sum adds up the parts of a number in the order they are said.
type sum struct {
	total float64 // what thousands and millions have closed
	group float64 // what is being said: the "sixty-five" of "sixty-five thousand"
	unit  float64 // the last single figure, which -kymmentä and -toista work on
	below float64 // what is added next must be smaller
	room  float64 // what below was before the unit
	scale float64 // the largest of thousand and million said, else 1
	last  float64 // the last of them; the next must be smaller
}

func newSum() sum { return sum{below: 1e18, last: 1e18, scale: 1} }

func (a *sum) value() float64 { return a.total + a.group }

// put adds a part; it reports false when the part cannot follow the others.
func (a *sum) put(p part) bool {
	switch p.op {
	case add:
		if p.v >= a.below || a.below > 10 && a.below <= 100 && p.v < 1 {
			return false
		}
		a.group += p.v
		a.room = a.below
		a.unit, a.below = 0, 0
		switch {
		case p.v >= 20:
			a.below = 10
		case p.v >= 1 && p.v < 10 && p.v == float64(int(p.v)):
			a.unit, a.below = p.v, 1
		}
	case tenfold:
		switch {
		case a.unit > 0 && a.room > 10:
			a.group += 9 * a.unit
			a.unit, a.below = 0, 10
		case a.below > 10:
			a.group += 10
			a.below = 0
		default:
			return false
		}
	case teen:
		if a.unit == 0 || a.room <= 10 {
			return false
		}
		a.group += 10
		a.unit, a.below = 0, 0
	case times:
		return a.multiply(p.v)
	}
	return true
}

func (a *sum) multiply(m float64) bool {
	if m >= a.last {
		return false
	}
	if m == 100 {
		if a.group >= 100 {
			return false
		}
		a.group = max(a.group, 1) * 100
		a.unit, a.below = 0, 100
		return true
	}
	if a.group == 0 {
		a.group = 1
	}
	a.total += a.group * m
	a.group, a.unit = 0, 0
	a.below, a.last = m, m
	a.scale = max(a.scale, m)
	return true
}

// A number is a number that was read. scale is the largest of thousand and
// million that was said as a word or letter, else 1.
type number struct {
	value   float64
	scale   float64
	written bool // in digits
	grouped bool // with its thousands set apart, or with cents
}

// words reads number words from token i, as many as make one number. It gives
// the token after them, 0 when there is none.
func (s *scan) words(i int) (n number, next int) {
	if w := s.fold(i); (w == "en" || w == "ett") && strings.HasPrefix(s.fold(i+1), "halv") {
		i++
	}
	a := newSum()
	j := s.moreWords(&a, i)
	if j == i {
		return number{}, 0
	}
	return number{value: a.value(), scale: a.scale}, j
}

// moreWords puts the words from j into a and gives the token after the last.
func (s *scan) moreWords(a *sum, j int) int {
	for first := j; ; {
		k := j
		if j > first && s.is(j, "-") && s.at(j).glued && s.at(j+1).glued {
			k++ // sixty-five
		}
		if k = s.half(k, a.value() > 0); k < 0 {
			return j
		}
		w := s.fold(k)
		if w == "" || s.at(k).aside {
			return j
		}
		if next, ok := s.shortThousand(k); ok {
			b := *a
			if a.value() == 0 || !b.multiply(1000) {
				return j
			}
			*a, j = b, next
			continue
		}
		p, ok := parseWord(w)
		b := *a
		for n := 0; ok && n < p.n; n++ {
			ok = b.put(p.parts[n])
		}
		if !ok {
			return j
		}
		*a, j = b, k+1
	}
}

// half skips the small words before the half in "seitsemän ja puoli", "two and a
// half" and "sju och en halv", and those in "half a million" and "five hundred and
// fifty". It gives the token to go on from.
func (s *scan) half(j int, begun bool) int {
	w := s.fold(j)
	if !begun || w == "" {
		return j
	}
	if w == "a" {
		return j + 1
	}
	if w != "ja" && w != "och" && w != "and" {
		return j
	}
	k := j + 1
	if x := s.fold(k); x == "a" || x == "en" || x == "ett" {
		k++
	}
	switch x := s.fold(k); {
	case x == "half" || x == "halv" || x == "halva" || x == "puoli" || x == "puol":
		return k
	case w == "and" && (s.fold(j-1) == "hundred" || s.fold(j-1) == "thousand"):
		return j + 1
	}
	return -1
}

// shortThousand reads k, t€ and the like at token k as a thousand.
func (s *scan) shortThousand(k int) (next int, ok bool) {
	t := s.at(k)
	if t.kind != word {
		return k, false
	}
	switch t.fold {
	case "k", "thou":
		return k + 1, !s.tail(k + 1)
	case "t":
		return k + 1, s.touching(k+1, "€")
	case "teur", "keur", "teuro":
		return k + 1, true
	}
	return k, false
}

// tail tells whether a letter or a hyphened word is stuck to what ends before j.
func (s *scan) tail(j int) bool {
	return s.touching(j, "-") && s.at(j+1).glued && s.at(j+1).kind == word
}
