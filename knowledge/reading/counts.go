package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// countStems begin nouns that are counted, so that the number before them is
// neither money nor a day.
var countStems = stemsOf(entry[bool]{true, "" +
	"ihmis ihmist henkil henkea henkee henke osallistuj kavij hakij jasen nuorta nuort tyotto tyottom asukas asukkaa asiakas asiakk vieras vierai " +
	"hakemu hakkemu tunti tunni kertaa kuukau kuukaut viikkoa viikkoo vuotta vuotias metri nelio kilom kpl kappalet sivua prosent pros " +
	"toimija jarjesto yhdistyst lasta lapsi aikuist opiskelij hanketta hankket tapahtumaa kierrosta hakua htv minuut aanta sanaa merkkia pistet " +
	"person mannisk deltagar besokar medlem ansokning timm dagar veck manad gang sidor ungdom barn procent evenemang omgangar " +
	"people participant visitor member guest hour days weeks month year times application page percent kid children youth client attend projects events rounds minute " +
	"tablett vaiku"})

// units are measures and short counts.
var units = setOf("paivaa paivii paivee h t km kk min kg m cm st pcs ganger km2 m2 hlo hlöä hloa hlö")

// counted tells whether token j is a noun or measure that is counted.
func (s *scan) counted(j int) bool {
	t := s.at(j)
	if t.kind != word {
		return t.text == "%" || t.text == "°"
	}
	if strings.HasSuffix(t.fold, "aan") { // into something: "12k tapahtumaan"
		return false
	}
	return units.has(t.fold) || t.text == "år" || countStems.begins(t.fold)
}

// measure tells whether token j makes the number before it a sum, a share or a
// count, and so no day and no time.
func (s *scan) measure(j int) bool { return s.counted(j) || s.money(j) }

// money tells whether token j is a currency or multiplies to thousands.
func (s *scan) money(j int) bool {
	if c, _ := s.currencyAt(j); c != noCurrency {
		return true
	}
	if _, ok := s.shortThousand(j); ok {
		return true
	}
	w := s.fold(j)
	if w == "" {
		return false
	}
	p, ok := parseWord(w)
	return ok && p.n == 1 && p.parts[0].op == times
}

// notCounted end like the plural or partitive of a counted noun, but are not.
var notCounted = setOf("tapahtuma rahaa rahhoo tukea avustusta rahoitusta hakea anoa saada pyytaa ottaa jotta mutta vaikka koska joka kanssa yhteensa luokkaa " +
	"verran summa summaa budjettia maksaa riittaa tahan tassa siina ehka ennen aina kayttaa hankkeessa hakemuksessa muutta laittaa ilmoittaa esittaa " +
	"eller efter under over kr per blir rader for mer har ar var efterar duger racker gar " +
	"as is was this plus thus always minus does grants works costs has exceeds fits counts seems passes across less gross besides")

// manyOf tells whether the word at j, right after a bare number, looks like a
// noun that is counted: a Finnish partitive ("200 työtöntä"), or an English or
// Swedish plural ("300 seniors", "300 kvinnor").
func (s *scan) manyOf(j int) bool {
	w := s.fold(j)
	if len(w) < 5 || notCounted.has(w) || strings.HasSuffix(w, "tapahtuma") || strings.HasSuffix(w, "juhla") {
		return false
	}
	if strings.HasSuffix(w, "a") {
		c := w[len(w)-2]
		verb := strings.HasSuffix(w, "da") || strings.HasSuffix(w, "lla") || strings.HasSuffix(w, "ssa") || strings.HasSuffix(w, "sta") || strings.HasSuffix(w, "lta") || strings.HasSuffix(w, "na")
		return c != 'a' && c != 'e' && !verb
	}
	if s.lang != "fi" && (strings.HasSuffix(w, "ar") || strings.HasSuffix(w, "er") || strings.HasSuffix(w, "or")) {
		return true
	}
	return s.lang != "fi" && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss")
}

// beforeOther are words after which a bare number is no sum.
var beforeOther = setOf("nro numero numeroon nr number nummer no puh puhelin puhelinnumero tel phone huone huoneessa huoneeseen room rum sivu page sida rivi line rad " +
	"laki lain act lag koodi code kod pin id viite tunnus postinumero katu osoite address hatanumero linja bussi bus version versio pykala")

var yearBefore = setOf("vuosi vuonna vuoden vuodesta vuoteen vuodelle vuodeksi vuodelta vuosilta year ar aret aren since")

// plausible tells whether a number without a currency may be a sum of euros.
func (s *scan) plausible(n number, i, next int) bool {
	whole := n.value == float64(int64(n.value))
	if n.value < 100 || n.value >= 1e7 || !whole && !n.grouped {
		return false
	}
	before := s.fold(i - 1)
	if beforeOther.has(before) || s.is(i-1, ".") && beforeOther.has(s.fold(i-2)) || s.counted(next) || s.manyOf(next) || s.thanks(i, next) {
		return false
	}
	if !n.written {
		return n.value != 100 // "sataa" is also rain
	}
	if n.grouped {
		return true
	}
	t := s.at(i)
	switch {
	case t.n == 112 || t.text[0] == '0':
		return false
	case len(t.text) == 4 && (isYear(t.n) || t.n >= 1900 && t.n <= 2099 && yearBefore.has(before)):
		return false
	case len(t.text) == 5 && s.capital(next):
		return false // a postal code: 80100 Joensuu
	case s.is(i-1, "#") || s.is(i-1, "§") || s.at(next).dated && s.dash(next):
		return false
	}
	return true
}

// capital tells whether the word at j begins with a capital letter.
func (s *scan) capital(j int) bool {
	t := s.at(j)
	if t.kind != word || t.glued {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s.text[t.from:])
	return unicode.IsUpper(r)
}

// thanks tells the thousand of "tuhat kiitosta" and "thanks a million" from one
// that is money.
func (s *scan) thanks(i, next int) bool {
	after := s.fold(next)
	if strings.HasPrefix(after, "kiito") || after == "tack" || after == "thanks" || after == "ganger" {
		return true
	}
	before := s.fold(i - 1)
	return before == "thanks" || before == "tack" || before == "a" && s.fold(i-2) == "thanks"
}
