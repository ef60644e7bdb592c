package slacktest_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"kakebot/bot/slack/slacktest"
)

func plain(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject("plain_text", s, false, false)
}

// form is a modal with a name and a time.
func form() slack.ModalViewRequest {
	name := slack.NewInputBlock("name", plain("Nimi"), nil, slack.NewPlainTextInputBlockElement(nil, "v"))
	day := slack.NewOptionGroupBlockElement(plain("tiistai"), slack.NewOptionBlockObject("10", plain("klo 10"), nil))
	at := slack.NewInputBlock("at", plain("Aika"), nil, slack.NewOptionsGroupSelectBlockElement("static_select", plain("Valitse"), "v", day))
	at.Optional = true
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plain("Varaa"), Submit: plain("Lähetä"), CallbackID: "/varaa", Blocks: slack.Blocks{BlockSet: []slack.Block{name, at}}}
}

// pressed posts a button, presses it and gives the interaction.
func pressed(t *testing.T, s *slacktest.Server, l *line) (i slack.InteractionCallback) {
	t.Helper()
	s.Person("U1", "fi-FI")
	b := slack.NewButtonBlockElement("say", "/varaa", plain("Varaa"))
	if _, _, err := client(s).PostMessage("U1", slack.MsgOptionText("hei", false), slack.MsgOptionBlocks(slack.NewActionBlock("", b))); err != nil {
		t.Fatal(err)
	}
	if e := l.take(); e.Type != "events_api" { // Slack tells of the app's own post
		t.Errorf("%s", e.Type)
	}
	s.Press("U1", s.Next("U1"), "Varaa")
	if err := json.Unmarshal(l.take().Payload, &i); err != nil {
		t.Fatal(err)
	}
	a := i.ActionCallback.BlockActions
	if len(a) != 1 || a[0].Value != "/varaa" || a[0].BlockID == "" || i.Channel.ID != "D1" || i.User.ID != "U1" {
		t.Fatalf("%+v", i)
	}
	return i
}

func TestModal(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{AckWithin: time.Hour})
	c, l := client(s), dial(t, s)
	i := pressed(t, s, l)
	if _, err := c.OpenView(i.TriggerID, form()); err != nil {
		t.Fatal(err)
	}
	_, err := c.OpenView(i.TriggerID, form())
	wants(t, "exchanged_trigger_id", err)
	_, err = c.OpenView("1.2.3", form())
	wants(t, "invalid_trigger_id", err)

	v := s.NextView("U1", "")
	if !slices.Equal(v.Inputs(), []string{"Nimi", "Aika"}) || !slices.Equal(v.Options("Aika"), []string{"tiistai: klo 10"}) {
		t.Errorf("%q %q", v.Inputs(), v.Options("Aika"))
	}
	if _, sent := s.Submit("U1", v, nil); sent {
		t.Error("sent without a name")
	}
	submit := func() (slacktest.Did, slack.InteractionCallback, string) {
		did, _ := s.Submit("U1", v, map[string]string{"Nimi": "Åsa & co", "Aika": "klo 10"})
		e := l.take()
		var i slack.InteractionCallback
		if err := json.Unmarshal(e.Payload, &i); err != nil {
			t.Fatal(err)
		}
		return did, i, e.EnvelopeID
	}
	did, i, id := submit()
	if x := i.View.State.Values; x["name"]["v"].Value != "Åsa & co" || x["at"]["v"].SelectedOption.Value != "10" || i.View.CallbackID != "/varaa" {
		t.Errorf("%+v", x)
	}
	l.ack(id, slack.NewErrorsViewSubmissionResponse(map[string]string{"name": "Liian lyhyt"}))
	if v := s.AwaitView(did); !v.Open || v.Errors["Nimi"] != "Liian lyhyt" {
		t.Errorf("%+v", v)
	}
	_, err = c.UpdateView(form(), "", "old", v.ID)
	wants(t, "hash_conflict", err)
	if _, err = c.UpdateView(form(), "", v.Hash, v.ID); err != nil {
		t.Error(err)
	}
	did, _, id = submit()
	l.ack(id, slack.NewErrorsViewSubmissionResponse(map[string]string{"none": "?"}))
	if v := s.AwaitView(did); !v.Trouble || len(s.Complaints()) != 1 {
		t.Errorf("%+v", v)
	}
	did, _, id = submit()
	l.ack(id, nil)
	if v := s.AwaitView(did); v.Open {
		t.Errorf("%+v", v)
	}
	_, err = c.UpdateView(form(), "", "", v.ID)
	wants(t, "not_found", err)
}

func TestTooLate(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{AckWithin: 20 * time.Millisecond, TriggerLife: time.Hour})
	c, l := client(s), dial(t, s)
	i := pressed(t, s, l)
	if _, err := c.OpenView(i.TriggerID, form()); err != nil {
		t.Fatal(err)
	}
	did, _ := s.Submit("U1", s.NextView("U1", ""), map[string]string{"Nimi": "A"})
	if v := s.AwaitView(did); !v.Trouble || !v.Open {
		t.Errorf("%+v", v)
	}
	s.ExpireTriggers()
	_, err := c.OpenView(i.TriggerID, form())
	wants(t, "exchanged_trigger_id", err)
}

func TestHome(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{AckWithin: time.Hour})
	c, l := client(s), dial(t, s)
	s.OpenHome("U1")
	l.take()
	b := slack.NewActionBlock("", slack.NewButtonBlockElement("", "/apua", plain("Apua")))
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{b}}}
	r, err := c.PublishView("U1", view, "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.PublishView("U1", view, "old")
	wants(t, "hash_conflict", err)
	if _, err = c.PublishView("U1", view, r.Hash); err != nil {
		t.Error(err)
	}
	_, err = c.PublishView("U9", view, "")
	wants(t, "user_not_found", err)
	s.PressHome("U1", "Apua")
	var i slack.InteractionCallback
	if err := json.Unmarshal(l.take().Payload, &i); err != nil || i.ActionCallback.BlockActions[0].Value != "/apua" || i.Container.Type != "view" || i.Channel.ID != "" {
		t.Errorf("%+v, %v", i, err)
	}
}
