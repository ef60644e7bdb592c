package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"kakebot/chat"
)

const lookBack = 100 // messages of a channel that are looked through: Discord gives no more at once

// Discord's codes for "this person takes no direct messages from you". They
// count towards a ban of 10 000 refusals in ten minutes, so that none is asked
// for twice.
var shutDoors = []int{50007, 50278, 40003}

// errShut says that the person takes no direct messages.
var errShut = fmt.Errorf("the person takes no direct messages: %w", chat.ErrPermanent)

// nonce is a key as Discord takes it: at most 25 characters, the same for the
// same key.
func nonce(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:12])
}

// create posts a message to a channel. Discord itself holds on to the key for
// some minutes: a repeat within them is the same message.
func (d *Discord) create(ctx context.Context, channel, key string, m message) error {
	m.Nonce, m.Enforce = nonce(key), true
	back, err := d.api.gates.turn(ctx, channel)
	if err != nil {
		return err
	}
	defer back()
	return d.api.call(ctx, http.MethodPost, "/channels/"+channel+"/messages", m, m.files, nil)
}

// direct posts a message to a person. errShut means that they take none.
func (d *Discord) direct(ctx context.Context, person, key string, m message) error {
	if _, shut := d.shut.get(person); shut {
		return errShut
	}
	channel, err := d.channelOf(ctx, person)
	if err == nil {
		err = d.create(ctx, channel, key, m)
	}
	if refusedWith(err, shutDoors...) {
		d.shut.put(person, true)
		return errShut
	}
	return err
}

// channelOf gives the channel of a person's direct messages. Opening one that is
// open already gives the same.
func (d *Discord) channelOf(ctx context.Context, person string) (string, error) {
	if c, known := d.dms.get(person); known {
		return c, nil
	}
	var c struct {
		ID string `json:"id"`
	}
	err := d.api.call(ctx, http.MethodPost, "/users/@me/channels", map[string]string{"recipient_id": person}, nil, &c)
	if err != nil {
		return "", harmless(err)
	}
	if !snowflake(c.ID) {
		return "", errors.New("Discord named no channel for a direct message")
	}
	d.dms.put(person, c.ID)
	return c.ID, nil
}

// stands tells whether a message with the key is among a channel's last ones. Of
// a channel whose history may not be read nothing is known: a repeat is left to
// Discord's own check.
func (d *Discord) stands(ctx context.Context, channel, key string) (bool, error) {
	var last []struct {
		Nonce json.RawMessage `json:"nonce"`
	}
	err := d.api.call(ctx, http.MethodGet, fmt.Sprintf("/channels/%s/messages?limit=%d", channel, lookBack), nil, nil, &last)
	if errors.Is(err, chat.ErrPermanent) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	want := nonce(key)
	for _, m := range last {
		if strings.Trim(string(m.Nonce), `"`) == want {
			return true, nil
		}
	}
	return false, nil
}

// snowflake tells whether s can be one of Discord's ids.
func snowflake(s string) bool {
	return len(s) > 0 && len(s) <= 20 && strings.Trim(s, "0123456789") == ""
}

// later tells whether one id is younger than another.
func later(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a > b }
