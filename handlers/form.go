package handlers

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// formBooking is the form of a held time: its ID and its draft's Form.
const formBooking = "tiedot"

// askedOf are the fields that a channel without forms asks one by one: the place
// where the person may say it. What they need at the talk is asked together with
// the confirmation.
func askedOf(d *chat.Draft) []string {
	if d.About["kind"] == string(booking.Elsewhere) {
		return []string{"name", "what", "where", "reach"}
	}
	return []string{"name", "what", "reach"}
}

const maxField = 600 // characters of one field

// form gives the booking form with what is filled in, asking the next field.
func (a *Assistant) form(t chat.Turn, wrong map[string]string) chat.Reply {
	d := goOn(t)
	d.Ask = next(askedOf(d), d.Values)
	f := &chat.Form{ID: "/" + formBooking, Title: say(t, "form_title"), Submit: say(t, "submit_booking"), Ask: d.Ask, Errors: wrong}
	for _, name := range append(askedOf(d), "needs") {
		f.Fields = append(f.Fields, a.field(t, name, d.Values[name], name == "what"))
	}
	return chat.Reply{
		Form:    f,
		Choices: []chat.Choice{choice(t, "confirm_now", "/vahvista"), choice(t, "more_time", "/lisäaika"), choice(t, "stop", "/keskeytä")},
		Topic:   "book",
	}
}

// next is the first field that has not been asked yet.
func next(fields []string, values map[string]string) string {
	for _, f := range fields {
		if _, asked := values[f]; !asked {
			return f
		}
	}
	return ""
}

// filling claims what is said while the booking form is open: an answer to its
// question, unless it is a command or a question of the person's own.
func (a *Assistant) filling(t chat.Turn) bool {
	d := t.Session.Draft
	if d == nil || d.Form != formBooking || t.Topic != "" || a.asks(t) {
		return false
	}
	return !strings.Contains(t.Text, "?") || len(t.Text) > longAnswer
}

// longAnswer is how many bytes make words with a question mark in them an idea
// told rather than something asked of us.
const longAnswer = 80

// fill takes the whole form, or the answer to the field asked last.
func (a *Assistant) fill(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := goOn(t)
	if d == nil || d.Form != formBooking {
		// The form lay open for longer than its draft lived: its words go along
		// to the next time chosen.
		t.Session.Draft = &chat.Draft{Form: choosingTime, At: t.Now, About: map[string]string{}, Values: filled(t.Fields)}
		return a.list(ctx, t, 0)
	}
	d.Values = maps.Clone(d.Values)
	if d.Values == nil {
		d.Values = map[string]string{}
	}
	if t.Fields != nil {
		d.Values = filled(t.Fields)
		d.About = maps.Clone(d.About)
		d.About["shown"] = "1" // a form shows what it sends
		return a.confirm(ctx, t)
	}
	read := reading.Read(t.Text, t.Lang, t.Now)
	if other, err := a.another(ctx, t, read); other != "" || err != nil {
		if err != nil {
			return chat.Reply{}, err
		}
		return a.take(ctx, t, other)
	}
	if t.Topic == "book_form" { // the command alone: the form again
		return a.proceed(ctx, t)
	}
	other, none := wantsOther(t, d.Ask)
	first, rest, more := strings.Cut(strings.TrimSpace(t.Text), " ")
	opening := reading.Read(strings.Trim(first, ","), t.Lang, t.Now)
	brief := len(strings.Fields(rest)) < 3
	switch {
	case other:
		t.Session.Draft = &chat.Draft{Form: choosingTime, At: t.Now, About: map[string]string{}, Values: d.Values}
		return a.choose(ctx, t)
	case none && d.Ask != "":
		return a.abandon(ctx, t)
	case read.Yes && d.Ask != "" && !confirming.MatchString(t.Text) && d.Ask != "name":
		return a.unplaced(t)
	case d.Ask == "" && correct(t, d.Values):
		return a.proceed(ctx, t)
	case read.Yes, d.Ask == "" && opening.Yes && brief:
		return a.confirm(ctx, t)
	case d.Ask == "" && more && (opening.No || read.Negated) && brief:
		d.Values["needs"] = ""
	case d.Ask == "" && read.No:
		return chat.Reply{Text: say(t, "not_confirmed"), Choices: a.form(t, nil).Choices, Topic: "book"}, nil
	case d.Ask != "" && (read.No || a.skips(t)):
		d.Values[d.Ask] = ""
	case d.Ask != "what" && d.Ask != "where" && curious(t) && !(d.Ask == "name" && looksLikeName(t.Text)) && contacts.FindString(t.Text) == "", !sortOut(t, d.Values, d.Ask):
		return a.unplaced(t)
	}
	return a.proceed(ctx, t)
}

