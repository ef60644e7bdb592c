package reading

import "strings"

// grantStems begin the names of the two kinds of grant and of what people call
// them: slide "Mitä mahdollistaa kansalaistoimijoille?", an event or a
// development project.
var grantStems = stemsOf(
	entry[Grant]{Event, "tapahtum tapatum tapahtm tapahum tapahtuna tapahutm tappahtum iltama ilttama juhl konsert tilaisuu tilaisuus festivaal festari bileet bileis bileit bilee " +
		"myyjais messut messuj karnevaal kahvilailta kahvilailla teemailta teemailla saunailta saunailla elokuvailta lauluilta yhteislauluil runoilta keskusteluilta tyttojenilta naistenilta musiikkiilta kulttuuriilta illanvie teemapaiv toripaiv yleisotap pippalo eventti eventin eventtii keikka keikan keikal turnau tempau naytely nayttel ilta-ma pikkujoulu illatsu " +
		"evenemang eveneman evenemng tillstallning fest konsert kalas jippo basar musikaft cafekvall temadag soare " +
		"event evnet evetn party parties concert festival celebration gig gala soiree"},
	entry[Grant]{Project, "hanke hankke hankett hankkeh kehittamishank kehitamishank kehittamishanke kehityshank pilottihank projekt projketi proejkt prokkis utvecklingsproj utveklingsproj project proyect projcet projct"},
)

// grantEnds end compounds of either kind: "kulttuuritapahtuma".
var grantEnds = []entry[Grant]{
	{Event, "tapahtum"}, {Event, "juhla"}, {Event, "juhlat"}, {Event, "konsert"}, {Event, "tilaisuu"}, {Event, "evenemang"}, {Event, "festival"}, {Event, "festivaali"},
	{Project, "hanke"}, {Project, "hankkee"}, {Project, "hankett"}, {Project, "hankkei"}, {Project, "projekt"},
}

// notGrants begin or are words that look like a grant but are not one: the
// project's own people and meetings, and other words.
var notGrants = stemsOf(entry[bool]{true, "melodifest hankkia hankkii hankkis hankkin hankkim hankkiv hankeneuvo hanketoimij hankehenk hankevak hankesivu kakehank kakeprojekt eventually eventful " +
	"partyhat festa festl infotilaisuu tiedotustilaisuu neuvontatilaisuu projektor messuta tapahtumais galax juhlapyh gigab partner"})

// helpStems begin what the KAKE project does for people, so that "hanke tukee"
// names it and not a grant: slide "Miten KAKE2.0 –hanke tukee?".
var helpStems = stemsOf(entry[bool]{true, "tukee tukea tukev tuki tuen auttaa auttav apua apu neuvoo neuvoj neuvont tarjoa tarjoo antaa ohjaa opastaa avust stod stot hjalp erbjud ger ge support help offer give provide guide advise"})

// grant reads which kind of grant the words are about, and which they put aside.
// With both kinds named it is neither, unless one is put aside or corrected.
func (s *scan) grant() (grant, not Grant, two bool) {
	last := 0
	both := false
	for i, t := range s.toks {
		g := s.grantAt(i, t)
		if g == "" {
			continue
		}
		if s.grantNegated(i) {
			not = g
			continue
		}
		if grant != "" && grant != g {
			both = !s.corrected(last, i)
		}
		grant, last = g, i
	}
	if both {
		return "", not, not == ""
	}
	if grant == not {
		not = ""
	}
	return grant, not, false
}

func (s *scan) grantAt(i int, t token) Grant {
	if t.kind != word || len(t.fold) < 3 || notGrants.begins(t.fold) {
		return ""
	}
	g, _, ok := grantStems.find(t.fold)
	if !ok {
		g = grantEnding(t.fold)
	}
	switch {
	case g == "":
		if strings.HasPrefix(t.fold, "ilta") && s.touching(i-1, "-") {
			return Event // kulttuuri-ilta, kahvila-iltaan
		}
		return ""
	case g == Project && (s.ofKake(i) || s.helper(i)):
		return ""
	case t.fold == "event" && s.fold(i-1) == "the" && s.fold(i-2) == "in":
		return ""
	}
	return g
}

func grantEnding(w string) Grant {
	if len(w) < 9 || len(w) > 60 {
		return ""
	}
	for _, e := range grantEnds {
		if at := strings.LastIndex(w, e.words); at > 2 && len(w)-at-len(e.words) <= 8 {
			return e.value
		}
	}
	return ""
}

// ofKake tells whether the project at i is the KAKE project itself: "KAKE 2.0
// -hanke", "KAKE-hankkeen". A "Pikku KAKE" is a grant.
func (s *scan) ofKake(i int) bool {
	j := i - 1
	if s.dash(j) {
		j--
	}
	if s.at(j).kind == digits && s.is(j-1, ".") && s.at(j-2).kind == digits {
		j -= 3
	}
	return strings.HasPrefix(s.fold(j), "kake") && len(s.fold(j)) <= 6 && !strings.HasPrefix(s.fold(j-1), "pikku")
}

// helper tells whether the project at i is the one that helps: "miten hanke
// tukee", "saako hankkeelta apua".
func (s *scan) helper(i int) bool {
	w := s.fold(i)
	if before := s.fold(i - 1); (w == "hanke" || w == "projektet") && helpStems.begins(before) || before == "the" && helpStems.begins(s.fold(i-2)) {
		return true
	}
	own := strings.HasSuffix(w, "mme") || strings.HasSuffix(w, "ni") || strings.Contains(w, "kehit") || strings.Contains(w, "utveck")
	if own || !helpStems.begins(s.fold(i+1)) {
		return !own && strings.HasPrefix(w, "hankkeelta")
	}
	switch {
	case strings.HasPrefix(w, "hankkeesee"), strings.HasPrefix(w, "hankkeelle"), w == "hankketta", w == "hanketta":
		return false
	}
	return strings.HasPrefix(w, "hank") && !strings.HasPrefix(s.fold(i+1), "avust") || s.fold(i-1) == "the" || w == "projektet" || w == "projektets"
}

var (
	grantNegations = setOf("ei eika en inte ej inget ingen not no isn't isnt ikke")
	beforeNegated  = setOf("siis oo ole ollu ollut ookaan olekaan olekkaan mikaan mitaan mita se on ar a an the ett en nagot any kyl kylla enaa pelkka varsinainen about for det it this that is me meilla meil silti vain bara just only ens")
)

// grantNegated tells whether the grant at i is put aside: "ei hanke", "not a
// project". "Ei vaan tapahtuma" names what is meant.
func (s *scan) grantNegated(i int) bool {
	j := i - 1
	for k := 0; k < 3 && beforeNegated.has(s.fold(j)); k++ {
		if grantNegations.has(s.fold(j)) && s.fold(j) == "en" && s.lang != "sv" {
			break
		}
		j--
	}
	return grantNegations.has(s.fold(j)) && !(s.fold(j) == "en" && s.lang != "fi")
}

var corrections = setOf("siis eiku eikun eikaku tarkoitan meinaan mean jag menar vaan utan actually oikeastaan anteeksi sorry")

// corrected tells whether the words between tokens i and j take back the first.
func (s *scan) corrected(i, j int) bool {
	for k := i + 1; k < j && k < i+8; k++ {
		if corrections.has(s.fold(k)) && s.fold(k) != "jag" {
			return true
		}
	}
	return false
}
