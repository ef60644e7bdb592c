package slacktest

import (
	"slices"
	"strconv"
)

// printed is a message as Slack gives it; its metadata only when asked for.
func (s *Server) printed(m *message, metadata bool) answer {
	a := answer{"type": "message", "user": m.user, "text": m.text, "ts": m.ts, "team": Team}
	if m.bot {
		a["bot_id"], a["app_id"] = BotID, App
	}
	if m.thread != "" {
		a["thread_ts"], a["parent_user_id"] = m.thread, m.user
	}
	if len(m.blocks) > 0 {
		a["blocks"] = m.blocks
	}
	if len(m.files) > 0 {
		a["files"], a["upload"] = printedFiles(m.files), true
	}
	if metadata && m.metadata != nil {
		a["metadata"] = m.metadata
	}
	return a
}

func (s *Server) history(c call) (answer, *refusal) {
	r := s.room(c.text("channel"))
	if r == nil {
		return nil, refuse("channel_not_found")
	}
	var all []*message
	for _, m := range slices.Backward(r.messages) {
		if m.thread == "" || m.thread == m.ts {
			all = append(all, m)
		}
	}
	return s.page(c, all)
}

func (s *Server) replies(c call) (answer, *refusal) {
	r := s.room(c.text("channel"))
	if r == nil {
		return nil, refuse("channel_not_found")
	}
	ts := c.text("ts")
	if r.message(ts) == nil {
		return nil, refuse("thread_not_found")
	}
	var all []*message
	for _, m := range r.messages {
		if m.ts == ts || m.thread == ts {
			all = append(all, m)
		}
	}
	return s.page(c, all)
}

// page gives what of all is within the time asked for, a part at a time.
func (s *Server) page(c call, all []*message) (answer, *refusal) {
	limit := c.number("limit", 100)
	if limit < 1 || limit > 999 {
		return nil, refuse("invalid_limit")
	}
	oldest, latest, inclusive := c.text("oldest"), c.text("latest"), c.flag("inclusive")
	var within []*message
	for _, m := range all {
		if after(m.ts, oldest, inclusive) && (latest == "" || after(latest, m.ts, inclusive)) {
			within = append(within, m)
		}
	}
	from := c.number("cursor", 0)
	if from > len(within) || from < 0 {
		return nil, refuse("invalid_cursor")
	}
	to := min(from+limit, len(within))
	printed := []answer{}
	for _, m := range within[from:to] {
		printed = append(printed, s.printed(m, c.flag("include_all_metadata")))
	}
	a := answer{"messages": printed, "has_more": to < len(within), "pin_count": 0}
	if to < len(within) {
		a["response_metadata"] = answer{"next_cursor": strconv.Itoa(to)}
	}
	return a, nil
}

// after tells whether the timestamp a is later than b, or the same when inclusive.
func after(a, b string, inclusive bool) bool {
	if b == "" {
		return true
	}
	x, _ := strconv.ParseFloat(a, 64) // microseconds of our century fit
	y, _ := strconv.ParseFloat(b, 64)
	return x > y || inclusive && x == y
}

func (s *Server) conversationsOpen(c call) (answer, *refusal) {
	if id := c.text("channel"); id != "" {
		if s.room(id) == nil {
			return nil, refuse("channel_not_found")
		}
		return answer{"channel": answer{"id": id}}, nil
	}
	p := s.people[c.text("users")]
	switch {
	case c.text("users") == BotUser:
		return nil, refuse("cannot_dm_bot")
	case p == nil:
		return nil, refuse("user_not_found")
	case p.gone:
		return nil, refuse("user_disabled")
	}
	r := s.direct(p.id)
	return answer{"no_op": true, "already_open": true, "channel": answer{"id": r.id, "is_im": true, "user": p.id}}, nil
}

func (s *Server) conversationInfo(c call) (answer, *refusal) {
	r := s.room(c.text("channel"))
	if r == nil {
		return nil, refuse("channel_not_found")
	}
	return answer{"channel": answer{"id": r.id, "name": "kanava", "is_im": r.person != "", "user": r.person, "is_channel": r.person == "", "is_member": true}}, nil
}

func (s *Server) usersInfo(c call) (answer, *refusal) {
	p := s.people[c.text("user")]
	if p == nil {
		return nil, refuse("user_not_found")
	}
	u := answer{"id": p.id, "team_id": Team, "name": "nimi", "real_name": "Nimi", "deleted": p.gone, "is_bot": false, "tz": "Europe/Helsinki"}
	if c.flag("include_locale") {
		u["locale"] = p.locale
	}
	return answer{"user": u}, nil
}
