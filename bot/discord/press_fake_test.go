package discord_test

import (
	"fmt"
	"strings"
	"testing"

	"kakebot/bot/discord"
	"kakebot/bot/discord/discordtest"
	"kakebot/chat"
)

var idea = chat.Form{ID: "/tiedot", Title: "Tietosi neuvojalle", Submit: "Vahvista", Ask: "name", Fields: []chat.Field{
	{Name: "name", Label: "Nimi", Question: "Mikä on nimesi?"},
	{Name: "what", Label: "Idea", Question: "Kerro ideasta.", Value: "Kyläjuhla & <markkinat>", Long: true},
	{Name: "grant", Label: "Avustus", Question: "Kumpi?", Value: "event", Options: []chat.Choice{{Label: "Tapahtuma", Say: "event"}, {Label: "Hanke", Say: "project"}}},
}}

// booking asks for the form, refuses a submission without a name, and takes others.
func booking(_ ctx, m turn) (reply, error) {
	f := idea
	switch {
	case m.Text == "hei":
		return reply{Text: "Varaatko?", Lang: "fi", Choices: []chat.Choice{{Label: "Varaa aika", Say: "/varaa", OpensForm: true}, {Label: "Apua", Say: "/apua"}}}, nil
	case m.Text == "/varaa" || m.Text == "/tiedot" && m.Fields == nil:
		return reply{Text: "Pidän ajan.", Form: &f, Lang: "fi"}, nil
	case m.Text == "/tiedot" && m.Fields["name"] == "":
		f.Errors = map[string]string{"name": "Kerro nimesi.", "": "Yhdessä kohdassa on korjattavaa."}
		f.Fields = append([]chat.Field(nil), idea.Fields...)
		f.Fields[1].Value = m.Fields["what"]
		return reply{Form: &f, Lang: "fi"}, nil
	case m.Text == "/tiedot":
		return reply{Text: "Varattu: " + chat.Inert(m.Fields["name"]+", "+m.Fields["what"]+", "+m.Fields["grant"]), Lang: "fi",
			Files: []chat.File{{Name: "aika.ics", Type: "text/calendar; charset=utf-8", Data: []byte("BEGIN:VCALENDAR")}}}, nil
	}
	return reply{}, nil
}

// A pressed button says what it carries, under its label, and is answered.
func TestFakePress(t *testing.T) {
	t.Parallel()
	w, h := open(t), &script{do: booking}
	w.run(h)
	u, place := w.Person("sv-SE"), w.Channel()
	w.DM(u, "hei")
	in := w.Next()
	i := w.Press(u, in, "Apua")
	if !i.Wait() {
		t.Error("not acknowledged")
	}
	p := w.Next()
	has(t, p, "kuulin: /apua")
	m := h.last(t)
	if m.ID != i.ID || m.Text != "/apua" || m.Label != "Apua" || m.From.ID != "discord:"+u.ID || m.From.Locale != "sv-SE" || m.In != at(u) {
		t.Errorf("%+v", m)
	}
	w.Mention(u, place, "hei")
	w.Press(u, w.Next(), "Apua")
	if p := w.Next(); !p.Ephemeral || p.To != u.ID {
		t.Errorf("in a server everybody sees %+v", p)
	}
	if m := h.last(t); m.In.String() != "discord/"+u.ID+"/"+place.ID {
		t.Errorf("%+v", m)
	}
}

