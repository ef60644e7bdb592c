package slacktest

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// a room is a channel or somebody's direct messages with the app.
type room struct {
	id       string
	person   string // of direct messages
	messages []*message
}

// a message is what the room keeps of something said in it.
type message struct {
	ts, thread, user, text string
	bot                    bool
	blocks                 []Block
	files                  []File
	metadata               map[string]any
}

// a person is somebody in the workspace.
type person struct {
	id, locale string
	gone       bool
}

// channelOf gives the channel of a place: direct messages for a person's id. The
// caller holds the lock.
func (s *Server) channelOf(place string) string {
	if strings.HasPrefix(place, "U") {
		return "D" + place[1:]
	}
	return place
}

// room finds a channel in which the app is; nil if there is none.
func (s *Server) room(channel string) *room { return s.rooms[channel] }

// direct gives a person's direct messages; nil for who is not there.
func (s *Server) direct(user string) *room {
	p := s.people[user]
	if p == nil || p.gone {
		return nil
	}
	id := s.channelOf(user)
	if s.rooms[id] == nil {
		s.rooms[id] = &room{id: id, person: user}
	}
	return s.rooms[id]
}

func (r *room) message(ts string) *message {
	for _, m := range r.messages {
		if m.ts == ts {
			return m
		}
	}
	return nil
}

// content reads and checks what a message shows.
func (s *Server) content(c call) (p Post, bad *refusal) {
	p.How, p.Text = c.method, c.text("text")
	given, fits := c.value("blocks", &p.Blocks)
	if !fits {
		return p, refuse("invalid_blocks_format")
	}
	if wrong := checkBlocks(p.Blocks, message50); len(wrong) > 0 {
		return p, refuse("invalid_blocks", wrong...)
	}
	if strings.TrimSpace(p.Text) == "" {
		if !given || len(p.Blocks) == 0 {
			return p, refuse("no_text")
		}
		s.complain("%s: blocks without a text for notifications and screen readers", c.method)
	}
	if utf8.RuneCountInString(p.Text) > 40_000 {
		return p, refuse("msg_too_long")
	}
	if c.flag("link_names") || c.text("parse") == "full" {
		s.complain("%s: names in the text are made into mentions", c.method)
	}
	for _, text := range append(marked(p.Blocks), p.Text) {
		if raw := stray.FindString(known.ReplaceAllString(text, "")); raw != "" {
			s.complain("%s: %q is not escaped in %.40q", c.method, raw, text)
		}
	}
	given, fits = c.value("metadata", &p.Metadata)
	if fits && str(p.Metadata["event_type"]) == "" && p.Metadata["event_payload"] == nil {
		given, p.Metadata = false, nil // slack-go's way of sending none to a response URL
	}
	if given && (!fits || !eventType.MatchString(str(p.Metadata["event_type"])) || p.Metadata["event_payload"] == nil) {
		return p, refuse("invalid_metadata_format")
	}
	s.nameBlocks(p.Blocks)
	return p, nil
}

var (
	eventType = regexp.MustCompile(`^[A-Za-z0-9_]{1,255}$`)
	// known is what "&", "<" and ">" may be part of in marked-up text, and stray
	// what is left of them: docs.slack.dev/messaging/formatting-message-text.
	known = regexp.MustCompile(`&(?:amp|lt|gt);|<(?:https?:|mailto:|tel:|[@#!])[^<>]*>|(?m:^>)`)
	stray = regexp.MustCompile(`[&<>]`)
)

// nameBlocks gives ids to blocks and elements that have none, as Slack does.
func (s *Server) nameBlocks(blocks []Block) {
	for _, b := range blocks {
		if str(b["block_id"]) == "" {
			b["block_id"] = s.id("b")
		}
		for _, e := range append(list(b["elements"]), b["accessory"], b["element"]) {
			if m := asMap(e); m != nil && b["type"] != "context" && str(m["action_id"]) == "" {
				m["action_id"] = s.id("a")
			}
		}
	}
}

// where finds the room and thread that a call posts to.
func (s *Server) where(c call) (r *room, thread string, bad *refusal) {
	channel := c.text("channel")
	if r = s.room(channel); strings.HasPrefix(channel, "U") {
		r = s.direct(channel)
	}
	if r == nil {
		return nil, "", refuse("channel_not_found")
	}
	if r.person != "" && s.people[r.person].gone {
		return nil, "", refuse("channel_not_found")
	}
	if thread = c.text("thread_ts"); thread != "" && r.message(thread) == nil {
		return nil, "", refuse("thread_not_found")
	}
	return r, thread, nil
}

// put makes p a message of the room, which its people and the app are told of.
func (s *Server) put(r *room, p Post) Post {
	p.Place, p.TS = r.id, s.stamp()
	r.messages = append(r.messages, &message{ts: p.TS, thread: p.Thread, user: BotUser, text: p.Text, bot: true, blocks: p.Blocks, files: p.Files, metadata: p.Metadata})
	s.journal = append(s.journal, p)
	s.echo(r, p)
	return p
}

func (s *Server) postMessage(c call) (answer, *refusal) {
	r, thread, bad := s.where(c)
	if bad != nil {
		return nil, bad
	}
	p, bad := s.content(c)
	if bad != nil {
		return nil, bad
	}
	p.Thread = thread
	p = s.put(r, p)
	return answer{"channel": r.id, "ts": p.TS, "message": s.printed(r.message(p.TS), true)}, nil
}

func (s *Server) postEphemeral(c call) (answer, *refusal) {
	r, thread, bad := s.where(c)
	if bad != nil {
		return nil, bad
	}
	user := s.people[c.text("user")]
	if user == nil || user.gone || r.person != "" && r.person != user.id {
		return nil, refuse("user_not_in_channel")
	}
	p, bad := s.content(c)
	if bad != nil {
		return nil, bad
	}
	p.Metadata = nil // Slack keeps none of what is ephemeral
	p.Place, p.TS, p.Thread, p.For = r.id, s.stamp(), thread, user.id
	s.journal = append(s.journal, p)
	return answer{"message_ts": p.TS}, nil
}

func (s *Server) chatUpdate(c call) (answer, *refusal) {
	r, _, bad := s.where(c)
	if bad != nil {
		return nil, bad
	}
	m := r.message(c.text("ts"))
	if m == nil {
		return nil, refuse("message_not_found")
	}
	if !m.bot {
		return nil, refuse("cant_update_message")
	}
	p, bad := s.content(c)
	if bad != nil {
		return nil, bad
	}
	m.text, m.blocks = p.Text, p.Blocks
	if p.Metadata != nil {
		m.metadata = p.Metadata
	}
	p.Place, p.TS, p.Original, p.Thread = r.id, m.ts, m.ts, m.thread
	s.journal = append(s.journal, p)
	return answer{"channel": r.id, "ts": m.ts, "text": m.text, "message": s.printed(m, true)}, nil
}

func (s *Server) chatDelete(c call) (answer, *refusal) {
	r, _, bad := s.where(c)
	if bad != nil {
		return nil, bad
	}
	for i, m := range r.messages {
		if m.ts == c.text("ts") {
			if !m.bot {
				return nil, refuse("cant_delete_message")
			}
			r.messages = append(r.messages[:i:i], r.messages[i+1:]...)
			s.journal = append(s.journal, Post{How: c.method, Place: r.id, TS: m.ts, Original: m.ts})
			return answer{"channel": r.id, "ts": m.ts}, nil
		}
	}
	return nil, refuse("message_not_found")
}
