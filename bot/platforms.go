package main

import (
	"slices"

	"kakebot/chat"
)

// A platform is a channel outside, or why it is not on.
type platform struct {
	name    string
	channel chat.Channel
	why     string
}

// platforms are the channels that leave this machine. A rehearsal has none.
func (k *kakebot) platforms(c config) []platform {
	inSlack, inDiscord := platform{name: slackName}, platform{name: discordName}
	switch {
	case k.clock.rehearsing():
		inSlack.why = "nothing is sent outside from a rehearsal"
	case c.slackBot == "" && c.slackApp == "":
		inSlack.why = "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set"
	case c.slackBot == "":
		inSlack.why = "SLACK_BOT_TOKEN is not set"
	case c.slackApp == "":
		inSlack.why = "SLACK_APP_TOKEN is not set"
	}
	switch {
	case k.clock.rehearsing():
		inDiscord.why = "nothing is sent outside from a rehearsal"
	case c.discord == "":
		inDiscord.why = "DISCORD_TOKEN is not set"
	}
	return []platform{inSlack, inDiscord}
}

const (
	slackName   = "slack"
	discordName = "discord"
)

// health is a line for each channel that can tell how it is.
func (k *kakebot) health() []string {
	var lines []string
	for name, c := range k.channels {
		if r, can := c.(chat.Reporter); can {
			state := "ok"
			if err := r.Health(); err != nil {
				state = err.Error()
			}
			lines = append(lines, name+": "+state)
		}
	}
	slices.Sort(lines)
	return lines
}
