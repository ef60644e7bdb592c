package reading

// teenths are ordinals from eleven that are one word.
var teenths = wordsOf(
	entry[int]{11, "yhdestoista yhdennentoista elfte eleventh"},
	entry[int]{12, "kahdestoista kahdennentoista kahestoista tolfte twelfth"},
	entry[int]{13, "kolmastoista kolmannentoista trettonde thirteenth"},
	entry[int]{14, "neljastoista neljannentoista fjortonde fourteenth"},
	entry[int]{15, "viidestoista viidennentoista viiestoista femtonde fifteenth"},
	entry[int]{16, "kuudestoista kuudennentoista kuuestoista sextonde sixteenth"},
	entry[int]{17, "seitsemastoista seitsemannentoista sjuttonde seventeenth"},
	entry[int]{18, "kahdeksastoista kahdeksannentoista kaheksastoista artonde eighteenth"},
	entry[int]{19, "yhdeksastoista yhdeksannentoista yheksastoista nittonde nineteenth"},
	entry[int]{20, "tjugonde twentieth"},
	entry[int]{30, "trettionde thirtieth"},
)

// tenths begin the ordinals from twenty.
var tenths = stemsOf(
	entry[int]{20, "kahdeskymmenes kaheskymmenes kahdennenkymmenennen tjugo twenty"},
	entry[int]{30, "kolmaskymmenes kolmannenkymmenennen trettio thirty"},
)

// nth reads an ordinal of a day of the month at token i, -1 for the last. It
// gives the token after it, 0 when there is none.
func (s *scan) nth(i int) (n, next int) {
	w := s.fold(i)
	if n, ok := teenths[w]; ok {
		return n, i + 1
	}
	tens, rest, ok := tenths.find(w)
	if !ok {
		if n, ok = ordinal(w); ok {
			return n, i + 1
		}
		return 0, 0
	}
	if rest != "" {
		if n, ok := lastFigure(rest); ok {
			return tens + n, i + 1
		}
		return 0, 0
	}
	j := i + 1
	if s.touching(j, "-") {
		j++
	}
	if n, ok := lastFigure(s.fold(j)); ok {
		return tens + n, j + 1
	}
	if w[0] == 'k' {
		return tens, i + 1
	}
	return 0, 0
}

// lastFigure reads the ordinal that follows twenty and thirty.
func lastFigure(w string) (n int, ok bool) {
	switch w {
	case "yhdes", "yhes":
		return 1, true
	case "kahdes", "kahes":
		return 2, true
	}
	n, ok = ordinal(w)
	return n, ok && n >= 1 && n <= 9
}
