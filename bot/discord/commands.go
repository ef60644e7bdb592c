package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"github.com/bwmarrin/discordgo"

	"kakebot/chat"
)

// Discord's limits of commands.
const (
	mostName        = 32
	mostDescription = 100
)

// locales are Discord's names of the languages that the commands are shown in.
var locales = []struct {
	locale discordgo.Locale
	lang   string
}{
	{discordgo.Finnish, "fi"},
	{discordgo.Swedish, "sv"},
	{discordgo.EnglishUS, "en"},
	{discordgo.EnglishGB, "en"},
}

// register makes the commands on Discord what they are here. It writes them only
// when they differ, or cannot be compared: Discord allows 200 new ones a day.
func (d *Discord) register(ctx context.Context) error {
	app, _ := d.app.Load().(string)
	if app == "" {
		return errors.New("Discord has not told the application's id")
	}
	if len(d.Commands) == 0 {
		return nil
	}
	path := "/applications/" + app + "/commands"
	want := []*discordgo.ApplicationCommand{menuOf(d.Commands)}
	var stand json.RawMessage
	if err := d.api.call(ctx, http.MethodGet, path+"?with_localizations=true", nil, nil, &stand); err != nil && !refused(err) {
		return err
	}
	var have []*discordgo.ApplicationCommand
	readable(stand, &have)
	if same(have, want) {
		return nil
	}
	if err := d.api.call(ctx, http.MethodPut, path, want, nil, nil); err != nil {
		return err
	}
	d.Log.Info("the commands are registered with Discord", "subcommands", len(d.Commands))
	return nil
}

// same tells whether Discord has the commands as they should be, whatever it
// adds to them.
func same(have, want []*discordgo.ApplicationCommand) bool {
	shown := func(all []*discordgo.ApplicationCommand) []byte {
		var bare []discordgo.ApplicationCommand
		for _, c := range all {
			if c == nil {
				continue
			}
			b := discordgo.ApplicationCommand{Type: c.Type, Name: c.Name, NameLocalizations: c.NameLocalizations, Description: c.Description,
				DescriptionLocalizations: c.DescriptionLocalizations, Contexts: inOrder(c.Contexts), IntegrationTypes: inOrder(c.IntegrationTypes), Options: c.Options}
			bare = append(bare, b)
		}
		data, _ := json.Marshal(bare) // discordgo's own types
		return bytes.ReplaceAll(data, []byte("[]"), []byte("null"))
	}
	return bytes.Equal(shown(have), shown(want))
}

func inOrder[T ~uint | ~uint8 | ~int](list *[]T) *[]T {
	if list == nil {
		return nil
	}
	s := slices.Sorted(slices.Values(*list))
	return &s
}

// menuOf is /kake with a subcommand for each of ours. People may add it to a
// server or to themselves, and use it in servers, with the bot, and among people.
func menuOf(commands []Command) *discordgo.ApplicationCommand {
	names := localised("kake", mostName)
	about := localised("kake_about", mostDescription)
	c := &discordgo.ApplicationCommand{
		Type:                     discordgo.ChatApplicationCommand,
		Name:                     "kake",
		NameLocalizations:        &names,
		Description:              about[discordgo.EnglishUS],
		DescriptionLocalizations: &about,
		IntegrationTypes:         &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall},
		Contexts:                 &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel},
	}
	for _, x := range commands {
		sub := named(x.Name, discordgo.ApplicationCommandOptionSubCommand)
		if x.Takes != "" {
			sub.Options = append(sub.Options, taken(x))
		}
		c.Options = append(c.Options, sub)
	}
	return c
}

// taken is what can be typed beside a command: a question that is completed as it
// is typed when the command says nothing else, or one of the languages.
func taken(x Command) *discordgo.ApplicationCommandOption {
	o := named(x.Takes, discordgo.ApplicationCommandOptionString)
	o.Required = true
	if x.Takes != "language" {
		o.Autocomplete, o.MaxLength = x.Say == "", chat.MaxMessage
		return o
	}
	for _, lang := range chat.Langs {
		labels := localised("lang_"+lang, mostID)
		o.Choices = append(o.Choices, &discordgo.ApplicationCommandOptionChoice{Name: labels[discordgo.EnglishUS], NameLocalizations: labels, Value: lang})
	}
	return o
}

// named is an option with its name and description in every language.
func named(name string, kind discordgo.ApplicationCommandOptionType) *discordgo.ApplicationCommandOption {
	about := localised(name+"_about", mostDescription)
	return &discordgo.ApplicationCommandOption{
		Type:                     kind,
		Name:                     name,
		NameLocalizations:        localised(name, mostName),
		Description:              about[discordgo.EnglishUS],
		DescriptionLocalizations: about,
	}
}

// localised is a phrase of this room in Discord's locales.
func localised(key string, most int) map[discordgo.Locale]string {
	m := map[discordgo.Locale]string{}
	for _, l := range locales {
		m[l.locale] = cut(words.Say(l.lang, key), most)
	}
	return m
}
