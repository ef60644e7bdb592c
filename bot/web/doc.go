// Package web is the public chat page: a chat.Channel whose conversations are
// pages. Every state is rendered by the server and every action is an ordinary
// form, so that all works without JavaScript; kake.js only saves the page load.
//
// A short tour, in the order a request meets the files:
//
//   - web.go: Options, Server, and the channel's Run and Send.
//   - routes.go: the table of addresses, and what every request passes through.
//   - security.go: headers, tokens, who a client is. limit.go: how often.
//   - talk.go: showing a conversation, answering a message, deleting.
//   - message.go: a submitted form as a chat.Message (pure).
//   - page.go, turn.go, form.go: what the templates show (pure).
//   - markdown.go: a reply's small Markdown as safe HTML.
//   - feeds.go: the rounds, and a person's own talks, as calendars to subscribe to.
//   - stream.go: late messages, by EventSource.
//   - save.go: the saved conversation, a reply's files.
//   - mail.go: the two addresses that letters lead to.
//   - info.go: the short pages about the service. words.go: sentences and times.
//   - assets.go: the files, embedded as written, and how a page is sent.
//
// The address of a conversation is its only key: an unguessable token. There
// are no cookies. The package starts one goroutine, the listener in Run, and
// one per request through net/http; Run waits for them all.
package web
