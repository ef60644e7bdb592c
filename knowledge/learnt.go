package knowledge

import (
	"embed"

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

// lessons gives those of the languages that people write in and the detector's,
// by name.
func (p *Programme) lessons() map[string]lesson {
	all := map[string]lesson{}
	said := map[string][]string{"": p.Lexicon.Foreign}
	for _, lang := range Asked {
		l := lesson{lang, p.Examples(lang), p.options(lang)}
		for _, e := range l.examples {
			said[lang] = append(said[lang], e.Text)
		}
		all[lang] = l
	}
	all[detector] = lesson{detector, match.LanguageExamples(said), match.Options{}}
	return all
}

// learn makes the model, from memory where that can be done.
func (l lesson) learn() *match.Model {
	if m, ok := l.recall(); ok {
		return m
	}
	return match.Train(l.examples, l.options)
}

func (l lesson) recall() (*match.Model, bool) {
	memory, err := learnt.ReadFile("learnt/" + l.name)
	if err != nil {
		return nil, false
	}
	return match.Recall(l.examples, l.options, memory)
}
