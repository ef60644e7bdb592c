// Package booking knows who holds which time of the adviser: the domain and its
// Redis side by side.
//
// A short tour:
//
//   - booking.go: Slot, Booking, Hold, Idea, Wish, and the outcomes that are not
//     faults (ErrTaken, ErrPast, …).
//     Booking.Briefing is what the adviser may see of an Idea.
//   - options.go: what a programme may set, and the bounds that follow for a person.
//   - desk.go: Desk, the one door to Redis, and how a script is run; together.go:
//     those of all who ask at the same moment in one round trip.
//   - slots.go: staff offer and withdraw times, everybody lists them; wall.go: a
//     slot's ID is what the clock on the wall shows.
//   - office*.go: office hours, from which times are offered by themselves.
//   - holds.go: hold, extend, release; talks.go: confirm, move, cancel, amend;
//     find.go: looking talks up.
//   - waiting.go: the waiting list; events.go: what others must hear of.
//   - privacy.go: forget, export, prune.
//   - code.go: the booking codes that people read aloud.
//   - fields.go: how what scripts give becomes our values.
//   - lua/: the decisions themselves, one script each. keys.lua is the table of
//     keys and of what lies under them, and begins every script; write.lua (op-ids) begins those that
//     write, read.lua those that read; slot.lua, wait.lua and talk.lua are what
//     decisions share, and each takes only what it uses.
//
// What is promised. One decision is one script, so a slot never has two owners,
// a move never loses the old time without getting the new one, a talk is never
// lost without an event for its person, and a freed time is offered once and to
// whoever waits longest. Every write carries an op-id; the same op-id of the same
// person within a day gives the first result again and changes nothing. (What
// people wrote is not part of a result: it is read again, by them alone.) Two clocks
// are never mixed: a hold is a length measured by the server; past, too soon and too
// late are the caller's now.
//
// Only what Redis 6.2, Redis Cluster and miniredis all have is used: Lua,
// strings, hashes, sorted sets, lists. No decision hangs on the expiry of a key:
// what fades lies in a hash for each day, and two of them are looked into.
// What is kept for one who waits is passed on by Sweep alone, so somebody must
// call it.
//
// The package starts no goroutine; those of go-redis's queue end with its client.
package booking
