package reading

// An op is what a part of a number word does to the number before it.
type op uint8

const (
	add     op = iota // twenty, seven
	tenfold           // the Finnish -kymmentä: ten times the seven before it, else ten
	teen              // the Finnish -toista: ten more
	times             // hundred, thousand, million
)

type part struct {
	op op
	v  float64
}

func of(op op, v float64, words string) entry[part] { return entry[part]{part{op, v}, words} }

// numberParts are the parts of number words by language, folded, longest first
// where one begins another. Finnish has its written, spoken and eastern forms,
// in the cases that sums of money stand in.
var numberParts = [3]*stems[part]{
	stemsOf( // Finnish
		of(add, 30, "kolkytta kolkyta kolkyt"), of(add, 40, "nelkytta nelkyta nelkyt"), of(add, 70, "seiskytta seiskyta seiskyt seitkyta seitkyt seitenkyta seitenkyt"),
		of(add, 1.5, "puolitoista puoltoista puoltoist puolentoista puolellatoista puolestoista"),
		of(add, 0.5, "puolikas puolella puoleen puoli puolta puolen puol"),
		of(add, 1, "yhdella yhteen yhden yhta yksi yks yhen"),
		of(add, 2, "kahdella kahdesta kahteen kahden kahta kahen kaksi kaks kahdel kahdes parilla pari"),
		of(add, 3, "kolmella kolmesta kolmeen kolomen kolomea kolome kolmen kolmea kolmee kolme kolm"),
		of(add, 4, "neljalla neljasta neljaan neljan neljaa nelja nelj nellan nella"),
		of(add, 5, "viidella viidesta viiteen viiden viijen viien viitta viisi viis"),
		of(add, 6, "kuudella kuudesta kuuteen kuuden kuuven kuuen kuutta kuusi kuus"),
		of(add, 7, "seitsemalla seitsemasta seitsemaan seitseman seitsemaa seitsema seittemalla seittemasta seittemaan seitteman seittemaa seittema seihteman seihtema seitteman seittaman seiteman seitsman seittman seiska seit"),
		of(add, 8, "kahdeksalla kahdeksasta kahdeksaan kahdeksan kahdeksaa kahdeksa kaheksalla kaheksasta kaheksaan kaheksan kaheksaa kaheksa kaheeksan kaheeksa kasi"),
		of(add, 9, "yhdeksalla yhdeksasta yhdeksaan yhdeksan yhdeksaa yhdeksa yheksalla yheksasta yheksaan yheksan yheksaa yheksa yheeksan yheeksa ysi"),
		of(tenfold, 10, "kymmenella kymmenesta kymmeneen kymmenenta kymmenen kymmenta kymmenee kymment kymmene kymmen kymppi kympin kymppia kytta kyta kyt"),
		of(teen, 10, "toistakymmenta toista toist toistaa"),
		of(times, 100, "sadalla sadasta sataan satanen satasen sataa sadan sata sattaa sattoo sato satoo"),
		of(times, 1000, "tuhannella tuhannesta tuhanteen tuhannen tuhanne tuhatta tuhattaa tuhata tuhatt tuhtta tuhat tuhanta tuh tonnilla tonnista tonniin tonnin tonnia tonnii tonnie tonnit tonni tonnil tonniks tonniksi tonnista"),
		of(times, 1e6, "miljoonalla miljoonasta miljoonaan miljoonaa miljoonan miljoonoo miljoona miljuunaa miljuuna miljoon milj"),
	),
	stemsOf( // Swedish
		of(add, 1.5, "halvannan"),
		of(add, 0.5, "halva halv"),
		of(add, 11, "elva"), of(add, 12, "tolv"), of(add, 13, "tretton"), of(add, 14, "fjorton"), of(add, 15, "femton"),
		of(add, 16, "sexton"), of(add, 17, "sjutton"), of(add, 18, "arton"), of(add, 19, "nitton"),
		of(add, 20, "tjugo tjugi tjuge"), of(add, 30, "trettio tretti"), of(add, 40, "fyrtio fyrti fyrtti"), of(add, 50, "femtio femti"),
		of(add, 60, "sextio sexti"), of(add, 70, "sjuttio sjutti"), of(add, 80, "attio atti"), of(add, 90, "nittio nitti"),
		of(add, 1, "ett en"), of(add, 2, "tva"), of(add, 3, "tre"), of(add, 4, "fyra"), of(add, 5, "fem"),
		of(add, 6, "sex"), of(add, 7, "sju"), of(add, 8, "atta"), of(add, 9, "nio nie"), of(add, 10, "tio tie"),
		of(times, 100, "hundra"), of(times, 1000, "tusen tusend tussen tusn tusenn"), of(times, 1e6, "miljoner miljonen miljon miljarden"),
	),
	stemsOf( // English
		of(add, 0.5, "half"),
		of(add, 13, "thirteen"), of(add, 14, "fourteen"), of(add, 15, "fifteen"), of(add, 16, "sixteen"), of(add, 17, "seventeen"),
		of(add, 18, "eighteen"), of(add, 19, "nineteen"), of(add, 10, "ten"), of(add, 11, "eleven"), of(add, 12, "twelve"),
		of(add, 20, "twenty"), of(add, 30, "thirty"), of(add, 40, "forty fourty"), of(add, 50, "fifty"), of(add, 60, "sixty"),
		of(add, 70, "seventy"), of(add, 80, "eighty"), of(add, 90, "ninety"),
		of(add, 1, "one"), of(add, 2, "two"), of(add, 3, "three"), of(add, 4, "four"), of(add, 5, "five"), of(add, 6, "six"),
		of(add, 7, "seven"), of(add, 8, "eight"), of(add, 9, "nine"),
		of(times, 100, "hundred"), of(times, 1000, "thousand thousend grand"), of(times, 1e6, "million"),
	),
}

// notNumbers look like number words, but count nothing exactly.
var notNumbers = setOf("thousands hundreds millions tuhannet tuhansia tusentals hundratals halvan kuusen pariin milloin sattuu satoja satoi")

// clitics may end a Finnish number word: "kahdeksantuhattako".
var clitics = setOf("ko kos kin kaan han")

// A wordNumber is the parts of one word; a word has few.
type wordNumber struct {
	parts [12]part
	n     int
}

// parseWord reads a folded word as parts of a number in one of the languages,
// with at most one slip in a long part.
func parseWord(w string) (p wordNumber, ok bool) {
	if len(w) < 2 || len(w) > 48 || notNumbers.has(w) {
		return p, false
	}
	for _, lang := range numberParts {
		if p.read(lang, w, false) {
			return p, true
		}
	}
	if len(w) < 6 {
		return p, false
	}
	for _, lang := range numberParts {
		if p.read(lang, w, true) {
			return p, true
		}
	}
	return p, false
}

func (p *wordNumber) read(lang *stems[part], w string, slip bool) bool {
	if w == "" || p.n > 0 && lang == numberParts[0] && clitics.has(w) {
		return true
	}
	if p.n == len(p.parts) {
		return false
	}
	for _, m := range lang[w[0]] {
		used := -1
		mayStillSlip := slip
		if len(w) >= len(m.s) && w[:len(m.s)] == m.s {
			used = len(m.s)
		} else if slip && len(m.s) >= 6 && m.s[:3] != "ton" {
			used, mayStillSlip = near(w, m.s), false
		}
		if used <= 0 {
			continue
		}
		p.parts[p.n] = m.value
		p.n++
		if p.read(lang, w[used:], mayStillSlip) {
			return true
		}
		p.n--
	}
	return false
}
