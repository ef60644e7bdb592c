package reading

import "unicode/utf8"

// literal reads a number written in digits: 8000 · 8 000 · 8.000 · 8,000.50 ·
// 7,5. It gives the token after it, 0 when the digits at i are no such number.
func (s *scan) literal(i int) (n number, next int) {
	t := s.at(i)
	if t.kind != digits || t.n < 0 || t.n > 1e9 {
		return number{}, 0
	}
	n = number{value: float64(t.n), scale: 1, written: true}
	next = i + 1
	group := ""
	for len(t.text) <= 3 && t.n != 0 {
		g := s.groupAt(next, group)
		if g == "" {
			break
		}
		if group = g; g != " " {
			next++
		}
		n.value = n.value*1000 + float64(s.at(next).n)
		n.grouped = true
		next++
	}
	if sep := s.at(next); sep.glued && (sep.text == "," || sep.text == ".") && sep.text != group {
		if d := s.at(next + 1); d.glued && d.kind == digits && len(d.text) <= 3 {
			cents := float64(d.n)
			for range d.text {
				cents /= 10
			}
			n.value += cents
			n.grouped = n.grouped || len(d.text) == 2
			next += 2
		}
	}
	return n, next
}

// groupAt tells what sets the three digits at j apart from those before them: a
// space of any width, a point, a comma or an apostrophe; "" when nothing does.
func (s *scan) groupAt(j int, before string) string {
	sep, three := "", j
	switch t := s.at(j); {
	case t.kind == mark && t.glued && (t.text == "." || t.text == "," || t.text == "'" || t.text == "’"):
		sep, three = t.text, j+1
		if !s.at(three).glued {
			return ""
		}
	case t.kind == digits && !t.glued:
		sep = " "
		gap := s.text[s.at(j-1).to:t.from]
		if r, size := utf8.DecodeRuneInString(gap); size != len(gap) || r == '\n' || r == '\t' || r == '\r' {
			return ""
		}
	default:
		return ""
	}
	if t := s.at(three); t.kind != digits || len(t.text) != 3 || before != "" && sep != before || t.aside {
		return ""
	}
	return sep
}
