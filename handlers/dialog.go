package handlers

import (
	"context"

	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// formDialog is the booking as one form: the time and what the adviser should
// know. It is for channels that can open a form at a press; the others list
// times, hold one and ask.
const formDialog = "varauslomake"

// inDialog are its fields after the time.
var inDialog = []string{"name", "what", "reach", "needs"}

// slotForm is the booking form with the free times grouped by day, nil when
// there are none.
func (a *Assistant) slotForm(ctx context.Context, t chat.Turn, given, errors map[string]string) (*chat.Form, error) {
	free, err := a.Desk.Free(ctx, t.Now, chat.MaxOptions, t.From.ID)
	if err != nil || len(free) == 0 {
		return nil, err
	}
	slot := chat.Field{Name: "slot", Label: say(t, "label_slot"), Question: say(t, "label_slot"), Required: true}
	for _, s := range free {
		label := reading.FormatClock(s.Start, t.Lang)
		if s.Place != "" {
			label += ", " + s.Place
		}
		slot.Options = append(slot.Options, chat.Choice{Label: label, Say: s.ID, Group: reading.FormatDay(s.Start, t.Lang)})
		if s.ID == given["slot"] {
			slot.Value = s.ID
		}
	}
	f := &chat.Form{ID: "/" + formDialog, Title: say(t, "dialog_title"), Submit: say(t, "submit_booking"), Fields: []chat.Field{slot}, Errors: errors}
	for _, name := range inDialog {
		f.Fields = append(f.Fields, a.field(t, name, given[name], name == "what"))
	}
	return f, nil
}

// dialog shows the form, or books what was filled in: the time is held and
// confirmed at once. When somebody was quicker, the form comes back as it was
// filled, with the times that are left.
func (a *Assistant) dialog(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	slot := t.Fields["slot"]
	if t.Fields == nil {
		return a.book(ctx, t)
	}
	given := filled(t.Fields)
	problem := "slot_needed"
	if slot != "" {
		t.Session.Draft = &chat.Draft{Form: choosingTime, At: t.Now, About: map[string]string{}, Values: given}
		r, err := a.take(ctx, t, slot)
		if err != nil {
			return r, err
		}
		if d := t.Session.Draft; d != nil && d.Form == formBooking {
			d.About["shown"] = "1"
			return a.confirm(ctx, t)
		}
		problem = "gone"
	}
	t.Session.Draft = &chat.Draft{Form: choosingTime, At: t.Now, About: map[string]string{}, Values: given}
	r, err := a.list(ctx, t, 0)
	if err != nil || !isChoosing(t.Session.Draft) {
		return r, err
	}
	t.Session.Draft.Values = given
	r.Text = say(t, problem) + " " + say(t, "kept") + "\n\n" + r.Text
	r.Form, err = a.slotForm(ctx, t, given, map[string]string{"slot": say(t, problem)})
	return r, err
}

// field is one of the booking's fields, with its words and what is filled in.
func (a *Assistant) field(t chat.Turn, name, value string, long bool) chat.Field {
	return chat.Field{Name: name, Label: say(t, "label_"+name), Question: say(t, "ask_"+name), Hint: say(t, "hint_"+name), Value: value, Long: long}
}
