package handlers

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// An ideaField is one thing that the adviser may be told beforehand.
type ideaField struct {
	name  string
	in    func(*booking.Idea) *string // where it is kept; nil for the place, which is the booking's
	asked bool                        // in a channel without forms; the others are there to be changed
	long  bool
	named *regexp.Regexp // how people call it when they want to change it
}

// ideaFields are all of them, in the order of the form.
var ideaFields = []ideaField{
	{"what", func(i *booking.Idea) *string { return &i.What }, true, true, regexp.MustCompile(`(?i)^(?:.* )?(?:mitä|kuvau|beskriv|vad|description|ideaa|idea|idén|idé|the idea)[\pL]*[ .!]*$`)},
	{"whom", func(i *booking.Idea) *string { return &i.Whom }, true, true, regexp.MustCompile(`(?i)kenelle|kohderyhm|för vem|målgrupp|for whom|who it is for|who is it for|target`)},
	{"class", func(i *booking.Idea) *string { return &i.Class }, true, false, regexp.MustCompile(`(?i)luok|klass|\bclass|lajia?\b|kategori|categor`)},
	{"grant", func(i *booking.Idea) *string { return &i.Grant }, true, false, regexp.MustCompile(`(?i)tapahtum|hanke|hankke|evenemang|projekt|\bevent|\bproject|tyyppi|muoto`)},
	{"sum", func(i *booking.Idea) *string { return &i.Sum }, true, false, regexp.MustCompile(`(?i)summ|raha|euro|budjet|belopp|pengar|budget|\bsum\b|amount|money|cost|kustannu`)},
	{"start", func(i *booking.Idea) *string { return &i.Start }, true, false, regexp.MustCompile(`(?i)alkam|alku|aloit|alkaa|ajankoh|börja|start|begin`)},
	{"ask", func(i *booking.Idea) *string { return &i.Ask }, true, true, regexp.MustCompile(`(?i)kysymy|kysyä|fråg|question|\bask\b`)},
	{"where", nil, true, false, regexp.MustCompile(`(?i)paikk|plats|place|where`)},
	{"reach", func(i *booking.Idea) *string { return &i.Reach }, false, false, regexp.MustCompile(`(?i)yhteysti|puhelin|numero|sähköpost|kontakt|telefon|e-post|contact|phone|e-?mail`)},
	{"needs", func(i *booking.Idea) *string { return &i.Needs }, false, false, regexp.MustCompile(`(?i)tulk|tarve|tarpe|esteet|tolk|behov|interpret|needs`)},
}

// value is what a booking holds of the field.
func (f ideaField) value(b *booking.Booking) string {
	if f.in == nil {
		return b.Where
	}
	return *f.in(&b.Idea)
}

func isField(name string) bool {
	return slices.ContainsFunc(ideaFields, func(f ideaField) bool { return f.name == name })
}

// ideaOf puts the briefing together, with the questions that may be carried along.
func ideaOf(d *chat.Draft) (idea booking.Idea) {
	for _, f := range ideaFields {
		if f.in != nil {
			*f.in(&idea) = d.Values[f.name]
		}
	}
	idea.Name = d.About["name"]
	for i, q := range questionsOf(d) {
		if d.Values[question(i)] == "yes" {
			idea.Questions = append(idea.Questions, q)
		}
	}
	return idea
}

// maxQuestions is how many unanswered questions can be carried along.
const maxQuestions = 3

// questionMark begins the names under which a draft keeps them: the question in
// About, the person's consent in Values.
const questionMark = "question"

func question(i int) string { return questionMark + strconv.Itoa(i+1) }

func questionsOf(d *chat.Draft) (list []string) {
	for d.About[question(len(list))] != "" {
		list = append(list, d.About[question(len(list))])
	}
	return list
}

// note keeps a field's value: from here on the briefing is another than the
// adviser has.
func note(d *chat.Draft, name, v string) {
	d.Values[name] = v
	delete(d.About, "one")
	delete(d.About, "approved")
}

// fieldsOf are the fields of a page: the first five, the others, or the one that
// the page is named after.
func (a *Assistant) fieldsOf(d *chat.Draft, page string) []string {
	var all []string
	for _, f := range ideaFields {
		if f.name != "where" || d.About["kind"] == string(booking.Elsewhere) {
			all = append(all, f.name)
		}
	}
	switch {
	case isField(page):
		return []string{page}
	case page == "2":
		return all[chat.MaxFields:]
	}
	return all[:chat.MaxFields]
}

