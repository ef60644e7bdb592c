package knowledge

import (
	"embed"
	"sync"

	"kakebot/knowledge/match"
)

// learnt is what training found out of the built-in programme's phrasings, a
// file for each model, so that a start need not find it out again. A file that
// is of other phrasings, because these were edited or another programme is in
// use, is left aside, and the model is trained: slower, but never wrong.
//
//go:generate go test -count=1 -run TestLearnt . -args -update
//go:embed learnt
var learnt embed.FS

// A lesson is what one model is to learn.
type lesson struct {
	name     string // a language, or detector
	examples []match.Example
	options  match.Options
}

// detector is the name of the model that tells the languages.
const detector = "language"

// lessons gives those of the languages that people write in, in their order,
// and the detector's.
func (p *Programme) lessons() []lesson {
	var all []lesson
	said := map[string][]string{"": p.Lexicon.Foreign}
	for _, lang := range Asked {
		l := lesson{lang, p.Examples(lang), p.options(lang)}
		for _, e := range l.examples {
			said[lang] = append(said[lang], e.Text)
		}
		all = append(all, l)
	}
	return append(all, lesson{detector, match.LanguageExamples(said), match.Options{}})
}

// learn makes a model, from memory where that can be done.
func (l lesson) learn() (m *match.Model, recalled bool) {
	memory, _ := learnt.ReadFile("learnt/" + l.name)
	if m, recalled = match.Recall(l.examples, l.options, memory); recalled {
		return m, true
	}
	return match.Train(l.examples, l.options), false
}

// learn makes all models side by side. trained names those that were not
// recalled.
func learn(all []lesson) (models map[string]*match.Model, trained []string) {
	made, recalled := make([]*match.Model, len(all)), make([]bool, len(all))
	var learning sync.WaitGroup
	for i, l := range all {
		learning.Go(func() { made[i], recalled[i] = l.learn() })
	}
	learning.Wait()
	models = map[string]*match.Model{}
	for i, l := range all {
		models[l.name] = made[i]
		if !recalled[i] {
			trained = append(trained, l.name)
		}
	}
	return models, trained
}
