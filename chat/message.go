package chat

import (
	"fmt"
	"strings"
	"time"
)

// A Message is something a person said: typed words, a pressed button (whose
// Text is the button's own command) or a submitted form (Text is the form's ID,
// Fields its values). ID is unique within the person's conversation and stays
// the same when a platform delivers the message again.
type Message struct {
	ID     string
	From   Person
	In     Address
	Text   string
	Fields map[string]string
	Label  string // what the person saw on the button they pressed; "" when typed
	Aside  bool   // a platform asks for a page of its own: nothing is remembered of it
}

// A Person is somebody on one channel. ID carries the channel ("web:…"), so
// that two channels never share a person by accident. Locale is the platform's
// own hint ("sv-SE"), or "".
type Person struct {
	ID     string
	Locale string
}

// An Address is where answers and reminders go: a place on a channel.
type Address struct {
	Channel string `json:"channel"`
	Place   string `json:"place"`
}

// String gives the form that ParseAddress reads: "channel/place".
func (a Address) String() string { return a.Channel + "/" + a.Place }

// ParseAddress reads what String printed. The place may itself hold slashes.
func ParseAddress(s string) (Address, error) {
	channel, place, ok := strings.Cut(s, "/")
	if !ok || channel == "" || place == "" {
		return Address{}, fmt.Errorf("address %q: want channel/place", s)
	}
	return Address{Channel: channel, Place: place}, nil
}

// A Turn is a message in its moment: what a handler gets. Channels fill in the
// Message alone; Guard adds the clock, the language and the session, and Mux
// what the words were taken to mean.
type Turn struct {
	Message
	Now     time.Time // the process clock, in the programme's time zone
	Lang    string    // fi, sv, en or selko: the language of the answer
	Session *Session  // never nil in a handler; changes are kept afterwards
	Topic   string    // the knowledge entry or ability the words were matched to; "" if none
	Near    []string  // what else the words could have meant, nearest first
	Args    string    // what followed the command word, when there was one
}
