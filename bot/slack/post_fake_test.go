package slack_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kakebot/bot/slack/slacktest"
	"kakebot/chat"
)

// A response URL that is used up, or a channel that the person has left, is no
// end: the answer comes as a direct message.
func TestHiddenAnswerElsewhere(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := &script{replies: map[string]chat.Reply{"salaa": {Text: "Vain sinulle", Private: true, Lang: "fi"}}}
	w.run(h)
	w.Fail("respond", 1, slacktest.Fault{Status: 404})
	w.Slash(anna, hall, "paljonko?")
	shows(t, w.Next(anna), "paljonko?")
	w.Fail("chat.postEphemeral", 1, slacktest.Refused("user_not_in_channel"))
	w.Mention(hall, anna, "salaa", "")
	shows(t, w.Next(anna), "Vain sinulle")
	if n := len(w.Posts(hall)); n != 0 {
		t.Errorf("%d posts in the channel", n)
	}
}

// Blocks that Slack does not take, such as a kind that a workspace lacks, leave
// the text and the choices by number.
func TestWithoutBlocks(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	w.run(&script{replies: map[string]chat.Reply{"kysy": sample("answer")}})
	w.Fail("chat.postMessage", 1, slacktest.Refused("invalid_blocks"))
	w.DM(anna, "kysy")
	p := w.Next(anna)
	if len(p.Blocks) != 0 || !strings.Contains(p.Text, "alle 8 000 €") || !strings.Contains(p.Text, "2. Varaa aika") {
		t.Errorf("%+v", p)
	}
}

// App Home follows what is said elsewhere.
func TestHomeFollows(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	h := &script{replies: map[string]chat.Reply{"/alku": {Text: "Ei varauksia.", Lang: "fi"}}}
	w.run(h)
	shown := func(words string) func(slacktest.View) bool {
		return func(v slacktest.View) bool { return strings.Contains(v.Shown(), words) }
	}
	w.OpenHome(anna)
	w.Home(anna, shown("Ei varauksia."))
	h.know("/alku", chat.Reply{Text: "Yksi varaus.", Lang: "fi"})
	for range 5 {
		w.DM(anna, "varaa")
		w.DM(bert, "varaa") // who has never looked at it
	}
	w.Home(anna, shown("Yksi varaus."))
	if n := w.Calls("views.publish"); n > 3 {
		t.Errorf("five answers published it %d times", n)
	}
}

// App Home that could not be shown is shown later, and not before Slack wants to
// be asked again; what is sent to a person may change it, too.
func TestHomeAgain(t *testing.T) {
	t.Parallel()
	together(t, map[string]slacktest.Fault{"limited": slacktest.Limited(4 * time.Second), "broken": slacktest.Broken}, func(t *testing.T, f slacktest.Fault) {
		w := open(t, slacktest.Options{})
		h := &script{replies: map[string]chat.Reply{"/alku": {Text: "Yksi varaus.", Lang: "fi"}}}
		c, _ := w.run(h)
		shown := func(words string) func(slacktest.View) bool {
			return func(v slacktest.View) bool { return strings.Contains(v.Shown(), words) }
		}
		w.Fail("views.publish", 1, f)
		w.OpenHome(anna)
		w.Home(anna, shown("Yksi varaus."))
		if n := w.Calls("views.publish"); n != 2 {
			t.Errorf("published %d times", n)
		}
		h.know("/alku", chat.Reply{Text: "Ei varauksia.", Lang: "fi"})
		if err := c.Send(t.Context(), chat.Address{Channel: "slack", Place: anna}, "peruttu", chat.Reply{Text: "Aikasi on peruttu.", Lang: "fi"}); err != nil {
			t.Error(err)
		}
		w.Home(anna, shown("Ei varauksia."))
	})
}

// A form that is larger than an acknowledgement may be is asked for in a message.
func TestLargeForm(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	var options []chat.Choice
	for i := range chat.MaxOptions {
		options = append(options, chat.Choice{Label: fmt.Sprint(i, strings.Repeat("ä", chat.MaxLabel-3)), Say: fmt.Sprint(i), Group: fmt.Sprint("päivä ", i/4)})
	}
	large := chat.Reply{Lang: "fi", Text: "Valitse uusi aika.", Form: &chat.Form{ID: "/uusi", Title: "Uusi aika", Submit: "Vahvista", Fields: []chat.Field{{Name: "slot", Label: "Aika", Question: "Mikä aika?", Options: options}}}}
	h := booking(func(context.Context, chat.Turn) (chat.Reply, error) { return large, nil })
	w.run(h)
	press(w, "Varaa")
	did, _ := w.Submit(anna, w.NextView(anna, ""), map[string]string{"Nimi": "Anna"})
	if v := w.AwaitView(did); v.Open {
		t.Errorf("%+v", v)
	}
	p := w.Next(anna)
	shows(t, p, "Valitse uusi aika.")
	w.AwaitAck(w.Press(anna, p, "Uusi aika"))
}

// What is for a channel stands there once, looked for where its outcome was
// lost; nothing private goes there, and nothing to a channel the bot is not in.
func TestSendToChannel(t *testing.T) {
	t.Parallel()
	w := open(t, slacktest.Options{})
	w.Say("C0STAFF", anna, "hei", "")
	c, _ := w.run(&script{})
	to := chat.Address{Channel: "slack", Place: "C0STAFF"}
	notice := chat.Reply{Text: "Uusi varaus: tiistai 13.2. klo 10.00.", Lang: "fi"}
	w.Fail("chat.postMessage", 1, slacktest.Lost)
	if err := c.Send(t.Context(), to, "staff", notice); !errors.Is(err, chat.ErrInDoubt) {
		t.Error(err)
	}
	if sent, err := c.Sent(t.Context(), to, "staff"); !sent || err != nil {
		t.Errorf("%t, %v", sent, err)
	}
	w.posts.Doubt()
	if err := c.Send(t.Context(), to, "staff", notice); err != nil {
		t.Error(err)
	}
	if posts := w.Posts("C0STAFF"); len(posts) != 1 || !strings.Contains(posts[0].Shown(), "Uusi varaus") {
		t.Errorf("%d posts", len(posts))
	}
	private := notice
	private.Private = true
	if err := c.Send(t.Context(), to, "private", private); !errors.Is(err, chat.ErrPermanent) {
		t.Errorf("a private reply: %v", err)
	}
	if err := c.Send(t.Context(), chat.Address{Channel: "slack", Place: "C0OTHER"}, "other", notice); !errors.Is(err, chat.ErrPermanent) {
		t.Errorf("a channel that the bot is not in: %v", err)
	}
}
