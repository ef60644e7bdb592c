package handlers

import (
	"context"
	"time"

	"kakebot/chat"
)

// Status is one line about the rounds at this moment, for the top of a page.
func (a *Assistant) Status(lang string, now time.Time) string {
	state, v := a.Programme.Moment(now, lang)
	values := make([]string, 0, 2*len(v))
	for name, x := range v {
		values = append(values, name, x)
	}
	return words.Say(lang, "status_"+state, values...)
}

// status tells it in a reply.
func (a *Assistant) status(_ context.Context, t chat.Turn) (chat.Reply, error) {
	return chat.Reply{Text: a.Status(t.Lang, t.Now), Choices: a.offer(t, []string{"rounds_list", "subscribe"}), Topic: "open_now"}, nil
}
