// Package slack is the chat in Slack, over Socket Mode.
//
// A short tour, in the order an envelope meets the files:
//
//   - slack.go: Slack, the channel, and its Options.
//   - connect.go: the socket's life; what heals and what only people can mend.
//   - take.go: an envelope is acknowledged, and its answer made and posted.
//   - event.go (pure): an envelope becomes a chat.Message and the place of its answer.
//   - place.go (pure): where a reply goes, and how the courier calls it.
//   - render.go, mrkdwn.go (pure): a chat.Reply becomes text and blocks.
//   - modal.go (pure): a form becomes a view, and a submitted view fields.
//   - home.go: App Home, from the replies to the commands of Options.Home.
//   - post.go: messages, hidden ones, DMs; upload.go: files.
//   - look.go: whether a message stands already, after its outcome was lost.
//   - refusal.go (pure): what a failed call means.
//
// Run starts three kinds of goroutines and waits for them: slack-go's, one that
// refreshes App Home, and for each submitted form one that closes it in time. The
// courier's answer people. One that slack-go reads its socket in ends just after
// the socket is closed.
//
// Delivery: a message is acknowledged as soon as there is room to answer it, and
// answered once however often Slack brings it. What was acknowledged and not yet
// answered when the process dies is lost. A post whose outcome is unknown is
// looked for by its metadata before it is repeated; a hidden one (ephemeral)
// cannot be looked for and may in that case come twice.
package slack
