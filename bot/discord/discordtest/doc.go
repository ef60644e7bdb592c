// Package discordtest is Discord on 127.0.0.1, for tests: the part of its REST
// API and of its gateway that this program uses, with its limits, its errors and
// its ways of failing, as Discord documents them.
//
// A short tour:
//
//   - server.go: Server and Open; the clock that only moves when told to.
//   - routes.go: the REST routes, who may call them, and their errors.
//   - fault.go: what goes wrong with the next calls of a route.
//   - message.go, wire.go, mention.go, check.go: messages in channels, whom they call, and
//     what Discord refuses.
//   - callback.go, webhook.go: the answers to interactions, with their three
//     seconds and fifteen minutes.
//   - command.go: slash commands.
//   - gateway.go, session.go, upset.go: the gateway's connections, the sessions
//     that outlive them, and what may go wrong there.
//   - people.go, press.go: what people do.
//   - journal.go: what came of it, for a test to wait for and to read.
//
// Whatever a client does that Discord would refuse as malformed fails the test,
// unless the test has said that it expects it: Server.Expect.
//
// The server begins goroutines for its listener and for each gateway connection;
// Open's clean-up ends them and waits.
package discordtest
