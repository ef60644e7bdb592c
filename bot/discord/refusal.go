package discord

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"

	"kakebot/chat"
)

// errToken says that Discord does not know the token.
var errToken = errors.New("Discord refused the bot's token: set DISCORD_TOKEN to the token shown under Bot in the Discord developer portal")

// lost tells what a call without an answer means: nothing when no connection
// was made or nothing was asked for, else that a POST may have had its effect.
func lost(method string, err error) error {
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err
	}
	var op *net.OpError
	reached := !errors.As(err, &op) || op.Op != "dial"
	if reached && method == http.MethodPost {
		return fmt.Errorf("%w: Discord: %v", chat.ErrInDoubt, err)
	}
	return fmt.Errorf("no answer from Discord: %v", err)
}

// harmless takes the doubt out of the error of a call that may be repeated.
func harmless(err error) error {
	if errors.Is(err, chat.ErrInDoubt) {
		return errors.New(err.Error())
	}
	return err
}

// A refusal is a no, with Discord's own code, or 0.
type refusal struct {
	Status int  `json:"-"`
	Code   int  `json:"code"`
	known  bool // it is Discord's own, not that of something on the way
}

func (r *refusal) Error() string {
	return fmt.Sprintf("Discord refused: %d, code %d", r.Status, r.Code)
}

// Is makes Discord's own refusals permanent: asking again would not help.
func (r *refusal) Is(target error) bool {
	return target == chat.ErrPermanent && r.known && r.Status >= 400
}

// refused tells whether err is a no, be it Discord's own or not.
func refused(err error) bool {
	var r *refusal
	return errors.As(err, &r)
}

// refusedWith tells whether err is a refusal with one of the codes.
func refusedWith(err error, codes ...int) bool {
	var r *refusal
	return errors.As(err, &r) && slices.Contains(codes, r.Code)
}
