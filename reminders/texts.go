package reminders

import (
	"embed"
	"slices"
	"strings"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/reading"
)

//go:embed words
var wordFiles embed.FS

var words = chat.MustPhrases(wordFiles, "words")

// Texts are what reminders say of the programme, which is data.
type Texts struct {
	Name   func(lang string) string      // of the grants
	Forms  string                        // where the application forms are; "" if not to be said
	Source func(fact string) chat.Source // nil if no source is to be shown
}

// leads names the first sentence of each reminder.
var leads = map[string]string{
	"opens": "opens", "14d": "countdown", "7d": "countdown", "3d": "countdown", "1d": "tomorrow", "last": "last",
	"eve": "eve", "2h": "soon",
}

// Round gives the words of a reminder of a round. A preliminary round says so
// wherever its dates stand. The last day counts, and since the source gives no
// hour of closing (F11-F13), nobody is promised the evening.
func (t Texts) Round(m Moment, r knowledge.Round, lang string) chat.Reply {
	lang = known(lang)
	mark := ""
	if r.Preliminary {
		mark = " (" + words.Say(lang, "preliminary") + ")"
	}
	values := []string{
		"name", t.Name(lang),
		"days", reading.FormatDays(daysLeft(m.Offset), lang),
		"opens", reading.FormatDate(r.Opens, lang),
		"closes", reading.FormatDate(r.Closes, lang) + mark,
		"forms", t.Forms,
	}
	parts := []string{words.Say(lang, leads[m.Offset], values...)}
	if r.Preliminary {
		parts = append(parts, words.Say(lang, "may_change"))
	}
	if m.Offset == "opens" || m.Offset == "14d" || m.Offset == "7d" {
		parts = append(parts, words.Say(lang, "present"))
	} else {
		parts = append(parts, words.Say(lang, "no_hour"))
	}
	if t.Forms != "" {
		parts = append(parts, words.Say(lang, "forms", values...))
	}
	reply := chat.Reply{
		Text: strings.Join(parts, "\n\n"), Lang: lang, Topic: "reminders",
		Choices: []chat.Choice{
			{Label: words.Say(lang, "book_label"), Say: "/varaa"},
			{Label: words.Say(lang, "stop_label"), Say: "/lopeta-muistutukset"},
		},
	}
	if t.Source != nil {
		reply.Sources = []chat.Source{t.Source(r.Fact)}
	}
	return reply
}

// Talk gives the words of a reminder of a booked talk, for the person's own
// eyes. It tells day and hour, so that it is right even when it comes late.
func (t Texts) Talk(m Moment, a Appointment, lang string) chat.Reply {
	lang = known(lang)
	parts := []string{words.Say(lang, leads[m.Offset],
		"day", reading.FormatDay(a.Start, lang), "clock", reading.FormatClock(a.Start, lang))}
	if a.Place != "" {
		parts = append(parts, words.Say(lang, "place", "place", chat.Inert(a.Place)))
	}
	parts = append(parts, words.Say(lang, "can_change"))
	return chat.Reply{
		Text: strings.Join(parts, "\n\n"), Lang: lang, Topic: "reminders", Private: true,
		Choices: []chat.Choice{
			{Label: words.Say(lang, "move_label"), Say: "/siirra"},
			{Label: words.Say(lang, "cancel_label"), Say: "/peru"},
		},
	}
}

// daysLeft is how many days before the last one a reminder of a round comes.
func daysLeft(offset string) int {
	for _, o := range roundOffsets {
		if o.name == offset {
			return -o.days
		}
	}
	return 0
}

// known makes a language we have of any.
func known(lang string) string {
	if slices.Contains(chat.Langs, lang) {
		return lang
	}
	return chat.Langs[0]
}
