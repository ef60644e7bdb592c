// Command kakebot is the whole assistant in one process: this package reads the
// flags, puts the rooms together, starts them and waits for them. It decides
// nothing else.
//
// # The way of a message
//
//	platform event ─ parse ─▶ chat.Message ─ chat.Guard ─ chat.Mux ─ handler ─▶ chat.Reply ─ render ─▶ platform call
//
// A channel (web, Slack, Discord, terminal) turns what its platform says into a
// Message; Slack and Discord share a courier, which keeps a person's messages in
// order and posts each reply once. E-mail is a channel that only sends. Guard
// answers a repeated one with its first reply, takes out identity codes, finds
// the language and keeps the session. Mux finds the ability in the table of
// handlers.go; what no ability claims is an entry of the knowledge. A handler
// gives a Reply, which is meaning; the channel gives it a shape.
//
// # The way of a reminder
//
//	cron tick ─▶ reminders.Due (pure) ─▶ ledger: claim ─▶ channel.Send ─▶ ledger: settle
//
// What happens at the desk goes the same way: the relay hands its events to the
// ledger, and news.go finds their words when they are sent.
//
// # The rooms, bottom up
//
//   - chat: the vocabulary. chat/courier: what every platform needs.
//     chat/ical: calendar files.
//   - knowledge: facts, answers and finding the right one; knowledge/match and
//     knowledge/reading are its two pure tools, knowledge/kake the programme.
//   - booking: who holds which slot. reminders: who is owed which message.
//   - handlers: what is done with a message.
//   - bot/store: Redis in its three ways. bot/web, bot/slack, bot/discord,
//     bot/terminal, bot/mail: the channels.
//   - bot: this package. main.go is the entrance, config.go the flags and
//     environment, assemble.go the wiring, platforms.go and mail.go which channels are on,
//     serve.go the life cycle, every.go what is done again and again, office.go
//     the office hours, relay.go and news.go what is told of the desk, feeds.go the
//     calendars; ask.go, explain.go, check.go, eval.go, rehearse.go, suggest.go,
//     reminders.go, staff.go and chores.go are the other commands.
//
// Imports point downwards; deps_test.go at the root holds them there.
//
// # Goroutines, and who waits for them
//
//   - run (serve.go): one for each channel, one for the reminders, one for the
//     relay, one for the office hours, one for the letters that confirm an
//     address; run waits for all of them, and gives up after stopWithin.
//   - bot/web: the server, one for each connection and each stream of late
//     messages; its Run waits for them.
//   - bot/terminal: one that reads lines. A read cannot be called off: it ends
//     with the input or the process, and nobody waits for it.
//   - reminders: cron, the planner, the glancers and the lanes; Run waits for them.
//   - bot/store: the embedded Redis's clock (Close waits), and a watcher of the
//     redis-server child (Close waits for the child's end); go-redis's queue of the
//     desk's scripts (Close waits for half a second).
//   - bot/slack, bot/discord: one for the connection, and the courier's for the
//     messages under way; their Run waits for them.
//   - knowledge.Finder.Warm: one for each language while it learns, and it waits.
//
// # What is lost when
//
// A message that was taken from a platform and not yet answered at a kill -9 is
// not answered later: at most once. A confirmed booking, a subscription and a
// reminder that is owed are in Redis before anybody is told of them.
package main
