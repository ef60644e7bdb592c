package reading

// choiceFillers may stand beside the ordinal in a message that picks.
var choiceFillers = setOf("otan otetaan ottaisin ottasin otetaas valitsen valitaan se sen tuo tuon ton toi tama taman kay kavis kavisi sopii sopis passaa vaikka vaik kiitos joo ok okei vaihtoehto vaihtoehdon numero nro haluan haluaisin haluun ma mie mina enta entas sitten sit juu aika ajan jos niista noista " +
	"the one please i i'll ill i'd take want let's lets go with option number thanks yes that choose and what about how pick slot time would like for me " +
	"jag tar den det tack alternativ nummer ja garna blir passar valjer vi tar tiden nr da och")

// choice reads a message that does nothing but pick from a list: "otan sen
// toisen", "the second one please", "2", "se viimeinen käy". With "aika" the
// Finnish "toinen" may mean another one, and is left alone.
func (s *scan) choice() int {
	if len(s.toks) == 0 || len(s.toks) > 10 {
		return 0
	}
	n, times := 0, false
	for i, t := range s.toks {
		v := 0
		switch {
		case t.kind == mark && (t.text == "%" || t.text == "€" || t.text == "/"):
			return 0
		case t.kind == mark:
			continue
		case t.dated:
			return 0
		case t.kind == digits:
			v = t.n
			if len(t.text) > 2 || v == 0 || t.glued && s.at(i-1).kind != mark {
				return 0
			}
		case t.glued && ordinalEnd.has(t.fold) || t.glued && s.is(i-1, ":"):
			continue
		default:
			v = chosenWord(t.fold)
			if before := s.fold(i - 1); t.fold == "one" && (before == "number" || before == "option") {
				v = 1
			}
			if v == 0 && !choiceFillers.has(t.fold) {
				return 0
			}
			times = times || t.fold == "aika" || t.fold == "ajan"
		}
		if v != 0 && n != 0 {
			return 0
		}
		n += v
	}
	if n == 2 && times {
		return 0
	}
	return n
}

func chosenWord(w string) int {
	if n, ok := ordinal(w); ok {
		return n
	}
	if w == "en" || w == "one" || w == "ett" {
		return 0
	}
	if p, ok := parseWord(w); ok && p.n == 1 && p.parts[0].op == add && p.parts[0].v >= 1 && p.parts[0].v <= 10 && p.parts[0].v == float64(int(p.parts[0].v)) {
		return int(p.parts[0].v)
	}
	return 0
}
