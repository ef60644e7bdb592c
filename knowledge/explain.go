package knowledge

import (
	"slices"
	"time"

	"kakebot/knowledge/match"
)

// A Why is how a message came to its finding: enough to show a person or an
// editor why this was the answer.
type Why struct {
	Finding                                      // as Find gives it; Rule names what decided, if not the words alone
	Words                       []match.Weighted // of the message in their order: how much each spoke for what they matched
	Matched                     string           // the entry the words alone are nearest to, whatever the rules made of it; "" for none
	Nearest                     string           // the phrasing of that entry that is most like the message
	Ranked                      []match.Scored   // the entries nearest to the words, best first, with probability and likeness
	Variant                     string           // which text of a computed entry it is; "" for the only one
	AnswerAt, OfferAt, UnsafeAt float64          // the thresholds that confidence was held against
}

// Explain tells why Find finds what it finds in the same message.
func (f *Finder) Explain(text, lang string, now time.Time, last Context) Why {
	w := Why{Finding: f.Find(text, lang, now, last), AnswerAt: answerAt, OfferAt: offerAt, UnsafeAt: unsafeAt}
	if compute := computed[w.Entry]; compute != nil {
		w.Variant = compute(f.Programme, Question{Entry: w.Entry, Lang: lang, Now: now, Reading: w.Reading}).variant
	}
	words, lang := bare(text), written(lang)
	w.Ranked = slices.DeleteFunc(f.models[lang]().Rank(words, mostNear), f.doubtful)
	if id, ok := f.exact(words, lang); ok {
		w.Matched = id
	} else if len(w.Ranked) > 0 && w.Ranked[0].Cosine > 0 {
		w.Matched = w.Ranked[0].Label
	}
	why := f.models[lang]().Explain(words, w.Matched)
	w.Words, w.Nearest = why.Words, why.Nearest
	return w
}
