package slacktest

import (
	"strings"
)

// Did is something that somebody did, and what the app was told of it.
type Did struct {
	User, Channel string
	TS            string // of the message
	Envelopes     []*Envelope
	View          string // the id of the view it was done in
}

// Person makes somebody a member of the workspace, with Slack's own hint of
// their language. People who do something are members anyway.
func (s *Server) Person(user, locale string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.member(user).locale = locale
}

// Leave deactivates somebody's account.
func (s *Server) Leave(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.member(user).gone = true
}

func (s *Server) member(user string) *person {
	if s.people[user] == nil {
		s.people[user] = &person{id: user, locale: "fi-FI"}
	}
	return s.people[user]
}

// enter gives a channel with the app in it.
func (s *Server) enter(channel string) *room {
	if s.rooms[channel] == nil {
		s.rooms[channel] = &room{id: channel}
	}
	return s.rooms[channel]
}

// DM is a direct message of a person to the app.
func (s *Server) DM(user, text string) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	s.member(user)
	return s.say(s.direct(user), user, text, "")
}

// Mention is a message in a channel that mentions the app, of which Slack tells
// it twice: as a mention, and as a message of the channel. In a thread, when
// thread is not "".
func (s *Server) Mention(channel, user, text, thread string) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	s.member(user)
	did := s.say(s.enter(channel), user, "<@"+BotUser+"> "+text, thread)
	mention := object("type", "app_mention")
	for k, v := range did.Envelopes[0].payload["event"].(map[string]any) {
		if k != "type" && k != "channel_type" {
			mention[k] = v
		}
	}
	did.Envelopes = append(did.Envelopes, s.event(mention))
	return did
}

// Say is a message in a channel that does not mention the app.
func (s *Server) Say(channel, user, text, thread string) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	s.member(user)
	return s.say(s.enter(channel), user, text, thread)
}

func (s *Server) say(r *room, user, text, thread string) Did {
	m := &message{ts: s.stamp(), thread: thread, user: user, text: typed(text)}
	r.messages = append(r.messages, m)
	e := object("type", "message", "client_msg_id", s.id("cmid-"), "user", user, "text", m.text, "ts", m.ts, "team", Team, "channel", r.id, "event_ts", m.ts, "channel_type", r.kind(),
		"blocks", []any{object("type", "rich_text", "block_id", s.id("b"), "elements", []any{object("type", "rich_text_section", "elements", []any{object("type", "text", "text", text)})})})
	if thread != "" {
		e["thread_ts"], e["parent_user_id"] = thread, user
	}
	return Did{User: user, Channel: r.id, TS: m.ts, Envelopes: []*Envelope{s.event(e)}}
}

// Again tells the app of what somebody did once more, in new envelopes, as
// after a lost acknowledgement.
func (s *Server) Again(did Did) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	again := did
	again.Envelopes = nil
	for _, e := range did.Envelopes {
		again.Envelopes = append(again.Envelopes, s.send(e.kind, e.payload, nil, nil))
	}
	return again
}

// Anew tells the app of events once more under new event ids; what is no event
// has none and is left out.
func (s *Server) Anew(did Did) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	again := did
	again.Envelopes = nil
	for _, e := range did.Envelopes {
		if inner := asMap(e.payload["event"]); inner != nil {
			again.Envelopes = append(again.Envelopes, s.event(inner))
		}
	}
	return again
}

// Edit changes what somebody said.
func (s *Server) Edit(did Did, text string) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	r := s.room(did.Channel)
	m := r.message(did.TS)
	before := s.printed(m, false)
	m.text = typed(text)
	after := s.printed(m, false)
	after["edited"] = object("user", did.User, "ts", s.stamp())
	stamp := s.stamp()
	return Did{User: did.User, Channel: did.Channel, TS: did.TS, Envelopes: []*Envelope{s.event(object("type", "message", "subtype", "message_changed", "hidden", true,
		"channel", r.id, "ts", stamp, "event_ts", stamp, "channel_type", r.kind(), "message", after, "previous_message", before))}}
}

// Bot is a message of another app's bot: of the kind that looks like a person,
// or, when old, of the kind with a subtype.
func (s *Server) Bot(place, text string, old bool) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	r := s.room(s.channelOf(place))
	if r == nil && strings.HasPrefix(place, "U") {
		s.member(place)
		r = s.direct(place)
	} else if r == nil {
		r = s.enter(place)
	}
	ts := s.stamp()
	e := object("type", "message", "bot_id", "B0OTHER", "app_id", "A0OTHER", "text", text, "ts", ts, "channel", r.id, "event_ts", ts, "channel_type", r.kind())
	if old {
		e["subtype"] = "bot_message"
	} else {
		e["user"] = "U0OTHERBOT"
	}
	did := Did{User: "U0OTHERBOT", Channel: r.id, TS: ts, Envelopes: []*Envelope{s.event(e)}}
	if strings.Contains(text, "<@"+BotUser+">") {
		did.Envelopes = append(did.Envelopes, s.event(object("type", "app_mention", "bot_id", "B0OTHER", "user", "U0OTHERBOT", "text", text, "ts", ts, "channel", r.id, "event_ts", ts)))
	}
	return did
}

// Event tells the app of any event.
func (s *Server) Event(inner map[string]any) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	return Did{Envelopes: []*Envelope{s.event(inner)}}
}

// OpenHome opens the app's home page.
func (s *Server) OpenHome(user string) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	s.member(user)
	e := object("type", "app_home_opened", "user", user, "channel", s.direct(user).id, "tab", "home", "event_ts", s.stamp())
	if v := s.homes[user]; v != nil {
		e["view"] = s.printedView(*v, nil)
	}
	return Did{User: user, Channel: s.channelOf(user), Envelopes: []*Envelope{s.event(e)}}
}
