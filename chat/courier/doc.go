// Package courier is what every platform's channel needs between its connection
// and the handler.
//
//   - courier.go: a message is heard, in its person's own order, and its reply
//     handed to the channel to post.
//   - deliver.go: a reply is posted once, at the pace the platform allows, tried
//     again when that is safe, and looked for where the outcome is unknown.
//   - lanes.go: work of one key in order, of many keys side by side, bounded.
//   - recent.go: the keys of the last minutes, for when the store is away.
//
// A courier begins goroutines for the messages under way alone; Close waits for
// them.
package courier
