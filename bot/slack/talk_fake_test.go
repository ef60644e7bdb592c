package slack_test

import (
	"slices"
	"strings"
	"testing"

	"kakebot/bot/slack"
	"kakebot/bot/slack/slacktest"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

func TestContract(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	w.Person(anna, "fi-FI")
	c := slack.New(w.options())
	slack.Hurry(c, day)
	chattest.TestChannel(t, c, chat.Address{Channel: "slack", Place: anna}, func() int { return len(w.Posts(anna)) })
}

func TestDirectMessage(t *testing.T) {
	t.Parallel()
	w, h := open(t, slacktest.Options{}), &script{}
	w.run(h)
	did := w.DM(anna, "R&D <3 anna@example.fi https://x.fi/?a=1&b=2")
	p := w.Next(anna)
	w.AwaitAck(did)
	m := h.last()
	if want := (chat.Message{ID: did.Channel + ":" + did.TS, From: m.From, In: chat.Address{Channel: "slack", Place: anna}, Text: "R&D <3 anna@example.fi https://x.fi/?a=1&b=2"}); m.ID != want.ID || m.In != want.In || m.Text != want.Text || m.From.ID != "slack:"+anna || m.Label != "" {
		t.Errorf("heard %+v, want %+v", m, want)
	}
	if p.For != "" || p.Thread != "" || p.Text == "" || len(p.Blocks) == 0 {
		t.Errorf("%+v", p)
	}
	shows(t, p, "R&amp;D ‹3 ") // "<" is shown as it cannot be a tag
}

func TestDirectMessageInThread(t *testing.T) {
	t.Parallel()
	w, h := open(t, slacktest.Options{}), &script{}
	w.run(h)
	first := w.DM(anna, "yksi")
	p := w.Next(anna)
	w.Say(first.Channel, anna, "kaksi", p.TS)
	if p := w.Next(anna); !strings.Contains(p.Shown(), "kaksi") || p.Thread == "" {
		t.Errorf("the answer in a thread is elsewhere: %+v", p)
	}
}

func TestMention(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := &script{replies: map[string]chat.Reply{"salaa": {Text: "Vain sinulle", Private: true, Lang: "fi"}}}
	_, stop := w.run(h)
	did := w.Mention(hall, anna, "paljonko?", "")
	p := w.Next(hall)
	if m := h.last(); m.Text != "paljonko?" || m.ID != hall+":"+did.TS || m.In.Place != anna {
		t.Errorf("heard %+v", m)
	}
	if p.For != "" || p.Thread != did.TS {
		t.Errorf("the answer to a mention is not in its thread: %+v", p)
	}
	inThread := w.Mention(hall, bert, "entä tässä?", did.TS)
	if p := w.Next(hall); p.Thread != did.TS || p.For != "" {
		t.Errorf("%+v", p)
	}
	w.Mention(hall, anna, "salaa", "")
	if p := w.Next(hall); p.For != anna {
		t.Errorf("what is private is seen by all: %+v", p)
	}
	w.AwaitAck(inThread)
	w.AwaitAllAcks()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if n := len(w.Posts("")); n != 3 {
		t.Errorf("%d posts for 3 mentions, each told of twice", n)
	}
}

func TestSlash(t *testing.T) {
	t.Parallel()
	w, h := open(t, slacktest.Options{}), &script{}
	w.run(h)
	for _, place := range []string{hall, anna} {
		w.Slash(anna, place, "paljonko?")
		if p := w.Next(place); p.For != anna || !strings.Contains(p.Shown(), "paljonko?") {
			t.Errorf("%+v", p)
		}
	}
	w.Slash(anna, hall, "")
	if w.Next(hall); h.last().Text != "/alku" {
		t.Errorf("no words at all say %q", h.last().Text)
	}
}

func TestPress(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := &script{replies: map[string]chat.Reply{"kysy": chattest.Replies()[0].Reply}}
	w.run(h)
	w.DM(anna, "kysy")
	asked := w.Next(anna)
	for _, x := range []struct{ label, say string }{{"Milloin haku on?", "Milloin haku on?"}, {"Varaa aika", "/varaa"}, {"Auttoi", "/auttoi limit_event"}, {"Ei auttanut", "/ei-auttanut limit_event"}} {
		w.Press(anna, asked, x.label)
		p := w.Next(anna)
		if m := h.last(); m.Text != x.say || m.Label != x.label || m.In.Place != anna || p.For != "" {
			t.Errorf("%s: heard %+v", x.label, m)
		}
	}
	w.Mention(hall, anna, "kysy", "")
	asked = w.Next(hall)
	w.Press(bert, asked, "Varaa aika")
	p := w.Next(hall)
	if m := h.last(); m.From.ID != "slack:"+bert || m.In.Place != bert {
		t.Errorf("heard %+v", m)
	}
	if p.For != bert || p.Thread != asked.Thread {
		t.Errorf("a press in a channel is answered to all, or elsewhere: %+v", p)
	}
}

func TestOthersAreIgnored(t *testing.T) {
	t.Parallel()
	w, h := open(t, slacktest.Options{}), &script{}
	_, stop := w.run(h)
	did := w.DM(anna, "hei")
	w.Next(anna)
	w.Edit(did, "hei hei")
	for _, old := range []bool{true, false} {
		w.Bot(anna, "beep", old)
		w.Bot(hall, "<@"+slacktest.BotUser+"> beep", old)
	}
	w.Say(hall, bert, "keskenämme", "")
	w.Event(map[string]any{"type": "message", "subtype": "channel_join", "user": bert, "text": "joined", "ts": "1.000001", "channel": hall, "channel_type": "channel"})
	w.Event(map[string]any{"type": "message", "subtype": "huddle_thread", "user": anna, "text": "A huddle started", "ts": "1.000004", "channel": "D01ANNA", "channel_type": "im"})
	w.Event(map[string]any{"type": "message", "ts": "1.000002", "channel": "D01ANNA", "channel_type": "im"})
	w.Event(map[string]any{"type": "message", "user": "USLACKBOT", "text": "muistutus", "ts": "1.000003", "channel": "D01ANNA", "channel_type": "im"})
	w.Event(map[string]any{"type": "a_kind_of_tomorrow", "user": anna})
	w.AwaitAllAcks()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if w.GivenUp() > 0 {
		t.Errorf("%d envelopes were never acknowledged", w.GivenUp())
	}
	if told := h.told(); len(told) != 1 || len(w.Posts("")) != 1 {
		t.Errorf("heard %d messages of 1, posted %d", len(told), len(w.Posts("")))
	}
}

func TestNobodyIsCalled(t *testing.T) {
	t.Parallel()
	w, h := open(t, slacktest.Options{}), &script{}
	w.run(h)
	for _, s := range []string{"<!channel> <!here> <!everyone>", "@channel @here @everyone", "<@" + bert + "> hei", "<!subteam^S123>", "&lt;!channel&gt;"} {
		w.Mention(hall, anna, s, "")
		p := w.Next(hall)
		if c := p.Calls(); len(c) > 0 || strings.Contains(p.Text, "@channel") || strings.Contains(p.Shown(), "@everyone") {
			t.Errorf("%q calls %q: %q", s, c, p.Shown())
		}
	}
}

// TestSamples has Slack judge each sample, in a DM, a channel and hidden.
func TestSamples(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := &script{replies: map[string]chat.Reply{}}
	for _, s := range chattest.Replies() {
		h.replies[s.Name] = s.Reply
	}
	w.run(h)
	for _, s := range chattest.Replies() {
		w.DM(anna, s.Name)
		p := w.Next(anna)
		for _, c := range slices.Concat(s.Reply.Choices, s.Reply.Helped) {
			if !slices.Contains(p.Labels(), c.Label) {
				t.Errorf("%s: no button %q, only %q", s.Name, c.Label, p.Labels())
			}
		}
		if len(p.Blocks) == 0 {
			t.Errorf("%s has no blocks", s.Name)
		}
		if len(s.Reply.Sources) > 0 {
			shows(t, p, s.Reply.Sources[0].Quote)
		}
		if len(s.Reply.Files) > 0 {
			if f := w.Next(anna).Files; len(f) != 1 || f[0].Name != s.Reply.Files[0].Name || string(f[0].Data) != string(s.Reply.Files[0].Data) {
				t.Errorf("%s: %+v", s.Name, f)
			}
		}
		w.Slash(bert, hall, s.Name)
		if s.Reply.Form != nil || s.Reply.Dialog != nil {
			w.Close(w.NextView(bert, ""))
		} else if p := w.Next(hall); p.For != bert {
			t.Errorf("%s: %+v", s.Name, p)
		}
	}
	if n := w.Calls("chat.postMessage"); n < len(chattest.Replies()) {
		t.Errorf("%d calls", n)
	}
}

func TestFilesStayPrivate(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := &script{}
	for _, s := range chattest.Replies() {
		if s.Name == "booked" {
			h.replies = map[string]chat.Reply{"varaa": s.Reply}
		}
	}
	w.run(h)
	w.Mention(hall, anna, "varaa", "")
	if p := w.Next(anna); !strings.Contains(p.Shown(), "K2M4-Q7XD") {
		t.Errorf("%+v", p)
	}
	if p := w.Next(anna); len(p.Files) != 1 {
		t.Errorf("%+v", p)
	}
	if p := w.Next(hall); p.For != anna || strings.Contains(p.Shown(), "K2M4") && p.For == "" {
		t.Errorf("%+v", p)
	}
	for _, p := range w.Posts(hall) {
		if p.For == "" {
			t.Errorf("all in the channel see %q", p.Shown())
		}
	}
}

func TestHome(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := &script{replies: map[string]chat.Reply{
		"/alku": {Text: "Olen automaattinen neuvoja.", Choices: []chat.Choice{{Label: "Varaa aika", Say: "/varaa", OpensForm: true}}, Lang: "fi"},
		"/ajat": {Text: "Ei varattuja aikoja.", Lang: "fi"},
	}}
	w.run(h)
	w.OpenHome(anna)
	shown := func(words string) func(slacktest.View) bool {
		return func(v slacktest.View) bool { return strings.Contains(v.Shown(), words) }
	}
	v := w.Home(anna, shown("automaattinen"))
	if !shown("Ei varattuja")(v) || !slices.Contains(v.Labels(), "Varaa aika") {
		t.Errorf("%q %q", v.Shown(), v.Labels())
	}
	if len(h.told()) != 0 {
		t.Errorf("App Home is no conversation: %+v", h.told())
	}
	w.PressHome(anna, "Varaa aika")
	if p := w.Next(anna); h.last().Text != "/varaa" || h.last().Label != "Varaa aika" || p.For != "" {
		t.Errorf("%+v: %+v", h.last(), p)
	}
}
