package handlers

import (
	"context"

	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// easier says the last answer again: in easy Finnish to who reads Finnish, with
// a button back, and with the way to a person in any case. What was asked then is
// read again, so that a sum or a day said in it still counts.
func (a *Assistant) easier(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	talk, err := a.Memory.Exchanges(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	var back []chat.Choice
	if t.Lang == "fi" {
		t.Session.Lang, t.Session.Easy, t.Lang = "selko", true, "selko"
	}
	if t.Lang == "selko" {
		back = []chat.Choice{choice(t, "ordinary", "/kieli fi")}
	}
	e, ok := a.lastAnswered(talk)
	if !ok {
		r, err := a.help(ctx, t)
		r.Choices, r.Lang = append(r.Choices, back...), t.Lang
		return r, err
	}
	t.Topic, t.Text = e.Reply.Topic, e.Said
	r, next, err := a.spoken(t, reading.Read(e.Said, t.Lang, t.Now))
	if err != nil {
		return r, err
	}
	r.Text = say(t, "said_easier") + "\n\n" + r.Text
	r.Choices = append(a.offer(t, firstOf(append([]string{"human"}, next...), 3)), back...)
	r.Lang = t.Lang
	return r, nil
}

// nods claims a bare yes, no or thank-you-like word that answers nothing: it is
// no question and is not taken for one.
func (a *Assistant) nods(t chat.Turn) bool {
	if t.Session.Draft != nil || t.Topic != "" {
		return false
	}
	r := reading.Read(t.Text, t.Lang, t.Now)
	return r.Yes || r.No || a.skips(t) && t.Text != ""
}

func (a *Assistant) nod(_ context.Context, t chat.Turn) (chat.Reply, error) {
	return chat.Reply{Text: say(t, "nod"), Choices: a.offer(t, []string{"what_is_pikku_kake", "book", "help"}), Topic: t.Session.Topic}, nil
}
