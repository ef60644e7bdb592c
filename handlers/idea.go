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
	"kakebot/knowledge"
	"kakebot/knowledge/reading"
)

// formIdea is the briefing of a booked talk: its command, and the Form of the
// draft while it is being written. What is written lies in Session.Idea, which
// outlives the draft: whatever comes between, nothing typed is lost.
const formIdea = "ideani"

// What may follow "/ideani CODE": a page, a field's name, or one of these.
const (
	approveIdea = "hyväksy"
	changeIdea  = "muuta"
)

// idea opens the briefing of a talk ("/ideani", "/ideani CODE"), goes to a part
// of it, takes a page that was filled in, or hands it to the adviser.
func (a *Assistant) idea(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	code, part, _ := strings.Cut(t.Args, " ")
	if typedCode(code) == "" {
		code, part = "", ""
	}
	b, ask, err := a.talkOf(ctx, t, code)
	switch {
	case b == nil:
		return ask, err
	case !b.Slot.Start.After(t.Now):
		return chat.Reply{Text: say(t, "idea_begun"), Choices: a.offer(t, []string{"human"})}, nil
	case t.Session.Idea == nil || !sameCode(b.Code, t.Session.Idea.About["code"]):
		t.Session.Idea = a.begun(t, b)
	}
	d := a.writing(t)
	d.About["slot"], d.About["kind"] = b.Slot.ID, string(b.Slot.Where)
	switch {
	case t.Fields != nil:
		return a.fillPage(ctx, t, part)
	case part == approveIdea:
		return a.approve(ctx, t)
	case part == changeIdea:
		return a.whatToChange(t), nil
	case isField(part):
		d.About["one"] = part
	case part == "" && changing.MatchString(t.Text):
		t.Topic = "tell_idea" // "muokkaa ideaani" is the whole of it
		a.changeNamed(t)
	}
	return a.step(ctx, t)
}

// talkOf finds the talk that is meant: by its code, as the one that is written
// about, or by asking.
func (a *Assistant) talkOf(ctx context.Context, t chat.Turn, code string) (talk *booking.Booking, ask chat.Reply, err error) {
	if d := t.Session.Idea; d != nil && code == "" {
		t.Args = d.About["code"]
		if talk, ask, err = a.which(ctx, t, "/"+formIdea, "idea_none", "idea_which"); talk != nil || err != nil {
			return talk, ask, err
		}
	}
	t.Args = code
	return a.which(ctx, t, "/"+formIdea, "idea_none", "idea_which")
}

// begun is the briefing of a talk with what the booking holds of it, and the
// questions that may go along.
func (a *Assistant) begun(t chat.Turn, b *booking.Booking) *chat.Draft {
	d := &chat.Draft{Form: formIdea, At: t.Now, Values: map[string]string{}, About: map[string]string{"code": b.Code, "name": b.Idea.Name}}
	idea, approved := b.Briefing()
	whole := approved && briefed(idea)
	for _, f := range ideaFields {
		if v := f.value(b); v != "" || whole { // what was left empty then is not asked again
			d.Values[f.name] = v
		}
	}
	for i, q := range b.Idea.Questions {
		d.About[question(i)], d.Values[question(i)] = q, "yes"
	}
	for _, q := range t.Session.Questions {
		if n := len(questionsOf(d)); n < maxQuestions && !slices.Contains(b.Idea.Questions, q) {
			d.About[question(n)] = q
		}
	}
	if whole && a.nextOf(d) == "" {
		d.About["approved"] = "1"
	}
	return d
}

// briefed tells whether an idea holds more than the booking itself asks.
func briefed(i booking.Idea) bool {
	return i.Whom+i.Class+i.Sum+i.Start+i.Ask != "" || len(i.Questions) > 0
}

// writing makes the briefing what is gone on with. Its maps are new ones, so
// that what a failed message did to them is not kept.
func (a *Assistant) writing(t chat.Turn) *chat.Draft {
	d := *t.Session.Idea
	d.Values, d.About, d.At = maps.Clone(d.Values), maps.Clone(d.About), t.Now
	if d.Values == nil {
		d.Values = map[string]string{}
	}
	t.Session.Idea = &d
	t.Session.Draft = &chat.Draft{Form: formIdea, At: t.Now}
	return &d
}

// telling claims what is said while the briefing is written, unless it is a
// command or a question of the person's own.
func (a *Assistant) telling(t chat.Turn) bool {
	d := t.Session.Draft
	if d == nil || d.Form != formIdea || t.Session.Idea == nil || t.Topic != "" || strings.HasPrefix(t.Text, "/") {
		return false
	}
	switch asked := t.Session.Idea.Ask; {
	case asked == "" || strings.HasPrefix(asked, questionMark):
		r := reading.Read(t.Text, t.Lang, t.Now)
		return r.Yes || r.No || approving.MatchString(t.Text) || a.skips(t) || a.namesField(t) || !curious(t) && a.puzzles(t)
	case asked == "ask":
		return true
	}
	return !a.interrupts(t)
}

