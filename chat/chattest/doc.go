// Package chattest holds what every handler, channel and store promises to
// chat, as suites that their tests run.
//
//   - reply.go: Wrong, the limits of a reply.
//   - testmemory.go: TestMemory, the contract of a chat.Memory; memory.go: one
//     in the process that keeps it.
//   - channel.go: TestChannel, the contract of a chat.Channel.
package chattest
