package handlers

import (
	"context"

	"kakebot/chat"
)

// human leads to a person: the adviser's contact if staff have set it, and in
// any case a talk, to which an unanswered question goes along.
func (a *Assistant) human(_ context.Context, t chat.Turn) (chat.Reply, error) {
	text := say(t, "human") + "\n\n"
	if contact := a.Programme.Settings.Contact(); contact != "" {
		text += say(t, "human_contact", "adviser", contact)
	} else {
		text += say(t, "human_unset")
	}
	if len(t.Session.Questions) > 0 {
		text += "\n\n" + say(t, "human_question")
	}
	return chat.Reply{Text: text, Choices: append(a.offer(t, []string{"book"}), choice(t, "leave_wish", "/"+formWish))}, nil
}
