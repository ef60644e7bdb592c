package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/reading"
	"kakebot/reminders"
)

// The arguments of "/muistuta", beside the id of a round and the name of a lead,
// which mean that one alone: "+7d" and "-7d" add and take away a lead.
const (
	remindAll   = "kaikki"
	remindPick  = "valitse"
	remindEvery = "aina"
)

// subscribe starts reminders, or changes those there are: of the rounds and as
// long before as the words or the button say. What they do not speak of stays as
// the person chose it, and is everything for who had chosen nothing.
func (a *Assistant) subscribe(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	old, had, err := a.Subscribers.Of(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	w := a.readWish(t)
	if t.Args == remindPick || t.Topic == "reminder_choice" && !w.narrow() && t.Args == "" {
		return a.chooser(t, say(t, "choose_reminders"), old, had), nil
	}
	if w.unknown > 0 && len(w.leads) == 0 {
		return a.chooser(t, say(t, "no_such_lead", "days", reading.FormatDays(w.unknown, t.Lang)), old, had), nil
	}
	if i := slices.IndexFunc(w.rounds, func(r knowledge.Round) bool { return r.Over(t.Now) }); i >= 0 && !w.not {
		return a.chooser(t, say(t, "round_is_over", "round", a.Programme.Span(w.rounds[i], t.Lang)), old, had), nil
	}
	to, err := a.reach(ctx, t)
	if err != nil {
		return chat.Reply{}, err
	}
	s := reminders.Subscriber{Person: t.From.ID, To: to, Lang: t.Lang, Since: t.Now, Rounds: old.Rounds, Leads: old.Leads, Told: map[string]string{}}
	for _, r := range a.Programme.Rounds {
		s.Told[r.ID] = r.Version()
	}
	if !a.apply(t, w, &s) {
		return a.unsubscribe(ctx, t)
	}
	if _, err := a.Subscribers.Subscribe(ctx, op(t), s); err != nil {
		return chat.Reply{}, err
	}
	return a.subscribed(t, s), nil
}

// apply changes a subscription as is wished; it is false when nothing is left of it.
func (a *Assistant) apply(t chat.Turn, w remindWish, s *reminders.Subscriber) bool {
	every := reminders.Leads()
	leads := s.Leads
	if len(leads) == 0 {
		leads = every
	}
	var ids []string
	for _, r := range w.rounds {
		ids = append(ids, r.ID)
	}
	change, lead := "", t.Args
	if strings.HasPrefix(t.Args, "+") || strings.HasPrefix(t.Args, "-") {
		change, lead = t.Args[:1], t.Args[1:]
	}
	switch {
	case t.Args == remindAll:
		s.Rounds = nil
	case t.Args == remindEvery:
		leads = every
	case slices.Contains(every, lead):
		leads = withLead(leads, change, lead)
	case w.not:
		for _, lead := range w.leads {
			leads = withLead(leads, "-", lead)
		}
		if len(ids) > 0 {
			s.Rounds = slices.DeleteFunc(a.roundsOf(t, *s), func(id string) bool { return slices.Contains(ids, id) })
			if len(s.Rounds) == 0 {
				return false
			}
		}
	default:
		if w.allLeads {
			leads = every
		}
		if w.allRounds {
			s.Rounds = nil
		}
		switch {
		case w.also && len(w.leads) > 0:
			leads = append(slices.Clone(leads), w.leads...)
		case len(w.leads) > 0:
			leads = w.leads
		}
		switch {
		case w.also && len(ids) > 0 && len(s.Rounds) > 0:
			s.Rounds = append(slices.Clone(s.Rounds), ids...)
		case len(ids) > 0 && !w.also:
			s.Rounds = ids
		}
	}
	s.Leads = slices.DeleteFunc(slices.Clone(every), func(l string) bool { return !slices.Contains(leads, l) })
	if len(s.Leads) == 0 {
		return false
	}
	if len(s.Leads) == len(every) {
		s.Leads = nil
	}
	return true
}

// withLead adds a lead to some, takes it away, or gives it alone.
func withLead(leads []string, change, lead string) []string {
	switch change {
	case "+":
		return append(slices.Clone(leads), lead)
	case "-":
		return slices.DeleteFunc(slices.Clone(leads), func(l string) bool { return l == lead })
	}
	return []string{lead}
}

// roundsOf names the rounds of a subscription one by one, those to come if it is
// of all.
func (a *Assistant) roundsOf(t chat.Turn, s reminders.Subscriber) []string {
	if len(s.Rounds) > 0 {
		return slices.Clone(s.Rounds)
	}
	var ids []string
	for _, r := range a.coming(t.Now) {
		ids = append(ids, r.ID)
	}
	return ids
}

// subscribed says what is sent from here on, and offers to change it.
func (a *Assistant) subscribed(t chat.Turn, s reminders.Subscriber) chat.Reply {
	var r chat.Reply
	var spans []string
	coming := a.coming(t.Now)
	for _, round := range coming {
		if len(s.Rounds) == 0 || slices.Contains(s.Rounds, round.ID) {
			spans = append(spans, a.Programme.Span(round, t.Lang))
		}
	}
	switch {
	case len(spans) == 0:
		r.Text = say(t, "reminding_none")
	case len(spans) == 1 && len(s.Rounds) > 0:
		r.Text = say(t, "reminding_one", "round", spans[0])
	case len(s.Rounds) > 0:
		r.Text = say(t, "reminding_some") + "\n\n- " + strings.Join(spans, "\n- ")
	default:
		r.Text = say(t, "reminding_all") + "\n\n- " + strings.Join(spans, "\n- ")
	}
	if len(spans) > 0 {
		r.Text += "\n\n" + a.leadsText(t, s) + " " + say(t, "reminding_changes")
	}
	if len(s.Rounds) > 0 {
		r.Choices = append(r.Choices, choice(t, "remind_all", "/muistuta "+remindAll))
	} else if len(coming) > 1 {
		r.Choices = append(r.Choices, chat.Choice{Label: say(t, "remind_only", "round", spans[0]), Say: "/muistuta " + coming[0].ID})
	}
	if len(s.Leads) > 0 {
		r.Choices = append(r.Choices, choice(t, "remind_every", "/muistuta "+remindEvery))
	}
	r.Choices = append(r.Choices, choice(t, "remind_pick", "/muistuta "+remindPick), choice(t, "remind_list", "/muistutukset"), choice(t, "remind_stop", "/lopeta-muistutukset"))
	return r
}

// leadsText is a sentence of when the reminders come.
func (a *Assistant) leadsText(t chat.Turn, s reminders.Subscriber) string {
	if len(s.Leads) == 0 {
		return say(t, "reminding_when")
	}
	var names []string
	for _, lead := range s.Leads {
		names = append(names, leadName(t, lead))
	}
	return say(t, "reminding_leads", "leads", strings.Join(names, ", "))
}

// leadName is how a lead is called: "7 päivää ennen haun päättymistä".
func leadName(t chat.Turn, lead string) string {
	days, counted := reminders.DaysBefore(lead)
	if !counted {
		return say(t, "lead_opens")
	}
	return daysName(t, days)
}

func daysName(t chat.Turn, days int) string {
	switch days {
	case 0:
		return say(t, "lead_last")
	case 1:
		return say(t, "lead_day")
	}
	return say(t, "lead_days", "days", reading.FormatDays(days, t.Lang))
}

// chooser offers rounds and leads by buttons: each adds what is not there and
// takes away what is. Who has no reminders yet starts with the one chosen.
func (a *Assistant) chooser(t chat.Turn, text string, s reminders.Subscriber, had bool) chat.Reply {
	r := chat.Reply{Text: text, Private: true}
	coming := a.coming(t.Now)
	if had && len(s.Rounds) > 0 {
		r.Choices = append(r.Choices, choice(t, "remind_all", "/muistuta "+remindAll))
	}
	for _, round := range coming[:min(len(coming), chat.MaxChoices-len(reminders.Leads())-1-len(r.Choices))] {
		if !slices.Equal(s.Rounds, []string{round.ID}) {
			r.Choices = append(r.Choices, chat.Choice{Label: say(t, "remind_only", "round", a.Programme.Span(round, t.Lang)), Say: "/muistuta " + round.ID})
		}
	}
	for _, lead := range reminders.Leads() {
		key, command := "lead_only", lead
		switch {
		case had && (len(s.Leads) == 0 || slices.Contains(s.Leads, lead)):
			key, command = "lead_off", "-"+lead
		case had:
			key, command = "lead_on", "+"+lead
		}
		r.Choices = append(r.Choices, chat.Choice{Label: say(t, key, "lead", leadName(t, lead)), Say: "/muistuta " + command})
	}
	if had {
		r.Text += "\n\n" + a.leadsText(t, s)
		r.Choices = append(r.Choices, choice(t, "remind_stop", "/lopeta-muistutukset"))
	}
	return r
}

func (a *Assistant) round(id string) (knowledge.Round, bool) {
	for _, r := range a.Programme.Rounds {
		if r.ID == id {
			return r, true
		}
	}
	return knowledge.Round{}, false
}

// coming are the rounds that are not over.
func (a *Assistant) coming(now time.Time) []knowledge.Round {
	return slices.DeleteFunc(slices.Clone(a.Programme.Rounds), func(r knowledge.Round) bool { return r.Over(now) })
}

// unsubscribe ends reminders of rounds, or only those that the words name. Those
// of a booked talk go with the talk.
func (a *Assistant) unsubscribe(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	if w := a.readWish(t); t.Topic == "unsubscribe" && t.Args == "" && len(w.rounds)+len(w.leads) > 0 {
		if _, had, err := a.Subscribers.Of(ctx, t.From.ID); err != nil || had {
			t.Topic = "subscribe"
			r, err := a.subscribe(ctx, t)
			r.Topic = "subscribe"
			return r, err
		}
	}
	was, err := a.Subscribers.Unsubscribe(ctx, op(t), t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	key := "reminders_none"
	if was {
		key = "reminders_ended"
	}
	return chat.Reply{Text: say(t, key), Choices: a.offer(t, []string{"subscribe", "rounds_list"}), Topic: "unsubscribe"}, nil
}

// stop is "lopeta" where nothing is under way: it ends the reminders of who has
// any, and is goodbye for anybody else.
func (a *Assistant) stop(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	_, had, err := a.Subscribers.Of(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if had && slices.Contains([]string{"lopeta", "sluta", "stop"}, strings.ToLower(strings.Trim(t.Text, " /.!"))) {
		return a.unsubscribe(ctx, t)
	}
	t.Topic = "bye"
	return a.speak(t)
}