// asked are the fields that are asked one by one in a channel without forms.
func (a *Assistant) asked(d *chat.Draft) (names []string) {
	for _, f := range ideaFields {
		if f.asked && (f.name != "where" || d.About["kind"] == string(booking.Elsewhere)) {
			names = append(names, f.name)
		}
	}
	return names
}

// nextOf is what is asked next: a field, a question that wants consent, or ""
// when all is there to be shown.
func (a *Assistant) nextOf(d *chat.Draft) string {
	if one := d.About["one"]; one != "" {
		return one
	}
	names := a.asked(d)
	for i := range questionsOf(d) {
		names = append(names, question(i))
	}
	return next(names, d.Values)
}

// step asks what is next, or shows the whole.
func (a *Assistant) step(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := t.Session.Idea
	last := d.Ask
	d.Ask = a.nextOf(d)
	var r chat.Reply
	switch {
	case d.Ask == "":
		return a.review(ctx, t)
	case strings.HasPrefix(d.Ask, questionMark):
		r = chat.Reply{Text: say(t, "idea_question", "question", chat.Inert(d.About[d.Ask])), Private: true, Topic: "tell_idea",
			Choices: []chat.Choice{choice(t, "idea_take", say(t, "yes")), choice(t, "idea_leave", say(t, "no")), choice(t, "stop", "/keskeytä")}}
		return r, nil
	case d.About["one"] != "":
		r = a.page(t, []string{d.Ask}, d.Ask, d.Ask)
	case slices.Contains(a.fieldsOf(d, "1"), d.Ask):
		r = a.page(t, a.fieldsOf(d, "1"), "1", d.Ask)
	default:
		r = a.page(t, a.fieldsOf(d, "2"), "2", d.Ask)
	}
	switch v := d.Values[d.Ask]; {
	case v != "":
		r.Text = say(t, "idea_now", "value", chat.Inert(a.shownAs(t, d.Ask, v)))
	case last == "":
		r.Text = say(t, "idea_intro")
	case last == d.Ask: // something else was answered meanwhile
	case d.Values[last] == "":
		r.Text = say(t, "skipped")
	default:
		r.Text = say(t, "noted")
	}
	return r, nil
}

// page is some fields as a form, of which one is asked in a channel without forms.
func (a *Assistant) page(t chat.Turn, names []string, page, ask string) chat.Reply {
	d := t.Session.Idea
	f := &chat.Form{ID: "/" + formIdea + " " + d.About["code"] + " " + page, Title: say(t, "idea_title"), Submit: say(t, "idea_submit"), Ask: ask}
	r := chat.Reply{Form: f, Private: true, Topic: "tell_idea"}
	for _, x := range ideaFields {
		if !slices.Contains(names, x.name) {
			continue
		}
		field := a.field(t, x.name, d.Values[x.name], x.long)
		if field.Options = a.options(t, x.name); len(field.Options) > 0 && x.name == ask {
			r.Choices = append(r.Choices, field.Options...)
		}
		f.Fields = append(f.Fields, field)
	}
	r.Choices = append(r.Choices, choice(t, "stop", "/keskeytä"))
	return r
}

// options are what a field can be; nil if anything.
func (a *Assistant) options(t chat.Turn, name string) (list []chat.Choice) {
	switch name {
	case "class":
		for _, c := range a.Programme.Classes {
			list = append(list, chat.Choice{Label: c.In(t.Lang), Say: c.ID})
		}
	case "grant":
		for _, g := range []reading.Grant{reading.Event, reading.Project} {
			list = append(list, chat.Choice{Label: say(t, "grant_"+string(g)), Say: string(g)})
		}
	default:
		return nil
	}
	return append(list, chat.Choice{Label: say(t, "grant_"), Say: "-"})
}

