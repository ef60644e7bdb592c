package handlers

import (
	"context"

	"kakebot/chat"
)

// help tells what the assistant can do, one line each, with the words to type.
func (a *Assistant) help(_ context.Context, t chat.Turn) (chat.Reply, error) {
	return chat.Reply{
		Text:    say(t, "help"),
		Choices: a.offer(t, []string{"what_is_pikku_kake", "amount_any", "open_now", "book", "subscribe", "human"}),
	}, nil
}

// start is the first page when it is asked for.
func (a *Assistant) start(_ context.Context, t chat.Turn) (chat.Reply, error) {
	return a.Start(t.Lang), nil
}

// Start is the first thing a person sees: that this is a machine, that it
// decides nothing, and that a person can be asked (Act 306/2019, section 6 a).
func (a *Assistant) Start(lang string) chat.Reply {
	t := chat.Turn{Lang: lang}
	return chat.Reply{
		Text:    say(t, "start"),
		Choices: a.offer(t, []string{"who_can_apply", "amount_any", "open_now", "book", "human"}),
		Lang:    lang,
		Topic:   "greeting",
	}
}
