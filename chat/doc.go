// Package chat is the vocabulary that every room shares: what a person says
// (Message), what the assistant answers (Reply), where it goes (Address), and
// the promises between them (Handler, Channel, Memory).
//
// A short tour, in the order a message meets the files:
//
//   - message.go: Message, Person, Address, Turn.
//   - guard.go: Guard, the one door. It answers a repeated message with its
//     first reply, takes out what must not be kept, finds the language, keeps
//     the session and turns every error into a kind sentence.
//   - mux.go: Ability and Mux. A table of abilities; the first that claims a
//     message, or whose word it begins with, or whose topic it was matched to.
//   - reply.go: Reply, Choice, Form, Source, File. Meaning, never layout.
//   - text.go: a Reply as the plain text that channels without layout show.
//   - phrases.go: the sentences of a room, in four string files with the same keys.
//   - channel.go: Channel, the errors by which a delivery can fail, and Posts, what
//     replicas know of it. courier/ is what the platforms' channels share.
//   - memory.go: Memory, what must outlive one message; Session, Exchange.
//
// chat starts no goroutine and knows no other room of this program.
package chat
