package reading

import "strings"

// ordinalStems begin ordinal words; -1 is the last. Finnish words take any
// ending, so "ekassa" and "ensimmäiseen" are read alike.
var ordinalStems = stemsOf(
	entry[int]{1, "ensimmai ensimai ensimma ensinmai enssimmai eka ykkos ykkonen ykkose forst first"},
	entry[int]{2, "toinen toise toisse toista toises toenen toese toka kakkos kakkonen kakkose second"},
	entry[int]{3, "kolmas kolmann kolmant kolmatta kolomas kolomann kolmos kolmonen kolmose third tredje trean"},
	entry[int]{4, "neljas neljann neljant nelos nelonen fjarde fyran fourth"},
	entry[int]{5, "viides viidenn viident viitos viitonen vitos vitonen femte femman fifth"},
	entry[int]{6, "kuudes kuudenn kuutonen kutonen sjatte sixth"},
	entry[int]{7, "seitsemas seitsemann sjunde seventh"},
	entry[int]{8, "kahdeksas kahdeksann attonde eighth"},
	entry[int]{9, "yhdeksas yhdeksann nionde ninth"},
	entry[int]{10, "kymmenes kymmenenn tionde tenth"},
	entry[int]{-1, "viimei viimis"},
)

// ordinalWords are ordinals that would begin too many other words.
var ordinalWords = wordsOf(
	entry[int]{1, "ettan"}, entry[int]{2, "andra andre tvaan"}, entry[int]{-1, "sista siste last final vika vikan vikassa vikaan vikas vikaa"},
)

// notOrdinals begin like ordinals.
var notOrdinals = stemsOf(entry[bool]{true, "viimeistaa viimeksi viimeaik ensimmaiseks toiseks kolmanneks ekaks ekaluok toisaalta toisia toisi toistaise toistamise secondary seconds firstly thirds toisensa kolmannes"})

// ordinal reads a folded word as an ordinal, -1 for the last.
func ordinal(w string) (n int, ok bool) {
	if len(w) < 3 || len(w) > 24 {
		return 0, false
	}
	if n, ok = ordinalWords[w]; ok {
		return n, true
	}
	n, rest, ok := ordinalStems.find(w)
	return n, ok && len(rest) <= 6 && !strings.HasPrefix(rest, "ki") && !strings.HasPrefix(rest, "tois") && !strings.HasPrefix(rest, "kymm") && !strings.HasPrefix(rest, "ha") && !notOrdinals.begins(w)
}

// roundStems begin the names of an application round.
var roundStems = stemsOf(entry[bool]{true, "kierro kieros kierors kieros kierok hakukier hakuaik hakuai hakujakso haunkier " +
	"omgang ansokningsomg ansokningstid ansokningsperiod ansokningsrund runda utlysning round intake"})

var roundWords = setOf("haku haun hakua hakuun haussa haus hauss hausta haust haulla haulle hauksi haut hakuu hakkuun hakkuu haussah " +
	"call calls window period deadline")

// manyRounds count rounds rather than name one: "2 kierrosta".
var manyRounds = setOf("kierrosta hakukierrosta hakua rundor rounds calls omgangar ansokningsomgangar windows periods")

// betweenRound may stand between an ordinal and its round.
var betweenRound = setOf("application funding grant pikku kake varsinainen varsinaisen varsinaisessa alustava alustavan preliminary official egentliga preliminara " +
	"haku hakukierros kevaan syksyn taman vuoden pikkukake open")

func isRound(w string) bool { return roundWords.has(w) || len(w) < 30 && roundStems.begins(w) }

// round reads which application round the words speak of.
func (s *scan) round() int {
	for i, t := range s.toks {
		if t.kind != word {
			continue
		}
		if n := roundInWord(t.fold); n != 0 {
			return n
		}
		if !isRound(t.fold) {
			continue
		}
		if n := s.roundBefore(i); n != 0 {
			return n
		}
		if n := s.roundAfter(i); n != 0 {
			return n
		}
	}
	return 0
}

// roundInWord reads ykköskierros and kakkoshaku.
func roundInWord(w string) int {
	n, rest, ok := ordinalStems.find(w)
	if ok && len(rest) > 3 && (strings.HasPrefix(rest, "kier") || strings.HasPrefix(rest, "haku") || strings.HasPrefix(rest, "hau")) {
		return n
	}
	return 0
}

// roundBefore reads the ordinal before the round at i: "toinen kierros", "2.
// kierros", "the first application round".
func (s *scan) roundBefore(i int) int {
	j := i - 1
	for k := 0; k < 3 && betweenRound.has(s.fold(j)); k++ {
		j--
	}
	if n, ok := ordinal(s.fold(j)); ok {
		return n
	}
	dot := s.is(j, ".")
	switch {
	case dot:
		j--
	case s.at(j).kind == word && s.is(j-1, ":"): // 1:a omgången, 2:n haun
		j -= 2
		dot = true
	case ordinalEnd.has(s.fold(j)):
		j--
		dot = true
	}
	t := s.at(j)
	if t.kind == digits && !t.dated && t.n >= 1 && t.n <= 20 && (dot || !manyRounds.has(s.at(i).fold) && !t.glued) {
		return t.n
	}
	return 0
}

// roundAfter reads the number after the round at i: "kierros 2", "round two".
func (s *scan) roundAfter(i int) int {
	j := i + 1
	if w := s.fold(j); w == "numero" || w == "nro" || w == "number" || w == "nummer" || w == "nr" || w == "no" {
		j++
		if s.is(j, ".") {
			j++
		}
	}
	t := s.at(j)
	if t.aside || s.counted(j+1) || s.touching(j+1, ":") {
		return 0
	}
	if t.kind == digits && t.n >= 1 && t.n <= 20 && len(t.text) <= 2 && !s.dash(j+1) {
		return t.n
	}
	if n, next := s.words(j); t.kind == word && next == j+1 && n.value >= 1 && n.value <= 5 && t.fold != "en" && t.fold != "one's" {
		if t.fold == "one" && j == i+1 && s.at(j+1).kind == word {
			return 0
		}
		return int(n.value)
	}
	return 0
}
