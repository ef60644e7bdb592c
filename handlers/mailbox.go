package handlers

import (
	"context"
	"errors"
	"time"

	"kakebot/chat"
)

// A Mailbox is an e-mail address that a person wants their messages at, and has
// confirmed to be theirs.
type Mailbox struct {
	Person  string       `json:"person"`
	Address string       `json:"address"` // as Mail.Read gave it
	Lang    string       `json:"lang"`    // fi, sv, en or selko
	Back    chat.Address `json:"back"`    // the conversation in which they asked; where messages go when e-mail ends
	Since   time.Time    `json:"since"`   // when they asked
}

// Mailboxes keeps them. Nothing is sent to an address before its owner has shown,
// by a code or a link that only the letter to it holds, that it is theirs.
type Mailboxes interface {
	// Ask owes m.Address one letter with a code and a link; both end after a day.
	// A newer wish of the person takes the place of an older one. An address that
	// was written to too often gets no letter, which nobody is told: the answer
	// does not depend on the address. ErrAskedOften when the person has asked too
	// often. op names this wish: the same op again changes nothing.
	Ask(ctx context.Context, op string, m Mailbox, now time.Time) error
	// ByCode opens the person's mailbox. ErrNoAsk when none is asked for, ErrCodeEnded
	// when the code is too old; ErrWrongCode, and after some of those ErrNoAsk.
	ByCode(ctx context.Context, op, person, code string, now time.Time) (Mailbox, error)
	// ByLink is the same for the link's token; following it again is harmless. ErrNoAsk.
	ByLink(ctx context.Context, token string, now time.Time) (Mailbox, error)
	// Of gives the person's mailbox; ok is false when there is none.
	Of(ctx context.Context, person string) (m Mailbox, ok bool, err error)
	// Behind gives the mailboxes at the address that this token stops; none when
	// it is no such token, or all have ended.
	Behind(ctx context.Context, token string) ([]Mailbox, error)
	// End ends the person's mailbox and what they have asked for, and leaves
	// nothing of either. Ending it again is harmless.
	End(ctx context.Context, person string) error
}

// What Mailboxes may answer.
var (
	ErrAskedOften = errors.New("asked too often")
	ErrNoAsk      = errors.New("nothing is waiting to be confirmed")
	ErrWrongCode  = errors.New("not the code")
	ErrCodeEnded  = errors.New("the code has ended")
)

// Mail is how e-mail looks from here. The zero Mail: there is none.
type Mail struct {
	From string                             // our own address, the organizer of invitations
	Page string                             // the web page's address, without a slash at the end
	Read func(typed string) (string, error) // an address as a person typed it, fit to be written to
}

func (m Mail) off() bool { return m.Read == nil }

// mailChannel is the e-mail channel's name in addresses.
const mailChannel = "mail"

// reach is where messages go that are not answers: the person's mailbox if they
// have one, else the conversation they are in.
func (a *Assistant) reach(ctx context.Context, t chat.Turn) (chat.Address, error) {
	if a.Mail.off() {
		return t.In, nil
	}
	box, ok, err := a.Mailboxes.Of(ctx, t.From.ID)
	if err != nil || !ok {
		return t.In, err
	}
	return chat.Address{Channel: mailChannel, Place: box.Address}, nil
}
