package slacktest

// Slash is a slash command, in a channel or in the person's direct messages.
func (s *Server) Slash(user, place, text string) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	s.member(user)
	r, name := s.direct(user), "directmessage"
	if place != user && place != r.id {
		r, name = s.enter(place), "kanava"
	}
	url := s.responseURL(response{room: r, user: user})
	payload := object("token", "verification", "team_id", Team, "team_domain", "kake", "channel_id", r.id, "channel_name", name, "user_id", user, "user_name", "nimi",
		"command", "/kake", "text", text, "api_app_id", App, "is_enterprise_install", "false", "response_url", url, "trigger_id", s.trigger(user))
	e := s.send("slash_commands", payload, func(answer map[string]any) { s.answerSlash(r, user, answer) }, nil)
	return Did{User: user, Channel: r.id, Envelopes: []*Envelope{e}}
}

// answerSlash shows what an acknowledgement of a slash command carried.
func (s *Server) answerSlash(r *room, user string, answer map[string]any) {
	if len(answer) == 0 {
		return
	}
	p, bad := s.content(call{method: "ack", args: answer})
	switch {
	case bad != nil:
		s.complain("the acknowledgement of a slash command is refused: %s", bad.code)
	case answer["response_type"] == "in_channel":
		s.put(r, p)
	default:
		p.Place, p.TS, p.For = r.id, s.stamp(), user
		s.journal = append(s.journal, p)
	}
}

// Press presses a button of a post, named by its label or its action's id, or
// chooses an option of a menu. The test fails when there is none, or when the
// person does not see the post.
func (s *Server) Press(user string, p Post, label string) Did {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	r := s.room(p.Place)
	if r == nil {
		s.t.Errorf("somebody presses %q of a post that is nowhere", label)
		return Did{}
	}
	s.member(user)
	if p.For != "" && p.For != user || r.person != "" && r.person != user {
		s.t.Errorf("somebody presses %q of a post that they do not see", label)
		return Did{}
	}
	x, found := find(p.Blocks, label)
	if !found {
		s.t.Errorf("no button %q, only %q", label, labels(p.Blocks))
		return Did{}
	}
	payload := s.interaction("block_actions", user)
	payload["actions"] = []any{s.action(x)}
	payload["container"] = object("type", "message", "message_ts", p.TS, "channel_id", r.id, "is_ephemeral", p.For != "")
	payload["channel"] = object("id", r.id, "name", r.kind())
	payload["state"] = object("values", object())
	payload["response_url"] = s.responseURL(response{room: r, user: user, thread: p.Thread, ts: p.TS})
	if p.Thread != "" {
		payload["container"].(map[string]any)["thread_ts"] = p.Thread
	}
	if m := r.message(p.TS); m != nil && p.For == "" {
		payload["message"] = s.printed(m, true)
	}
	return Did{User: user, Channel: r.id, TS: p.TS, Envelopes: []*Envelope{s.send("interactive", payload, nil, nil)}}
}

// PressHome presses a button of a person's home page.
func (s *Server) PressHome(user, label string) Did {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	v := s.homes[user]
	if v == nil {
		s.t.Errorf("there is no home page to press %q of", label)
		return Did{}
	}
	x, found := find(v.Blocks, label)
	if !found {
		s.t.Errorf("no button %q, only %q", label, labels(v.Blocks))
		return Did{}
	}
	payload := s.interaction("block_actions", user)
	payload["actions"] = []any{s.action(x)}
	payload["container"] = object("type", "view", "view_id", v.ID)
	payload["view"] = s.printedView(*v, nil)
	return Did{User: user, View: v.ID, Envelopes: []*Envelope{s.send("interactive", payload, nil, nil)}}
}

// interaction begins the payload of an interaction.
func (s *Server) interaction(kind, user string) map[string]any {
	return object("type", kind, "token", "verification", "api_app_id", App, "team", object("id", Team, "domain", "kake"), "enterprise", nil, "is_enterprise_install", false,
		"user", object("id", user, "username", "nimi", "name", "nimi", "team_id", Team), "trigger_id", s.trigger(user))
}

func (s *Server) action(x pressable) map[string]any {
	a := object("type", x.kind, "block_id", x.block, "action_id", x.action, "action_ts", s.stamp())
	if x.option != nil {
		a["selected_option"] = x.option
		return a
	}
	a["text"], a["value"] = object("type", "plain_text", "text", x.label, "emoji", true), x.value
	return a
}

func find(blocks []Block, label string) (pressable, bool) {
	for _, x := range pressables(blocks) {
		if x.label == label || x.action == label {
			return x, true
		}
	}
	return pressable{}, false
}
