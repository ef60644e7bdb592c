package handlers

import (
	"context"

	"kakebot/chat"
	"kakebot/knowledge"
)

// human leads to a person: the adviser's contact if staff have set it, and in
// any case a talk, to which an unanswered question goes along.
func (a *Assistant) human(_ context.Context, t chat.Turn) (chat.Reply, error) {
	answer, err := a.Programme.Answer(knowledge.Question{Entry: "unk_contact", Lang: t.Lang, Now: t.Now})
	if err != nil {
		return chat.Reply{}, err
	}
	text := say(t, "human") + "\n\n" + answer.Text
	if t.Session.Question != "" {
		text += "\n\n" + say(t, "human_question")
	}
	return chat.Reply{Text: text, Choices: append(a.offer(t, []string{"book"}), choice(t, "leave_wish", "/"+formWish))}, nil
}
