// Package reading reads from a message what rules can read exactly: amounts of
// money, dates, months, weekdays, a clock time, which round, which season, which
// kind of grant, and whether the words agree, refuse or pick from a list. It
// reads Finnish as it is written, spoken and mistyped around Joensuu, Swedish
// and English, also mixed in one message.
//
// A tour, in the order a message meets the files:
//
//   - reading.go: Reading and Read, all there is to call.
//   - tokens.go: the message as words, digits and marks; every word in lower
//     case and without dots and rings, so that "tanaan" is "tänään".
//   - tables.go: the kinds of word table that everything else is written in.
//   - aside.go: links, addresses and identity codes, which hold no amounts.
//   - dates.go, daynames.go, nth.go, relative.go, clock.go: the calendar, over
//     the names in calendar.go.
//   - numbers.go, sums.go, literals.go, amounts.go, counts.go: number words,
//     written numbers, and which of them are money.
//   - ordinals.go, season.go, grant.go, answers.go, negation.go, choice.go: the rest.
//   - format.go: dates, times and sums written back, by language.
//
// Where two readings are possible the rules prefer silence: a message that says
// nothing exact is still understood by its words, a wrong date is not undone.
//
// Everything is a pure function of its arguments: nothing here knows the
// programme, the clock or the time zone. The work grows with the length of the
// message and no faster, and no text makes it fail. The cases in testdata are
// plain lines, "message => what is read", by language; add to them freely.
package reading
