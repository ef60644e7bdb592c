package knowledge_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The oracle works out what a right answer holds from the source's facts alone,
// which are written here once more (F2, F3, F11-F13). It shares neither code nor
// data with the room it judges.

var helsinki = func() *time.Location {
	z, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(err)
	}
	return z
}()

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, helsinki) }

// A period is a round: its first and last day, and the earliest start month.
type period struct {
	opens, closes, start time.Time
	preliminary          bool
	inferred             bool // the source does not say the year of start
}

var periods = []period{
	{opens: date(2018, 1, 16), closes: date(2018, 2, 28), start: date(2018, 4, 1)},
	{opens: date(2018, 4, 1), closes: date(2018, 5, 31), start: date(2018, 9, 1), preliminary: true},
	{opens: date(2018, 9, 1), closes: date(2018, 10, 31), start: date(2019, 1, 1), preliminary: true, inferred: true},
}

const (
	eventLimit   = 8000_00 // cents; a sum fits when it is less
	projectLimit = 70000_00
)

// among gives the round that day lies in and the first that opens later, nil if none.
func among(day time.Time) (open, next *period) {
	ymd := func(t time.Time) int { return t.Year()*10000 + int(t.Month())*100 + t.Day() }
	for i := range periods {
		p := &periods[i]
		switch {
		case ymd(day) < ymd(p.opens) && next == nil:
			next = p
		case ymd(p.opens) <= ymd(day) && ymd(day) <= ymd(p.closes):
			open = p
		}
	}
	return open, next
}

// past tells whether the period's last day is before now's day.
func (p period) past(now time.Time) bool {
	return date(now.Year(), now.Month(), now.Day()).After(p.closes)
}

// between counts days; a day may have 23 or 25 hours.
func between(from, to time.Time) int {
	return int(math.Round(to.Sub(date(from.Year(), from.Month(), from.Day())).Hours() / 24))
}

// A tongue is how a language writes what the oracle expects.
type tongue struct {
	yes, no         []string // how an answer that agrees or denies begins
	mark            string
	inferred        string
	closed          []string // says that no round is open now
	over            []string // says that every round is past
	year            []string // the source's year, where it may stand
	day, days       string
	under, notUnder string     // between a sum and a limit
	names           [12]string // of the months
}

var suomi = tongue{
	yes: []string{"Kyllä"}, no: []string{"Ei"}, mark: "alustava", inferred: "vuosi on päätelty",
	closed: []string{"ei ole nyt auki"}, over: []string{"ohi", "ovat päättyneet"},
	year: []string{"vuodelta 2018"}, day: "päivä", days: "päivää", under: " on alle ", notUnder: " ei ole alle ",
	names: [12]string{"tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu"},
}

var tongues = map[string]tongue{
	"fi": suomi,
	"selko": func() tongue {
		t := suomi
		t.no, t.over = []string{"Ei", "Haku ei ole"}, []string{"ohi", "Haku on päättynyt"}
		return t
	}(),
	"sv": {
		yes: []string{"Ja"}, no: []string{"Nej"}, mark: "preliminär", inferred: "året är en slutsats",
		closed: []string{"ngen ansökningsomgång pågår nu"}, over: []string{"är över", "redan förbi"},
		year: []string{"från år 2018"}, day: "dag", days: "dagar", under: " är under ", notUnder: " är inte under ",
		names: [12]string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
	},
	"en": {
		yes: []string{"Yes"}, no: []string{"No"}, mark: "preliminary", inferred: "year inferred",
		closed: []string{"No round is open"}, over: []string{"are past", "have passed"},
		year: []string{"from 2018"}, day: "day", days: "days", under: " is under ", notUnder: " is not under ",
		names: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	},
}

// writeDay writes a date, without its year when short.
func writeDay(t time.Time, lang string, short bool) string {
	s := fmt.Sprintf("%d.%d.", t.Day(), t.Month())
	year := fmt.Sprint(t.Year())
	if lang == "en" {
		s, year = fmt.Sprintf("%d %s", t.Day(), tongues["en"].names[t.Month()-1]), " "+year
	}
	if short {
		return s
	}
	return s + year
}

// writeMonth writes when a project starts.
func writeMonth(t time.Time, lang string) string {
	name := tongues[lang].names[t.Month()-1]
	switch lang {
	case "sv":
		return "i " + name
	case "en":
		return "in " + name
	}
	return name + "ssa"
}

// writeSum writes cents: "8 000 €" with no-break spaces, "€8,000" in English.
func writeSum(cents int64, lang string) string {
	whole := fmt.Sprint(cents / 100)
	sep, point := "\u00a0", ","
	if lang == "en" {
		sep, point = ",", "."
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + sep + whole[i:]
	}
	if cents%100 > 0 {
		whole += point + fmt.Sprintf("%02d", cents%100)
	}
	if lang == "en" {
		return "€" + whole
	}
	return whole + "\u00a0€"
}

