// Package store opens Redis in one of its three ways and keeps there what chat,
// knowledge and handlers ask to be kept.
//
//   - open.go: Open, the one constructor: a Redis inside the process, a
//     redis-server child on a directory, or a server of the operator's.
//   - embedded.go: the Redis inside the process (memory only).
//   - child.go: the redis-server child, ended with this process.
//   - lock.go: one process and one redis-server at a time on a folder.
//   - advice.go: what a server's settings put at risk, in plain words.
//   - memory.go: chat.Memory over Redis: sessions, seen messages, conversations.
//   - posts.go: chat.Posts over Redis: what the platforms' channels have posted.
//   - mailboxes.go: handlers.Mailboxes over Redis: addresses, and the letters that ask whose they are.
//   - journal.go: knowledge.Journal over Redis: what was not answered, what helped.
//   - feeds.go: whose calendar a secret address opens.
//
// Goroutines: the embedded store has one that moves its clock, and one for each
// open connection; the child has one that waits for the server to end. Close
// ends them and waits for the clock and the child, and half a second for the
// client: a Redis that hangs keeps one goroutine until the process ends.
package store
