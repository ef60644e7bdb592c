package discord

import (
	"encoding/json"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// all is every subcommand that this room has words for.
var all = []Command{
	{Name: "ask", Takes: "question"},
	{Name: "book", Say: "/varaa", OpensForm: true},
	{Name: "mine", Say: "/omat"},
	{Name: "remind", Say: "/muistuta"},
	{Name: "person", Say: "/ihminen"},
	{Name: "save", Say: "/tallenna"},
	{Name: "language", Say: "/kieli", Takes: "language"},
	{Name: "start", Say: "/alku"},
	{Name: "help", Say: "/apua"},
	{Name: "status", Say: "/tilanne"},
	{Name: "stop", Say: "/lopeta-muistutukset"},
	{Name: "delete", Say: "/poista"},
}

// wellNamed are the names that Discord takes, in lower case.
var wellNamed = regexp.MustCompile(`^[-_'\p{Ll}\p{N}]{1,32}$`)

func TestCommands(t *testing.T) {
	c := menuOf(all)
	golden(t, "commands", c)
	taken := map[discordgo.Locale]map[string]bool{}
	for _, l := range locales {
		taken[l.locale] = map[string]bool{}
	}
	walk := func(name, about string, names, abouts map[discordgo.Locale]string) {
		names[""], abouts[""] = name, about
		for locale, n := range names {
			if !wellNamed.MatchString(n) {
				t.Errorf("%s: the name %q", locale, n)
			}
		}
		for locale, s := range abouts {
			if n := utf8.RuneCountInString(s); n == 0 || n > mostDescription || s == name+"_about" {
				t.Errorf("%s: the description %q", locale, s)
			}
		}
	}
	walk(c.Name, c.Description, *c.NameLocalizations, *c.DescriptionLocalizations)
	for _, sub := range c.Options {
		walk(sub.Name, sub.Description, sub.NameLocalizations, sub.DescriptionLocalizations)
		for _, o := range sub.Options {
			walk(o.Name, o.Description, o.NameLocalizations, o.DescriptionLocalizations)
		}
		for _, l := range locales {
			if n := sub.NameLocalizations[l.locale]; taken[l.locale][n] {
				t.Errorf("%s: two commands are named %q", l.locale, n)
			} else {
				taken[l.locale][n] = true
			}
		}
	}
}

// Discord gives a command back with things of its own, and leaves out what is empty.
func TestSameCommands(t *testing.T) {
	want := []*discordgo.ApplicationCommand{menuOf(all)}
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var back []*discordgo.ApplicationCommand
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	back[0].ID, back[0].Version, back[0].ApplicationID = "1", "2", "3"
	(*back[0].Contexts)[0], (*back[0].Contexts)[2] = (*back[0].Contexts)[2], (*back[0].Contexts)[0]
	back[0].Options[1].Options = []*discordgo.ApplicationCommandOption{}
	if !same(back, want) {
		t.Error("they are not the same")
	}
	back[0].Options[0].DescriptionLocalizations[discordgo.Finnish] = "Muuta"
	if same(back, want) || same(nil, want) {
		t.Error("they are the same")
	}
}
