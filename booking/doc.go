// Package booking knows who holds which time of the adviser: the domain and its
// Redis side by side.
//
// A short tour:
//
//   - booking.go: Slot, Booking, Hold, Idea, Wish, Event, and the outcomes that
//     are not faults (ErrTaken, ErrPast, …).
//   - desk.go: Desk, the one door to Redis, and how a script is run.
//   - slots.go: staff offer and withdraw times; everybody lists them.
//   - talks.go: hold, confirm, move, cancel; find.go: looking talks up.
//   - waiting.go: the waiting list; events.go: what others must hear of.
//   - privacy.go: forget, export, prune.
//   - code.go: the booking codes that people read aloud.
//   - fields.go: how a script's fields become our values.
//   - lua/: the decisions themselves, one script each. keys.lua is the table of
//     keys; with write.lua (op-ids), slot.lua and talk.lua it begins every script that
//     writes, with read.lua every script that reads.
//
// What is promised. One decision is one script, so a slot never has two owners
// and a move never loses the old time without getting the new one. Every write
// carries an op-id; the same op-id of the same person within a day gives the
// first result again and changes nothing. Two clocks are never mixed: a hold is
// a length measured by the server; past and too late is the caller's now.
//
// Only what Redis 6, Redis Cluster and miniredis all have is used: Lua,
// strings, hashes, sets, sorted sets, lists. No decision hangs on the expiry of a key.
//
// The package starts no goroutine.
package booking
