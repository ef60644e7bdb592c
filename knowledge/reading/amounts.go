package reading

import (
	"math"
	"strings"
)

type currency uint8

const (
	noCurrency currency = iota
	euro
	foreign
)

var (
	euroWords    = setOf("e eur euor eruo eruoa euora euraa eroa egee ege juroa joroo bucks")
	foreignWords = stemsOf(entry[bool]{true, "kronor krona kruunu sek usd dollar gbp pound punta puntaa"})
	notEuro      = stemsOf(entry[bool]{true, "euroop europ eurov eurosto"})
)

// currencyAt reads the currency at token j and gives the token after it.
func (s *scan) currencyAt(j int) (currency, int) {
	t := s.at(j)
	switch {
	case t.kind == end || t.aside:
		return noCurrency, j
	case t.text == "€":
		return euro, j + 1
	case t.text == "$" || t.text == "£":
		return foreign, j + 1
	case t.kind == mark && t.glued && (t.text == "," || t.text == ":" || t.text == "."):
		if s.dash(j+1) && s.at(j+1).glued && !s.at(j+2).glued {
			return euro, j + 2 // 8000,-
		}
	case t.kind == word && t.fold[0] == 'e':
		if euroWords.has(t.fold) && !s.tail(j+1) || strings.HasPrefix(t.fold, "euro") && !notEuro.begins(t.fold) {
			return euro, j + 1
		}
	case t.kind == word:
		if t.fold == "kr" || t.fold == "mk" || foreignWords.begins(t.fold) {
			return foreign, j + 1
		}
		if euroWords.has(t.fold) {
			return euro, j + 1
		}
	}
	return noCurrency, j
}

// number reads a number in digits or words with what multiplies it: 8 tuhatta ·
// kahdeksan tuhatta · 7,5 tonnii · 60k · half a million.
func (s *scan) number(i int) (n number, next int) {
	if s.at(i).kind == word {
		return s.words(i)
	}
	n, next = s.literal(i)
	if next == 0 {
		return n, 0
	}
	a := newSum()
	a.group, a.below = n.value, 1
	if after := s.moreWords(&a, next); after > next && a.scale > 1 {
		n.value, n.scale, next = a.value(), a.scale, after
	} else if after > next && a.group >= 100 && a.group > n.value+1 { // 8 sataa
		n.value, next = a.group, after
	}
	return n, next
}

// readAmounts reads the sums of money, and the years that stand alone.
func (s *scan) readAmounts(r *Reading) {
	var before pending
	for i := 0; i < len(s.toks); {
		if s.at(i).aside {
			i++
			continue
		}
		if next := s.phone(i); next > 0 {
			i = next
			continue
		}
		n, next := s.number(i)
		if next == 0 {
			i++
			continue
		}
		money, after := s.currencyAt(next)
		from := i
		if money == noCurrency {
			if sign := s.at(i - 1); !sign.aside && (sign.text == "€" || sign.fold == "eur" || sign.fold == "eur." || sign.text == "$" || sign.text == "£") {
				from, money = i-1, euro
				if sign.text == "$" || sign.text == "£" {
					money = foreign
				}
			}
		}
		s.keepAmount(r, n, i, next, from, after, money, &before)
		before.next = after
		i = after
	}
}

// A pending number may turn out to be the lower end of a range: the 5 of "5-8
// tonnia".
type pending struct {
	value    float64
	i, next  int
	accepted bool // is already the last of the amounts
}

// vaguely stand before a thousand that is not one thousand: they ask how many,
// as in "montako tonnia", or leave it open, as in "muutama tonni".
var vaguely = setOf("montako montaks monta mones paljonko paljonks paljo paljoko many manga " +
	"muutama muutaman muutamaa muutamia muutamat muutamal jokunen jokusen usea usean useampi useamman useampia useita useamp moni monen joitain joitakin " +
	"nagra nagot flera fler par couple few several some hundreds tens")

