package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"kakebot/bot/mail"
	"kakebot/bot/store"
	"kakebot/bot/web"
	"kakebot/chat"
	"kakebot/handlers"
)

const mailName = "mail"

// mailSettings reads what is set of e-mail, so that a mistake ends the start
// before anything else has begun. It is the zero Settings when nothing is.
func mailSettings(c config) (mail.Settings, error) {
	if c.smtp == "" || c.mailFrom == "" {
		return mail.Settings{}, nil
	}
	return mail.ReadSettings(c.smtp, c.mailFrom)
}

// mail is the e-mail channel, or why it is not on. When it is, the assistant
// takes addresses. page is the web page's address.
func (k *kakebot) mail(ctx context.Context, c config, s mail.Settings, page string) (platform, error) {
	p := platform{name: mailName}
	switch {
	case k.clock.rehearsing():
		p.why = "nothing is sent outside from a rehearsal"
	case c.smtp == "":
		p.why = "SMTP_URL is not set"
	case c.mailFrom == "":
		p.why = "KAKEBOT_MAIL_FROM is not set"
	default:
		var err error
		p.channel, err = k.openMail(ctx, s, page)
		return p, err
	}
	return p, nil
}

// openMail makes the channel, and lets the assistant take addresses.
func (k *kakebot) openMail(ctx context.Context, s mail.Settings, page string) (*mail.Channel, error) {
	secret, err := k.mailboxes.Secret(ctx)
	if err != nil {
		return nil, err
	}
	k.assistant.Mail = handlers.Mail{From: s.From.Address, Page: page, Read: mail.ReadAddress}
	var staff string
	if k.news.staff.Channel == mailName {
		staff = k.news.staff.Place
	}
	return mail.New(mail.Options{Settings: s, Page: page, Secret: secret, Staff: staff, Posts: k.posts, Stop: k.mailboxes.Stop,
		HTML: web.Markdown, Now: k.clock.now, Log: k.log}), nil
}

func (k *kakebot) confirmMail(ctx context.Context, token string) (bool, error) {
	return k.assistant.ConfirmMail(ctx, token, k.clock.now())
}

func (k *kakebot) stopMail(ctx context.Context, token string) error {
	return k.assistant.StopMail(ctx, token, k.clock.now())
}

const (
	inviteEvery = 2 * time.Second
	inviteBatch = 20
	inviteSend  = 10 * time.Second
)

// An inviter is a channel that can write to an address nobody has confirmed.
type inviter interface {
	Invite(ctx context.Context, address, key string, r chat.Reply) error
}

// keepInviting sends the letters that ask whether an address is the person's,
// until ctx ends. Without e-mail there are none.
func (k *kakebot) keepInviting(ctx context.Context) {
	if by, on := k.channels[mailName].(inviter); on {
		k.every(ctx, inviteEvery, "letters that confirm an address are not sent", func(ctx context.Context) error { return k.invite(ctx, by) })
	}
}

// invite sends those that are owed now. One that fails is owed again later, until
// its code has ended.
func (k *kakebot) invite(ctx context.Context, by inviter) error {
	owed, err := k.mailboxes.Owed(ctx, inviteBatch)
	for _, l := range owed {
		failed := k.inviteOne(ctx, by, l)
		if failed == nil || errors.Is(failed, chat.ErrPermanent) {
			failed = k.mailboxes.Done(ctx, l)
		}
		err = errors.Join(err, failed)
	}
	return err
}

func (k *kakebot) inviteOne(ctx context.Context, by inviter, l store.Letter) error {
	if !k.clock.now().Before(l.Until) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, inviteSend)
	defer cancel()
	key := sha256.Sum256([]byte(l.Link))
	return by.Invite(ctx, l.Address, "letter:"+hex.EncodeToString(key[:12]), k.assistant.ConfirmLetter(l.Lang, l.Code, l.Link, l.Until))
}

// bounce reads one report of undelivered mail from the input, as a mail server
// hands it to a pipe, and remembers an address that is gone for good.
func bounce(ctx context.Context, c config, s streams) error {
	k, err := staffed(ctx, c, s)
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	secret, err := k.mailboxes.Secret(ctx)
	if err != nil {
		return err
	}
	b, err := mail.ReadBounce(s.in, secret)
	said := "noted: the address takes no mail"
	switch {
	case errors.Is(err, mail.ErrNotReport), errors.Is(err, mail.ErrNotOurs):
		said = "ignored: " + err.Error()
	case err != nil:
		return err
	case !b.Gone:
		said = "ignored: it may pass"
	default:
		if err := k.assistant.Subscribers.Refuse(ctx, k.clock.now(), chat.Address{Channel: mailName, Place: b.Address}); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(s.out, said)
	return err
}
