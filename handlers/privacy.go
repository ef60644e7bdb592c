package handlers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// save gives the conversation as a text file (Act 306/2019, section 6 a: the
// person is offered to save the exchange).
func (a *Assistant) save(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	talk, err := a.Memory.Exchanges(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	return chat.Reply{
		Text:    say(t, "saved"),
		Files:   []chat.File{{Name: say(t, "saved_name"), Type: "text/plain; charset=utf-8", Data: []byte(a.Transcript(t.Lang, talk))}},
		Choices: a.offer(t, []string{"delete_data"}),
		Private: true,
	}, nil
}

// Transcript is a conversation as text: who said what and when, the sources,
// and what the assistant is.
func (a *Assistant) Transcript(lang string, talk []chat.Exchange) string {
	var b strings.Builder
	b.WriteString(words.Say(lang, "transcript_head") + "\n")
	for _, e := range talk {
		at := e.At.In(a.Programme.Zone)
		stamp := reading.FormatDate(at, lang) + " " + reading.FormatClock(at, lang)
		if e.Said != "" {
			fmt.Fprintf(&b, "\n[%s] %s: %s\n", stamp, words.Say(lang, "you"), e.Said)
		}
		fmt.Fprintf(&b, "\n[%s] %s: %s\n", stamp, words.Say(lang, "bot"), chat.Text(e.Reply))
	}
	return b.String()
}

// askingErase is the draft of a person who was asked whether to erase.
const askingErase = "poista"

// deleting claims a yes or no to that question.
func (a *Assistant) deleting(t chat.Turn) bool {
	d := t.Session.Draft
	if d == nil || d.Form != askingErase {
		return false
	}
	r := reading.Read(t.Text, t.Lang, t.Now)
	return r.Yes || r.No
}

// erase asks first, and then removes everything kept of the person (GDPR,
// article 17): bookings, wishes, reminders, calendar addresses, the conversation and its session.
func (a *Assistant) erase(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	read := reading.Read(t.Text, t.Lang, t.Now)
	asked := t.Session.Draft != nil && t.Session.Draft.Form == askingErase
	switch {
	case asked && read.No:
		t.Session.Draft = nil
		return chat.Reply{Text: say(t, "erase_kept")}, nil
	case t.Args != "kyllä" && !(asked && read.Yes):
		t.Session.Draft = &chat.Draft{Form: askingErase, At: t.Now}
		return chat.Reply{
			Text:    say(t, "erase_question"),
			Choices: []chat.Choice{choice(t, "erase_yes", "/poista kyllä"), choice(t, "erase_no", "/apua")},
			Private: true,
		}, nil
	}
	if _, err := a.Erase(ctx, op(t), t.From.ID, t.Now); err != nil {
		return chat.Reply{}, err
	}
	*t.Session = chat.Session{Lang: t.Lang, Easy: t.Session.Easy}
	return chat.Reply{Text: say(t, "erased"), Private: true}, nil
}

// Erase removes everything kept of a person; n is how many bookings it touched.
func (a *Assistant) Erase(ctx context.Context, op, person string, now time.Time) (n int, err error) {
	if n, err = a.Desk.Forget(ctx, op, person, now); err != nil {
		return n, err
	}
	if err := a.Subscribers.Forget(ctx, person); err != nil {
		return n, err
	}
	if _, err := a.Feeds.End(ctx, person); err != nil {
		return n, err
	}
	if err := a.Mailboxes.End(ctx, person); err != nil {
		return n, err
	}
	return n, a.Memory.Forget(ctx, person)
}