// tellsIdea are the words for it; after a booking they are no question about presenting.
var tellsIdea = regexp.MustCompile(`(?i)^\s*(?:haluan |haluaisin |voinko |jag vill |i want to |let me )?(?:kerron?|kertoa|berätta|tell)(?: (?:about|om|you|the adviser|neuvojalle))*(?: (?:my|our|the|min|vår))? id(?:ea|é)\S*[\s.!]*$`)

// showsBooking are the topics of replies that show a booking.
var showsBooking = []string{"book", "reschedule", "my_bookings"}

// changes claims the words for telling of the idea right after a booking, and
// those that change a field of what was approved a moment ago.
func (a *Assistant) changes(t chat.Turn) bool {
	if t.Topic == "" && t.Session.Draft == nil && slices.Contains(showsBooking, t.Session.Topic) && tellsIdea.MatchString(t.Text) {
		return true
	}
	return t.Topic == "" && t.Session.Draft == nil && t.Session.Topic == "tell_idea" && changing.MatchString(t.Text) && a.namesField(t)
}

// namesField tells whether a few words name a field to change.
func (a *Assistant) namesField(t chat.Turn) bool {
	few := len(strings.Fields(t.Text)) <= fewWords
	return few && slices.ContainsFunc(ideaFields, func(f ideaField) bool { return f.named.MatchString(t.Text) }) && !curious(t)
}

// fewWords are as many as name a field, with a new value perhaps.
const fewWords = 6

// puzzles tells whether words mean nothing to us.
func (a *Assistant) puzzles(t chat.Turn) bool {
	topic, _ := a.sure(t)
	return topic == "" || topic == "unclear" || topic == "offtopic"
}

// interrupts tells whether words ask something of us in the middle. A few words
// that merely look like a question's topic are an answer: "työttömille".
func (a *Assistant) interrupts(t chat.Turn) bool {
	if emptied(t) || goingBack(t) || unwilling(t) || a.skips(t) {
		return false
	}
	topic, confidence := a.sure(t)
	switch {
	case topic == "" || topic == "tell_idea" || topic == "unclear" || topic == "offtopic":
		return false
	case curious(t) && len(t.Text) <= longAnswer:
		return confidence >= 0.25
	}
	enough := 0.75
	if len(strings.Fields(t.Text)) < longName {
		enough = 0.4
	}
	return a.Programme.Entries[topic].Kind == knowledge.KindAction && confidence >= enough
}

// tell takes an answer in words.
func (a *Assistant) tell(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := a.writing(t)
	read := reading.Read(t.Text, t.Lang, t.Now)
	if changing.MatchString(t.Text) && a.changeNamed(t) {
		return a.step(ctx, t)
	}
	switch asked := d.Ask; {
	case strings.HasPrefix(asked, questionMark):
		if !read.Yes && !read.No && !a.skips(t) {
			return a.again(ctx, t)
		}
		note(d, asked, "no")
		if read.Yes {
			note(d, asked, "yes")
		}
	case asked == "" && (read.Yes || approving.MatchString(t.Text)):
		return a.approve(ctx, t)
	case asked == "" && read.No:
		return a.whatToChange(t), nil
	case asked == "":
		if !a.changeNamed(t) {
			return a.again(ctx, t)
		}
	case goingBack(t):
		d.About["one"] = before(a.asked(d), asked)
	case emptied(t):
		note(d, asked, "")
	case read.No && asked != "grant" || a.skips(t) || unwilling(t):
		note(d, asked, d.Values[asked])
	default:
		v, ok := a.understood(t, asked, t.Text)
		if !ok {
			return a.again(ctx, t)
		}
		note(d, asked, v)
	}
	return a.step(ctx, t)
}

// fillPage takes the fields of a page as they were sent.
func (a *Assistant) fillPage(ctx context.Context, t chat.Turn, page string) (chat.Reply, error) {
	d := t.Session.Idea
	wrong := map[string]string{}
	for name, v := range t.Fields {
		if !isField(name) {
			continue
		}
		v, ok := a.understood(t, name, v)
		if note(d, name, v); !ok {
			wrong[name] = say(t, "idea_pick")
		}
	}
	if len(wrong) > 0 {
		r := a.page(t, a.fieldsOf(d, page), page, "")
		r.Form.Errors = wrong
		r.Text = say(t, "idea_correct")
		return r, nil
	}
	return a.step(ctx, t)
}

// changeNamed goes to the field that the words name, or takes what they say of
// it at once. It tells whether they name any.
func (a *Assistant) changeNamed(t chat.Turn) bool {
	d := t.Session.Idea
	for _, f := range ideaFields {
		if !f.named.MatchString(t.Text) || f.name == "what" && t.Topic != "" || f.name == "where" && d.About["kind"] != string(booking.Elsewhere) {
			continue
		}
		if v := a.inline(t, f.name); v != "" {
			note(d, f.name, v)
		} else {
			d.About["one"] = f.name
		}
		return true
	}
	return false
}

// onward goes on with the briefing after something else was answered.
func (a *Assistant) onward(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	a.writing(t)
	return a.step(ctx, t)
}

