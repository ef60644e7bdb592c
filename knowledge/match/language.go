package match

import (
	"maps"
	"slices"
)

// mostTexts is how many texts of a language are learnt from. More make training
// slower and the answers hardly better.
const mostTexts = 600

// LanguageExamples makes of texts by language what a model must learn to tell
// the languages. Everyday words matter more than the subject: give it the
// questions of a knowledge base, greetings, spoken forms. The key "" may hold
// text that is in none of the languages. Of a long list every so many texts are
// taken, the first one among them.
func LanguageExamples(texts map[string][]string) []Example {
	var examples []Example
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		all := texts[lang]
		every := (len(all) + mostTexts - 1) / mostTexts
		for i := 0; i < len(all); i += every {
			examples = append(examples, Example{all[i], lang})
		}
	}
	return examples
}

// Detect gives the most probable label of a text, given as the Tokens of it and
// all taken as written, and, from 0 to 1, how sure that is: the probability, times the part
// of the text that looks like anything learnt. With LanguageExamples the labels
// are languages. Digits alone, no text and other alphabets are 0 or close to it.
func (m *Model) Detect(words []string) (label string, confidence float64) {
	d := m.lay(words, false)
	defer m.back(d)
	for _, k := range top(d.scores, 1) {
		label, confidence = m.labels[k], float64(d.scores[k]*d.familiar)
	}
	if label == "" {
		return "", 0
	}
	return label, confidence
}
