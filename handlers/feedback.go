package handlers

import (
	"context"

	"kakebot/chat"
)

// askHelped are the two buttons under an answer.
func (a *Assistant) askHelped(t chat.Turn) []chat.Choice {
	return []chat.Choice{choice(t, "helped_yes", "/auttoi "+t.Topic), choice(t, "helped_no", "/ei-auttanut "+t.Topic)}
}

// helped counts whether an answer helped ("/auttoi ENTRY"; without one the last
// answer is meant), and leads on when it did not.
func (a *Assistant) helped(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	entry, yes := t.Args, t.Topic == "helped"
	if entry == "" {
		entry = t.Session.Topic
	}
	if _, known := a.Programme.Entries[entry]; known {
		if err := a.Journal.Rated(ctx, entry, t.Lang, yes); err != nil {
			a.Log.Warn("a rating is not counted", "error", err)
		}
	}
	r := chat.Reply{Text: say(t, "thanks_helped"), Private: true, Topic: t.Session.Topic}
	if !yes {
		r.Text = say(t, "sorry_not_helped")
		r.Choices = a.offer(t, []string{"human", "book"})
	}
	return r, nil
}
