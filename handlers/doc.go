// Package handlers is what the assistant does with a message.
//
// handlers.go holds THE table of abilities; each row's conversation lives in a
// file of its own, and none needs another to be read:
//
//   - faq.go: answers from the knowledge, offers what could have been meant;
//     several.go: several questions in one message.
//   - why.go, easier.go, feedback.go: why an answer is what it is, the same again
//     in easier words, and whether it helped. suggest.go completes questions.
//   - book.go, choose.go, form.go, sort.go, dialog.go, mine.go, details.go, wish.go:
//     a talk with the adviser, from the list of times to the calendar file;
//     moving and cancelling it, and who waits for a time.
//   - idea.go, idea_fields.go: what the adviser is told before a talk, approved first.
//     bounds.go: why a time cannot be had, and what can be done instead.
//   - calendar.go: calendars to subscribe to, of one's talks and of the rounds.
//   - reminders.go, reminder_words.go, reminders_mine.go: reminders of rounds, what
//     words say of them, and those a person has. status.go: the rounds at a glance.
//   - news.go: what happened at the desk, for the person and for the adviser.
//   - mail.go, mailbox.go: messages by e-mail, to an address whose owner has confirmed it.
//   - people.go: a person instead of the assistant.
//   - language.go, help.go, privacy.go, safety.go: what their names say.
//
// The sentences are in words/, one file for each language with the same keys.
// handlers knows no platform, no Redis and no cron; it starts no goroutine.
package handlers
