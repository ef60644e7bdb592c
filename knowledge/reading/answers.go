package reading

import "strings"

var yesWords = setOf("joo juu jep jees jeps jup kylla kyl kylha kylhan kyla kuylla toki tottakai ok okei okej oki okke okay oukkei oukei sopii passaa passoo kay kaypi kelpaa " +
	"ilman otetaan tehdaan joopa jooh joojoo hyvaksyn vahvistan mielellaan mielellani ehdottomasti " +
	"ja jo japp jajamen jovisst visst javisst garna absolut sjalvklart " +
	"yes yep yeah yup yea ya y sure fine okey definitely absolutely")

var noWords = setOf("ei en eika ala ela alaka eipa eikai enpa nej na naa nix inte no nope nah not never don't dont")

// answerFillers may stand beside yes and no without changing them.
var answerFillers = setOf("kiitos kiitti kiitoksia kiito se sen niin vaan nyt sitten sit mulle minulle minusta musta hyva ihan tuo toi tama nain oo ole tarvetta tarvi tarvitse viela enaa kiinnosta sovi kay halua haluu " +
	"o no totta kai muuta just aivan juuri hei " +
	"tack det den gar bra passar inte nu behovs tycker jag ar " +
	"please thanks thank you of course it that is's it's that's works with me for now great good the a do i want oh")

// yesPhrases are whole messages that agree without a word for yes.
var yesPhrases = map[string]bool{"det går bra": true, "passar bra": true, "det passar": true, "låter bra": true, "totta kai": true, "ilman muuta": true,
	"of course": true, "go ahead": true, "sounds good": true, "that works": true, "why not": true, "mikä ettei": true, "hyvä niin": true,
	"tehdään niin": true, "otetaan se": true, "for sure": true, "se käy": true, "vaikka niin": true}

// answer tells whether the whole message agrees or refuses. A question does
// neither, and a refusal beside an agreement refuses.
func (s *scan) answer() (yes, no bool) {
	if len(s.toks) == 0 || len(s.toks) > 8 {
		return false, false
	}
	words := 0
	for i, t := range s.toks {
		switch t.kind {
		case digits, end:
			return false, false
		case mark:
			switch t.text {
			case "?":
				return false, false
			case "👍", "👌", "✅":
				yes = true
			case "👎", "❌":
				no = true
			}
		case word:
			words++
			switch w := t.fold; {
			case w == "no" && s.fold(i+1) != "" && (s.lang == "fi" || yesWords.has(s.fold(i+1)) || noWords.has(s.fold(i+1))):
				// the Finnish "well": no joo, no ei
			case w == "ja" && s.lang == "fi" && s.fold(i+1) != "tack", w == "jo" && s.lang == "fi", w == "en" && s.lang == "sv":
				return false, false
			case noWords.has(w) && !(w == "en" && s.lang == "en"):
				no = true
			case yesWords.has(w):
				yes = true
			case !answerFillers.has(w):
				return s.phraseAnswers(), false
			}
		}
	}
	if words > 5 {
		return false, false
	}
	if !yes && !no {
		return s.phraseAnswers(), false
	}
	return yes && !no, no
}

// phraseAnswers tells whether the message is, or begins with, a phrase that agrees.
func (s *scan) phraseAnswers() bool {
	var b strings.Builder
	for _, t := range s.toks {
		if t.kind == word {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(t.text)
		}
		if b.Len() > 40 {
			return false
		}
	}
	return yesPhrases[b.String()]
}
