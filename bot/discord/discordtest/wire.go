package discordtest

import "strconv"

// author is a user as Discord shows one.
func (s *Server) author(id string) map[string]any {
	name := "person"
	if id == s.BotID {
		name = "kakebot"
	}
	return map[string]any{"id": id, "username": name, "discriminator": "0", "global_name": nil, "avatar": nil, "bot": id == s.BotID || s.bots[id], "public_flags": 0}
}

// wire is a message as Discord shows it.
func (s *Server) wire(m *message) map[string]any {
	w := map[string]any{
		"id": m.id, "channel_id": m.place.ID, "author": s.author(m.author), "content": m.content,
		"timestamp": m.at.Format("2006-01-02T15:04:05.000000-07:00"), "edited_timestamp": nil, "tts": false,
		"mention_everyone": m.pings.Everyone, "mentions": s.authors(m.pings.Users), "mention_roles": []any{},
		"attachments": m.attachments(), "embeds": append([]embed{}, m.embeds...), "pinned": false, "type": 0, "flags": m.flags, "components": m.components,
	}
	if m.components == nil {
		w["components"] = []any{}
	}
	if m.nonce != "" {
		w["nonce"] = m.nonce
	}
	if m.interaction != nil {
		w["webhook_id"], w["application_id"] = s.AppID, s.AppID
		w["interaction_metadata"] = map[string]any{"id": m.interaction.ID, "type": m.interaction.kind, "user": s.author(m.interaction.User.ID)}
	}
	if m.reference != "" {
		w["type"], w["message_reference"] = 19, map[string]any{"message_id": m.reference, "channel_id": m.place.ID}
	}
	if m.edits > 0 {
		w["edited_timestamp"] = m.at.Format("2006-01-02T15:04:05.000000-07:00")
	}
	return w
}

func (s *Server) authors(ids []string) []any {
	list := []any{}
	for _, id := range ids {
		list = append(list, s.author(id))
	}
	return list
}

func (m *message) attachments() []any {
	list := []any{}
	for i, f := range m.files {
		list = append(list, map[string]any{"id": strconv.Itoa(i + 1), "filename": f.Name, "size": len(f.Data), "content_type": f.Type,
			"url": "https://cdn.example/" + f.Name, "proxy_url": "https://cdn.example/" + f.Name})
	}
	return list
}
