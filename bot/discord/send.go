package discord

import (
	"context"
	"errors"
	"strings"

	"kakebot/chat"
)

// Limit is what reminders may take of what Discord allows: five messages in five
// seconds to one channel, and of fifty calls a second ten messages, which are two
// calls each (docs.discord.com, Rate Limits).
func (d *Discord) Limit() chat.Pace { return chat.Pace{All: 10, Place: 1} }

// Send delivers a reply that nobody asked for just now, as a direct message. An
// address is the person, and after a slash the server's channel in which they
// asked to be told: when they take no direct messages, they are called there,
// with nothing of the reply in it.
//
// "channel/" and the id of a channel is the address of that channel itself, which
// nothing private goes to.
func (d *Discord) Send(ctx context.Context, to chat.Address, key string, r chat.Reply) error {
	if room, is := strings.CutPrefix(to.Place, toChannel); is {
		if to.Channel != name || !snowflake(room) || r.Private {
			return chat.ErrPermanent
		}
		return d.courier.Once(ctx, to.Place, key, func(ctx context.Context) error { return d.create(ctx, room, key, render(r)) })
	}
	person, channel, ok := places(to)
	if !ok {
		return chat.ErrPermanent
	}
	return d.courier.Once(ctx, to.Place, key, func(ctx context.Context) error {
		err := d.direct(ctx, person, key, render(r))
		if errors.Is(err, errShut) && channel != "" {
			return d.create(ctx, channel, key+called, call(person, r.Lang))
		}
		return err
	})
}

// called is added to a key for the message that calls a person in a channel.
const called = "/called"

// call is the message that calls a person, and no one else.
func call(person, lang string) message {
	m := quiet("<@" + person + "> " + words.Say(lang, "called"))
	m.Mentions.Users = []string{person}
	return m
}

// Sent tells whether the key stands in the person's direct messages, or a call
// for it in their channel.
func (d *Discord) Sent(ctx context.Context, to chat.Address, key string) (bool, error) {
	return d.look(ctx, to.Place, key)
}

// look is chat/courier's: the place is an address's, or a channel's id, or an
// interaction's, whose answer is one message however often it is given.
func (d *Discord) look(ctx context.Context, place, key string) (bool, error) {
	if strings.HasPrefix(place, toInteraction) {
		return false, nil
	}
	if channel, is := strings.CutPrefix(place, toChannel); is {
		return d.stands(ctx, channel, key)
	}
	person, channel, ok := places(chat.Address{Channel: name, Place: place})
	if !ok {
		return false, chat.ErrPermanent
	}
	if _, shut := d.shut.get(person); !shut {
		dm, err := d.channelOf(ctx, person)
		if err == nil {
			var stands bool
			stands, err = d.stands(ctx, dm, key)
			if stands {
				return true, nil
			}
		}
		if err != nil && !errors.Is(err, chat.ErrPermanent) {
			return false, err
		}
	}
	if channel == "" {
		return false, nil
	}
	return d.stands(ctx, channel, key+called)
}

// Places that replies go to, as the courier knows them beside the addresses.
const (
	toChannel     = "channel/"
	toInteraction = "interaction/"
)

// places reads an address: a person, and perhaps a channel.
func places(a chat.Address) (person, channel string, ok bool) {
	person, channel, in := strings.Cut(a.Place, "/")
	ok = a.Channel == name && snowflake(person) && (!in || snowflake(channel))
	return person, channel, ok
}

// home is where a person's reminders go when they write from the channel of a
// server, or from their direct messages.
func home(person, guild, channel string) chat.Address {
	if guild == "" || !snowflake(channel) {
		return chat.Address{Channel: name, Place: person}
	}
	return chat.Address{Channel: name, Place: person + "/" + channel}
}