// approve hands the briefing to the adviser, as it was shown.
func (a *Assistant) approve(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	d := t.Session.Idea
	if a.nextOf(d) != "" { // not all of it was shown yet
		return a.step(ctx, t)
	}
	code := d.About["code"]
	idea := ideaOf(d)
	idea.Approved = true
	b, err := a.Desk.Find(ctx, code)
	if err == nil && b.Person == t.From.ID && !b.Cancelled && d.Values["where"] != b.Where && b.Slot.Where == booking.Elsewhere {
		_, err = a.Desk.Confirm(ctx, op(t)+"/where", t.From.ID, "", b.Slot.ID,
			booking.Request{Idea: b.Idea, Where: d.Values["where"], Lang: b.Lang, Address: b.Address}, t.Now)
	}
	if err == nil {
		b, err = a.Desk.Amend(ctx, op(t), t.From.ID, code, idea, t.Now)
	}
	switch {
	case errors.Is(err, booking.ErrPast):
		t.Session.Draft = nil
		return chat.Reply{Text: say(t, "idea_begun"), Choices: a.offer(t, []string{"human"}), Private: true}, nil
	case errors.Is(err, booking.ErrNoSuchBooking), errors.Is(err, booking.ErrCancelled):
		t.Session.Draft = nil
		return chat.Reply{Text: say(t, "idea_none"), Choices: a.offer(t, []string{"book", "my_bookings"}), Private: true}, nil
	case err != nil:
		return chat.Reply{}, err
	}
	t.Session.Idea, t.Session.Draft, t.Session.Questions = nil, nil, nil
	r := chat.Reply{Text: say(t, "idea_approved", "time", when(t, b.Slot)), Private: true, Topic: "tell_idea",
		Choices: []chat.Choice{button(say(t, "idea_edit"), "/"+formIdea+" "+b.Code), choice(t, "see_bookings", "/omat")}}
	return a.beforeClose(ctx, t, b.Slot, b.Idea, "/siirrä "+b.Code, r)
}

// again says that the words were not taken, and asks once more.
func (a *Assistant) again(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	r, err := a.step(ctx, t)
	lead := "unplaced"
	switch {
	case r.Form != nil:
		lead, r.Text = "idea_pick", ""
	case t.Session.Idea.Ask == "":
		r = a.reviewed(t, chat.Reply{})
	}
	r.Text = strings.TrimSpace(say(t, lead) + "\n\n" + r.Text)
	return r, err
}

// ideaButton opens the briefing of a talk.
func (a *Assistant) ideaButton(t chat.Turn, b booking.Booking, code string) chat.Choice {
	key := "idea_tell"
	if d := t.Session.Idea; d != nil && sameCode(d.About["code"], b.Code) {
		key = "idea_on"
	} else if idea, approved := b.Briefing(); approved && briefed(idea) {
		key = "idea_edit"
	}
	return button(say(t, key), strings.TrimSpace("/"+formIdea+" "+code))
}

// unseen tells that something is written which the adviser does not see yet.
func (a *Assistant) unseen(t chat.Turn, b booking.Booking) string {
	if _, approved := b.Briefing(); approved || !told(b.Idea) {
		return ""
	}
	return " " + say(t, "idea_unseen")
}

// afterTalk is the next step for a person whose last talk is over: to apply. It
// is silent for who had none in the last weeks.
func (a *Assistant) afterTalk(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	held, err := a.Desk.Of(ctx, t.From.ID, t.Now.AddDate(0, 0, -recently))
	if err != nil || len(held) == 0 {
		return chat.Reply{}, err
	}
	last := held[len(held)-1]
	return chat.Reply{
		Text:    say(t, "after_talk", "time", when(t, last.Slot), "forms", a.Programme.Links["forms"]) + "\n\n" + a.Status(t.Lang, t.Now),
		Choices: a.offer(t, []string{"forms", "subscribe", "book"}), Private: true,
	}, nil
}

// recently is how many days a talk that was held is spoken of.
const recently = 60

var (
	// changing are the words for it, beside a field's name.
	changing = regexp.MustCompile(`(?i)^\s*(?:voinko |haluan |kan jag |jag vill |can i |i want to |please )*(?:muut|muok|vaih|korja|lisä|ändr|byt|rätt|lägg till|chang|edit|fix|correct|add)`)
	// approving are the words for it at the end.
	approving = regexp.MustCompile(`(?i)hyväksy|lähetä|kerro neuvojalle|godkän|skicka|approve|send it|looks good|on oikein|stämmer`)
	backwards = regexp.MustCompile(`(?i)^\s*(?:takaisin|edellinen|palaa|tillbaka|föregående|go back|back|previous)[.!]*\s*$`)
	emptying  = regexp.MustCompile(`(?i)^\s*(?:tyhjennä|tyhjä|töm|tomt|clear|empty)[.!]*\s*$`)
)

func goingBack(t chat.Turn) bool { return backwards.MatchString(t.Text) }
func emptied(t chat.Turn) bool   { return emptying.MatchString(t.Text) }

// before is the field before one of a list; the first has itself.
func before(fields []string, name string) string {
	return fields[max(slices.Index(fields, name)-1, 0)]
}
