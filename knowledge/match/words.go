package match

// A lexicon turns words into units. It remembers the words of the training
// texts, so that their features are worked out once and misspelt ones can be
// led back.
type lexicon struct {
	o     Options
	place map[string]int32 // of a word, in lower case, in known
	known []unit
	own   [][]int32 // of each known word: the numbers of its own features
	stems table
	near  spelling
}

// newLexicon makes room for the words of so many texts.
func newLexicon(o Options, texts int) *lexicon {
	return &lexicon{o: o, place: make(map[string]int32, texts), stems: newTable(texts), near: newSpelling(texts)}
}

// learn gives the place of a word of a training text and remembers it, with
// the features it has by itself.
func (x *lexicon) learn(word string, features *table) int32 {
	at, ok := x.place[word]
	if ok {
		return at
	}
	at = int32(len(x.known))
	u := x.o.unit(word)
	x.place[word] = at
	x.known = append(x.known, u)
	x.stems.add(u.stem)
	x.near.add(word)
	own := make([]int32, 0, 6*len(u.edged))
	u.own(func(f feature) {
		n, _ := features.add(uint64(f))
		own = append(own, n)
	})
	x.own = append(x.own, own)
	return at
}

// read gives the unit of a word of any other text, and the numbers of its own
// features where they are known. A word that neither the training texts nor
// the lexicon of the caller know is also read as the known word it is a slip
// of the finger away from, if it may be.
func (x *lexicon) read(word string, correct bool) (u unit, own []int32) {
	if at, ok := x.place[word]; ok {
		return x.known[at], x.own[at]
	}
	u = x.o.unit(word)
	if !correct || len(u.forms) > 1 {
		return u, nil
	}
	if _, known := x.stems.number(u.stem); known {
		return u, nil
	}
	if right, found := x.near.nearest(word); found {
		u = u.corrected(x.known[x.place[right]])
	}
	return u, nil
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
	edged := "^" + Fold(word) + "$"
	return unit{word: word, edged: edged, head: edged, forms: forms, stem: hash(stem)}
}

// corrected reads a word as another that it is probably meant to be. Its runs
// stay as they were written, in case it is not: with them replaced as well,
// misspelt questions gain little more and those without a mistake lose.
func (u unit) corrected(right unit) unit {
	u.as, u.head, u.forms, u.stem = right.word, right.head, right.forms, right.stem
	return u
}