// unplaced says that the words were not taken for an answer, and asks again.
func (a *Assistant) unplaced(t chat.Turn) (chat.Reply, error) {
	r := a.form(t, nil)
	r.Text = say(t, "unplaced")
	if t.Session.Draft.Ask == "" {
		r.Form = nil
		r.Text += " " + say(t, "not_yet")
	}
	return r, nil
}

// filled are the fields of the booking form as they were sent.
func filled(fields map[string]string) map[string]string {
	values := map[string]string{}
	for _, f := range []string{"name", "what", "where", "reach", "needs"} {
		if v, ok := fields[f]; ok {
			values[f] = short(v)
		}
	}
	return values
}

// confirming are the words for it.
var confirming = regexp.MustCompile(`(?i)vahvist|bekräft|confirm`)

// another finds the time that a person names instead of the one held for them:
// a few words with a day or an hour that fit exactly one free time.
func (a *Assistant) another(ctx context.Context, t chat.Turn, read reading.Reading) (slot string, err error) {
	if len(strings.Fields(t.Text)) > 5 || len(read.Dates)+len(read.Weekdays) == 0 && read.Clock == nil {
		return "", nil
	}
	free, err := a.Desk.Free(ctx, t.Now, 200, t.From.ID)
	if err != nil {
		return "", err
	}
	if fitting := fits(free, read); len(fitting) == 1 && fitting[0].ID != t.Session.Draft.About["slot"] {
		return fitting[0].ID, nil
	}
	return "", nil
}

// skips tells whether the person leaves a field out, in any language: it may just
// have been changed.
func (a *Assistant) skips(t chat.Turn) bool {
	s := strings.ToLower(strings.Trim(t.Text, " .!"))
	return s == "-" || s == "" || slices.ContainsFunc(chat.Langs, func(l string) bool { return s == words.Say(l, "skip") })
}

// proceed asks the next field, or shows what will be booked and asks whether it
// is right.
func (a *Assistant) proceed(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	asked := t.Session.Draft.Ask
	r := a.form(t, nil)
	if t.Session.Draft.Ask != "" {
		r.Text = say(t, "noted")
		if t.Session.Draft.Values[asked] == "" {
			r.Text = say(t, "skipped")
		}
		return r, nil
	}
	slot, err := a.Desk.ParseSlot(t.Session.Draft.About["slot"], 0, "")
	if err != nil {
		return chat.Reply{}, err
	}
	t.Session.Draft.About = maps.Clone(t.Session.Draft.About)
	t.Session.Draft.About["shown"] = "1"
	r.Form = nil
	r.Text = say(t, "summary", "time", when(t, slot)) + "\n\n"
	for _, f := range []string{"name", "what", "where", "reach", "needs"} {
		if v := t.Session.Draft.Values[f]; v != "" {
			r.Text += "- " + say(t, "label_"+f) + ": " + chat.Inert(v) + "\n"
		}
	}
	r.Text = strings.TrimSpace(r.Text) + "\n\n" + say(t, "confirm_question")
	return r, nil
}

func short(s string) string {
	r := []rune(strings.TrimSpace(s))
	return string(r[:min(len(r), maxField)])
}

