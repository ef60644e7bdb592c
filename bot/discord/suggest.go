package discord

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"kakebot/chat"
)

const (
	mostSuggested  = 25  // lines that Discord shows of a begun question
	mostSuggestion = 100 // characters of one
	suggestWithin  = 1500 * time.Millisecond
)

// suggest completes a question that is being typed.
func (d *Discord) suggest(i interaction) {
	first, done := context.WithTimeout(context.Background(), answerFirst)
	defer done()
	ctx, enough := context.WithTimeout(first, suggestWithin)
	defer enough()
	choices := []map[string]string{}
	if s, can := d.handler().(chat.Suggester); can {
		_, begun := i.ordered()
		for _, q := range s.Suggest(ctx, begun, language(i.Locale), mostSuggested) {
			if q = cut(q, mostSuggestion); len(choices) < mostSuggested && q != "" {
				choices = append(choices, map[string]string{"name": q, "value": q})
			}
		}
	}
	answer := response{withChoices, map[string]any{"choices": choices}}
	if err := d.api.call(first, http.MethodPost, "/interactions/"+i.ID+"/"+i.Token+"/callback", answer, nil, nil); err != nil && !errors.Is(err, chat.ErrPermanent) {
		d.Log.Info("questions were not suggested in time", "channel", name, "error", err)
	}
}

// language is that of a locale of Discord's, Finnish when we do not have it.
func language(locale string) string {
	l, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if l == "sv" || l == "en" {
		return l
	}
	return "fi"
}
