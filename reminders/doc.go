// Package reminders knows who is owed which message, and delivers each once.
//
//	cron tick ─▶ Due(now, …) (pure) ─▶ ledger: claim ─▶ judge ─▶ pace ─▶ begin ─▶ channel.Send ─▶ ledger: settle
//
// A tour, in the order a reminder meets the files:
//
//   - moments.go: Moment, Due, Plan. Two tables of offsets say when a round and
//     a talk are reminded of; everything there is a pure function. Instants come
//     from wall time and zone, so that a day on which the clock changes is a day.
//   - timing.go: the hour, days of rest, and the night in which nothing is sent.
//   - agreed.go: how the rounds stand, as all replicas see them, and since when.
//   - appointment.go: a booked talk as reminders see it.
//   - subscribers.go: who wants reminders of rounds, which ones, and what they were
//     told last, kept in Redis.
//   - fanout.go: a tick plans what is due until now + 1 h and still of use. A moment
//     is handed out to its subscribers once, page by page, with a cursor that
//     survives a crash; who subscribes afterwards and before it is due is added.
//   - queue.go, scripts.go, keys.go: the ledger. A job has a deterministic id,
//     rem:<kind>:<subject>:<offset>:<version>:<subscriber>, so that planning it
//     again is nothing new. The subscriber stands in it as a fingerprint.
//   - lane.go: a lane takes what is due for one channel: claim, judge, begin, send,
//     settle, so that no channel waits for another.
//   - news.go: what happened elsewhere and is told once, through the same queue.
//   - judge.go: at the moment of sending the facts are looked at once more: the
//     round may have moved, the person may have left, it may be night. A job whose
//     person is reached by another channel by now, which this process has not, goes
//     to that one's queue.
//   - pace.go: how much a platform takes, in all and to one place.
//   - deliver.go: one send, and what becomes of it.
//   - dead.go, standing.go: what was given up, and how it stands, for staff.
//   - runner.go: Run for a clock that goes on, Step and Instants for one that jumps.
//   - trouble.go: that Redis is away or full is said once.
//   - texts.go, words/: what reminders say, in four languages.
//   - proof/: a program that kills and freezes and counts.
//
// # When
//
// Reminders of a round come at nine (Timing.Hour). One for a day of rest comes on
// the working day before, if Timing says so; its words count the days from there,
// and those that meet on one day are one. Nothing is sent between 21 and 7. The
// reminder two hours before a talk comes at seven when that would be earlier, and
// the one of the day before is of use until then. A reminder of a round is of use
// until nightfall of its day, at most twelve hours. What is too late is dropped,
// and its job or its fan-out keeps "late" as the reason.
//
// # What becomes of a round
//
// Each replica says once a minute how it sees the rounds. A round stands otherwise
// when for ten minutes nobody has said anything else; each time that such a doubt is
// settled its revision grows. While there is doubt no reminder of that round is
// sent: what falls due waits. So with rounds that a restart changes replica by
// replica, nobody hears a date that is taken back, and never the old one once the
// new one stands.
//
// News is planned for whoever goes by another version than the one that stands:
// each subscriber carries what they were told last, by subscribing or by news. There
// and back before anything was sent says nothing; moved twice says the first and the
// last. News comes at once between nine and twenty, else at the next nine, and takes
// the place of reminders that fell due no later than itself. What a person was told
// is written before the job is settled: a crash in between sends nothing twice where
// the channel can look. Two limits: a round that is edited and taken back within a
// minute may never be seen, and what changed while no replica was running between an
// upgrade from a version that kept no rounds and its first start is not noticed.
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
