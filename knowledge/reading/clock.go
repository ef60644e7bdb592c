package reading

// clockWords announce a time of day.
var clockWords = setOf("klo kello kellon kl klockan klocka clock kla")

// atHour are the hours that answer "mihin aikaan": kahdelta, at two.
var atHour = wordsOf(
	entry[int]{1, "yhdelta yhelta"}, entry[int]{2, "kahdelta kahelta"}, entry[int]{3, "kolmelta"}, entry[int]{4, "neljalta"},
	entry[int]{5, "viidelta viielta"}, entry[int]{6, "kuudelta kuuelta"}, entry[int]{7, "seitsemalta seittemalta"},
	entry[int]{8, "kahdeksalta kaheksalta"}, entry[int]{9, "yhdeksalta yheksalta"}, entry[int]{10, "kymmenelta"},
	entry[int]{11, "yhdeltatoista yheltatoista"}, entry[int]{12, "kahdeltatoista kaheltatoista"},
)

// clock reads the first time of day. Hours from 1 to 6 without a zero before
// them or "am" are in the afternoon, since talks are held in office hours.
// dated tells that the message names a day, which makes times likelier.
func (s *scan) clock(dated bool) *Clock {
	for i, t := range s.toks {
		if t.aside {
			continue
		}
		c, next := Clock{}, 0
		switch t.kind {
		case digits:
			c, next = s.clockDigits(i)
		case word:
			c, next = s.clockWord(i, dated || len(s.toks) <= 4)
		}
		if next > 0 {
			s.take(i, next, false)
			return &c
		}
	}
	return nil
}

// clockBefore tells whether token i follows "klo" or "klo 9.00-".
func (s *scan) clockBefore(i int) bool {
	if s.is(i-1, ".") {
		i--
	}
	if clockWords.has(s.fold(i - 1)) {
		return true
	}
	if !s.dash(i-1) || s.at(i-2).kind != digits {
		return false
	}
	if s.is(i-3, ".") || s.is(i-3, ":") {
		return clockWords.has(s.fold(i - 5))
	}
	return clockWords.has(s.fold(i - 3))
}

func (s *scan) clockDigits(i int) (c Clock, next int) {
	t := s.at(i)
	if len(t.text) > 2 || t.n > 24 || t.glued && s.at(i-1).kind == digits {
		return c, 0
	}
	said := s.clockBefore(i)
	if t.glued && !said && s.fold(i-1) != "t" && (s.at(i-1).kind == word || s.joined(i-1)) {
		return c, 0
	}
	c.Hour, next = t.n, i+1
	sep, m := s.at(i+1), s.at(i+2)
	colon := sep.text == ":"
	minutes := sep.glued && (colon || sep.text == ".") && m.kind == digits && m.glued && len(m.text) == 2 && m.n < 60
	if minutes {
		c.Minute, next = m.n, i+3
	}
	if noon, after := s.noon(next); after > 0 {
		if t.n < 1 || t.n > 12 {
			return c, 0
		}
		c.Hour = t.n%12 + noon
		return c, after
	}
	if s.measure(next) || s.is(i-1, "€") {
		return c, 0
	}
	if t.n == 24 {
		c.Hour = 0
	}
	if t.text[0] != '0' {
		c.Hour = s.hour(c.Hour, next)
	}
	ended := !s.at(next).glued || s.at(next).kind != digits && !(s.at(next+1).glued && s.at(next+1).kind == digits && !s.dash(next) && !s.is(next, ":"))
	at := s.fold(i-1) == "at" && s.at(next).kind != word
	switch w := s.fold(next); {
	case said, minutes && colon, w == "aikaan" || w == "aikoihin" || w == "tiano" || w == "maissa" || w == "oclock" || w == "o'clock":
		return c, next
	case at && ended, minutes && ended && (t.n > 6 || t.text[0] == '0') && !beforeVersion.has(s.fold(i-1)):
		return c, next
	}
	return c, 0
}

// hour gives the hour of the day of a spoken hour, by the part of the day named
// at token j or else by office hours.
func (s *scan) hour(h, j int) int {
	for k := 0; k < 2 && (s.fold(j) == "in" || s.fold(j) == "the" || s.fold(j) == "pa"); k++ {
		j++
	}
	part, _, said := partsOfDay.find(s.fold(j))
	switch {
	case part == 0 && said, h < 1, h > 11, !said && h > 6:
		return h
	}
	return h + 12
}

// partsOfDay are the hours that a part of the day adds.
var partsOfDay = stemsOf(
	entry[int]{0, "aamu yolla morning morgon natten"},
	entry[int]{12, "ilta illalla ip afternoon evening eftermiddag kvall"},
)

// noon reads am and pm, and gives the hours to add.
func (s *scan) noon(j int) (hours, next int) {
	w := s.fold(j)
	if (w == "a" || w == "p") && s.touching(j+1, ".") && s.fold(j+2) == "m" {
		w += "m"
		j += 2
	}
	switch w {
	case "am":
		return 0, j + 1
	case "pm":
		return 12, j + 1
	}
	return 0, 0
}

// clockWord reads kahdelta · puoli kolmelta · kello yksi · klockan halv tre ·
// half past two. likely tells that a time is to be expected.
func (s *scan) clockWord(i int, likely bool) (c Clock, next int) {
	w := s.fold(i)
	if w == "half" && s.fold(i+1) == "past" {
		if n, next := s.count(i + 2); next > i+2 && n <= 12 {
			return Clock{s.hour(n%12, next), 30}, next
		}
	}
	if (w == "noon" || w == "midday") && s.fold(i-1) == "at" {
		return Clock{12, 0}, i + 1
	}
	if noon, next := s.noon(i + 1); next > 0 {
		if n, after := s.words(i); after == i+1 && n.value >= 1 && n.value <= 12 {
			return Clock{int(n.value)%12 + noon, 0}, next
		}
	}
	said := clockWords.has(s.fold(i-1)) || s.fold(i-1) == "at" && likely
	half := w == "puoli" || w == "puol" || w == "halv"
	j := i
	if half {
		j++
	}
	h, ok := atHour[s.fold(j)]
	if ok && (said || likely || half) {
		next = j + 1
	} else if said && s.at(j).kind == word {
		if n, after := s.words(j); after > 0 && n.value >= 1 && n.value <= 24 && n.value == float64(int(n.value)) && !s.measure(after) {
			h, next = int(n.value), after
		}
	}
	if next == 0 {
		return c, 0
	}
	if half {
		return Clock{s.hour((h+11)%12, next), 30}, next
	}
	return Clock{s.hour(h%24, next), 0}, next
}
