package handlers

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/chat/ical"
	"kakebot/knowledge/reading"
	"kakebot/reminders"
)

// formMail is the form of the e-mail address: its ID and its draft's Form.
const formMail = "sähköposti"

var (
	// letterCode is a letter's code as people type it: alone or after the word for
	// it, in one piece or in two.
	letterCode = regexp.MustCompile(`(?i)^\s*(?:\S*(?:koodi|kod|code)\S*\s*(?:on|är|is)?:?\s*)?(\d{3})\s?(\d{3})\s*\.?$`)
	// anAddress is a word that was meant as an e-mail address.
	anAddress = regexp.MustCompile(`[^\s<>()",;:]+@[^\s<>()",;:]*`)
	// at are the ways to write an address so that no machine reads it.
	at = regexp.MustCompile(`(?i)\s*[(\[](?:at|ät|miuku)[)\]]\s*`)
)

// typedAddress finds an e-mail address, or what was meant as one; "" if none.
func typedAddress(text string) string {
	return strings.TrimRight(anAddress.FindString(at.ReplaceAllString(text, "@")), ".!?")
}

// mailing claims an address or a code while the mail form is open, and a code
// whenever no other form is.
func (a *Assistant) mailing(t chat.Turn) bool {
	if a.Mail.off() || t.Topic != "" {
		return false
	}
	if d := t.Session.Draft; d != nil {
		return d.Form == formMail && (letterCode.MatchString(t.Text) || typedAddress(t.Text) != "")
	}
	return letterCode.MatchString(t.Text)
}

