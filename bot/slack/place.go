package slack

import (
	"strings"

	"kakebot/chat"
)

// A place is where a reply goes: a person's DM (no channel, or one that begins
// with D), a thread of a channel, or, hidden, somewhere only that person sees it.
type place struct {
	user    string
	channel string
	thread  string
	hidden  bool
	url     string // takes a hidden reply where the app is no member, for half an hour
}

// addressed reads an address: a person's DM, or a channel.
func addressed(to chat.Address) (at place, ok bool) {
	switch {
	case to.Channel != name:
	case people.MatchString(to.Place):
		return place{user: to.Place}, true
	case rooms.MatchString(to.Place):
		return place{channel: to.Place}, true
	}
	return place{}, false
}

// shared tells whether others than the person are there.
func (p place) shared() bool { return p.channel != "" && !strings.HasPrefix(p.channel, "D") }

// hide marks what leaves no trace that could be looked for.
const hide = "~"

// String names the place as the courier knows it: one name for each pace.
func (p place) String() string {
	s := p.user
	switch {
	case p.hidden:
		return hide + p.user
	case p.shared():
		s = p.channel
	}
	if p.thread != "" {
		s += "/" + p.thread
	}
	return s
}

// lookable reads back what String gave: a person or a channel, and the thread.
// Nothing can be looked for in a hidden place.
func lookable(s string) (where, thread string, ok bool) {
	where, thread, _ = strings.Cut(s, "/")
	return where, thread, !strings.HasPrefix(s, hide)
}
