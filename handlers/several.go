package handlers

import (
	"cmp"
	"context"
	"strings"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/reading"
)

// severalAt is how sure each question of a message must be before they are
// answered one by one.
const severalAt = 0.25

// A part is one of several questions in a message, and what it is about.
type part struct {
	text, entry string
	read        reading.Reading
}

// several tells the questions of a message apart when at least two are each
// understood as another one. What one leaves out, the grant type, it takes from
// the one before it, and a sum with its grant type from what is told before them all.
func (a *Assistant) several(t chat.Turn) []part {
	if t.Session.Draft != nil || t.Topic != "" {
		return nil
	}
	if a.Finder.Knows(t.Text, t.Lang) {
		return nil
	}
	last := knowledge.Context{Topic: t.Session.Entry, Grant: reading.Grant(t.Session.Grant)}
	var parts []part
	seen := map[string]bool{}
	surely := severalAt
	questions := knowledge.Sums(t.Text, t.Lang, t.Now)
	if questions != nil {
		surely = 0 // a sum and a kind of grant say enough
	} else {
		questions = knowledge.Questions(t.Text, t.Lang)
	}
	told := toldBefore(t, questions)
	last.Grant = cmp.Or(told.Grant, last.Grant)
	for _, q := range questions {
		found := a.Finder.Find(q, t.Lang, t.Now, last)
		kind := a.Programme.Entries[found.Entry].Kind
		if found.Confidence < surely || seen[found.Entry] || !answers(kind) && kind != knowledge.KindAction {
			continue
		}
		seen[found.Entry] = true
		if found.Reading.Grant == "" {
			found.Reading.Grant = last.Grant
		}
		if len(found.Reading.Amounts) == 0 {
			found.Reading.Amounts = told.Amounts
		}
		if found.Entry == "amount_any" && told.Grant != "" && len(told.Amounts) > 0 {
			found.Entry = "amount_" + string(told.Grant)
		}
		last = knowledge.Context{Topic: found.Entry, Grant: found.Reading.Grant}
		parts = append(parts, part{q, found.Entry, found.Reading})
	}
	if len(parts) < 2 {
		return nil
	}
	return parts
}

// toldBefore reads what a message tells before the first of its questions: "we need
// 6 500 euros" of "is that all right, and when do we apply?".
func toldBefore(t chat.Turn, questions []string) reading.Reading {
	if len(questions) == 0 {
		return reading.Reading{}
	}
	told, _, _ := strings.Cut(t.Text, questions[0])
	return reading.Read(told, t.Lang, t.Now)
}

// asksSeveral claims a message with several questions of which at least one is
// answered in words.
func (a *Assistant) asksSeveral(t chat.Turn) bool {
	for _, p := range a.several(t) {
		if a.Programme.Entries[p.entry].Kind != knowledge.KindAction {
			return true
		}
	}
	return false
}

// atOnce is how many questions are answered in one reply; the others become
// buttons.
const atOnce = 3

// answerSeveral answers each question of the message under its own title. What
// asks for something to be done becomes a button.
func (a *Assistant) answerSeveral(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	var r chat.Reply
	var texts, next []string
	for _, p := range a.several(t) {
		if len(texts) == atOnce || a.Programme.Entries[p.entry].Kind == knowledge.KindAction {
			next = append([]string{p.entry}, next...)
			continue
		}
		asked := t
		asked.Text, asked.Topic = p.text, p.entry
		one, offers, err := a.spoken(asked, p.read)
		if err != nil {
			return chat.Reply{}, err
		}
		if a.Programme.Entries[p.entry].Kind == knowledge.KindUnknown {
			a.missed(ctx, asked)
		}
		texts = append(texts, "**"+a.Programme.Title(p.entry, t.Lang)+"**\n\n"+one.Text)
		r.Sources = append(r.Sources, one.Sources...)
		r.Topic = p.entry
		next = append(next, offers...)
	}
	r.Text = strings.Join(texts, "\n\n")
	r.Choices = a.offer(t, firstOf(next, 4))
	return r, nil
}

// firstOf keeps the first n different ones.
func firstOf(all []string, n int) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s] && len(out) < n {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
