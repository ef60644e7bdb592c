package handlers

import (
	"context"
	"maps"
	"regexp"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// formWish is the form of the waiting list: its ID and its draft's Form.
const formWish = "toive"

var askedOfWish = []string{"wish", "reach"}

// queueing asks for a place on the waiting list, in a few words.
var queueing = regexp.MustCompile(`(?i)^\s*(?:pääse\S* |voi\S* |haluan |haluaisin |laita |pane |ota |päästä |minut |miut |mut |onko |teillä )*(?:jono|jonoon|jonottaa|jonotuslista\S*|varasijalle)[\s.!?]*$|` +
	`^\s*(?:jag |vill |kan |få |sätt |ställ |mig |stå |finns |det |en |i |på )*(?:kö|kön|köa|kölista|kölistan|väntelista|väntelistan)[\s.!?]*$|` +
	`^\s*(?:please |can |may |i |want to |is |there |a |put |add |me |join |be |get |on |to |the )*(?:waiting list|waitlist)[\s.!?]*$`)

// wishing claims what is said while a wish is being asked, and the words for it.
func (a *Assistant) wishing(t chat.Turn) bool {
	d := t.Session.Draft
	if t.Topic == "" && queueing.MatchString(t.Text) && (d == nil || isChoosing(d)) {
		return true
	}
	return d != nil && d.Form == formWish && t.Topic == "" && !a.asks(t)
}

// wish takes a wish for a time that is not offered: as a form, or in two short
// questions.
func (a *Assistant) wish(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := goOn(t)
	if d == nil || d.Form != formWish {
		values := map[string]string{}
		if d != nil && d.Values["what"] != "" {
			values["what"] = d.Values["what"]
		}
		t.Session.Draft = &chat.Draft{Form: formWish, At: t.Now, Values: values}
		d = t.Session.Draft
		if t.Fields == nil {
			return a.wishForm(t, "wish_intro"), nil
		}
	}
	d.Values = maps.Clone(d.Values)
	if d.Values == nil {
		d.Values = map[string]string{}
	}
	if t.Fields != nil {
		for _, f := range askedOfWish {
			d.Values[f] = short(t.Fields[f])
		}
	} else if a.skips(t) || reading.Read(t.Text, t.Lang, t.Now).No {
		d.Values[d.Ask] = ""
	} else if t.Topic == "" {
		d.Values[d.Ask] = short(t.Text)
	}
	if next(askedOfWish, d.Values) != "" {
		return a.wishForm(t, "noted"), nil
	}
	to, err := a.reach(ctx, t)
	if err != nil {
		return chat.Reply{}, err
	}
	err = a.Desk.Wish(ctx, op(t), t.From.ID, booking.Wish{
		Text:    d.Values["wish"],
		Idea:    booking.Idea{What: d.Values["what"], Reach: d.Values["reach"]},
		Lang:    t.Lang,
		Address: to.String(),
	}, t.Now)
	if err != nil {
		return chat.Reply{}, err
	}
	t.Session.Draft = nil
	return chat.Reply{Text: say(t, "wish_kept"), Choices: a.offer(t, []string{"subscribe", "help"}), Topic: "wish"}, nil
}

func (a *Assistant) wishForm(t chat.Turn, lead string) chat.Reply {
	d := t.Session.Draft
	d.Ask = next(askedOfWish, d.Values)
	f := &chat.Form{ID: "/" + formWish, Title: say(t, "wish_title"), Submit: say(t, "submit_wish"), Ask: d.Ask}
	for _, name := range askedOfWish {
		f.Fields = append(f.Fields, chat.Field{Name: name, Label: say(t, "label_"+name), Question: say(t, "ask_"+name), Hint: say(t, "hint_"+name), Value: d.Values[name], Long: name == "wish"})
	}
	return chat.Reply{Text: say(t, lead), Form: f, Choices: []chat.Choice{choice(t, "stop", "/keskeytä")}, Topic: "wish"}
}
