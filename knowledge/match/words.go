package match

// A lexicon turns words into units. It remembers the words of the training
// texts, so that they are stemmed once and misspelt ones can be led back.
type lexicon struct {
	o     Options
	known map[string]unit // by the word, in lower case
	stems map[string]bool
	near  spelling
}

func newLexicon(o Options) *lexicon {
	return &lexicon{o: o, known: map[string]unit{}, stems: map[string]bool{}}
}

// learn gives the units of a training text and remembers its words.
func (x *lexicon) learn(text string) []unit {
	words := Tokens(text)
	units := make([]unit, len(words))
	for i, w := range words {
		u, ok := x.known[w]
		if !ok {
			u = x.o.unit(w)
			x.known[w] = u
			x.stems[u.forms[0]] = true
			x.near.add(w)
		}
		units[i] = u
	}
	return units
}

// read gives the units of any other text. A word that neither the training
// texts nor the lexicon of the caller know is also read as the known word it
// is a slip of the finger away from.
func (x *lexicon) read(text string) []unit {
	words := Tokens(text)
	units := make([]unit, len(words))
	corrections := 0
	for i, w := range words {
		u, ok := x.known[w]
		if !ok {
			u = x.o.unit(w)
			if len(u.forms) == 1 && !x.stems[u.forms[0]] && corrections < mostCorrections {
				corrections++
				if right, found := x.near.nearest(w); found {
					u = u.corrected(x.known[right])
				}
			}
		}
		units[i] = u
	}
	return units
}

// plain gives the units of a text whose words are all taken as written.
func (x *lexicon) plain(text string) []unit {
	words := Tokens(text)
	units := make([]unit, len(words))
	for i, w := range words {
		units[i] = x.o.unit(w)
	}
	return units
}

// unit looks at a word by itself.
func (o Options) unit(word string) unit {
	stem := word
	if o.Stem != nil && len(word) <= longestWord {
		stem = o.Stem(word)
	}
	forms := []string{stem}
	if o.Lemma != nil {
		forms = append(forms, o.Lemma(word)...)
	}
	edged := "^" + fold(word) + "$"
	return unit{word: word, edged: edged, head: edged, forms: forms}
}

// corrected reads a word as another that it is probably meant to be. Its runs
// stay as they were written, in case it is not: with them replaced as well,
// misspelt questions gain little more and those without a mistake lose.
func (u unit) corrected(right unit) unit {
	u.head, u.forms = right.head, right.forms
	return u
}