// email takes the address that reminders and news of talks are to go to, and
// afterwards the code of the letter that shows whose it is.
func (a *Assistant) email(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	if a.Mail.off() {
		return chat.Reply{Text: say(t, "mail_off"), Choices: a.offer(t, []string{"subscribe", "human"})}, nil
	}
	said := t.Text
	if t.Args != "" {
		said = t.Args
	}
	typed := typedAddress(said)
	if t.Fields != nil {
		typed = short(t.Fields["email"])
	}
	if code := letterCode.FindStringSubmatch(said); code != nil && t.Fields == nil {
		return a.confirmMail(ctx, t, code[1]+code[2])
	}
	box, ok, err := a.Mailboxes.Of(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if typed == "" && t.Fields == nil {
		if !ok {
			return a.mailForm(t, "", ""), nil
		}
		t.Session.Draft = &chat.Draft{Form: formMail, At: t.Now}
		return a.mailIs(t, "mail_is", box), nil
	}
	address, err := a.Mail.Read(typed)
	if err != nil {
		return a.mailForm(t, typed, say(t, "mail_bad")), nil
	}
	if ok && box.Address == address {
		return a.mailIs(t, "mail_is", box), nil
	}
	t.Session.Draft = &chat.Draft{Form: formMail, At: t.Now}
	err = a.Mailboxes.Ask(ctx, op(t), Mailbox{Person: t.From.ID, Address: address, Lang: t.Lang, Back: t.In}, t.Now)
	switch {
	case errors.Is(err, ErrAskedOften):
		t.Session.Draft = nil
		return chat.Reply{Text: say(t, "mail_often"), Choices: a.offer(t, []string{"subscribe", "human"})}, nil
	case err != nil:
		return chat.Reply{}, err
	}
	return chat.Reply{Text: say(t, "mail_sent", "address", chat.Inert(address)), Private: true}, nil
}

// mailForm asks for the address.
func (a *Assistant) mailForm(t chat.Turn, typed, problem string) chat.Reply {
	t.Session.Draft = &chat.Draft{Form: formMail, At: t.Now, Ask: "email"}
	field := a.field(t, "email", typed, false)
	field.Required = true
	f := &chat.Form{ID: "/" + formMail, Title: say(t, "mail_title"), Submit: say(t, "submit_mail"), Ask: "email", Fields: []chat.Field{field}}
	r := chat.Reply{Text: say(t, "mail_intro"), Form: f, Choices: []chat.Choice{choice(t, "stop", "/keskeytä")}, Private: true}
	if problem != "" {
		f.Errors = map[string]string{"email": problem}
		r.Text = ""
	}
	return r
}

// mailIs tells where the person's messages go.
func (a *Assistant) mailIs(t chat.Turn, key string, box Mailbox) chat.Reply {
	return chat.Reply{Text: say(t, key, "address", chat.Inert(box.Address)), Private: true,
		Choices: []chat.Choice{choice(t, "mail_what", "/muistutukset"), choice(t, "mail_stop", "/lopeta-sähköposti")}}
}

// confirmMail takes the letter's code. A number that nobody waits for is a
// message like any other.
func (a *Assistant) confirmMail(ctx context.Context, t chat.Turn, code string) (chat.Reply, error) {
	box, err := a.Mailboxes.ByCode(ctx, op(t), t.From.ID, code, t.Now)
	switch {
	case errors.Is(err, ErrNoAsk) && t.Session.Draft == nil && t.Topic == "":
		t.Topic, t.Near = a.match(t)
		return a.answer(ctx, t)
	case errors.Is(err, ErrNoAsk), errors.Is(err, ErrCodeEnded):
		return chat.Reply{Text: say(t, "mail_code_old"), Choices: []chat.Choice{choice(t, "mail_again", "/"+formMail)}}, nil
	case errors.Is(err, ErrWrongCode):
		goOn(t)
		return chat.Reply{Text: say(t, "mail_code_wrong"), Choices: []chat.Choice{choice(t, "mail_again", "/"+formMail)}}, nil
	case err != nil:
		return chat.Reply{}, err
	}
	if err := a.moveIn(ctx, op(t), box, t.Now); err != nil {
		return chat.Reply{}, err
	}
	t.Session.Draft = nil
	return a.mailIs(t, "mail_on", box), nil
}

// ConfirmMail opens the mailbox that a letter's link stands for; false when the
// link has ended. Following it again does no more.
func (a *Assistant) ConfirmMail(ctx context.Context, token string, now time.Time) (bool, error) {
	box, err := a.Mailboxes.ByLink(ctx, token, now)
	if errors.Is(err, ErrNoAsk) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, a.moveIn(ctx, "mail/"+token, box, now)
}

// moveIn sends to a mailbox what went to the conversation: reminders of rounds,
// and from now on news of talks and of the waiting list. Who had no reminders
// of rounds is reminded of all.
func (a *Assistant) moveIn(ctx context.Context, op string, box Mailbox, now time.Time) error {
	to := chat.Address{Channel: mailChannel, Place: box.Address}
	s, ok, err := a.Subscribers.Of(ctx, box.Person)
	if err != nil {
		return err
	}
	if !ok {
		s = reminders.Subscriber{Person: box.Person, Lang: box.Lang, Since: now}
	}
	s.To = to
	if _, err := a.Subscribers.Subscribe(ctx, op+"/rounds", s); err != nil {
		return err
	}
	return a.readdress(ctx, op, box.Person, now, func(chat.Address) chat.Address { return to })
}

// moveOut ends a mailbox. What went there goes to the conversation again, or,
// of rounds, ends with it.
func (a *Assistant) moveOut(ctx context.Context, op string, box Mailbox, roundsToo bool, now time.Time) error {
	there := chat.Address{Channel: mailChannel, Place: box.Address}
	back := func(is chat.Address) chat.Address {
		if is == there {
			return box.Back
		}
		return is
	}
	s, ok, err := a.Subscribers.Of(ctx, box.Person)
	if err != nil {
		return err
	}
	switch {
	case !ok || s.To != there:
	case roundsToo:
		_, err = a.Subscribers.Unsubscribe(ctx, op+"/rounds", box.Person)
	default:
		s.To = box.Back
		_, err = a.Subscribers.Subscribe(ctx, op+"/rounds", s)
	}
	if err == nil {
		err = a.readdress(ctx, op, box.Person, now, back)
	}
	if err != nil {
		return err
	}
	return a.Mailboxes.End(ctx, box.Person)
}

// readdress changes where a person's talks to come and their wish are spoken of.
func (a *Assistant) readdress(ctx context.Context, op, person string, now time.Time, to func(chat.Address) chat.Address) error {
	talks, err := a.Desk.Of(ctx, person, now)
	if err != nil {
		return err
	}
	changed := func(address string) (string, bool) {
		is, err := chat.ParseAddress(address)
		is = to(is)
		return is.String(), err == nil && is.String() != address
	}
	for _, b := range talks {
		if address, other := changed(b.Address); other {
			if _, err := a.Desk.Readdress(ctx, op+"/"+b.Code, person, b.Code, b.Lang, address); err != nil && !errors.Is(err, booking.ErrCancelled) {
				return err
			}
		}
	}
	wish, has, err := a.Desk.WishOf(ctx, person)
	if err != nil || !has {
		return err
	}
	address, other := changed(wish.Address)
	if !other {
		return nil
	}
	wish.Address = address
	return a.Desk.Wish(ctx, op+"/wish", person, wish, now)
}

// emailStop ends e-mail for the person; their reminders come to the conversation.
func (a *Assistant) emailStop(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	box, ok, err := a.Mailboxes.Of(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if !ok {
		if err := a.Mailboxes.End(ctx, t.From.ID); err != nil { // a letter may be on its way
			return chat.Reply{}, err
		}
		return chat.Reply{Text: say(t, "mail_none"), Choices: a.offer(t, []string{"unsubscribe", "help"})}, nil
	}
	box.Back = t.In
	if err := a.moveOut(ctx, op(t), box, false, t.Now); err != nil {
		return chat.Reply{}, err
	}
	return chat.Reply{Text: say(t, "mail_stopped"), Choices: []chat.Choice{choice(t, "remind_stop", "/lopeta-muistutukset"), choice(t, "mail_again_on", "/"+formMail)}}, nil
}

// StopMail ends all e-mail to the address that a token in its letters stands
// for, and reminders of rounds that went there. An unknown token has ended it already.
func (a *Assistant) StopMail(ctx context.Context, token string, now time.Time) error {
	boxes, err := a.Mailboxes.Behind(ctx, token)
	for _, box := range boxes {
		err = errors.Join(err, a.moveOut(ctx, "stop/"+token+"/"+box.Person, box, true, now))
	}
	return err
}

// ConfirmLetter is the one letter to an address that nobody has confirmed: its
// code, and the link to the page that does the same. until is when both end.
func (a *Assistant) ConfirmLetter(lang, code, link string, until time.Time) chat.Reply {
	until = until.In(a.Programme.Zone)
	return chat.Reply{
		Text: words.Say(lang, "letter", "code", code[:3]+" "+code[3:], "link", a.Mail.Page+"/sahkoposti/vahvista/"+link+"?l="+lang,
			"until", reading.FormatDay(until, lang)+" "+reading.FormatClock(until, lang)),
		Lang: lang, Topic: "email", Private: true,
	}
}

// Letter is what a person who has their messages by e-mail is told of an event
// at the desk, their own doings among them: a booking is confirmed, moved and
// cancelled in the mail with its calendar file (RFC 6047). The zero Reply if nothing.
func (a *Assistant) Letter(ctx context.Context, e booking.Event, now time.Time, next ...booking.Slot) (chat.Reply, error) {
	r := a.News(e, next...)
	if e.Code == "" || e.Cancelled != (e.Kind == booking.WasCancelled) {
		return r, nil
	}
	b, err := a.Desk.Find(ctx, e.Code)
	if errors.Is(err, booking.ErrNoSuchBooking) {
		return chat.Reply{}, nil
	}
	if err != nil {
		return chat.Reply{}, err
	}
	t := chat.Turn{Lang: e.Lang, Now: now, Session: &chat.Session{}}
	if r.Silent() {
		switch e.Kind {
		case booking.WasBooked:
			r = a.booked(t, "booked", b)
		case booking.WasMoved:
			r = a.booked(t, "moved", b)
		case booking.WasCancelled:
			r = chat.Reply{Text: say(t, "cancelled", "time", when(t, b.Slot)), Choices: a.offer(t, []string{"book"}), Private: true, Topic: "cancel"}
		default:
			return r, nil
		}
		r.Lang = e.Lang
	}
	r.Files = []chat.File{a.invitation(t, b)}
	return r, nil
}

// invitation is a talk's calendar file for the mail: it changes and takes away
// what an earlier one put into the calendar.
func (a *Assistant) invitation(t chat.Turn, b booking.Booking) chat.File {
	to, _ := chat.ParseAddress(b.Address) // it was read from one
	e, method := a.talk(t.Lang, b), ical.Request
	if b.Cancelled {
		method = ical.Cancel
	}
	e.Organizer, e.Attendee = a.Mail.From, to.Place
	return a.ics(b, method, e)
}
