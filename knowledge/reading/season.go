package reading

import "strings"

var seasonStems = stemsOf(
	entry[Season]{Spring, "kevaa keva kevvaa kevat varen varens varomgang varterm spring"},
	entry[Season]{Summer, "kesal kesan kesak sommar summer"},
	entry[Season]{Autumn, "syksy syssy syyshaku syyskier host autumn"},
	entry[Season]{Winter, "talve talvi vinter winter"},
)

// notSeasons begin like seasons.
var notSeasons = stemsOf(entry[bool]{true, "kesakuu kesaku host's hosta hosti hosts kevattom springer springboard varenda kesken kevail"})

// season reads the first part of the year that is named: "kevään haku", "i höst".
func (s *scan) season() Season {
	for i, t := range s.toks {
		if t.kind != word || t.dated || len(t.fold) < 3 {
			continue
		}
		switch t.fold {
		case "kesa", "kesaa", "kesat":
			return Summer
		case "var":
			if t.text == "vår" && s.fold(i-1) == "i" && s.at(i+1).kind != word {
				return Spring
			}
		case "fall":
			if w := s.fold(i - 1); w == "the" || w == "this" || w == "next" || w == "in" || isRound(s.fold(i+1)) {
				return Autumn
			}
		case "host":
			if t.text == "host" && s.lang == "en" {
				continue
			}
		}
		if v, rest, ok := seasonStems.find(t.fold); ok && !notSeasons.begins(t.fold) && !(rest == "en" && strings.HasPrefix(t.fold, "var") && s.fold(i+1) == "i") {
			return v
		}
	}
	return ""
}
