// Package knowledge is what the assistant knows of a grant programme, and how
// it finds the part of it that a message is about.
//
// The programme itself is data (kake/, or any folder like it; its README.md
// explains the files). A short tour, in the order things happen:
//
//   - programme.go, text.go, lexicon.go: the files, read into a Programme.
//   - find.go: a message becomes a Finding. The words are matched to an entry by
//     what was learnt from its phrasings (match/), one model for each language.
//   - refine.go: what rules read exactly (reading/: amounts, dates, months, the
//     grant type) decides together with the matched entry, and a short message
//     inherits what it leaves out from the one before.
//   - compute.go, rounds.go: the entries that are worked out from the clock and
//     from what the person said; a table of pure functions.
//   - answer.go, values.go: an entry's words, with every figure, date and name
//     put in from programme.yaml. Dates of a preliminary round cannot be written
//     without the word for it.
//   - check.go, found.go: `kakebot check`, which holds all of this together.
//
// Everything is a value or a pure function of its arguments, the time included.
// NewFinder learns in four goroutines, one for each model, and waits for them;
// CheckFound cross-validates in one for each language, and waits too.
package knowledge
