package discordtest

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A session is what a client is to the gateway, across connections.
type session struct {
	id      string
	intents int
	shard   [2]int
	seq     int
	log     []packet // everything that was dispatched, for RESUME
	conn    *conn    // nil while nobody is connected
	ended   bool
}

// An event is something that happened, for the sessions that may know of it.
type event struct {
	kind  string
	guild string // "" for private ones
	need  int    // the intent that asks for it; 0: everybody gets it
	body  func(*session) map[string]any
}

// identify begins a session.
func (c *conn) identify(data json.RawMessage) {
	var said struct {
		Token    string  `json:"token"`
		Intents  *int    `json:"intents"`
		Shard    *[2]int `json:"shard"`
		Compress bool    `json:"compress"`
	}
	s := c.s
	if json.Unmarshal(data, &said) != nil || said.Intents == nil {
		c.end(closeDecode)
		return
	}
	shard := [2]int{0, 1}
	if said.Shard != nil {
		shard = *said.Shard
	}
	switch code := s.upsets.closeIdentify; {
	case c.session != nil:
		c.end(closeTwice)
		return
	case code != 0 && s.upsets.closeTimes > 0:
		s.upsets.closeTimes--
		c.end(code)
		return
	case strings.TrimPrefix(said.Token, "Bot ") != s.Token:
		c.end(CloseToken)
		return
	case shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1]:
		s.complain(CloseShard, "shard %d of %d", shard[0], shard[1])
		c.end(CloseShard)
		return
	case shard[1] < s.settings.shards:
		c.end(CloseSharding)
		return
	case *said.Intents&^known != 0:
		s.complain(CloseIntents, "intents %b", *said.Intents)
		c.end(CloseIntents)
		return
	case *said.Intents&^s.settings.granted != 0:
		c.end(CloseDisallowed)
		return
	}
	c.said = true
	s.upsets.identifies++
	if c.silence == AfterIdentify {
		return
	}
	if s.started[0] {
		c.send(packet{Op: opInvalid, Data: false})
		return
	}
	if pace := s.settings.identify; pace > 0 {
		s.started[0] = true
		time.AfterFunc(pace, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.started, 0)
		})
	}
	c.mu.Lock()
	c.compress = said.Compress
	c.mu.Unlock()
	x := &session{id: "session-" + s.newID(), intents: *said.Intents, shard: shard, conn: c}
	s.sessions = append(s.sessions, x)
	c.session = x
	x.ready(s)
}

// ready sends READY, and every guild of the shard.
func (x *session) ready(s *Server) {
	guilds := []any{}
	for id := range s.guilds {
		if x.sees(id) {
			guilds = append(guilds, map[string]any{"id": id, "unavailable": true})
		}
	}
	x.put("READY", map[string]any{
		"v": 9, "user": s.author(s.BotID), "guilds": guilds, "private_channels": []any{}, "session_id": x.id, "session_type": "normal",
		"resume_gateway_url": "ws" + strings.TrimPrefix(s.URL, "http") + "/gateway-socket/", "shard": x.shard,
		"application": map[string]any{"id": s.AppID, "flags": 0},
	})
	for id := range s.guilds {
		if x.sees(id) && x.intents&IntentGuilds != 0 {
			x.put("GUILD_CREATE", s.guild(id))
		}
	}
}

func (s *Server) guild(id string) map[string]any {
	channels := []any{}
	for _, p := range s.guilds[id] {
		channels = append(channels, map[string]any{"id": p.ID, "type": 0, "name": "yleinen", "position": 0, "permission_overwrites": []any{}})
	}
	return map[string]any{"id": id, "name": "Joensuu", "owner_id": s.AppID, "channels": channels, "members": []any{}, "roles": []any{}, "emojis": []any{},
		"member_count": 2, "large": false, "unavailable": false, "joined_at": "2018-01-01T00:00:00.000000+00:00", "preferred_locale": "fi",
		"threads": []any{}, "presences": []any{}, "voice_states": []any{}, "stage_instances": []any{}, "features": []any{}}
}

