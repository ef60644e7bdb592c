package match

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// invented makes a training set of the size of a knowledge base: labels, each
// with as many texts of two to seven words, most of them from words of its own.
func invented(labels, texts int) []Example {
	r := rand.New(rand.NewPCG(7, 7))
	syllables := []string{"ka", "ke", "hak", "tuk", "i", "us", "en", "ta", "pah", "tu", "ma", "ra", "ha", "vuo", "si", "nen", "lla", "sta"}
	word := func() string {
		s := ""
		for range 1 + r.IntN(4) {
			s += syllables[r.IntN(len(syllables))]
		}
		return s
	}
	words := func(n int) []string {
		ws := make([]string, n)
		for i := range ws {
			ws[i] = word()
		}
		return ws
	}
	common := words(300)
	var es []Example
	for l := range labels {
		own := words(15)
		for range texts {
			s := ""
			for range 2 + r.IntN(6) {
				if r.IntN(2) == 0 {
					s += own[r.IntN(len(own))] + " "
				} else {
					s += common[r.IntN(len(common))] + " "
				}
			}
			es = append(es, Example{Text: s, Label: fmt.Sprint("label", l)})
		}
	}
	return es
}

func BenchmarkTrain(b *testing.B) {
	es := invented(110, 20)
	for b.Loop() {
		Train(es, Options{Stem: Stemmer("fi")})
	}
}

func BenchmarkRank(b *testing.B) {
	es := invented(110, 20)
	m := Train(es, Options{Stem: Stemmer("fi")})
	i := 0
	for b.Loop() {
		m.Rank(Tokens(es[i%len(es)].Text), 3)
		i++
	}
}

func BenchmarkRankUnknownWords(b *testing.B) {
	m := Train(invented(110, 20), Options{Stem: Stemmer("fi")})
	for b.Loop() {
		m.Rank(Tokens("kuinka monta muukalaista sanaa tähän lauseeseen mahtuu"), 3)
	}
}
