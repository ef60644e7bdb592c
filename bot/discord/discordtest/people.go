package discordtest

import (
	"net/http"
	"strconv"
)

// A User is a person on Discord.
type User struct {
	ID     string
	Locale string // of the person's own client: "fi", "sv-SE", "en-GB"
}

// A Place is a channel: a guild's, or private between the bot and one person.
type Place struct {
	ID    string
	Guild string // "" when private
	User  string // whose it is, when private
}

// A refusal is what posting to a channel gives.
type refusal struct {
	status, code int
	message      string
}

// Person makes somebody with a client in a language.
func (s *Server) Person(locale string) User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := User{ID: s.newID(), Locale: locale}
	p := &Place{ID: s.newID(), User: u.ID}
	s.places[p.ID], s.private[u.ID] = p, p
	return u
}

// Private is the channel between the bot and somebody.
func (s *Server) Private(u User) Place {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.private[u.ID]
}

// Channel makes a guild that has the bot, with one channel, and tells the
// sessions of it.
func (s *Server) Channel() Place { return s.ChannelOf(0, 1) }

// ChannelOf is Channel for a guild that falls to a shard of so many.
func (s *Server) ChannelOf(shard, shards int) Place {
	s.mu.Lock()
	defer s.mu.Unlock()
	guild, _ := strconv.ParseUint(s.newID(), 10, 64)
	for int(guild>>22%uint64(shards)) != shard {
		guild += 1 << 22
	}
	p := &Place{ID: s.newID(), Guild: strconv.FormatUint(guild, 10)}
	s.places[p.ID] = p
	s.guilds[p.Guild] = []*Place{p}
	s.dispatch(event{kind: "GUILD_CREATE", guild: p.Guild, need: IntentGuilds, body: func(*session) map[string]any { return s.guild(p.Guild) }})
	return *p
}

// Refuse makes posting to a place fail with one of Discord's codes: 50007 (the
// person takes no messages from the bot), 50278 (no guild in common), 40003 (too
// many private channels opened), 50001, 50013 (no permission), 10003 (gone).
func (s *Server) Refuse(at Place, code int) {
	status := map[int]int{10003: http.StatusNotFound, 40003: http.StatusBadRequest}[code]
	if status == 0 {
		status = http.StatusForbidden
	}
	message := map[int]string{50007: "Cannot send messages to this user", 50278: "Cannot send messages to this user due to having no mutual guilds",
		40003: "You are opening direct messages too fast", 50001: "Missing Access", 50013: "Missing Permissions", 10003: "Unknown Channel"}[code]
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused[at.ID] = refusal{status, code, message}
}

// Accept ends Refuse.
func (s *Server) Accept(at Place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.refused, at.ID)
}

// DM writes to the bot in private, and gives the message's id.
func (s *Server) DM(u User, text string) string { return s.Say(u, s.Private(u), text) }

// Mention writes to the bot in a channel: "<@bot> text".
func (s *Server) Mention(u User, at Place, text string) string {
	return s.Say(u, at, "<@"+s.BotID+"> "+text)
}

// Say writes something in a place.
func (s *Server) Say(u User, at Place, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &message{id: s.newID(), author: u.ID, place: s.places[at.ID], at: s.now, content: text}
	m.pings = (*allowed)(nil).pings(text)
	s.messages[at.ID] = append(s.messages[at.ID], m)
	s.announce("MESSAGE_CREATE", m)
	return m.id
}

// BotSays is Say of another bot.
func (s *Server) BotSays(at Place, text string) string {
	s.mu.Lock()
	id := s.newID()
	s.bots[id] = true
	s.mu.Unlock()
	return s.Say(User{ID: id}, at, text)
}

// Delete takes a message out of a channel.
func (s *Server) Delete(at Place, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.find(at.ID, id); m != nil {
		m.gone = true
	}
}

// Repeat delivers the last event again, to every session.
func (s *Server) Repeat() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch(s.last)
}

// Raw delivers an event as it is given, to every session of the first shard.
func (s *Server) Raw(kind string, body map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch(event{kind: kind, body: func(*session) map[string]any { return body }})
}

// Broken delivers events that lack what an event has, or have it in another
// shape, as they reach a client whose library cannot read something new in them.
func (s *Server) Broken(u User) {
	at := s.Private(u)
	for _, body := range []map[string]any{
		{},
		{"id": "1234567890123", "channel_id": at.ID, "content": "ei lähettäjää"},
		{"id": "1234567890124", "channel_id": at.ID, "content": "outo lähettäjä", "author": "joku"},
		{"id": "1234567890125", "channel_id": at.ID, "content": 7, "author": map[string]any{"id": u.ID}},
		{"id": 12, "channel_id": []any{}, "author": nil},
	} {
		s.Raw("MESSAGE_CREATE", body)
	}
	for _, body := range []map[string]any{
		{},
		{"id": "1234567890126", "type": 2, "token": "x"},
		{"id": "1234567890127", "type": 2, "token": "x", "data": map[string]any{"name": "kake"}, "channel_id": at.ID},
		{"id": "1234567890128", "type": 3, "token": "x", "user": map[string]any{"id": u.ID}, "channel_id": at.ID, "data": "x"},
		{"id": "1234567890129", "type": 5, "token": "x", "channel_id": at.ID, "data": map[string]any{"custom_id": "x", "components": []any{map[string]any{"type": 1}}}},
		{"id": "1234567890130", "type": 99, "token": "x", "user": map[string]any{"id": u.ID}, "data": map[string]any{}},
	} {
		s.Raw("INTERACTION_CREATE", body)
	}
	s.Raw("SOMETHING_NEW", map[string]any{"x": 1})
}
