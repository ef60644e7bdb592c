// Package discord carries messages between people on Discord and the handler.
//
// In, from the gateway to the handler:
//
//   - event.go: what Discord tells, read and turned into a chat.Message. Pure.
//   - hear.go: messages and interactions, given to the courier; suggest.go: begun questions, completed.
//   - trigger.go: an interaction from its acknowledgement to its answer.
//   - again.go: what was written while a session was lost.
//
// Out, from a reply to Discord:
//
//   - render.go, buttons.go, modal.go, customid.go: a chat.Reply as a message or a modal. Pure.
//   - post.go: messages to channels and people, each once; send.go: reminders.
//   - rest.go, refusal.go, gates.go, transport.go: a call, what its failure means, the limits
//     that Discord sets, and where calls go.
//   - commands.go: /kake and its subcommands.
//
// The connection:
//
//   - listen.go: how many shards, and where to; what a new session asks for.
//   - connect.go: a shard's life. A session that hangs is abandoned, never closed.
//   - line.go, wire.go, frames.go: what goes over one connection, and its watchdog.
//   - discord.go: New, Run, Health; kept.go: what is remembered, bounded.
//
// Goroutines: one for each shard and one that tends (listen waits for them); one for
// each opening of a connection, which ends with it unless discordgo hangs, and
// discordgo's own two, which connect waits to be let go of; one for each
// acknowledgement (Run waits for them); and the courier's, which Close waits for.
//
// Interactions that come while no session stands are lost with it, and Discord
// tells the person so. Direct messages and mentions in channels that the process
// knows are asked for after a lost session, so that they are answered late. What
// the process was told and had not answered when it was killed is lost, unless
// another replica was told of it too.
package discord