// resume goes on with a session on a new connection: what was missed comes
// first, RESUMED last.
func (c *conn) resume(data json.RawMessage) {
	var said struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int    `json:"seq"`
	}
	s := c.s
	if json.Unmarshal(data, &said) != nil {
		c.end(closeDecode)
		return
	}
	if strings.TrimPrefix(said.Token, "Bot ") != s.Token {
		c.end(CloseToken)
		return
	}
	if c.session != nil {
		c.end(closeTwice)
		return
	}
	c.said = true
	s.upsets.resumes++
	if c.silence == AfterIdentify {
		return
	}
	if s.upsets.reconnectFirst > 0 {
		s.upsets.reconnectFirst--
		c.send(packet{Op: opReconnect})
		return
	}
	var x *session
	for _, known := range s.sessions {
		if known.id == said.Session && !known.ended {
			x = known
		}
	}
	if s.upsets.refuseResume > 0 {
		s.upsets.refuseResume--
		if x != nil {
			x.ended = true
		}
		x = nil
	}
	switch {
	case x == nil:
		c.send(packet{Op: opInvalid, Data: false})
		return
	case said.Seq > x.seq:
		c.end(CloseSequence)
		return
	}
	if old := x.conn; old != nil {
		old.session = nil
		old.drop()
	}
	x.conn, c.session = c, x
	for _, p := range x.log {
		if p.Seq > said.Seq {
			c.send(p)
		}
	}
	s.upsets.resumed++
	x.put("RESUMED", map[string]any{})
}

// put dispatches something to one session: now if it is connected, and with
// RESUME if it is not.
func (x *session) put(kind string, body any) {
	x.seq++
	p := packet{Op: opDispatch, Data: body, Seq: x.seq, Type: kind}
	x.log = append(x.log, p)
	if c := x.conn; c != nil && !c.closing && (c.silence != AfterReady || kind == "READY" || kind == "GUILD_CREATE" || kind == "RESUMED") {
		c.send(p)
	}
}

// sees tells whether a guild, or "" for private messages, is of the shard.
func (x *session) sees(guild string) bool {
	if guild == "" {
		return x.shard[0] == 0
	}
	n, _ := strconv.ParseUint(guild, 10, 64)
	return int(n>>22%uint64(x.shard[1])) == x.shard[0]
}

// dispatch gives an event to every session that may know of it.
func (s *Server) dispatch(e event) {
	s.last = e
	for _, x := range s.sessions {
		if !x.ended && x.sees(e.guild) && x.intents&e.need == e.need {
			x.put(e.kind, e.body(x))
		}
	}
	s.touch()
}

// announce tells the sessions of a message. Without the intent for it they see
// the content only where they are concerned.
func (s *Server) announce(kind string, m *message) {
	need := IntentDirect
	if m.place.Guild != "" {
		need = IntentGuildMessages
	}
	w := s.wire(m)
	if m.place.Guild != "" {
		w["guild_id"] = m.place.Guild
		w["member"] = map[string]any{"roles": []any{}, "joined_at": "2018-01-01T00:00:00.000000+00:00", "deaf": false, "mute": false}
	}
	without, concerns := hidden(w), s.concerns(m)
	s.dispatch(event{kind: kind, guild: m.place.Guild, need: need, body: func(x *session) map[string]any {
		if concerns || x.intents&IntentContent != 0 {
			return w
		}
		return without
	}})
}

// concerns tells whether the bot may read a message without a privilege: its
// own, private ones, and those that mention it.
func (s *Server) concerns(m *message) bool {
	return m.place.Guild == "" || m.author == s.BotID || slices.Contains(m.pings.Users, s.BotID)
}

// hidden is a message without what is privileged.
func hidden(w map[string]any) map[string]any {
	h := maps.Clone(w)
	h["content"], h["components"], h["attachments"], h["embeds"] = "", []any{}, []any{}, []any{}
	return h
}
