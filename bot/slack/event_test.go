package slack

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"kakebot/chat"
)

const self = "UBOT"

// envelope reads a recorded envelope as slack-go does.
func envelope(t *testing.T, file string) socketmode.Event {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "events", file+".json"))
	if err != nil {
		t.Fatal(err)
	}
	r := &socketmode.Request{}
	must(t, json.Unmarshal(raw, r))
	e := socketmode.Event{Type: socketmode.EventType(r.Type), Request: r}
	switch r.Type {
	case socketmode.RequestTypeEventsAPI:
		e.Data, err = slackevents.ParseEvent(r.Payload, slackevents.OptionNoVerifyToken())
	case socketmode.RequestTypeSlashCommands:
		var c slack.SlashCommand
		err = json.Unmarshal(r.Payload, &c)
		e.Data = c
	default:
		var c slack.InteractionCallback
		err = json.Unmarshal(r.Payload, &c)
		e.Data = c
	}
	must(t, err)
	return e
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestHear(t *testing.T) {
	from := func(id, text, label string) chat.Message {
		return chat.Message{ID: id, From: chat.Person{ID: "slack:UANNA"}, In: chat.Address{Channel: "slack", Place: "UANNA"}, Text: text, Label: label}
	}
	submitted1 := from("press/77.submit", "/tiedot", "Tietosi neuvojalle")
	submitted1.Fields = map[string]string{"name": "Anna & <co>", "grant": "event", "kind": "", "what": ""}
	for file, want := range map[string]heard{
		"dm": {kind: spoken, message: from("DANNA:1518418800.000100", "Paljonko saa? anna@example.fi & joensuu.fi", ""),
			to: place{user: "UANNA", channel: "DANNA"}},
		"dm-thread": {kind: spoken, message: from("DANNA:1518418801.000100", "entä sitten?", ""),
			to: place{user: "UANNA", channel: "DANNA", thread: "1518418800.000100"}},
		"dm-file": {kind: spoken, message: from("DANNA:1518418802.000100", "tässä idea", ""),
			to: place{user: "UANNA", channel: "DANNA"}},
		"dm-own":     {},
		"dm-bot":     {},
		"dm-edited":  {},
		"dm-deleted": {},
		"joined":     {},
		"channel":    {},
		"mention": {kind: spoken, message: from("CTALK:1518418900.000200", "milloin haku on?", ""),
			to: place{user: "UANNA", channel: "CTALK", thread: "1518418900.000200"}},
		"mention-thread": {kind: spoken, message: from("CTALK:1518418901.000200", "/alku", ""),
			to: place{user: "UANNA", channel: "CTALK", thread: "1518418890.000100"}},
		"mention-edited": {},
		"mention-bot":    {},
		"home":           {kind: visited, to: place{user: "UANNA"}},
		"home-messages":  {},
		"command": {kind: spoken, message: from("command/11.cmd", "varaa aika", ""), trigger: "11.cmd",
			to: place{user: "UANNA", channel: "CTALK", hidden: true, url: "https://hooks.slack.com/commands/T1/1/x"}},
		"command-empty": {kind: spoken, message: from("command/12.cmd", "/alku", ""), trigger: "12.cmd",
			to: place{user: "UANNA", channel: "DANNA", hidden: true, url: "https://hooks.slack.com/commands/T1/2/x"}},
		"press-dm": {kind: spoken, message: from("press/21.press", "/varaa 2018-02-13T10:00", "tiistai 13.2. klo 10.00"), trigger: "21.press",
			to: place{user: "UANNA", channel: "DANNA"}},
		"press-thread": {kind: spoken, message: from("press/22.press", "/varaa", "Varaa aika"), trigger: "22.press",
			to: place{user: "UANNA", channel: "CTALK", thread: "1518418900.000200", hidden: true}},
		"press-ephemeral": {kind: spoken, message: from("press/23.press", "/varaa", "Varaa aika"), trigger: "23.press",
			to: place{user: "UANNA", channel: "CTALK", hidden: true, url: "https://hooks.slack.com/actions/T1/3/x"}},
		"press-home": {kind: spoken, message: from("press/24.press", "/peru K2M4-Q7XD", "Peru aika"), trigger: "24.press", page: true,
			to: place{user: "UANNA"}},
		"press-helped": {kind: spoken, message: from("press/25.press", "/auttoi limit_event", "Auttoi"), trigger: "25.press",
			to: place{user: "UANNA", channel: "DANNA"}},
		"press-unknown": {},
		"press-nothing": {},
		"submit": {kind: submitted, message: submitted1, trigger: "77.submit", page: true,
			to: place{user: "UANNA"}},
		"close": {kind: spoken, message: from("closed/V2", "/tiedot", "Tietosi neuvojalle"), page: true,
			to: place{user: "UANNA"}},
		"submit-unknown": {},
	} {
		t.Run(file, func(t *testing.T) {
			if got := hear(envelope(t, file), self, "/alku"); !reflect.DeepEqual(got, want) {
				t.Errorf("\n got %+v\nwant %+v", got, want)
			}
		})
	}
}

// A redelivered envelope is the same message: nothing of its id is of the envelope.
func TestHearAgain(t *testing.T) {
	for _, file := range []string{"dm", "mention", "command", "press-dm", "submit", "close"} {
		first, second := envelope(t, file), envelope(t, file)
		second.Request.EnvelopeID, second.Request.RetryAttempt = "E-again", 1
		if a, b := hear(first, self, ""), hear(second, self, ""); a.message.ID != b.message.ID || a.message.ID == "" {
			t.Errorf("%s: %q, then %q", file, a.message.ID, b.message.ID)
		}
	}
}

func TestTyped(t *testing.T) {
	for text, want := range map[string]string{
		"<@UBOT> moi":                                "moi",
		"moi <@UBOT|kake>!":                          "moi !",
		"<@UOTHER> ja <@UBOT>":                       "ja",
		"5 &lt; 6 &amp;amp; 7 &gt; 6":                "5 < 6 &amp; 7 > 6",
		"<mailto:anna@example.fi|anna@example.fi>":   "anna@example.fi",
		"<mailto:anna@example.fi>":                   "anna@example.fi",
		"<https://joensuu.fi/kake?a=1&amp;b=2>":      "https://joensuu.fi/kake?a=1&b=2",
		"<http://joensuu.fi|joensuu.fi>":             "joensuu.fi",
		"<#C1|yleinen> <!channel> <!subteam^S1|@me>": "yleinen channel @me",
		"  \n": "",
	} {
		if got := typed(text, self); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestPlace(t *testing.T) {
	for want, p := range map[string]place{
		"U1":     {user: "U1"},
		"U2":     {user: "U2", channel: "D2"},
		"U3/1.2": {user: "U3", channel: "D3", thread: "1.2"},
		"C4/1.2": {user: "U4", channel: "C4", thread: "1.2"},
		"~U5":    {user: "U5", channel: "C5", thread: "1.2", hidden: true},
	} {
		if p.String() != want {
			t.Errorf("%+v is %q, want %q", p, p, want)
		}
		where, thread, ok := lookable(want)
		if ok == p.hidden || ok && strings.TrimSuffix(where+"/"+thread, "/") != want {
			t.Errorf("%q reads as %q, %q, %v", want, where, thread, ok)
		}
	}
}
