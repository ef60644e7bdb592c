package slack_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kakebot/bot/slack/slacktest"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

// sample is one of the shared replies.
func sample(name string) chat.Reply {
	for _, s := range chattest.Replies() {
		if s.Name == name {
			return s.Reply
		}
	}
	panic("no sample " + name)
}

// booking is a script in which "alku" has a button that opens the form for the
// idea, and its submission is answered by h.
func booking(h chat.HandlerFunc) *script {
	return &script{replies: map[string]chat.Reply{
		"alku":   {Text: "Varaa?", Choices: []chat.Choice{{Label: "Varaa", Say: "/varaa", OpensForm: true}, {Label: "Ajat", Say: "/ajat", OpensForm: true}}, Lang: "fi"},
		"/varaa": sample("form"),
		"/ajat":  sample("times"),
	}, submitted: h}
}

// press says "alku" and presses one of its buttons.
func press(w *world, label string) slacktest.Did {
	w.Helper()
	w.DM(anna, "alku")
	return w.Press(anna, w.Next(anna), label)
}

func TestModal(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := booking(func(_ context.Context, turn chat.Turn) (chat.Reply, error) {
		if turn.Fields["reach"] != "anna@example.fi" {
			return sample("form-errors"), nil
		}
		return sample("booked"), nil
	})
	w.run(h)
	press(w, "Varaa")
	v := w.NextView(anna, "")
	form := sample("form").Form
	if v.Title != form.Title || v.Submit != form.Submit || len(v.Inputs()) != len(form.Fields) {
		t.Errorf("%+v", v)
	}
	values := v.Values()
	if values["Idea"] != "Kyläjuhla & <markkinat>" || values["Tapahtuma vai kehittämishanke"] != "Tapahtuma" || !strings.Contains(v.Shown(), "Älä kirjoita henkilötunnusta.") {
		t.Errorf("%+v %q", values, v.Shown())
	}
	wrong, _ := w.Submit(anna, v, map[string]string{"Nimi": "Anna & Åke <3", "Yhteystieto": "anna", "Tapahtuma vai kehittämishanke": "En tiedä vielä"})
	v = w.AwaitView(wrong)
	if !v.Open || v.Trouble || !strings.Contains(v.Errors["Yhteystieto"]+v.Shown(), "@-merkki") {
		t.Errorf("%+v", v)
	}
	m := h.last()
	if m.Text != form.ID || m.Label != form.Title || m.Fields["name"] != "Anna & Åke <3" || m.Fields["grant"] != "" || m.Fields["what"] != "Kyläjuhla & <markkinat>" || len(m.Fields) != 5 {
		t.Errorf("heard %+v", m)
	}
	right, _ := w.Submit(anna, v, map[string]string{"Yhteystieto": "anna@example.fi"})
	if v = w.AwaitView(right); v.Open {
		t.Errorf("still open: %+v", v)
	}
	if p := w.Next(anna); !strings.Contains(p.Shown(), "K2M4-Q7XD") {
		t.Errorf("%+v", p)
	}
	if p := w.Next(anna); len(p.Files) != 1 {
		t.Errorf("%+v", p)
	}
	if w.Late() > 0 {
		t.Errorf("%d acknowledgements were late", w.Late())
	}
}

func TestDialog(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := booking(func(context.Context, chat.Turn) (chat.Reply, error) { return sample("booked"), nil })
	w.run(h)
	press(w, "Ajat")
	v := w.NextView(anna, "")
	if want := []string{"tiistai 13.2.: klo 10.00", "tiistai 13.2.: klo 13.00", "keskiviikko 14.2.: klo 13.00"}; !slices.Equal(v.Options("Aika"), want) {
		t.Errorf("%q", v.Options("Aika"))
	}
	if _, sent := w.Submit(anna, v, nil); sent {
		t.Error("a form is sent without what it requires")
	}
	did, _ := w.Submit(anna, v, map[string]string{"Aika": "klo 10.00"})
	w.AwaitView(did)
	shows(t, w.Next(anna), "K2M4-Q7XD")
	if m := h.last(); m.Fields["slot"] != "2018-02-13T10:00" || m.Text != "/varauslomake" {
		t.Errorf("heard %+v", m)
	}
}

func TestTriggerIsDead(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := booking(func(context.Context, chat.Turn) (chat.Reply, error) { return sample("booked"), nil })
	w.run(h)
	w.Fail("views.open", 1, slacktest.Refused("expired_trigger_id"))
	press(w, "Varaa")
	p := w.Next(anna)
	shows(t, p, "Pidän sinulle tämän ajan")
	shows(t, p, "Mikä on nimesi?")
	h.know("/tiedot", sample("form")) // the form's own command without fields
	w.Press(anna, p, "Tietosi neuvojalle")
	if v := w.NextView(anna, ""); v.Title != "Tietosi neuvojalle" {
		t.Errorf("%+v", v)
	}
	if m := h.last(); m.Text != "/tiedot" || m.Fields != nil {
		t.Errorf("heard %+v", m)
	}
}

