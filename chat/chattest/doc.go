// Package chattest holds what every handler, channel and store promises to
// chat, as suites that their tests run.
//
//   - reply.go: Wrong, the limits of a reply; replies.go: Replies, the samples
//     that every channel's rendering is held to.
//   - testmemory.go: TestMemory, the contract of a chat.Memory; memory.go: one
//     in the process that keeps it.
//   - posts.go: TestPosts, the contract of a chat.Posts; Posts, one in the process.
//   - channel.go: TestChannel, the contract of a chat.Channel.
package chattest
