package reading

import "strings"

// finnishWants and otherWants begin the verbs of wanting and of what the
// assistant does, which a refusal denies.
var (
	finnishWants = stemsOf(entry[bool]{true, "halua halu haluu tahdo tarvi tarvitse varaa vara ota otta tilaa peru aio viits lahe laheta muistu kiinnost kiitos"})
	otherWants   = stemsOf(entry[bool]{true, "vill ska skall behov boka bestall tack pamin skicka avboka ta onska " +
		"want need book reserv remind send cancel interest wish like thanks thank bother"})
)

// notWants begin like those verbs.
var notWants = stemsOf(entry[bool]{true, "varat varal varma tarvikk tahden otaks likely tal takt tank"})

var (
	finnishNegations = setOf("en emme ei eika emma enka")
	otherNegations   = setOf("inte int ej inga inget ingen nej don't dont not no never wouldn't")
	softeners        = setOf("enaa ena nyt kylla kyl ollenkaan siis sita mitaan mittaan vielakaan any really actually langre alls ju jag vi mina ma mie me lainkaan to do nii niita the a sittenkaan oikeastaan")
)

// negated tells whether the person does not want what the words name: "en halua
// varata", "jag vill inte", "älä muistuta". A condition or a question with "why"
// is not a refusal, and neither is what merely is not so.
func (s *scan) negated() bool {
	for i, t := range s.toks {
		if t.kind != word || s.conditional(i) {
			continue
		}
		switch t.fold {
		case "ala", "alaka", "ela", "alkaa": // without dots also "area", "live" and "begins"
			if strings.Contains(t.text, "ä") || i == 0 && t.fold != "alkaa" {
				return true
			}
		case "inte", "int", "ej":
			if s.wants(otherWants, i-1) || s.wants(otherWants, i-2) {
				return true
			}
		}
		wants := otherWants
		if finnishNegations.has(t.fold) {
			wants = finnishWants
		} else if !otherNegations.has(t.fold) {
			continue
		}
		j := i + 1
		for k := 0; k < 3 && softeners.has(s.fold(j)); k++ {
			j++
		}
		if s.wants(wants, j) {
			return true
		}
	}
	return false
}

func (s *scan) wants(verbs *stems[bool], i int) bool {
	w := s.fold(i)
	return verbs.begins(w) && !notWants.begins(w)
}

// conditional tells whether "if" or "why" comes shortly before token i.
func (s *scan) conditional(i int) bool {
	for k := 1; k <= 3; k++ {
		switch s.fold(i - k) {
		case "jos", "miksi", "miks", "if", "why", "om", "varfor", "unless", "ellei":
			return true
		}
	}
	return false
}