func TestFormWithoutPress(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	w.run(booking(nil))
	w.DM(anna, "/varaa")
	if p := w.Next(anna); !slices.Contains(p.Labels(), "Tietosi neuvojalle") || !strings.Contains(p.Shown(), "Mikä on nimesi?") {
		t.Errorf("%q: %q", p.Shown(), p.Labels())
	}
	w.DM(anna, "/ajat")
	if p := w.Next(anna); len(p.Labels()) != 4 || p.Labels()[0] != "Varaa aika" {
		t.Errorf("%q", p.Labels())
	}
	if w.Calls("views.open") > 0 {
		t.Error("a modal without a press")
	}
}

// TestSlowSubmission takes longer than Slack waits: the modal closes, and the
// errors come as a message from which it can be opened again.
func TestSlowSubmission(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	goOn := make(chan struct{})
	w.run(booking(func(context.Context, chat.Turn) (chat.Reply, error) {
		<-goOn
		return sample("form-errors"), nil
	}))
	press(w, "Varaa")
	did, _ := w.Submit(anna, w.NextView(anna, ""), map[string]string{"Nimi": "Anna"})
	if v := w.AwaitView(did); v.Open || v.Trouble || w.Late() > 0 {
		t.Errorf("%+v", v)
	}
	close(goOn)
	p := w.Next(anna)
	shows(t, p, "@-merkki")
	if !slices.Contains(p.Labels(), "Tietosi neuvojalle") {
		t.Errorf("%q", p.Labels())
	}
}

// TestSlowPress takes longer than a trigger lives: the form comes as a message.
func TestSlowPress(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	goOn := make(chan struct{})
	h := booking(nil)
	w.run(chat.HandlerFunc(func(ctx context.Context, turn chat.Turn) (chat.Reply, error) {
		if turn.Label == "Varaa" {
			<-goOn
		}
		return h.Handle(ctx, turn)
	}))
	did := press(w, "Varaa")
	w.AwaitAck(did)
	w.AwaitTriggers()
	close(goOn)
	shows(t, w.Next(anna), "Mikä on nimesi?")
	if n := len(w.Views(anna)); n > 0 {
		t.Errorf("%d modals", n)
	}
}

// TestClosedForm has somebody close a form that the conversation has begun: its
// question comes as a message, where it can be opened again or ended.
func TestClosedForm(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := booking(nil)
	h.know("/tiedot", sample("form"))
	w.run(h)
	press(w, "Varaa")
	w.AwaitAck(w.Close(w.NextView(anna, "")))
	if p := w.Next(anna); !slices.Contains(p.Labels(), "Keskeytä") || !slices.Contains(p.Labels(), "Tietosi neuvojalle") {
		t.Errorf("%q: %q", p.Shown(), p.Labels())
	}
}

// TestModalFromChannel keeps what a form in a channel leads to between two.
func TestModalFromChannel(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	w.run(booking(func(context.Context, chat.Turn) (chat.Reply, error) { return sample("booked"), nil }))
	w.Mention(hall, anna, "alku", "")
	w.Press(anna, w.Next(hall), "Varaa")
	did, _ := w.Submit(anna, w.NextView(anna, ""), map[string]string{"Nimi": "Anna"})
	if v := w.AwaitView(did); v.Open {
		t.Errorf("%+v", v)
	}
	shows(t, w.Next(anna), "K2M4-Q7XD")
	for _, p := range w.Posts(hall) {
		if strings.Contains(p.Shown(), "K2M4") && p.For == "" {
			t.Errorf("all see %q", p.Shown())
		}
	}
}

// TestSubmissionTwice has the second delivery of a submission do nothing.
func TestSubmissionTwice(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := booking(func(context.Context, chat.Turn) (chat.Reply, error) { return sample("booked"), nil })
	_, stop := w.run(w.guard(h))
	press(w, "Varaa")
	did, _ := w.Submit(anna, w.NextView(anna, ""), map[string]string{"Nimi": "Anna"})
	w.Await(anna, 3) // the start, the booking, its file
	w.AwaitAck(w.Again(did))
	if err := stop(); err != nil {
		t.Error(err)
	}
	if n := len(w.Posts("")); n != 3 {
		t.Errorf("%d posts", n)
	}
}
