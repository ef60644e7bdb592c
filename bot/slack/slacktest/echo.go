package slacktest

import (
	"regexp"
	"strings"
)

var (
	entities  = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	link      = regexp.MustCompile(`https?://[^\s|<>]+`)
	mailbox   = regexp.MustCompile(`[\w.+-]+@[\w-]+\.[\w.-]*\w`)
	notations = regexp.MustCompile(`<[@!#][^<>]*>`)
)

// typed is what Slack makes of what a person types: "&", "<" and ">" become
// entities, addresses become links in angle brackets. Mentions, which the
// client makes, are given in Slack's own notation and stay.
func typed(text string) string {
	var b strings.Builder
	rest := text
	for {
		at := notations.FindStringIndex(rest)
		if at == nil {
			b.WriteString(linked(rest))
			return b.String()
		}
		b.WriteString(linked(rest[:at[0]]) + rest[at[0]:at[1]])
		rest = rest[at[1]:]
	}
}

func linked(text string) string {
	text = entities.Replace(text)
	text = link.ReplaceAllString(text, "<$0>")
	return mailbox.ReplaceAllString(text, "<mailto:$0|$0>")
}

// echo tells the app of its own post, as Slack does. The caller holds the lock.
func (s *Server) echo(r *room, p Post) {
	e := object("type", "message", "user", BotUser, "bot_id", BotID, "app_id", App, "text", p.Text, "ts", p.TS, "team", Team,
		"channel", r.id, "event_ts", p.TS, "channel_type", r.kind(), "bot_profile", object("id", BotID, "app_id", App, "name", "Kakebot", "team_id", Team))
	if p.Thread != "" {
		e["thread_ts"] = p.Thread
	}
	if len(p.Files) > 0 {
		e["subtype"], e["files"], e["upload"] = "file_share", printedFiles(p.Files), true
	}
	s.event(e)
}

func (r *room) kind() string {
	if r.person != "" {
		return "im"
	}
	return "channel"
}
