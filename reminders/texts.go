package reminders

import (
	"embed"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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

// of gives the words of a moment of a round for a subscriber, as they are sent at now.
func (t Texts) of(m Moment, s agreed, to Subscriber, now time.Time) chat.Reply {
	if m.Offset != Changed {
		advice := "present"
		if to.met {
			advice = "presented"
		}
		return t.roundWith(advice, m, s.round, to.Lang)
	}
	before, _ := knowledge.ParseVersion(to.wasTold(s), now.Location())
	r := t.Change(before, s.round, now, to.Lang)
	r.Choices = choices(s.id, Changed, known(to.Lang))
	return r
}

// Round gives the words of a reminder of a round. A preliminary round says so
// wherever its dates stand. What is said of today and tomorrow goes by the day on
// which the moment is, whatever offset brought it there. The last day counts, and
// since the source gives no hour of closing (F11-F13), nobody is promised the evening.
func (t Texts) Round(m Moment, r knowledge.Round, lang string) chat.Reply {
	return t.roundWith("present", m, r, lang)
}

// roundWith is Round with the advice for who has time left: to present the idea
// (F15), or what comes next for who has done so.
func (t Texts) roundWith(advice string, m Moment, r knowledge.Round, lang string) chat.Reply {
	lang = known(lang)
	left := DaysUntil(r.Closes, m.At)
	key := "countdown"
	switch {
	case DaysUntil(r.Opens, m.At) > 0:
		key = "opens_soon"
	case slices.Contains(m.Leads(), "opens"):
		key = "opens"
	case left == 1:
		key = "tomorrow"
	case left == 0:
		key = "last"
	}
	parts := []string{words.Say(lang, key, t.values(r, left, lang)...)}
	if r.Preliminary {
		parts = append(parts, words.Say(lang, "may_change"))
	}
	if left > 3 {
		parts = append(parts, words.Say(lang, advice))
	} else {
		parts = append(parts, words.Say(lang, "no_hour"))
	}
	return t.reply(parts, r, m.Subject, m.Offset, lang)
}

// Change gives the words that tell what has become of a round: of one that is new
// when before is zero, of one that was withdrawn when after is. now is when it is
// said: the days that are left are counted from there.
func (t Texts) Change(before, after knowledge.Round, now time.Time, lang string) chat.Reply {
	lang = known(lang)
	key := changeOf(before, after)
	told, stands := before.Span(lang), after.Span(lang)
	switch key {
	case "moved_opening":
		told, stands = before.Mark(reading.FormatDate(before.Opens, lang), lang), after.Mark(reading.FormatDate(after.Opens, lang), lang)
	case "moved_closing":
		told, stands = before.Mark(reading.FormatDate(before.Closes, lang), lang), after.Mark(reading.FormatDate(after.Closes, lang), lang)
	}
	values := append(t.values(after, DaysUntil(after.Closes, now), lang), "told", told, "now", stands)
	parts := []string{words.Say(lang, key, values...)}
	if key == "withdrawn" {
		return t.reply(append(parts, words.Say(lang, "withdrawn_next")), after, "", Changed, lang)
	}
	if key := left(after, now); key != "" {
		parts = append(parts, words.Say(lang, key, values...))
	}
	if after.Preliminary {
		parts = append(parts, words.Say(lang, "may_change"))
	}
	return t.reply(parts, after, after.ID, Changed, lang)
}

// changeOf names what has become of a round, which is the key of its words.
func changeOf(before, after knowledge.Round) string {
	opening, closing := !before.Opens.Equal(after.Opens), !before.Closes.Equal(after.Closes)
	switch {
	case before.Closes.IsZero():
		return "announced"
	case after.Closes.IsZero():
		return "withdrawn"
	case opening && closing:
		return "moved"
	case opening:
		return "moved_opening"
	case closing:
		return "moved_closing"
	case after.Preliminary:
		return "loosened"
	}
	return "confirmed"
}

// left names how much time a round leaves at now, "" before it opens and while
// there are weeks.
func left(r knowledge.Round, now time.Time) string {
	days := DaysUntil(r.Closes, now)
	switch {
	case days < 0:
		return "left_none"
	case !r.Open(now) || days > 14:
		return ""
	case days == 0:
		return "left_today"
	case days == 1:
		return "left_tomorrow"
	}
	return "left_days"
}

// values are the placeholders of a round's words.
func (t Texts) values(r knowledge.Round, left int, lang string) []string {
	return []string{
		"name", sentence(t.Name(lang)),
		"days", reading.FormatDays(left, lang),
		"opens", reading.FormatDate(r.Opens, lang),
		"closes", r.Mark(reading.FormatDate(r.Closes, lang), lang),
		"forms", t.Forms,
	}
}

// reply puts the parts together with the next steps and the source.
func (t Texts) reply(parts []string, r knowledge.Round, subject, offset, lang string) chat.Reply {
	if t.Forms != "" && !r.Closes.IsZero() {
		parts = append(parts, words.Say(lang, "forms", "forms", t.Forms))
	}
	reply := chat.Reply{Text: strings.Join(parts, "\n\n"), Lang: lang, Topic: "reminders", Choices: choices(subject, offset, lang)}
	if t.Source != nil && r.Fact != "" {
		reply.Sources = []chat.Source{t.Source(r.Fact)}
	}
	return reply
}

// choices are what a person can do about a reminder, in the reminder itself.
func choices(subject, offset, lang string) []chat.Choice {
	return []chat.Choice{
		{Label: words.Say(lang, "book_label"), Say: "/varaa"},
		{Label: words.Say(lang, "why_label"), Say: strings.TrimSpace("/miksi-muistutus " + offset + " " + subject)},
		{Label: words.Say(lang, "stop_label"), Say: "/lopeta-muistutukset"},
	}
}

// Talk gives the words of a reminder of a booked talk, for the person's own
// eyes. It tells day and hour, so that it is right even when it comes late.
func (t Texts) Talk(m Moment, a Appointment, lang string) chat.Reply {
	lang = known(lang)
	key := "eve"
	if m.Offset == "2h" {
		key = "soon"
	}
	parts := []string{words.Say(lang, key, "day", reading.FormatDay(a.Start, lang), "clock", reading.FormatClock(a.Start, lang))}
	if a.Place != "" {
		parts = append(parts, words.Say(lang, "place", "place", chat.Inert(a.Place)))
	}
	parts = append(parts, words.Say(lang, "can_change"))
	return chat.Reply{
		Text: strings.Join(parts, "\n\n"), Lang: lang, Topic: "reminders", Private: true,
		Choices: []chat.Choice{
			{Label: words.Say(lang, "move_label"), Say: "/siirra"},
			{Label: words.Say(lang, "cancel_label"), Say: "/peru"},
			{Label: words.Say(lang, "why_label"), Say: "/miksi-muistutus " + m.Offset},
		},
	}
}

// sentence makes the words begin with a capital.
func sentence(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// DaysUntil counts the calendar days from now to a day, less than zero when it is past.
func DaysUntil(day, now time.Time) int {
	of := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(of(day).Sub(of(now)) / (24 * time.Hour))
}

// known makes a language we have of any.
func known(lang string) string {
	if slices.Contains(chat.Langs, lang) {
		return lang
	}
	return chat.Langs[0]
}
