package match

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/quick"
)

func TestAnyBytes(t *testing.T) {
	m := shopModel()
	l := Train(LanguageExamples(map[string][]string{"fi": {"moi"}, "en": {"hello"}}), Options{})
	sane := func(b []byte) bool {
		text := string(b)
		m.Explain(Tokens(text), "price")
		_, sure := l.Detect(Tokens(text))
		ok := sure >= 0 && sure <= 1.0001
		for _, s := range m.Rank(Tokens(text), 3) {
			ok = ok && s.P >= 0 && s.P <= 1.0001 && s.Cosine >= 0 && s.Cosine <= 1
		}
		return ok
	}
	if err := quick.Check(sane, &quick.Config{MaxCount: 500}); err != nil {
		t.Error(err)
	}
	Train([]Example{{"\xff", ""}, {"", "b"}, {"", "b"}, {"a\xc3", "c"}}, Options{Stem: Stemmer("fi")}).Rank(Tokens("a"), 3)
}

// TestLongTexts would take minutes if anything were not linear.
func TestLongTexts(t *testing.T) {
	m := shopModel()
	for _, text := range []string{
		strings.Repeat("a", 100_000),
		strings.Repeat("ä", 50_000),
		strings.Repeat("pyörä ", 15_000),
		strings.Repeat("xyzzy ", 15_000),
		strings.Repeat("\u0308", 50_000),
		strings.Repeat("\xff", 100_000),
	} {
		m.Rank(Tokens(text), 3)
		m.Explain(Tokens(text), "price")
	}
	Train([]Example{{strings.Repeat("pitkä ", 15_000), "long"}, {"lyhyt", "short"}}, Options{Stem: Stemmer("fi")})
}

func TestDeterministic(t *testing.T) {
	examples := invented(20, 8)
	a, b := Train(examples, Options{Stem: Stemmer("fi")}), Train(examples, Options{Stem: Stemmer("fi")})
	if !slices.Equal(a.weights.w, b.weights.w) {
		t.Error("two models of the same examples differ")
	}
}

func TestConcurrent(t *testing.T) {
	m := shopModel()
	want := m.Rank(Tokens("mitä pyörä maksaa"), 3)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if got := m.Rank(Tokens("mitä pyörä maksaa"), 3); !slices.Equal(got, want) {
					t.Errorf("%v, want %v", got, want)
				}
			}
		})
	}
	group.Wait()
}

// TestColumns holds that joining features leaves the products of training
// rows as they were: every row keeps the length of its vector.
func TestColumns(t *testing.T) {
	m := Train(invented(20, 8), Options{})
	for _, v := range m.rows {
		var square float32
		for _, c := range v.cells {
			square += c.value * c.value
		}
		if d := square - v.length*v.length; d > 1e-4 || d < -1e-4 {
			t.Fatalf("a row of square length %v, its vector %v", square, v.length*v.length)
		}
	}
}

// TestFit holds that training got somewhere: with so little to pay for
// large weights, every training text is told from the other labels.
func TestFit(t *testing.T) {
	m := Train(invented(20, 8), Options{})
	p := make([]float32, len(m.labels))
	for i, v := range m.rows {
		m.weights.scores(v.cells, p)
		softmax(p)
		if l := m.label[i]; p[l] < 0.5 {
			t.Errorf("a training text of %s has a probability of %v", m.labels[l], p[l])
		}
	}
}
