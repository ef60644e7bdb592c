package reminders

import (
	"strconv"
	"time"
)

// keys names everything reminders keep in Redis. Each group shares a hash tag,
// so that on a Cluster one script finds all of its keys on one node.
type keys struct{ prefix string }

// Subscribers, tag {r}.

// op is a STRING: the result of the write with this op-id, kept for a day.
func (k keys) op(id string) string { return k.prefix + "{r}:op:" + id }

// subscriber is a HASH: to (address), lang, leads (separated by commas, "" is
// all), for each round subscribed to at:<round> = since when, in ms, where "at:"
// alone stands for all rounds, and told:<round> = the version they were told last,
// followed by revision and time (ms) of the message that told them, if one did.
func (k keys) subscriber(person string) string { return k.prefix + "{r}:s:" + person }

// subscribers is a ZSET of persons, all with score 0, so that ZRANGEBYLEX pages through them.
func (k keys) subscribers() string { return k.prefix + "{r}:subs" }

// since is a ZSET: time of the last subscribing (ms) → person.
func (k keys) since() string { return k.prefix + "{r}:since" }

// refused is a ZSET: when an address refused for good (ms) → address.
func (k keys) refused() string { return k.prefix + "{r}:refused" }

// rounds is a HASH of how each round stands: v:<round> version ("" when it is not
// in the programme), at:<round> since when (ms), rev:<round> revision, was:<round>
// the version before, and while replicas disagree next:<round> what was said last,
// from:<round> since when (ms) nobody has said anything else.
func (k keys) rounds() string { return k.prefix + "{r}:rounds" }

// fanout is a HASH: how far a moment has been handed out to subscribers.
// begun (ms), cursor (the last person handled), state ("" | reached | done).
func (k keys) fanout(moment string) string { return k.prefix + "{r}:fan:" + moment }

// The queue, tag {q:<shard>}. What is due is judged by the process clock, in UTC
// ms; leases and holds are lengths and end by the server's own clock, in µs. A
// job waits in due, is leased or is dead; a settled one is only a mark in done.

// due is a ZSET: due → job id, of the jobs for one channel.
func (k keys) due(shard int, channel string) string { return k.shard(shard) + "due:" + channel }

// lease is a ZSET: end of the lease → job id, of the jobs for one channel.
func (k keys) lease(shard int, channel string) string { return k.shard(shard) + "lease:" + channel }

// channels is a SET: every channel that jobs were ever enqueued for.
func (k keys) channels(shard int) string { return k.shard(shard) + "channels" }

// held is a HASH: channel → until when its platform wants to be left alone.
func (k keys) held(shard int) string { return k.shard(shard) + "held" }

// last is a STRING: the end of the last lease given. No later one ends with it,
// so that the end of a lease names the claim.
func (k keys) last(shard int) string { return k.shard(shard) + "last" }

// jobs is a HASH: job id → JSON of owed, until the job is settled.
func (k keys) jobs(shard int) string { return k.shard(shard) + "jobs" }

// doubt is a SET of the ids of jobs that an attempt may have delivered.
func (k keys) doubt(shard int) string { return k.shard(shard) + "doubt" }

// tries is a HASH: job id → how many attempts failed.
func (k keys) tries(shard int) string { return k.shard(shard) + "tries" }

// dead is a ZSET: when it was given up (process clock) → job id.
func (k keys) dead(shard int) string { return k.shard(shard) + "dead" }

// why is a HASH: id of a dead job → why it was given up.
func (k keys) why(shard int) string { return k.shard(shard) + "why" }

// done is the beginning of the keys of what is settled: a HASH for each span of
// keep since 1970, job id → how it ended: sent, late, gone or refused. The last
// two are looked in, so that an id is remembered for keep and at most twice that.
func (k keys) done(shard int) string { return k.shard(shard) + "done:" }

// tally is a HASH of one day (process clock): how jobs ended → how many.
func (k keys) tally(shard int, now time.Time) string {
	return k.shard(shard) + "tally:" + now.Format(time.DateOnly)
}

func (k keys) shard(i int) string { return k.prefix + "{q:" + strconv.Itoa(i) + "}:" }

// pace is the beginning of the keys of one channel's pace, tag {p:<channel>}. Each
// is a STRING: when the destination has taken all that it was given (µs of the
// server's clock); the channel's own is the empty one, a place stands as a fingerprint.
func (k keys) pace(channel string) string { return k.prefix + "{p:" + channel + "}:" }
