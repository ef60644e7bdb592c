package handlers

import (
	"context"
	"slices"
	"strings"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/reading"
)

// buttons are the abilities that an answer may offer next, by the entry's name.
var buttons = map[string]string{
	"book":              "/varaa",
	"my_bookings":       "/omat",
	"reschedule":        "/siirrä",
	"cancel":            "/peru",
	"subscribe":         "/muistuta",
	"unsubscribe":       "/lopeta-muistutukset",
	"reminder_choice":   "/muistuta valitse",
	"my_reminders":      "/muistutukset",
	"human":             "/ihminen",
	"help":              "/apua",
	"save_conversation": "/tallenna",
	"delete_data":       "/poista",
	"language":          "/kieli",
}

// answer is the fallback of the table: it speaks for every entry of the
// knowledge, and for the messages that nothing was found for.
func (a *Assistant) answer(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	if t.Topic == "" {
		a.missed(ctx, t)
		if offers := a.Programme.Offers(t.Near, 3); len(offers) > 0 {
			if grant := reading.Read(t.Text, t.Lang, t.Now).Grant; grant != "" {
				t.Session.Grant = string(grant)
			}
			return chat.Reply{Text: say(t, "did_you_mean"), Choices: a.offer(t, firstOf(append(offers, "human"), 4)), Topic: "unclear"}, nil
		}
		t.Topic = "unclear"
		if curious(t) && t.Session.Draft == nil {
			carry(t)
		}
	}
	r, err := a.speak(t)
	if err != nil {
		return r, err
	}
	if t.Topic == "unclear" && t.Lang == "fi" {
		r.Choices = append(r.Choices, choice(t, "easier", "/kieli selko"))
	}
	switch a.Programme.Entries[t.Topic].Kind {
	case knowledge.KindUnknown:
		a.missed(ctx, t)
		r.Helped = a.askHelped(t)
	case knowledge.KindAnswer, knowledge.KindCompute:
		r.Helped = a.askHelped(t)
	}
	return r, nil
}

// missed notes a question that was not answered, for whoever keeps the
// knowledge. The person is answered all the same when it cannot be noted.
func (a *Assistant) missed(ctx context.Context, t chat.Turn) {
	if t.Aside || t.Session.Draft != nil {
		return // what is said while a form is filled is the person's own
	}
	if err := a.Journal.Missed(ctx, knowledge.Miss(t.Text, t.Lang, t.Topic, t.Near, t.Now)); err != nil {
		a.Log.Warn("an unanswered question is not noted", "error", err)
	}
}

// entry is a handler that always answers with one entry.
func (a *Assistant) entry(id string) chat.Handler {
	return chat.HandlerFunc(func(_ context.Context, t chat.Turn) (chat.Reply, error) {
		t.Topic = id
		return a.speak(t)
	})
}

// speak gives the words of the turn's topic with their source, under the
// question they answer.
func (a *Assistant) speak(t chat.Turn) (chat.Reply, error) {
	r, next, err := a.spoken(t, reading.Read(t.Text, t.Lang, t.Now))
	if err != nil {
		return chat.Reply{}, err
	}
	r.Choices = a.offer(t, next)
	title := a.Programme.Title(t.Topic, t.Lang)
	if answers(a.Programme.Entries[t.Topic].Kind) && !strings.EqualFold(strings.TrimSpace(t.Text), title) {
		r.Text = title + "\n\n" + r.Text
	}
	return r, nil
}

// spoken gives the words alone, and the entries worth offering next.
func (a *Assistant) spoken(t chat.Turn, read reading.Reading) (r chat.Reply, next []string, err error) {
	answer, err := a.Programme.Answer(knowledge.Question{Entry: t.Topic, Lang: t.Lang, Now: t.Now, Reading: read})
	if err != nil {
		return chat.Reply{}, nil, err
	}
	remember(t, answer, read)
	r = chat.Reply{Text: answer.Text, Topic: answer.Entry}
	for _, f := range answer.Sources {
		r.Sources = append(r.Sources, a.Source(f.ID))
	}
	return r, answer.Next, nil
}

// Source is where a fact stands.
func (a *Assistant) Source(fact string) chat.Source {
	f := a.Programme.Facts[fact]
	return chat.Source{Heading: f.Heading, Quote: f.Quote, Line: f.Lines[0]}
}

// remember keeps what the next message may leave unsaid.
func remember(t chat.Turn, answer knowledge.Answer, read reading.Reading) {
	switch {
	case read.Grant != "":
		t.Session.Grant = string(read.Grant)
	case strings.HasSuffix(answer.Entry, "_event"), strings.HasSuffix(answer.Entry, "_events"):
		t.Session.Grant = string(reading.Event)
	case strings.HasSuffix(answer.Entry, "_project"):
		t.Session.Grant = string(reading.Project)
	}
	if answers(answer.Kind) {
		t.Session.Entry = answer.Entry
	}
	if answer.Kind == knowledge.KindUnknown {
		carry(t)
	}
}

// carry keeps a question that was not answered, so that it can go along to the
// adviser. The last few are kept.
func carry(t chat.Turn) {
	q := firstRunes(strings.TrimSpace(t.Text), maxField)
	if slices.Contains(t.Session.Questions, q) {
		return
	}
	all := append(slices.Clone(t.Session.Questions), q)
	t.Session.Questions = all[max(len(all)-maxQuestions, 0):]
}

// offer makes buttons of entries: an ability's command, or the question itself.
func (a *Assistant) offer(t chat.Turn, entries []string) []chat.Choice {
	var out []chat.Choice
	for _, id := range entries {
		title := a.Programme.Title(id, t.Lang)
		say, isAbility := buttons[id]
		if !isAbility {
			say = title
		}
		out = append(out, button(title, say))
	}
	return out
}
