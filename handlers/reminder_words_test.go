package handlers

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/kake"
)

func TestWishesOfReminders(t *testing.T) {
	p, err := knowledge.Load(kake.Files)
	if err != nil {
		t.Fatal(err)
	}
	a := &Assistant{Programme: p}
	for _, c := range []struct{ lang, text, want string }{
		{"fi", "muistuta minua ennen kuin haku päättyy", ""},
		{"fi", "muistuta viikkoa ennen", "7d"},
		{"fi", "muistuta 7 päivää ennen haun loppua", "7d"},
		{"fi", "muistuta 7pv ennen", "7d"},
		{"fi", "muistuta kahta viikkoa ennen ja päivää ennen", "14d 1d"},
		{"fi", "kolme päivää ennen kiitos", "3d"},
		{"fi", "muistuta muutama päivä ennen", "3d"},
		{"fi", "vain viimeisenä päivänä", "last"},
		{"fi", "muistuta viimeisenä hakupäivänä", "last"},
		{"fi", "muistuta minua ennen viimeistä päivää", ""},
		{"fi", "muistuta minua päivää ennen viimeistä päivää", "1d"},
		{"fi", "muistuta edellisenä päivänä", "1d"},
		{"fi", "vain kun haku alkaa", "opens"},
		{"fi", "muistuta kun haku alkaa", ""},
		{"fi", "en halua enää päivää ennen", "not 1d"},
		{"fi", "ei viikkoa vaan päivää ennen", "1d"},
		{"fi", "muistuta vain kevään hausta", "2018-2"},
		{"fi", "muistuta syksyn hausta viikkoa ennen", "2018-3 7d"},
		{"fi", "muistuta vain huhtikuun hausta", "2018-2"},
		{"fi", "muistuta vain seuraavasta kierroksesta", "2018-2"},
		{"fi", "muistuta tästä hausta", "2018-1"},
		{"fi", "en halua muistutuksia syksyn hausta", "not 2018-3"},
		{"fi", "muistuta kaikista hauista", "all"},
		{"fi", "haluan kaikki muistutukset", "all every"},
		{"fi", "muistuta 5 päivää ennen", "5?"},
		{"fi", "muistuta vain kerran", "7d"},
		{"fi", "älä unohda muistuttaa viikkoa ennen", "7d"},
		{"fi", "haluan myös muistutuksen päivää ennen", "also 1d"},
		{"fi", "viime viikolla kuulin tästä, muistuta", ""},
		{"sv", "påminn mig en vecka före", "7d"},
		{"sv", "påminn mig fjorton dagar innan", "14d"},
		{"sv", "Kan du påminna mig före sista dagen?", ""},
		{"sv", "bara på sista dagen", "last"},
		{"sv", "påminn bara dagen före", "1d"},
		{"sv", "jag vill inte längre ha den en dag före", "not 1d"},
		{"sv", "inte en vecka utan en dag före", "1d"},
		{"sv", "påminn bara om höstens omgång", "2018-3"},
		{"sv", "påminn om alla omgångar", "all"},
		{"sv", "glöm inte att påminna mig en vecka före", "7d"},
		{"en", "remind me a week before", "7d"},
		{"en", "remind me two weeks before it closes", "14d"},
		{"en", "Please remind me about last day.", ""},
		{"en", "remind me before the last day", ""},
		{"en", "remind me on the last day", "last"},
		{"en", "only the day before", "1d"},
		{"en", "I don't want the one a day before", "not 1d"},
		{"en", "don't forget to remind me a week before", "7d"},
		{"en", "only the autumn round please", "2018-3"},
		{"en", "not a week before but a day before", "1d"},
		{"en", "remind me of the next round", "2018-2"},
		{"en", "ping me two days before closing", "2?"},
		{"selko", "muistuta viikkoa ennen", "7d"},
		{"selko", "en halua päivää ennen", "not 1d"},
	} {
		turn := chat.Turn{Message: chat.Message{Text: c.text}, Lang: c.lang, Now: time.Date(2018, 2, 12, 9, 0, 0, 0, p.Zone)}
		w := a.readWish(turn)
		var got []string
		for name, is := range map[string]bool{"not": w.not, "also": w.also && w.narrow()} {
			if is {
				got = append(got, name)
			}
		}
		for _, r := range w.rounds {
			got = append(got, r.ID)
		}
		got = append(got, w.leads...)
		if w.allRounds {
			got = append(got, "all")
		}
		if w.allLeads {
			got = append(got, "every")
		}
		if w.unknown > 0 {
			got = append(got, fmt.Sprint(w.unknown, "?"))
		}
		if s := strings.ReplaceAll(strings.Join(got, " "), " ?", "?"); s != c.want {
			t.Errorf("%s %q: got %q, want %q", c.lang, c.text, s, c.want)
		}
	}
}

func TestLeadsChange(t *testing.T) {
	some := []string{"7d", "1d"}
	for change, want := range map[string][]string{"+": {"7d", "1d", "last"}, "-": {"7d", "1d"}, "": {"last"}} {
		if got := withLead(some, change, "last"); !slices.Equal(got, want) {
			t.Errorf("%q: %q", change, got)
		}
	}
}
