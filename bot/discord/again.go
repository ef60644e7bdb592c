package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

const (
	mostAgain  = 200 // channels that are asked after a lost session
	mostMissed = 50  // messages that are asked of each
)

// A spot is where somebody spoke to the bot: the server, "" for direct messages,
// and the last message that was heard there.
type spot struct{ guild, last string }

// saw remembers where to look for what was missed. Whoever writes a direct
// message takes them again.
func (d *Discord) saw(m incoming) {
	if at, known := d.seen.get(m.Channel); !known || later(m.ID, at.last) {
		d.seen.put(m.Channel, spot{m.Guild, m.ID})
	}
	if m.Guild == "" {
		d.dms.put(m.Author.ID, m.Channel)
		d.shut.remove(m.Author.ID)
	}
}

// missed asks for what was written while a session was lost, in the channels that
// this process knows. Buttons and commands pressed meanwhile told the person
// themselves that they failed.
func (d *Discord) missed(ctx context.Context) {
	n := 0
	for channel, at := range d.seen.all() {
		if n++; n > mostAgain || ctx.Err() != nil {
			return
		}
		var since []json.RawMessage
		path := fmt.Sprintf("/channels/%s/messages?after=%s&limit=%d", channel, at.last, mostMissed)
		if err := d.api.call(ctx, http.MethodGet, path, nil, nil, &since); err != nil {
			d.Log.Info("a channel could not be asked for what was missed", "channel", name, "error", err)
			continue
		}
		for i := len(since) - 1; i >= 0; i-- { // the youngest comes first
			d.message(since[i], at.guild)
		}
	}
}
