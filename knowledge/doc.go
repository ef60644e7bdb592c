// Package knowledge is what the assistant knows of a grant programme, and how
// it finds the part of it that a message is about.
//
// The programme itself is data (kake/, or any folder like it; its README.md
// explains the files). A short tour, in the order things happen:
//
//   - programme.go, text.go, lexicon.go: the files, read into a Programme.
//   - find.go: a message becomes a Finding. The words are matched to an entry by
//     what was learnt from its phrasings (match/), one model for each language.
//     What is learnt is embedded (learnt.go) and learnt anew when it does not fit.
//   - story.go, name.go, several.go: the question in a long message, the one
//     beside the grant's name, each of several in one message.
//   - rules.go, refine.go: what is read exactly (reading/: amounts, dates, months,
//     the grant type) decides together with the matched entry; the table of rules.
//     A short message inherits what it leaves out from the one before.
//   - explain.go: why a message was understood as it was.
//   - compute.go, rounds.go: the entries that are worked out from the clock and
//     from what the person said; a table of pure functions.
//   - answer.go, values.go: an entry's words, with every figure, date and name
//     put in from programme.yaml. Dates of a preliminary round cannot be written
//     without the word for it.
//   - check.go, selko.go, found.go: `kakebot check`, which holds all of this
//     together, and easy Finnish to being easy.
//   - journal.go: what the knowledge is to be mended by.
//
// Everything is a value or a pure function of its arguments, the time included.
// A Finder learns each language when it is first met, or all in Warm, side by
// side, which waits; CheckFound cross-validates in one for each language, and waits too.
package knowledge
