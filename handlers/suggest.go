package handlers

import (
	"context"
	"slices"
	"strings"
	"time"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/match"
)

// Suggest is chat.Suggester's: the questions whose words begin as what is typed,
// then those the words mean.
func (a *Assistant) Suggest(_ context.Context, beginning, lang string, n int) []string {
	typed := folded(beginning)
	var out []string
	add := func(entry string) {
		title := a.Programme.Title(entry, lang)
		if len(out) < n && title != "" && len([]rune(title)) <= chat.MaxLabel && !slices.Contains(out, title) {
			out = append(out, title)
		}
	}
	for _, id := range append(slices.Clone(firstQuestions), a.Programme.IDs()...) {
		if answers(a.Programme.Entries[id].Kind) && begins(folded(a.Programme.Title(id, lang)), typed) {
			add(id)
		}
	}
	if len(typed) > 0 {
		found := a.Finder.Find(beginning, lang, time.Time{}, knowledge.Context{})
		for _, id := range append([]string{found.Entry}, found.Near...) {
			if answers(a.Programme.Entries[id].Kind) {
				add(id)
			}
		}
	}
	return out
}

// firstQuestions are what is asked most.
var firstQuestions = []string{"who_can_apply", "amount_any", "open_now", "what_is_pikku_kake"}

// answers tells whether entries of the kind answer a question.
func answers(kind string) bool {
	return kind == knowledge.KindAnswer || kind == knowledge.KindCompute || kind == knowledge.KindUnknown
}

// begins tells whether each typed word begins one of the words.
func begins(words, typed []string) bool {
	for _, p := range typed {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, p) }) {
			return false
		}
	}
	return true
}

// folded are the words of a text without their dots, which many leave out.
func folded(text string) []string {
	words := match.Tokens(text)
	for i, w := range words {
		words[i] = match.Fold(w)
	}
	return words
}