// A form opens at the press, keeps what it held, lists its mistakes beside a
// button that opens it again, and is answered with the file.
func TestFakeForm(t *testing.T) {
	t.Parallel()
	w, h := open(t), &script{do: booking}
	w.run(h)
	place := w.Channel()
	for _, in := range []string{"direct", "server"} {
		u := w.Person("fi")
		at := place
		if in == "direct" {
			at = w.Private(u)
		}
		modal := w.Command(u, at, "book", nil).Modal()
		if modal.Title != idea.Title || len(modal.Inputs) != 3 {
			t.Errorf("%+v", modal)
		}
		if c, _ := modal.Input("Idea"); c.Value != "Kyläjuhla & <markkinat>" || c.Style != 2 {
			t.Errorf("%+v", c)
		}
		sent := w.Submit(u, modal, map[string]string{"Idea": "Toritapahtuma"})
		if !sent.Wait() {
			t.Error("not acknowledged")
		}
		p := w.Next()
		has(t, p, "Kerro nimesi.")
		has(t, p, "Yhdessä kohdassa")
		if p.Ephemeral != (in == "server") {
			t.Errorf("%s: ephemeral %v", in, p.Ephemeral)
		}
		if m := h.last(t); m.ID != sent.ID || m.Text != "/tiedot" || m.Label != idea.Title || m.Fields["what"] != "Toritapahtuma" {
			t.Errorf("%+v", m)
		}
		again := w.Press(u, p, idea.Title).Modal()
		w.Submit(u, again, map[string]string{"Nimi": "Maija", "Idea": "Uusi"})
		p = w.Next()
		has(t, p, "Varattu: Maija, Uusi")
		if len(p.Files) != 1 || p.Files[0].Name != "aika.ics" || p.Ephemeral != (in == "server") {
			t.Errorf("%+v", p)
		}
	}
}

// The option of a form's choice comes back as the option's value, or as the words
// that stand for it in the field: Discord has text fields only.
func TestFakeFormOption(t *testing.T) {
	t.Parallel()
	w, h := open(t), &script{do: booking}
	w.run(h)
	u := w.Person("fi")
	modal := w.Command(u, w.Private(u), "book", nil).Modal()
	w.Submit(u, modal, map[string]string{"Nimi": "Maija"})
	w.Next()
	if got := h.last(t).Fields["grant"]; got != "event" && got != "Tapahtuma" {
		t.Errorf("the option comes back as %q", got)
	}
}

// A press that could open a form and does not is answered like any other, for
// the person alone in a server.
func TestFakeNoFormAfterAll(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.run(new(script))
	u, place := w.Person("fi"), w.Channel()
	for at, ephemeral := range map[discordtest.Place]bool{w.Private(u): false, place: true} {
		i := w.Command(u, at, "book", nil)
		if !i.Wait() || i.OpensModal() {
			t.Error("not acknowledged with a message")
		}
		if p := w.Next(); p.Ephemeral != ephemeral || p.Answers != i {
			t.Errorf("%+v", p)
		}
	}
}

// A form that is asked for in words cannot open by itself: it is asked for in
// text, with a button that opens it.
func TestFakeFormInWords(t *testing.T) {
	t.Parallel()
	w, h := open(t), &script{do: booking}
	w.run(h)
	u := w.Person("fi")
	w.DM(u, "/varaa")
	p := w.Next()
	has(t, p, "Mikä on nimesi?")
	if got := w.Press(u, p, idea.Title).Modal(); got.Title != idea.Title {
		t.Errorf("%+v", got)
	}
	if m := h.last(t); m.Text != "/tiedot" || m.Label != idea.Title || m.Fields != nil {
		t.Errorf("%+v", m)
	}
}

// Choices that are more than buttons hold are a menu, of which every one can be
// chosen.
func TestFakeMenu(t *testing.T) {
	t.Parallel()
	w := open(t)
	var times []chat.Choice
	for i := range chat.MaxChoices {
		times = append(times, chat.Choice{Label: fmt.Sprintf("ti %d.2. klo 10", i+1), Say: fmt.Sprintf("/varaa 2018-02-%02dT10:00", i+1), OpensForm: i%2 == 0})
	}
	h := &script{replies: map[string]chat.Reply{"ajat": {Text: "Vapaat ajat", Choices: times, Lang: "fi"}}}
	w.run(h)
	u := w.Person("fi")
	w.DM(u, "ajat")
	p := w.Next()
	for i, c := range times {
		var acted *discordtest.Interaction
		if contains(p.Options(), c.Label) {
			acted = w.Choose(u, p, c.Label)
		} else {
			acted = w.Press(u, p, c.Label)
		}
		if !acted.Wait() {
			t.Error("not acknowledged")
		}
		has(t, w.Next(), "kuulin: "+strings.ReplaceAll(c.Say, "_", `\_`))
		if m := h.last(t); m.Text != c.Say || m.Label != c.Label {
			t.Errorf("%d: %+v", i, m)
		}
	}
}

