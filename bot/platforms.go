package main

import (
	"slices"

	"kakebot/bot/discord"
	"kakebot/bot/slack"
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
	default:
		inSlack.channel = slack.New(slack.Options{BotToken: c.slackBot, AppToken: c.slackApp, APIURL: c.slackURL,
			Posts: k.posts, Home: home, Log: k.log})
	}
	switch {
	case k.clock.rehearsing():
		inDiscord.why = "nothing is sent outside from a rehearsal"
	case c.discord == "":
		inDiscord.why = "DISCORD_TOKEN is not set"
	default:
		inDiscord.channel = discord.New(discord.Options{Token: c.discord, APIURL: c.discordURL,
			Posts: k.posts, Commands: slashed, Log: k.log})
	}
	return []platform{inSlack, inDiscord}
}

const (
	slackName   = "slack"
	discordName = "discord"
)

// home is what a platform's own page shows: the replies to these.
var home = []string{"/alku", "/tilanne", "/omat", "/kieli"}

// slashed are the subcommands of a platform's own command.
var slashed = []discord.Command{
	{Name: "ask", Takes: "question"},
	{Name: "book", Say: "/varaa"},
	{Name: "mine", Say: "/omat"},
	{Name: "status", Say: "/tilanne"},
	{Name: "remind", Say: "/muistuta"},
	{Name: "stop", Say: "/lopeta-muistutukset"},
	{Name: "person", Say: "/ihminen"},
	{Name: "save", Say: "/tallenna"},
	{Name: "delete", Say: "/poista"},
	{Name: "language", Say: "/kieli", Takes: "language"},
	{Name: "start", Say: "/alku"},
	{Name: "help", Say: "/apua"},
}

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
