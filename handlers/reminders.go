package handlers

import (
	"context"
	"slices"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/reminders"
)

// subscribe starts reminders of all rounds, or of the one named ("/muistuta 2018-1").
func (a *Assistant) subscribe(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	s := reminders.Subscriber{Person: t.From.ID, To: t.In, Lang: t.Lang, Since: t.Now}
	round, one := a.round(t.Args)
	if one {
		s.Rounds = []string{round.ID}
	}
	if _, err := a.Subscribers.Subscribe(ctx, op(t), s); err != nil {
		return chat.Reply{}, err
	}
	r := chat.Reply{}
	upcoming := slices.DeleteFunc(slices.Clone(a.Programme.Rounds), func(r knowledge.Round) bool { return r.Over(t.Now) })
	switch {
	case one:
		r.Text = say(t, "reminding_one", "round", a.Programme.Span(round, t.Lang))
		r.Choices = append(r.Choices, choice(t, "remind_all", "/muistuta"))
	case len(upcoming) == 0:
		r.Text = say(t, "reminding_none")
	default:
		r.Text = say(t, "reminding_all") + "\n"
		for _, u := range upcoming {
			r.Text += "\n- " + a.Programme.Span(u, t.Lang)
		}
		if len(upcoming) > 1 {
			r.Choices = append(r.Choices, chat.Choice{Label: say(t, "remind_only", "round", a.Programme.Span(upcoming[0], t.Lang)), Say: "/muistuta " + upcoming[0].ID})
		}
	}
	if len(upcoming) > 0 {
		r.Text += "\n\n" + say(t, "reminding_when")
	}
	r.Choices = append(r.Choices, choice(t, "remind_stop", "/lopeta-muistutukset"))
	return r, nil
}

func (a *Assistant) round(id string) (knowledge.Round, bool) {
	for _, r := range a.Programme.Rounds {
		if r.ID == id {
			return r, true
		}
	}
	return knowledge.Round{}, false
}

// unsubscribe ends reminders of rounds. Those of a booked talk go with the talk.
func (a *Assistant) unsubscribe(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	was, err := a.Subscribers.Unsubscribe(ctx, op(t), t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	key := "reminders_none"
	if was {
		key = "reminders_ended"
	}
	return chat.Reply{Text: say(t, key), Choices: a.offer(t, []string{"subscribe", "rounds_list"})}, nil
}
