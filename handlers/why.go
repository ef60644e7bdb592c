package handlers

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/match"
)

// sureAt is how sure of a match the assistant says that it is sure.
const sureAt = 0.4

// why explains the last answer: what was matched, which words counted, whether
// it was worked out, and where it stands.
func (a *Assistant) why(ctx context.Context, t chat.Turn) (chat.Reply, error) {
	talk, err := a.Memory.Exchanges(ctx, t.From.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	if n := len(talk); n > 0 && a.Programme.Entries[talk[n-1].Reply.Topic].Kind == knowledge.KindAction && talk[n-1].Said != "" && talk[n-1].Reply.Topic != "why" {
		return chat.Reply{Text: say(t, "why_action", "action", a.Programme.Title(talk[n-1].Reply.Topic, t.Lang)), Choices: a.offer(t, []string{"help", "human"}), Topic: "why"}, nil
	}
	if e, ok := a.lastAnswered(talk); ok {
		return a.explain(t, e), nil
	}
	return chat.Reply{Text: say(t, "why_none"), Choices: a.offer(t, []string{"help"})}, nil
}

// lastAnswered is the last exchange in which a question was answered.
func (a *Assistant) lastAnswered(talk []chat.Exchange) (chat.Exchange, bool) {
	for _, e := range slices.Backward(talk) {
		if e.Said != "" && answers(a.Programme.Entries[e.Reply.Topic].Kind) {
			return e, true
		}
	}
	return chat.Exchange{}, false
}

func (a *Assistant) explain(t chat.Turn, e chat.Exchange) chat.Reply {
	found := a.Finder.Explain(e.Said, e.Reply.Lang, e.At, knowledge.Context{})
	lines := []string{say(t, "why_question", "question", a.Programme.Title(e.Reply.Topic, t.Lang))}
	if words := heaviest(found); found.Matched == e.Reply.Topic && len(words) > 0 {
		lines = append(lines, say(t, "why_words", "words", strings.Join(words, ", ")))
	}
	switch {
	case found.Confidence == 1:
		lines = append(lines, say(t, "why_exact"))
	case found.Matched == e.Reply.Topic && found.Nearest != "":
		lines = append(lines, say(t, "why_nearest", "nearest", chat.Inert(found.Nearest)))
	}
	if found.Matched != e.Reply.Topic {
		lines = append(lines, say(t, "why_rule"))
	}
	if a.Programme.Entries[e.Reply.Topic].Kind == knowledge.KindCompute {
		lines = append(lines, say(t, "why_computed"))
	}
	sure := "why_unsure"
	if found.Confidence >= sureAt {
		sure = "why_sure"
	}
	return chat.Reply{
		Text:    "- " + strings.Join(append(lines, say(t, sure)), "\n- "),
		Sources: e.Reply.Sources,
		Choices: a.offer(t, []string{"human"}),
		Topic:   "why",
	}
}

// heaviest are the words of the message that spoke most for the answer, at most
// four.
func heaviest(w knowledge.Why) []string {
	all := slices.Clone(w.Words)
	slices.SortStableFunc(all, func(a, b match.Weighted) int { return cmp.Compare(b.Weight, a.Weight) })
	var out []string
	for _, x := range all[:min(len(all), 4)] {
		if x.Weight > 0 {
			out = append(out, "”"+chat.Inert(x.Word)+"”")
		}
	}
	return out
}
