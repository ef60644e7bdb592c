// Package reminders knows who is owed which message, and delivers each once.
//
//	cron tick ─▶ Due(now, …) (pure) ─▶ ledger: claim ─▶ judge ─▶ pace ─▶ begin ─▶ channel.Send ─▶ ledger: settle
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
//   - lane.go: a lane takes what is due for one channel: claim, judge, begin, send,
//     settle, so that no channel waits for another.
//   - news.go: what happened elsewhere and is told once, through the same queue.
//   - judge.go: at the moment of sending the facts are looked at once more: the
//     round may have moved, the person may have left.
//   - pace.go: how much a platform takes, in all and to one place.
//   - deliver.go: one send, and what becomes of it.
//   - dead.go, standing.go: what was given up, and how it stands, for staff.
//   - runner.go: Run for a clock that goes on, Step and Instants for one that jumps.
//   - trouble.go: that Redis is away or full is said once.
//   - texts.go, words/: what reminders say, in four languages.
//   - proof/: a program that kills and freezes and counts.
//
// # Delivered once
//
// Any number of replicas plan and deliver side by side, with no lock and no
// leader. A claim leases jobs for half a minute by the Redis server's clock;
// what is due is judged by the process clock, so that a rehearsal works on a
// real Redis too. The end of a lease names the claim: no two of a shard end at
// the same microsecond, and whatever a worker wants later it wants in the name of
// its claim. Begin marks jobs as being sent, and only while the lease is the one
// that was given and lasts longer than a send may: a worker that wakes after its
// lease sends nothing, whether it slept before begin or after it. A job whose
// earlier attempt had begun is in doubt: a chat.Looker is asked before it is sent
// again, and any other channel is trusted to know its keys; a channel that knows
// none may deliver twice what was under way at a kill -9, and only that.
//
// How a send ended is written down as soon as it is known, and again until Redis
// takes it: an outage that the process outlives leaves nothing in doubt. A Redis
// that is full takes no new jobs and begins none, but settles those under way.
//
// A settled job is a mark of its id, kept for a month at least. Refusals for good
// are remembered for a month; other failures are tried again for some hours, and
// nothing is sent once it is too late to be of use (Moment.Until). What is given
// up is a list (Runner.Dead) from which staff can have it tried again.
//
// # Pace
//
// A chat.Pacer says what its platform takes. A lane claims only as many as the
// platform takes in all, and so in the order in which they fell due; one whose
// place has had enough is put back until a moment of its own. RetryAfter holds the
// whole channel, on every replica. No worker sleeps.
//
// # Goroutines
//
// Run starts them all and returns when they have ended, within five seconds:
//
//   - cron's own, which only wakes the planner; Run stops it and waits for its job;
//   - the planner, one, and for each shard a glancer, which looks every ten seconds
//     for all channels and wakes their lanes; Run waits for them;
//   - the lanes, four of each channel or one for each shard; Run waits for them;
//   - a goroutine for each send, at most a hundred a lane; the lane waits for them.
//     They end by their time-out of ten seconds, or three seconds after Run was
//     asked to stop.
//
// Step starts only those of its sends, and waits for them.
package reminders
