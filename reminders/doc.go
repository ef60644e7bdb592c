// Package reminders knows who is owed which message, and delivers each once.
//
//	cron tick ─▶ Due(now, …) (pure) ─▶ ledger: claim ─▶ judge ─▶ begin ─▶ channel.Send ─▶ ledger: settle
//
// A tour, in the order a reminder meets the files:
//
//   - moments.go: Moment, Due, Plan. Two tables of offsets say when a round and
//     a talk are reminded of; everything there is a pure function. Instants come
//     from wall time and zone, so that a day on which the clock changes is a day.
//   - appointment.go: a booked talk as reminders see it.
//   - subscribers.go: who wants reminders of rounds, kept in Redis.
//   - fanout.go: a tick plans what is due in (now − 12 h, now + 1 h]. A moment is
//     handed out to its subscribers once, page by page, with a cursor that
//     survives a crash; who subscribes afterwards and before it is due is added.
//   - queue.go, scripts.go, keys.go: the ledger. A job has a deterministic id,
//     rem:<kind>:<subject>:<offset>:<version>:<subscriber>, so that planning it
//     again is nothing new. The subscriber stands in it as a fingerprint.
//   - judge.go: at the moment of sending the facts are looked at once more: the
//     round may have moved, the person may have left.
//   - deliver.go: one batch, and what becomes of each send.
//   - runner.go: Run for a clock that goes on, Step and Instants for one that jumps.
//   - texts.go, words/: what reminders say, in four languages.
//
// # Delivered once
//
// Any number of replicas plan and deliver side by side, with no lock and no
// leader. A claim leases a job for half a minute by the Redis server's clock;
// what is due is judged by the process clock, so that a rehearsal works on a
// real Redis too. Begin marks the job as being sent, and only while the lease
// is the one that was given: a worker that wakes after its lease sends nothing.
// A job whose earlier attempt had begun is in doubt: a chat.Looker is asked
// before it is sent again, and any other channel is trusted to know its keys.
// How a send ended is written down as soon as it is known. Refusals for good are
// remembered for a month; other failures are tried again for some hours, and
// nothing is sent once it is too late to be of use (Moment.Until).
//
// # Goroutines
//
// Run starts them all and returns when they have ended, within five seconds:
//
//   - cron's own, which only wakes the planner; Run stops it and waits for its job;
//   - the planner, one; Run waits for it;
//   - the workers, four or one for each shard; Run waits for them;
//   - a goroutine for each send of a batch, at most a hundred a worker; the worker
//     waits for them. They end by their time-out of ten seconds, or three seconds
//     after Run was asked to stop.
//
// Step starts only those of its sends, and waits for them.
package reminders
