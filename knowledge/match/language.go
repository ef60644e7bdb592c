package match

import (
	"maps"
	"slices"
)

// mostTexts is how many texts of a language are learnt from. More make training
// slower and the answers hardly better.
const mostTexts = 600

// A Language tells in which language a short message is. It is safe for
// concurrent use.
type Language struct{ model *Model }

// TrainLanguage learns from texts by language. Everyday words matter more than
// the subject: give it the questions of a knowledge base, greetings, spoken
// forms. The key "" may hold text that is in none of the languages. Of a long
// list every so many texts are learnt from, the first ones among them.
func TrainLanguage(texts map[string][]string) *Language {
	var examples []Example
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		all := texts[lang]
		every := (len(all) + mostTexts - 1) / mostTexts
		for i := 0; i < len(all); i += every {
			examples = append(examples, Example{all[i], lang})
		}
	}
	return &Language{Train(examples, Options{})}
}

// Detect gives the most probable language and, from 0 to 1, how sure that is:
// the probability, times the part of the text that looks like anything learnt.
// Digits alone, no text and other alphabets are 0 or close to it.
func (l *Language) Detect(text string) (lang string, confidence float64) {
	m := l.model
	features := counts(m.words.plain(text))
	dense := m.spare.Get().(*[]float32)
	row, _ := m.vocab.row(features, *dense)
	wipe(*dense, row)
	m.spare.Put(dense)
	p := m.weights.probabilities(row)
	for _, k := range top(p, 1) {
		lang, confidence = m.labels[k], float64(p[k])*m.vocab.familiar(features)
	}
	if lang == "" {
		return "", 0
	}
	return lang, confidence
}
