package discord_test

import (
	"fmt"
	"strings"
	"testing"

	"kakebot/bot/discord/discordtest"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

// Direct messages and mentions are answered, in the place where they stand.
func TestFakeDirectMessage(t *testing.T) {
	t.Parallel()
	w, h := open(t), new(script)
	w.run(h)
	u := w.Person("fi")
	id := w.DM(u, "Paljonko tapahtumaan saa?")
	p := w.Next()
	has(t, p, "kuulin: Paljonko")
	if p.Place.User != u.ID || p.Ephemeral || !p.Pings.None() {
		t.Errorf("%+v", p)
	}
	m := h.last(t)
	if m.From.ID != "discord:"+u.ID || m.In != at(u) || m.ID != w.Private(u).ID+":"+id || m.Text != "Paljonko tapahtumaan saa?" || m.Label != "" {
		t.Errorf("%+v", m)
	}
}

func TestFakeMention(t *testing.T) {
	t.Parallel()
	w, h := open(t), new(script)
	w.run(h)
	u, place := w.Person("fi"), w.Channel()
	w.Say(u, place, "en puhu botille")
	id := w.Mention(u, place, "Milloin haku on?")
	p := w.Next()
	has(t, p, "kuulin: Milloin haku on?")
	if p.Place != place || p.Reply != id || !p.Pings.None() {
		t.Errorf("%+v", p)
	}
	m := h.last(t)
	if m.Text != "Milloin haku on?" || m.In.String() != "discord/"+u.ID+"/"+place.ID || m.ID != place.ID+":"+id {
		t.Errorf("%+v", m)
	}
	if n := len(h.messages()); n != 1 {
		t.Errorf("%d messages were heard", n)
	}
}

// A message that is gone when the answer comes is answered all the same.
func TestFakeMentionDeleted(t *testing.T) {
	t.Parallel()
	w := open(t)
	u, place := w.Person("fi"), w.Channel()
	h := &script{}
	h.do = func(_ ctx, m turn) (reply, error) {
		w.Delete(place, strings.TrimPrefix(m.ID, place.ID+":"))
		return reply{}, nil
	}
	w.run(h)
	w.Mention(u, place, "ja pois")
	has(t, w.Next(), "ja pois")
}

// What the bot may not do in a channel does not leave a mention without answer:
// without the history it does not reply beside the message, without permission
// to write it answers in private.
func TestFakeMentionWithoutPermission(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.run(new(script))
	u, place := w.Person("fi"), w.Channel()
	w.Fault(discordtest.PostMessage, discordtest.Denied(403, 160002, "Cannot reply without permission to read message history"))
	w.Mention(u, place, "ilman historiaa")
	p := w.Next()
	has(t, p, "ilman historiaa")
	if p.Place != place || p.Reply != "" {
		t.Errorf("%+v", p)
	}
	for _, code := range []int{50001, 50013} {
		w.Refuse(place, code)
		w.Mention(u, place, "ilman lupaa")
		p := w.Next()
		has(t, p, "ilman lupaa")
		if p.Place.User != u.ID {
			t.Errorf("%d: %+v", code, p)
		}
	}
}

// Its own words, and those of other bots, are not answered.
func TestFakeBotsAreNotAnswered(t *testing.T) {
	t.Parallel()
	w, h := open(t), new(script)
	w.run(h)
	u, place := w.Person("fi"), w.Channel()
	w.BotSays(w.Private(u), "toinen botti")
	w.BotSays(place, "<@"+w.BotID+"> toinen botti")
	w.DM(u, "ihminen")
	has(t, w.Next(), "ihminen")
	w.Mention(u, place, "toinen ihminen")
	has(t, w.Next(), "toinen ihminen")
	if n := len(h.messages()); n != 2 || w.Unread() != 0 {
		t.Errorf("%d messages were heard, %d more answered", n, w.Unread())
	}
}

// An event that comes twice, to one replica or to two, is answered once.
func TestFakeRepeatedEvent(t *testing.T) {
	t.Parallel()
	w, h, memory := open(t), new(script), new(chattest.Memory)
	w.Expect(40060) // the replicas do not agree beforehand
	for range 2 {
		w.run(guarded(memory, h))
	}
	u, place := w.Person("fi"), w.Channel()
	for i := range 10 {
		w.DM(u, fmt.Sprint("kysymys ", i))
		w.Repeat()
		w.Repeat()
		w.Command(u, place, "person", nil).Wait()
		w.Repeat()
	}
	w.Await("20 answers", func(n int) bool { return n >= 20 })
	w.DM(w.Person("fi"), "loppu")
	w.Await("the last answer", func(n int) bool { return n >= 21 })
	if n := len(w.Posts()); n != 21 {
		t.Errorf("21 messages were answered %d times", n)
	}
	if n := len(h.messages()); n != 21 {
		t.Errorf("21 messages were handled %d times", n)
	}
}

// An event that comes again to a process that has begun anew is not answered again.
func TestFakeRepeatedAfterRestart(t *testing.T) {
	t.Parallel()
	w, h, memory := open(t), new(script), new(chattest.Memory)
	r := w.run(guarded(memory, h))
	u := w.Person("fi")
	w.DM(u, "ennen")
	has(t, w.Next(), "ennen")
	r.stop()
	if err := r.wait(); err != nil {
		t.Errorf("run: %v", err)
	}
	w.count--
	w.run(guarded(memory, h))
	w.Repeat()
	w.DM(u, "jälkeen")
	has(t, w.Next(), "jälkeen")
	if n := len(h.messages()); n != 2 {
		t.Errorf("%d messages were handled", n)
	}
}

// What is half an event ends nothing and is not answered.
func TestFakeHalfAnEvent(t *testing.T) {
	t.Parallel()
	w, h := open(t), new(script)
	w.run(h)
	u := w.Person("fi")
	w.Expect(10062, 10015, 404)
	w.Broken(u)
	w.DM(u, "kokonainen")
	p := w.Next()
	for !strings.Contains(p.Content, "kokonainen") {
		p = w.Next()
	}
	if strings.Contains(w.log.String(), "panic") {
		t.Errorf("something panicked:\n%s", w.log)
	}
}

// Every sample reply goes through Discord's limits, as an answer to each kind of
// event.
func TestFakeEverySample(t *testing.T) {
	t.Parallel()
	w := open(t)
	h := &script{replies: map[string]chat.Reply{}}
	for _, x := range chattest.Replies() {
		h.replies[x.Name] = x.Reply
	}
	r := w.run(h)
	for _, x := range chattest.Replies() {
		u, place := w.Person("fi"), w.Channel()
		w.DM(u, x.Name)
		p := w.Next()
		if !p.Pings.None() || len(p.Files) != len(x.Reply.Files) {
			t.Errorf("%s: %+v", x.Name, p)
		}
		for _, f := range p.Files {
			if string(f.Data) != string(x.Reply.Files[0].Data) || f.Name != x.Reply.Files[0].Name {
				t.Errorf("%s: the file is %q, %q", x.Name, f.Name, f.Data)
			}
		}
		labels := append(p.Labels(), p.Options()...)
		for _, c := range append(x.Reply.Choices, x.Reply.Helped...) {
			if !contains(labels, c.Label) {
				t.Errorf("%s: no button %q among %q", x.Name, c.Label, labels)
			}
		}
		i := w.Command(u, place, "ask", map[string]string{"question": x.Name})
		if !i.Wait() {
			t.Errorf("%s: not acknowledged", x.Name)
		}
		if p := w.Next(); !p.Ephemeral || p.To != u.ID || !p.Pings.None() || len(p.Files) != len(x.Reply.Files) {
			t.Errorf("%s to a command: %+v", x.Name, p)
		}
		if err := r.Send(t.Context(), at(u), "sample/"+x.Name, x.Reply); err != nil {
			t.Errorf("%s sent: %v", x.Name, err)
		}
		if p := w.Next(); p.Place.User != u.ID || !p.Pings.None() {
			t.Errorf("%s sent: %+v", x.Name, p)
		}
	}
}

// Whatever a person types, nobody is called by repeating it.
func TestFakeMassMentions(t *testing.T) {
	t.Parallel()
	w := open(t)
	h := new(script)
	h.do = func(_ ctx, m turn) (reply, error) { return reply{Text: m.Text, Lang: "fi"}, nil }
	w.run(h)
	u, place := w.Person("fi"), w.Channel()
	for _, text := range []string{"@everyone", "@here hei", "<@" + u.ID + ">", "<@&" + place.Guild + ">", "<@!" + u.ID + "> @everyone"} {
		w.Mention(u, place, text)
		if p := w.Next(); !p.Pings.None() {
			t.Errorf("%q called %+v", text, p.Pings)
		}
		w.Command(u, place, "ask", map[string]string{"question": text})
		if p := w.Next(); !p.Pings.None() {
			t.Errorf("%q called %+v", text, p.Pings)
		}
	}
}

// What is for one person's eyes is not shown to a server, whether they take
// direct messages or not.
func TestFakePrivateReplyToMention(t *testing.T) {
	t.Parallel()
	w := open(t)
	h := &script{replies: map[string]chat.Reply{"omat": {Text: "**Salainen** varaus K2M4", Private: true, Lang: "fi",
		Choices: []chat.Choice{{Label: "Peru Salainen", Say: "/peru K2M4"}}}}}
	w.run(h)
	place := w.Channel()
	for _, shut := range []bool{false, true} {
		u := w.Person("fi")
		if shut {
			w.Refuse(w.Private(u), 50007)
		}
		w.Mention(u, place, "omat")
		told := 0
		p := w.Next()
		for p.Place.Guild == "" {
			has(t, p, "Salainen")
			told++
			p = w.Next()
		}
		if strings.Contains(p.Content+p.More+fmt.Sprint(p.Labels()), "alainen") || strings.Contains(p.Content, "K2M4") || !p.Pings.None() {
			t.Errorf("the server was shown %q with %q", p.Content, p.Labels())
		}
		if want := map[bool]int{false: 1, true: 0}[shut]; told != want {
			t.Errorf("told %d times in private, want %d", told, want)
		}
	}
}

func contains(all []string, s string) bool {
	for _, x := range all {
		if x == s {
			return true
		}
	}
	return false
}
