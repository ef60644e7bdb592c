package reminders

import "strconv"

// keys names everything reminders keep in Redis. Each group shares a hash tag,
// so that on a Cluster one script finds all of its keys on one node.
type keys struct{ prefix string }

// Subscribers, tag {r}.

// op is a STRING: the result of the write with this op-id, kept for a day.
func (k keys) op(id string) string { return k.prefix + "{r}:op:" + id }

// subscriber is a HASH: to (address), lang, and for each round subscribed to
// at:<round> = since when, in ms; "at:" alone stands for all rounds.
func (k keys) subscriber(person string) string { return k.prefix + "{r}:s:" + person }

// subscribers is a ZSET of persons, all with score 0, so that ZRANGEBYLEX pages through them.
func (k keys) subscribers() string { return k.prefix + "{r}:subs" }

// since is a ZSET: time of the last subscribing (ms) → person.
func (k keys) since() string { return k.prefix + "{r}:since" }

// refused is a ZSET: when an address refused for good (ms) → address.
func (k keys) refused() string { return k.prefix + "{r}:refused" }

// fanout is a HASH: how far a moment has been handed out to subscribers.
// begun (ms), cursor (the last person handled), state ("" | reached | done).
func (k keys) fanout(moment string) string { return k.prefix + "{r}:fan:" + moment }

// The queue, tag {q:<shard>}. Times are UTC ms: due is judged by the process
// clock, lease by the server's own.

// due is a ZSET: due → job id.
func (k keys) due(shard int) string { return k.shard(shard) + "due" }

// lease is a ZSET: end of the lease → job id.
func (k keys) lease(shard int) string { return k.shard(shard) + "lease" }

// dead is a ZSET: when it was given up (process clock) → job id.
func (k keys) dead(shard int) string { return k.shard(shard) + "dead" }

// jobs is the beginning of the keys of jobs. Each is a HASH:
//
//	payload  JSON of owed; emptied when the job is settled
//	due      ms
//	state    due | leased | sending | done | dead
//	attempt  how many times it was claimed
//	worker   who claimed it last
//	tries    how many attempts failed
//	doubt    1 when an attempt may have delivered it
//	why      how it ended: sent, late, gone, refused, or why it was given up
func (k keys) jobs(shard int) string { return k.shard(shard) + "j:" }

func (k keys) shard(i int) string { return k.prefix + "{q:" + strconv.Itoa(i) + "}:" }
