package slack

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"kakebot/chat"
)

// version begins every action and callback id, so that what a button of an older
// message says stays readable when the ids change one day.
const version = "v1:"

// kind is what an envelope asks of the channel.
type kind int

const (
	nothing   kind = iota
	spoken         // answer the message
	submitted      // answer the message inside the acknowledgement, if it is quick
	visited        // show App Home
)

// heard is an envelope, read.
type heard struct {
	kind    kind
	message chat.Message
	to      place
	trigger string // opens a modal, for three seconds
	page    bool   // it was said on App Home or in a modal
}

// hear reads an envelope. What is not for this app, or not from a person, is
// nothing. me is this app's own user, start what no words at all say.
func hear(e socketmode.Event, me string, start string) heard {
	switch data := e.Data.(type) {
	case slackevents.EventsAPIEvent:
		switch inner := data.InnerEvent.Data.(type) {
		case *slackevents.MessageEvent:
			return hearDirect(inner, me)
		case *slackevents.AppMentionEvent:
			return hearMention(inner, me, start)
		case *slackevents.AppHomeOpenedEvent:
			if inner.Tab == "home" && inner.User != "" {
				return heard{kind: visited, to: place{user: inner.User}}
			}
		}
	case slack.SlashCommand:
		return hearCommand(data, cmp.Or(data.TriggerID, e.Request.EnvelopeID), start)
	case slack.InteractionCallback:
		return hearInteraction(data, cmp.Or(data.TriggerID, e.Request.EnvelopeID))
	}
	return heard{}
}

// fresh are the subtypes of a message that a person has just said; the others
// tell of edits, deletions, joins and the like.
var fresh = map[string]bool{"": true, "file_share": true, "thread_broadcast": true}

func hearDirect(e *slackevents.MessageEvent, me string) heard {
	if e.ChannelType != slackevents.ChannelTypeIM || !fresh[e.SubType] || !person(e.User, e.BotID, me) {
		return heard{}
	}
	return heard{kind: spoken, message: message(e.User, e.Channel+":"+e.TimeStamp, typed(e.Text, me)),
		to: place{user: e.User, channel: e.Channel, thread: e.ThreadTimeStamp}}
}

// hearMention reads a mention; its answer goes to its thread.
func hearMention(e *slackevents.AppMentionEvent, me string, start string) heard {
	if e.Edited != nil || !person(e.User, e.BotID, me) {
		return heard{}
	}
	return heard{kind: spoken, message: message(e.User, e.Channel+":"+e.TimeStamp, cmp.Or(typed(e.Text, me), start)),
		to: place{user: e.User, channel: e.Channel, thread: cmp.Or(e.ThreadTimeStamp, e.TimeStamp)}}
}

func hearCommand(c slack.SlashCommand, id, start string) heard {
	if c.UserID == "" {
		return heard{}
	}
	return heard{kind: spoken, message: message(c.UserID, "command/"+id, cmp.Or(typed(c.Text, ""), start)), trigger: c.TriggerID,
		to: place{user: c.UserID, channel: c.ChannelID, hidden: true, url: c.ResponseURL}}
}

func hearInteraction(c slack.InteractionCallback, id string) heard {
	h := heard{message: message(c.User.ID, "press/"+id, ""), trigger: c.TriggerID, to: place{user: c.User.ID}, page: c.View.ID != ""}
	var ok bool
	switch c.Type {
	case slack.InteractionTypeBlockActions:
		h.kind, h.to = spoken, pressedIn(c)
		if len(c.ActionCallback.BlockActions) > 0 {
			a := c.ActionCallback.BlockActions[0]
			h.message.Text, ok = strings.CutPrefix(a.ActionID, version)
			h.message.Text, h.message.Label = cmp.Or(a.Value, h.message.Text), a.Text.Text
		}
	case slack.InteractionTypeViewSubmission, slack.InteractionTypeViewClosed:
		h.message.Text, ok = strings.CutPrefix(c.View.CallbackID, version)
		if c.View.Title != nil {
			h.message.Label = c.View.Title.Text
		}
		// A closed form is asked for again, without fields: it comes back as a
		// message, so that what was begun can be ended there.
		h.kind = spoken
		if c.Type == slack.InteractionTypeViewSubmission {
			h.kind, h.message.Fields = submitted, filled(c.View.State)
		} else { // it has no trigger, and happens once to a view
			h.trigger, h.message.ID = "", "closed/"+cmp.Or(c.View.ID, id)
		}
	}
	if !ok || h.message.Text == "" || c.User.ID == "" {
		return heard{}
	}
	return h
}

// pressedIn is where the answer to a button goes: beside it, but for this
// person's eyes only where others can see and press it too.
func pressedIn(c slack.InteractionCallback) place {
	p := place{user: c.User.ID, channel: cmp.Or(c.Channel.ID, c.Container.ChannelID), thread: c.Container.ThreadTs}
	switch {
	case c.Container.IsEphemeral:
		p.hidden, p.url = true, c.ResponseURL
	case p.shared():
		p.hidden = true
	}
	return p
}

func message(user, id, text string) chat.Message {
	return chat.Message{ID: id, From: chat.Person{ID: name + ":" + user}, In: chat.Address{Channel: name, Place: user}, Text: text}
}

// person tells a human sender from this app, from other bots and from Slack itself.
func person(user, bot string, me string) bool {
	return user != "" && bot == "" && user != me && user != "USLACKBOT"
}

var (
	// marked is what Slack makes of a link, an address or a mention in what a person typed.
	marked   = regexp.MustCompile(`<([^<>|]*)(?:\|([^<>]*))?>`)
	unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

// typed gives back what a person typed, without mentions of this app.
func typed(text string, me string) string {
	text = marked.ReplaceAllStringFunc(text, func(m string) string {
		part := marked.FindStringSubmatch(m)
		what, label := part[1], part[2]
		switch {
		case me != "" && what == "@"+me:
			return ""
		case label != "":
			return label
		case strings.HasPrefix(what, "@"): // a person's id means nothing to anybody
			return ""
		}
		return strings.TrimPrefix(strings.TrimPrefix(what, "mailto:"), "!")
	})
	return strings.TrimSpace(unescape.Replace(text))
}
