package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"kakebot/chat"
)

// Discord's codes for what the bot may not do in a channel: answer a message, see
// the channel, write there.
const noHistory, noAccess, noPermission = 160002, 50001, 50013

// event takes what the gateway brings. It never waits: discordgo reads the next
// event when it returns.
func (d *Discord) event(kind string, raw json.RawMessage) {
	switch kind {
	case "MESSAGE_CREATE":
		d.message(raw, "")
	case "INTERACTION_CREATE":
		d.interaction(raw)
	}
}

// message answers what somebody wrote to the bot, in a server if the message
// itself does not tell.
func (d *Discord) message(raw json.RawMessage, guild string) {
	me, _ := d.me.Load().(string)
	m, ours := heard(raw, guild, me)
	if !ours {
		return
	}
	d.saw(m)
	msg := chat.Message{
		ID:   m.Channel + ":" + m.ID,
		From: chat.Person{ID: name + ":" + m.Author.ID},
		In:   home(m.Author.ID, m.Guild, m.Channel),
		Text: m.words(me),
	}
	key := answerKey(msg)
	if !d.courier.Answer(msg, toChannel+m.Channel, func(ctx context.Context, r chat.Reply) error {
		if m.Guild == "" {
			return d.create(ctx, m.Channel, key, render(r))
		}
		return d.publicly(ctx, m, key, r)
	}) {
		d.Log.Warn("too much is waiting; a message is not answered", "channel", name)
	}
}

// publicly answers a message in a server: beside it, but for what is for the
// person's eyes only, which goes to their direct messages, as does what the bot
// may not write there.
func (d *Discord) publicly(ctx context.Context, m incoming, key string, r chat.Reply) error {
	answer := render(r)
	if r.Private || r.Form != nil {
		note := "answered_privately"
		if err := d.direct(ctx, m.Author.ID, key+"/private", answer); errors.Is(err, errShut) {
			note = "cannot_answer_privately"
		} else if err != nil {
			return err
		}
		answer = quiet(words.Say(r.Lang, note))
	}
	answer.Answers = &reference{Message: m.ID}
	err := d.create(ctx, m.Channel, key, answer)
	if refusedWith(err, noHistory) {
		answer.Answers = nil
		err = d.create(ctx, m.Channel, key, answer)
	}
	if refusedWith(err, noAccess, noPermission) {
		answer.Answers = nil
		err = d.direct(ctx, m.Author.ID, key, answer)
	}
	return err
}

// interaction acknowledges a command, a button or a form, and answers it.
func (d *Discord) interaction(raw json.RawMessage) {
	i, whole := pressed(raw)
	if !whole {
		return
	}
	if i.Application == "" {
		i.Application, _ = d.app.Load().(string)
	}
	if i.Type == aBeginning {
		d.spawn(func() { d.suggest(i) })
		return
	}
	msg, form, known := i.means(d.Commands)
	if !known {
		return
	}
	t := d.trigger(i, form, answerKey(msg))
	if i.private() {
		d.dms.put(i.User.ID, i.Channel)
	}
	if !d.courier.Answer(msg, toInteraction+i.ID, t.post) {
		d.Log.Warn("too much is waiting; somebody was told to try again", "channel", name)
		d.spawn(func() {
			ctx, done := context.WithTimeout(context.Background(), answersWithin)
			defer done()
			_ = t.post(ctx, chat.Reply{Text: words.Say(language(i.Locale), "busy"), Lang: language(i.Locale)})
		})
	}
}

// answerKey is the key under which the courier posts the answer to a message.
func answerKey(m chat.Message) string { return "a:" + m.From.ID + "/" + m.ID }

// recovered keeps a panic in a callback from ending the process. Its words may
// hold what a person wrote.
func (d *Discord) recovered() {
	if p := recover(); p != nil {
		d.Log.Error("an event of Discord's could not be taken", "panic", fmt.Sprintf("%T", p))
	}
}