func writeDays(n int, lang string) string {
	if n == 1 {
		return "1 " + tongues[lang].day
	}
	return fmt.Sprint(n, " ", tongues[lang].days)
}

// A verdict is what an answer in one language must hold, what else of figures it
// may hold, and how it must begin.
type verdict struct {
	lang       string
	must, may  []string
	begins     []string
	has, hasnt []string // one of has, and none of hasnt
}

func (v *verdict) needs(s ...string)  { v.must = append(v.must, s...) }
func (v *verdict) allows(s ...string) { v.may = append(v.may, s...) }

// A date of a preliminary round is only ever right with the word beside it.
func (v *verdict) marked(p *period, s string) string {
	if p.preliminary {
		s += " (" + tongues[v.lang].mark + ")"
	}
	return s
}

func (v *verdict) span(p *period) string {
	dash := "–"
	if v.lang == "en" {
		dash = " – "
	}
	return v.marked(p, writeDay(p.opens, v.lang, true)+dash+writeDay(p.closes, v.lang, false))
}
func (v *verdict) closes(p *period) string { return v.marked(p, writeDay(p.closes, v.lang, false)) }
func (v *verdict) opens(p *period) string  { return v.marked(p, writeDay(p.opens, v.lang, false)) }

func (v *verdict) start(p *period) string {
	s := fmt.Sprint(writeMonth(p.start, v.lang), " ", p.start.Year())
	if p.inferred {
		s += " (" + tongues[v.lang].inferred + ")"
	}
	return s
}

// round allows everything there is to say of a round.
func (v *verdict) round(p *period) { v.allows(v.span(p), v.closes(p), v.opens(p), v.start(p)) }

// all needs every round with its start.
func (v *verdict) all() {
	for i := range periods {
		v.needs(v.span(&periods[i]), v.start(&periods[i]))
	}
}

// wrong holds a reply's text to the verdict: what is missing, and what is left
// of figures and months when everything right is taken out.
func (v verdict) wrong(text string) (wrong []string) {
	plain := strings.ReplaceAll(text, "**", "")
	for _, s := range v.must {
		if _, n := without(plain, s); n == 0 {
			wrong = append(wrong, "does not say "+s)
		}
	}
	if len(v.begins) > 0 && !slices.ContainsFunc(v.begins, func(b string) bool { return strings.HasPrefix(plain, b) }) {
		wrong = append(wrong, "does not begin with "+strings.Join(v.begins, " or "))
	}
	if len(v.has) > 0 && !slices.ContainsFunc(v.has, func(s string) bool { return strings.Contains(plain, s) }) {
		wrong = append(wrong, "does not say "+strings.Join(v.has, " or "))
	}
	for _, s := range v.hasnt {
		if strings.Contains(plain, s) {
			wrong = append(wrong, "must not say "+s)
		}
	}
	right := slices.Concat(v.must, v.may)
	slices.SortFunc(right, func(a, b string) int { return len(b) - len(a) })
	for _, s := range right {
		plain, _ = without(plain, s)
	}
	if i := strings.IndexFunc(plain, unicode.IsDigit); i >= 0 {
		wrong = append(wrong, "says a figure that is not right: …"+plain[max(0, i-20):min(len(plain), i+20)]+"…")
	}
	for _, m := range tongues[v.lang].names {
		if strings.Contains(plain, " "+m) {
			wrong = append(wrong, "names the month "+m)
		}
	}
	return wrong
}

// without takes every s out of a text that is not part of a longer figure or word.
func without(text, s string) (rest string, n int) {
	var b strings.Builder
	for {
		i := strings.Index(text, s)
		if i < 0 || s == "" {
			return b.String() + text, n
		}
		before, after := b.String()+text[:i], text[i+len(s):]
		if joined(before, after) {
			b.WriteString(text[:i+1])
			text = text[i+1:]
			continue
		}
		n++
		b.WriteString(text[:i] + "¤")
		text = after
	}
}

// joined tells whether what stands between before and after is a part of
// something longer: "8.2.2018" of "28.2.2018", "1 päivä" of "1 päivää".
func joined(before, after string) bool {
	last, size := utf8.DecodeLastRuneInString(before)
	digit := func(s string) bool { r, _ := utf8.DecodeLastRuneInString(s); return unicode.IsDigit(r) }
	if unicode.IsDigit(last) || strings.ContainsRune("\u00a0.,", last) && digit(before[:len(before)-size]) {
		return true
	}
	next, size := utf8.DecodeRuneInString(after)
	if unicode.IsDigit(next) || unicode.IsLetter(next) {
		return true
	}
	then, _ := utf8.DecodeRuneInString(after[min(size, len(after)):])
	return strings.ContainsRune(".,", next) && unicode.IsDigit(then)
}