// confirm books the held time.
func (a *Assistant) confirm(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := t.Session.Draft
	if d == nil || d.Form != formBooking {
		return a.book(ctx, t)
	}
	to, err := a.reach(ctx, t)
	if err != nil {
		return chat.Reply{}, err
	}
	v := d.Values
	idea := booking.Idea{Name: v["name"], What: v["what"], Reach: v["reach"], Needs: v["needs"]}
	idea.Approved = d.About["shown"] != "" && told(idea)
	b, err := a.Desk.Confirm(ctx, op(t), t.From.ID, d.About["token"], d.About["slot"], booking.Request{
		Idea:    idea,
		Where:   v["where"],
		Lang:    t.Lang,
		Address: to.String(),
	}, t.Now)
	switch {
	case errors.Is(err, booking.ErrTooMany):
		return a.tooMany(ctx, t)
	case missed(err):
		return a.gone(ctx, t, d.About["slot"], err)
	case err != nil:
		return chat.Reply{}, err
	}
	t.Session.Draft = nil
	return a.booked(t, "booked", b), nil
}

// told tells whether an idea holds anything of the person's own words.
func told(i booking.Idea) bool { return i.Name+i.What+i.Reach+i.Needs != "" }

// booked shows a booking after something was done with it, with its calendar file.
func (a *Assistant) booked(t chat.Turn, key string, b booking.Booking) chat.Reply {
	idea := say(t, "idea_offer")
	if u := a.unseen(t, b); u != "" {
		idea = strings.TrimSpace(u)
	}
	return chat.Reply{
		Text: strings.Join([]string{say(t, key, "time", when(t, b.Slot), "code", b.Code), a.practical(t, b),
			strings.TrimSpace(a.promised(t, b) + " " + say(t, "wish_not_condition")), idea}, "\n\n"),
		Files: []chat.File{a.file(t, b)},
		Choices: []chat.Choice{a.ideaButton(t, b, b.Code), choice(t, "move_it", "/siirrä "+b.Code), choice(t, "cancel_it", "/peru "+b.Code),
			choice(t, "see_bookings", "/omat"), choice(t, "to_calendar", "/kalenteri")},
		Private: true,
		Topic:   "book",
	}
}

// resume goes back to what was begun, after something else was answered.
func (a *Assistant) resume(ctx context.Context, t chat.Turn, r chat.Reply) (chat.Reply, error) {
	t.Lang = t.Session.Lang // it may just have been changed
	d := t.Session.Draft
	if d.About["aside"] != "" && r.Text != "" && (d.Form == choosingTime || d.Form == formBooking) {
		others := slices.DeleteFunc(slices.Clone(r.Choices), func(c chat.Choice) bool { return c.Say == "/varaa" || c.Say == "/keskeytä" })
		r.Choices = append([]chat.Choice{choice(t, "go_on", "/varaa"), choice(t, "stop", "/keskeytä")}, others[:min(len(others), 4)]...)
		return r, nil
	}
	var again chat.Reply
	var err error
	switch d.Form {
	case choosingTime:
		if again, err = a.list(ctx, t, 0); err != nil {
			return r, nil // the answer itself needs no store
		}
	case formBooking:
		again = a.form(t, nil)
		if d.Ask == "" && len(d.Values) > 0 {
			if again, err = a.proceed(ctx, t); err != nil {
				return r, nil
			}
		} else {
			again.Text = say(t, "still_held")
		}
	case formIdea:
		if again, err = a.onward(ctx, t); err != nil {
			return r, nil
		}
		again.Text = strings.TrimSpace(r.Text + "\n\n" + say(t, "back_to_idea") + " " + again.Text)
		again.Sources, again.Files, again.Topic = r.Sources, r.Files, r.Topic
		return again, nil
	default:
		return r, nil
	}
	if r.Text != "" {
		if d := t.Session.Draft; d != nil {
			d.About = maps.Clone(d.About)
			if d.About == nil {
				d.About = map[string]string{}
			}
			d.About["aside"] = "1"
		}
		again.Text = r.Text + "\n\n" + say(t, "back_to_booking") + " " + again.Text
	}
	again.Sources, again.Files, again.Topic = r.Sources, r.Files, r.Topic
	return again, nil
}
