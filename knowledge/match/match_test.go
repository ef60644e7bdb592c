package match

import (
	"math"
	"slices"
	"testing"
)

// shop is a made-up training set.
var shop = []Example{
	{"milloin kauppa aukeaa", "hours"},
	{"mihin asti olette auki", "hours"},
	{"onko myymälä auki sunnuntaina", "hours"},
	{"paljonko polkupyörä maksaa", "price"},
	{"mikä on pyörän hinta", "price"},
	{"mitä kypärä maksaa", "price"},
	{"korjaatteko rikkinäisiä pyöriä", "repair"},
	{"rengas puhkesi mitä teen", "repair"},
	{"paljonko huolto kestää", "repair"},
}

func shopModel() *Model { return Train(shop, Options{Stem: Stemmer("fi")}) }

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"Voinko hakea 9000 €?", []string{"voinko", "hakea", "9000"}},
		{"A\u0308iti, ÄITI", []string{"äiti", "äiti"}},
		{"sana\xffsana\x00", []string{"sana", "sana"}},
		{"e-mail", []string{"e", "mail"}},
	} {
		if got := Tokens(c.in); !slices.Equal(got, c.want) {
			t.Errorf("Tokens(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestStemmer(t *testing.T) {
	for _, c := range []struct{ lang, a, b string }{
		{"fi", "hakemuksen", "hakemukset"},
		{"sv", "ansökningar", "ansökningarna"},
		{"en", "applying", "applies"},
	} {
		stem := Stemmer(c.lang)
		if stem(c.a) != stem(c.b) {
			t.Errorf("%s: %q and %q have the stems %q and %q", c.lang, c.a, c.b, stem(c.a), stem(c.b))
		}
	}
	if Stemmer("xx") != nil {
		t.Error("a language without a stemmer must give nil")
	}
}

func TestRank(t *testing.T) {
	m := shopModel()
	for _, c := range []struct{ text, want string }{
		{"Milloin aukeatte?", "hours"},
		{"kypärän hinta", "price"},
		{"pyöräni rengas on rikki", "repair"},
		{"myymala auki", "hours"},       // no dots
		{"mita kypara maksaa", "price"}, // no dots at all
		{"mikä on hitna", "price"},      // a slip
	} {
		if got := m.Rank(Tokens(c.text), 1)[0]; got.Label != c.want {
			t.Errorf("Rank(%q) = %v, want %s", c.text, got, c.want)
		}
	}
}

func TestConfidence(t *testing.T) {
	m := shopModel()
	same := m.Rank(Tokens(shop[0].Text), 1)[0]
	if same.Cosine < 0.999 {
		t.Errorf("a training text has a cosine of %v to itself", same.Cosine)
	}
	foreign := m.Rank(Tokens("wann macht das auf"), 1)[0]
	if foreign.Confidence() > same.Confidence()/3 {
		t.Errorf("foreign text: %v, a training text: %v", foreign.Confidence(), same.Confidence())
	}
	for _, text := range []string{"", "???", "Привет"} {
		for _, s := range m.Rank(Tokens(text), 3) {
			if s.Cosine != 0 && text != "Привет" || s.Confidence() > 0.05 {
				t.Errorf("Rank(%q) gives %v", text, s)
			}
		}
	}
}

func TestRankCounts(t *testing.T) {
	m := shopModel()
	for n, want := range map[int]int{-1: 0, 0: 0, 1: 1, 3: 3, 9: 3} {
		if got := len(m.Rank(Tokens("auki"), n)); got != want {
			t.Errorf("Rank(…, %d) gives %d labels, want %d", n, got, want)
		}
	}
	sum := 0.0
	for _, s := range m.Rank(Tokens("auki"), 3) {
		sum += s.P
	}
	if math.Abs(sum-1) > 1e-5 {
		t.Errorf("probabilities add up to %v", sum)
	}
	if got := Train(nil, Options{}).Rank(Tokens("auki"), 3); len(got) != 0 {
		t.Errorf("a model without examples says %v", got)
	}
	if got := Train(shop[:1], Options{}).Rank(Tokens("auki"), 3); len(got) != 1 || got[0].P != 1 {
		t.Errorf("a model of one label says %v", got)
	}
}

func TestLemma(t *testing.T) {
	lemma := func(word string) []string {
		if word == "kumi" || word == "rengas" {
			return []string{"RENGAS"}
		}
		return nil
	}
	m := Train(shop, Options{Stem: Stemmer("fi"), Lemma: lemma})
	if got := m.Rank(Tokens("kumi"), 1)[0]; got.Label != "repair" {
		t.Errorf("a word the lexicon knows: %v", got)
	}
}

func TestExplain(t *testing.T) {
	m := shopModel()
	words := Tokens("paljonko kyprä maksaa")
	got := m.Explain(words, "price")
	if len(got.Words) != 3 || got.Words[2].Word != "maksaa" || got.Words[2].Weight <= got.Words[0].Weight {
		t.Errorf("the words are %v", got.Words)
	}
	if got.Words[1].As != "kypärä" || got.Nearest != "mitä kypärä maksaa" {
		t.Errorf("a slip is read as %q, the nearest text is %q", got.Words[1].As, got.Nearest)
	}
	sum := 0.0
	for _, w := range got.Words {
		sum += w.Weight
	}
	d := m.lay(words, true)
	scores := make([]float32, len(m.labels))
	m.weights.scores(d.cells, scores)
	if k := slices.Index(m.labels, "price"); math.Abs(sum-float64(scores[k])) > 1e-4 {
		t.Errorf("the weights add up to %v, the score is %v", sum, scores[k])
	}
	if got := m.Explain(words, "no such label"); len(got.Words) != 0 {
		t.Errorf("an unknown label gives %v", got)
	}
}

func TestSlips(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"hinta", "hinta", 0},
		{"hinta", "hintaa", 1},
		{"hinta", "inta", 1},
		{"hinta", "hitna", 1},
		{"hinta", "hunta", 1},
		{"hinta", "hunat", 2},
		{"hinta", "", 2},
		{"aaa", "aaaa", 1},
		{"abab", "baba", 2},
	} {
		if got := slips([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("slips(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := slips([]rune(c.b), []rune(c.a)); got != c.want {
			t.Errorf("slips(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	s := newSpelling(1)
	for _, w := range []string{"kypärä", "hinta", "auki", "ei"} {
		s.add(w)
	}
	for _, c := range []struct{ word, want string }{
		{"kypara", "kypärä"},
		{"kypära", "kypärä"},
		{"kyprä", "kypärä"},
		{"hintta", "hinta"},
		{"aki", ""}, // too short
		{"eii", ""}, // too short
		{"ihnta", "hinta"},
		{"kauppa", ""},
	} {
		if got, ok := s.nearest(c.word); got != c.want || ok != (c.want != "") {
			t.Errorf("nearest(%q) = %q, %v, want %q", c.word, got, ok, c.want)
		}
	}
}

func TestCrossValidate(t *testing.T) {
	got := CrossValidate(shop, 3, Options{Stem: Stemmer("fi")})
	for i, p := range got {
		if p.Example != shop[i] || len(p.Ranked) != 3 {
			t.Errorf("prediction %d is %v", i, p)
		}
		if p.Ranked[0].Cosine > 0.95 {
			t.Errorf("%q was seen in training: %v", p.Text, p.Ranked)
		}
	}
	again := CrossValidate(shop, 3, Options{Stem: Stemmer("fi")})
	for i := range got {
		if !slices.Equal(got[i].Ranked, again[i].Ranked) {
			t.Errorf("%q: %v, then %v", got[i].Text, got[i].Ranked, again[i].Ranked)
		}
	}
}

func TestLanguage(t *testing.T) {
	l := Train(LanguageExamples(map[string][]string{
		"fi": {"moi", "hei", "kiitos", "milloin kauppa aukeaa", "mitä tämä maksaa", "onks teillä auki", "en tiedä", "miten voin maksaa"},
		"sv": {"hej", "tack", "när öppnar affären", "vad kostar det här", "har ni öppet", "jag vet inte", "hur kan jag betala"},
		"en": {"hi", "hello", "thanks", "when does the shop open", "how much is this", "are you open", "i do not know", "how can i pay"},
	}), Options{})
	for _, c := range []struct{ text, want string }{
		{"Moi!", "fi"}, {"mitä maksaa", "fi"}, {"onks auki", "fi"},
		{"Hej!", "sv"}, {"vad kostar", "sv"}, {"jag kan inte betala", "sv"},
		{"hello", "en"}, {"how much", "en"}, {"do you know when", "en"},
	} {
		if got, confidence := l.Detect(Tokens(c.text)); got != c.want || confidence < 0.5 {
			t.Errorf("Detect(%q) = %s, %.2f, want %s", c.text, got, confidence, c.want)
		}
	}
	for _, text := range []string{"", "12345", "2018 9000", "…", "Привет, как дела", "你好", "\xff\xfe"} {
		if got, confidence := l.Detect(Tokens(text)); confidence > 0.2 {
			t.Errorf("Detect(%q) = %s, %.2f, want not sure", text, got, confidence)
		}
	}
}
