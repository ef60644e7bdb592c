package discord_test

import (
	"encoding/json"
	"testing"
	"time"

	"kakebot/bot/discord"
	"kakebot/bot/discord/discordtest"
)

// Commands are written when they differ from what Discord has, and only then.
func TestFakeCommandsOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	more := append([]discord.Command{{Name: "mine", Say: "/omat"}}, commands...)
	for i, x := range []struct {
		commands []discord.Command
		writes   int
	}{{commands, 1}, {commands, 1}, {more, 2}, {more, 2}, {commands, 3}} {
		r := w.run(new(script), func(o *discord.Options) { o.Commands = x.commands })
		w.AwaitCalls(discordtest.GetCommands, i+1)
		w.Command(w.Person("fi"), w.Channel(), x.commands[len(x.commands)-1].Name, nil)
		w.Next()
		w.eventually("the commands to be written", func() bool { return len(w.Calls(discordtest.PutCommands)) >= x.writes })
		r.stop()
		if err := r.wait(); err != nil {
			t.Errorf("run: %v", err)
		}
		w.count--
		if n := len(w.Calls(discordtest.PutCommands)); n != x.writes {
			t.Errorf("start %d: the commands were written %d times, want %d", i, n, x.writes)
		}
	}
	if n := len(w.Calls(discordtest.AddCommand)); n != 0 {
		t.Errorf("%d commands were added one by one", n)
	}
}

// Every command has its names and descriptions in the people's languages.
func TestFakeCommandsLocalised(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.run(new(script))
	w.AwaitCalls(discordtest.PutCommands, 1)
	w.eventually("the commands", func() bool { return w.Commands() != "null" })
	type command struct {
		Name         string            `json:"name"`
		Names        map[string]string `json:"name_localizations"`
		Descriptions map[string]string `json:"description_localizations"`
		Options      []command         `json:"options"`
	}
	var all []command
	if err := json.Unmarshal([]byte(w.Commands()), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || all[0].Name != "kake" || len(all[0].Options) != len(commands) {
		t.Errorf("%s", w.Commands())
	}
	var walk func([]command)
	walk = func(list []command) {
		for _, c := range list {
			for _, locale := range []string{"fi", "sv-SE", "en-US", "en-GB"} {
				if c.Descriptions[locale] == "" || c.Names[locale] == "" {
					t.Errorf("%s has no words in %s", c.Name, locale)
				}
			}
			walk(c.Options)
		}
	}
	walk(all)
	if names := all[0].Options[0].Names; names["fi"] == names["en-GB"] {
		t.Errorf("the same name in every language: %v", names)
	}
}

// Commands that cannot be written now are written later, and the channel goes on.
func TestFakeCommandsFail(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]discordtest.Fault{
		"429":      {discordtest.TooMany(time.Second)},
		"HTML 429": {discordtest.Cloudflare(time.Second)},
		"500":      {discordtest.Fail(500), discordtest.DoneAndFail(502)},
		"lost":     {discordtest.Lost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.Fault(discordtest.PutCommands, faults...)
			w.Fault(discordtest.GetCommands, faults...)
			w.run(new(script))
			u := w.Person("fi")
			w.DM(u, "hei")
			has(t, w.Next(), "hei")
			w.Command(u, w.Private(u), "person", nil)
			has(t, w.Next(), "/apua")
		})
	}
}