// A button of an older message, or of an older version, goes on working.
func TestFakeOldButtons(t *testing.T) {
	t.Parallel()
	w, h := open(t), new(script)
	w.run(h)
	u := w.Person("fi")
	w.DM(u, "hei")
	p := w.Next()
	for id, want := range map[string]string{"1|-/apua": "/apua", "1|+/varaa": "/varaa", "/apua": "/apua"} {
		if !w.PressID(u, p, id).Wait() {
			t.Errorf("%s: not acknowledged", id)
		}
		w.Next()
		if m := h.last(t); m.Text != want {
			t.Errorf("%s says %q", id, m.Text)
		}
	}
	for _, id := range []string{"1|", "1", "99|zzz", "|", strings.Repeat("x", 100), "\x00"} {
		if !w.PressID(u, p, id).Wait() {
			t.Errorf("%q: the person is told that the application did not respond", id)
		}
	}
}

// Beginning a question shows at most 25 that can be answered; choosing one asks it.
func TestFakeAutocomplete(t *testing.T) {
	t.Parallel()
	w, h := open(t), new(script)
	w.run(h)
	u, place := w.Person("sv-SE"), w.Channel()
	got := w.Autocomplete(u, place, "ask", "question", "vem").Suggestions()
	if len(got) != 25 || !strings.HasPrefix(got[0].Value, "vem sv") || got[0].Name != got[0].Value {
		t.Errorf("%d suggestions: %+v", len(got), got)
	}
	if got := w.Autocomplete(u, place, "ask", "question", "").Suggestions(); len(got) != 25 {
		t.Errorf("%d suggestions for nothing typed", len(got))
	}
	w.Command(u, place, "ask", map[string]string{"question": got[1].Value})
	has(t, w.Next(), "vem sv")
	if n := len(h.messages()); n != 1 {
		t.Errorf("%d messages were heard", n)
	}
}

// A command says what it stands for, with what was typed beside it.
func TestFakeCommand(t *testing.T) {
	t.Parallel()
	w, h := open(t), new(script)
	w.run(h)
	u := w.Person("en-GB")
	i := w.Command(u, w.Private(u), "ask", map[string]string{"question": "Who decides?"})
	i.Wait()
	if p := w.Next(); p.Place.User != u.ID || p.Answers != i {
		t.Errorf("%+v", p)
	}
	if m := h.last(t); m.ID != i.ID || m.Text != "Who decides?" || m.From.Locale != "en-GB" || m.In != at(u) {
		t.Errorf("%+v", m)
	}
	w.Command(u, w.Channel(), "person", nil)
	if p := w.Next(); !p.Ephemeral {
		t.Errorf("%+v", p)
	}
	if m := h.last(t); m.Text != "/apua" {
		t.Errorf("%+v", m)
	}
}

// A command that takes a language says its own word with it.
func TestFakeCommandWithLanguage(t *testing.T) {
	t.Parallel()
	w, h := open(t), new(script)
	w.run(h, func(o *discord.Options) {
		o.Commands = append([]discord.Command{{Name: "language", Say: "/kieli", Takes: "language"}}, commands...)
	})
	u := w.Person("sv-SE")
	w.Command(u, w.Channel(), "language", map[string]string{"language": "sv"}).Wait()
	w.Next()
	if m := h.last(t); m.Text != "/kieli sv" {
		t.Errorf("%+v", m)
	}
}
