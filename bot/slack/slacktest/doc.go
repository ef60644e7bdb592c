// Package slacktest is a Slack in the process, for tests: a Web API and Socket
// Mode on 127.0.0.1 that answer as Slack does, refuse what Slack refuses, and
// break in the ways that Slack and the network break.
//
//   - server.go: Open, and what can be set; wait.go: waiting without sleeping.
//   - call.go, methods.go: the Web API, from a request to its answer;
//     faults.go: what goes wrong with it.
//   - messages.go, history.go, respond.go, files.go, views.go: its methods.
//   - blocks.go, elements.go: what Slack refuses of Block Kit.
//   - envelope.go, socket.go: Socket Mode: who gets what, when it comes again,
//     and what an acknowledgement does; trouble.go: cut, silent and refused sockets.
//   - people.go, press.go, submit.go: what people do; echo.go: what Slack makes
//     of what they type.
//   - post.go, view.go: what they see.
//
// What a client does that Slack would let pass but a person would not is a
// complaint: a message without a text for screen readers, an acknowledgement of
// nothing. A test in which there were complaints fails at its end.
//
// Where Slack's documents are silent the strict reading is taken: an
// acknowledgement counts only on a socket that the envelope went to, and every
// kind of envelope comes again when it was not acknowledged.
package slacktest