// vague tells whether the thousand at i is of an unknown number: a vague word
// stands before it, or a number word that could not be read.
func (s *scan) vague(i int) bool {
	w := s.fold(i - 1)
	if w == "of" {
		w = s.fold(i - 2)
	}
	for _, end := range []string{"kyt", "kyta", "kytta", "kymmenta", "kymmenen", "toista", "sataa"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return vaguely.has(w)
}

func (s *scan) keepAmount(r *Reading, n number, i, next, from, after int, money currency, before *pending) {
	low := *before
	*before = pending{value: n.value, i: i}
	explicit := money == euro || n.scale > 1 && !s.thanks(i, next)
	switch {
	case money == foreign || s.stuck(i, next, money) || s.is(after, "%"):
		before.value = 0
		return
	case money == noCurrency && n.scale == 1000 && !n.written && (isYear(int(n.value)) || yearBefore.has(s.fold(i-1))):
		r.Years = append(r.Years, int(n.value))
		return
	case n.scale > 1 && !n.written && s.vague(i):
		return
	case money == noCurrency && n.scale > 1 && (!explicit || s.counted(next) || s.manyOf(next)):
		return
	case !explicit && !s.plausible(n, i, next):
		if n.written && !n.grouped && len(s.at(i).text) == 4 && isYear(int(n.value)) && next == i+1 && !s.counted(next) {
			r.Years = append(r.Years, int(n.value))
		}
		return
	}
	if low.value > 0 && explicit && s.rangeBetween(low.next, i, n.scale > 1) && low.value < n.value {
		s.keepLow(r, low, n.scale)
	}
	before.accepted = true
	s.append(r, n.value, from, after, explicit)
}

// keepLow makes the lower end of a range an amount of the same kind.
func (s *scan) keepLow(r *Reading, low pending, scale float64) {
	v := low.value
	if v < 1000 {
		v *= scale
	}
	if low.accepted {
		r.Amounts = r.Amounts[:len(r.Amounts)-1]
	}
	s.append(r, v, low.i, low.next, true)
}

func (s *scan) append(r *Reading, euros float64, i, next int, explicit bool) {
	if euros > 1e12 {
		return
	}
	r.Amounts = append(r.Amounts, Amount{
		Cents: int64(math.Round(euros * 100)), From: s.at(i).from, To: s.at(next - 1).to, Explicit: explicit})
	s.take(i, next, false)
}

// rangeBetween tells whether the tokens from j up to i join the ends of a range.
func (s *scan) rangeBetween(j, i int, scaled bool) bool {
	if i != j+1 {
		return false
	}
	switch s.fold(j) {
	case "tai", "vai", "eller", "or", "to", "till":
		return scaled
	}
	return s.dash(j)
}

// stuck tells whether other letters or figures are joined to the number, which
// makes it something else: A4, 2x, 306/2019, 13:30.
func (s *scan) stuck(i, next int, money currency) bool {
	t, b := s.at(i), s.at(i-1)
	if t.kind == digits && t.glued {
		code := b.kind == word && b.fold != "eur" && b.fold != "e" && b.fold != "n" && b.fold != "ca"
		if code || s.joined(i-1) && b.kind == mark || s.dash(i-1) && b.glued && s.at(i-2).kind == word && !s.at(i-2).aside {
			return true
		}
	}
	a := s.at(next)
	if t.kind != digits || money != noCurrency || !a.glued {
		return false
	}
	return a.kind == word || (a.text == "/" || a.text == ":" || a.text == ".") && s.at(next+1).glued && s.at(next+1).kind == digits || a.text == "%"
}

// phone gives the token after a telephone or bank account number at i, 0 when
// there is none: it begins with +, with 0 and another figure, or as FI21 does.
func (s *scan) phone(i int) int {
	j := i
	if t := s.at(i); t.kind == word && len(t.text) == 2 && s.at(i+1).glued && len(s.at(i+1).text) == 2 && len(s.at(i+2).text) == 4 {
		j++
	} else if s.is(j, "+") || s.is(j, "(") && s.is(j+1, "+") {
		for j < i+2 && s.at(j).kind == mark {
			j++
		}
	} else if t := s.at(i); t.kind != digits || len(t.text) < 2 || t.text[0] != '0' {
		return 0
	}
	if s.at(j).kind != digits {
		return 0
	}
	for s.at(j).kind == digits || (s.dash(j) || s.is(j, "(") || s.is(j, ")")) && s.at(j+1).kind == digits {
		j++
	}
	return j
}
