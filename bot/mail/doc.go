// Package mail is the e-mail channel. It only sends: mail to the sender's
// address is not read, and says so.
//
//   - settings.go: the relay's address and the sender, from two environment variables.
//   - address.go: which addresses can be written to.
//   - mail.go: the channel; Send, Invite, and each key once.
//   - letter.go, letter.html: a reply as a letter, in text and HTML (pure).
//   - message.go: a letter as a message with its headers (RFC 5322, 3834, 8058, 6047).
//   - relay.go: connections to the relay, and what its answers mean.
//   - bounce.go: what comes back later (RFC 3464), and whose it is.
//
// # Delivered once
//
// A key is taken in chat.Posts before it is sent, so that it goes out once,
// across replicas. The one case in which it may go out twice: the connection is
// lost after the end of the message and before the relay's answer (or the process
// dies there). Nobody can look into a mailbox, so it is sent again, under the
// same Message-ID, by which a receiver can drop the second.
//
// # Who is written to
//
// Send writes only to addresses whose owner has confirmed them: it asks for the
// token that stops an address, and without one it refuses. Invite is the letter
// that asks for the confirmation. The adviser's address, which the operator sets,
// needs none.
//
// # Goroutines
//
// None. An idle connection has a timer that ends it; Run closes those that are left.
package mail