// understood reads a field's value from what was typed or chosen; ok is false
// where it has to be one of some and is not.
func (a *Assistant) understood(t chat.Turn, name, text string) (v string, ok bool) {
	text = short(text)
	if text == "" || text == "-" {
		return "", true
	}
	switch name {
	case "class":
		for _, c := range a.Programme.Classes {
			for _, word := range []string{c.ID, c.In("fi"), c.In("sv"), c.In("en")} {
				if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
					return c.ID, true
				}
			}
		}
		return "", strings.EqualFold(text, say(t, "grant_"))
	case "grant":
		g := text
		if g != string(reading.Event) && g != string(reading.Project) {
			g = string(reading.Read(text, t.Lang, t.Now).Grant)
		}
		return g, g != "" || strings.EqualFold(text, say(t, "grant_"))
	}
	return text, true
}

// inline is what the words that name a field say of it at once, if anything.
func (a *Assistant) inline(t chat.Turn, name string) string {
	switch name {
	case "sum":
		if r := reading.Read(t.Text, t.Lang, t.Now); len(r.Amounts) > 0 {
			return reading.FormatEuros(r.Amounts[0].Cents, t.Lang)
		}
	case "class", "grant":
		v, _ := a.understood(t, name, t.Text)
		return v
	}
	return ""
}

// shownAs is a field's value in words.
func (a *Assistant) shownAs(t chat.Turn, name, v string) string {
	for _, o := range a.options(t, name) {
		if o.Say == v {
			return o.Label
		}
	}
	return v
}

// review shows the whole and asks whether the adviser may have it.
func (a *Assistant) review(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := t.Session.Idea
	lead, question := "idea_review", "idea_may"
	seen := d.About["approved"] != ""
	if seen {
		lead, question = "idea_seen", "idea_may_change"
	}
	r := a.reviewed(t, chat.Reply{Text: say(t, lead) + "\n\n" + a.written(t) + "\n\n" + say(t, question)})
	slot, err := a.Desk.ParseSlot(d.About["slot"], 0, "")
	if err != nil {
		return chat.Reply{}, err
	}
	if seen { // nothing is being written: it is read from the booking when it is changed
		t.Session.Idea, t.Session.Draft = nil, nil
	}
	return a.beforeClose(ctx, t, slot, ideaOf(d), "/siirrä "+d.About["code"], r)
}

// reviewed gives a reply the buttons of the review.
func (a *Assistant) reviewed(t chat.Turn, r chat.Reply) chat.Reply {
	command := "/" + formIdea + " " + t.Session.Idea.About["code"] + " "
	r.Choices = []chat.Choice{choice(t, "idea_approve", command+approveIdea), choice(t, "idea_change", command+changeIdea), choice(t, "idea_later", "/keskeytä")}
	if t.Session.Idea.About["approved"] != "" {
		r.Choices = []chat.Choice{choice(t, "idea_change", command+changeIdea), choice(t, "see_bookings", "/omat")}
	}
	r.Private, r.Topic = true, "tell_idea"
	return r
}

// written lists what is written, cut evenly if it is more than a reply can show.
func (a *Assistant) written(t chat.Turn) string {
	d := t.Session.Idea
	type row struct{ label, value string }
	var rows []row
	if name := d.About["name"]; name != "" {
		rows = append(rows, row{say(t, "label_name"), name})
	}
	for _, f := range ideaFields {
		if v := d.Values[f.name]; v != "" {
			rows = append(rows, row{say(t, "label_"+f.name), a.shownAs(t, f.name, v)})
		}
	}
	for _, q := range ideaOf(d).Questions {
		rows = append(rows, row{say(t, "idea_carried"), q})
	}
	if len(rows) == 0 {
		return say(t, "idea_empty")
	}
	for most := maxField; ; most /= 2 {
		var lines []string
		for _, r := range rows {
			v := firstRunes(r.value, most)
			if v != r.value {
				v += "…"
			}
			lines = append(lines, "- "+r.label+": "+chat.Inert(v))
		}
		if text := strings.Join(lines, "\n"); utf8.RuneCountInString(text) < chat.MaxText-900 {
			return text
		}
	}
}

// whatToChange offers every field.
func (a *Assistant) whatToChange(t chat.Turn) chat.Reply {
	d := t.Session.Idea
	r := chat.Reply{Text: say(t, "idea_what_change"), Private: true, Topic: "tell_idea"}
	for _, name := range slices.Concat(a.fieldsOf(d, "1"), a.fieldsOf(d, "2")) {
		r.Choices = append(r.Choices, button(say(t, "label_"+name), "/"+formIdea+" "+d.About["code"]+" "+name))
	}
	return r
}
