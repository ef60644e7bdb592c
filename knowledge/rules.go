package knowledge

import (
	"slices"
	"time"

	"kakebot/knowledge/reading"
)

// A rule lets what is read exactly decide together with the matched entry.
type rule struct {
	name  string                   // what it goes by, for explanations
	entry func(s situation) string // the entry it decides for, "" when it does not apply
}

// A situation is all that a rule may look at.
type situation struct {
	*Programme
	matched string // the entry that the words alone gave, "" for none
	exact   bool   // by the very words of a phrasing
	nearest string // the entry that the words are nearest to, matched or not
	reading reading.Reading
	sum     bool // a sum of money is said
	words   []string
	now     time.Time
	last    Context
}

// rules are asked in this order, and the first that applies decides.
var rules = []rule{
	{"goes on from the message before", goesOn},
	{"asks how much of what was spoken of last, or whom it concerns", func(s situation) string {
		back := len(s.words) <= shortMessage && slices.ContainsFunc(s.words, isPronoun) && !slices.Contains(amounts, s.last.Topic) && !slices.Contains(sums, s.last.Topic)
		much := s.in(amounts) && s.reading.Grant == "" && !s.sum
		return when(!s.exact && back && s.answers(s.last.Topic) && (much || slices.ContainsFunc(s.words, concerns)), s.last.Topic)
	}},
	{"the very words of what the source does not tell", func(s situation) string {
		return when(s.exact && s.Entries[s.matched].Kind == KindUnknown, s.matched)
	}},
	{"the sum said is the limit asked about", func(s situation) string {
		return when(s.sum && s.matched == "unk_limit_basis" && s.isLimit(s.reading), s.matched)
	}},
	{"a sum is said, so it is about how much", func(s situation) string {
		about := s.in(amounts) || s.in(vagueness) && (s.reading.Grant != "" || s.sum && s.reading.Amounts[0].Explicit)
		return when(s.sum && about, amountOf(s.grant()))
	}},
	{"a sum is said and no day, so it is not about when or who", func(s situation) string {
		moment := len(s.reading.Dates)+len(s.reading.Months)+len(s.reading.Years) > 0
		open := s.in(openness) || s.matched == "" && (slices.Contains(openness, s.nearest) || slices.Contains(amounts, s.nearest))
		return when(s.sum && open && !moment, amountOf(s.grant()))
	}},
	{"the sum said is none of the budget's", func(s situation) string {
		return when(s.sum && s.in(sums) && s.reading.Grant != "" && !s.isBudget(s.reading), amountOf(s.reading.Grant))
	}},
	{"both kinds of grant are said", func(s situation) string {
		return when(s.in(amounts) && s.reading.Both, "amount_any")
	}},
	{"the kind of grant is said", func(s situation) string {
		return when(s.in(amounts) && s.reading.Grant != "", amountOf(s.reading.Grant))
	}},
	{"the year said is after every round known", func(s situation) string {
		return when(s.in(calendar) && s.beyond(s.reading), "unk_future")
	}},
	{"a day is said, so it is about being in time", func(s situation) string {
		day := len(s.reading.Dates) > 0 && !sameDay(s.reading.Dates[0].Time, s.now)
		return when(day && s.in([]string{"days_left", "next_round", "missed", "deadline"}), "deadline")
	}},
	{"an event's month, of which the source does not tell", func(s situation) string {
		event := s.reading.Grant == reading.Event || s.reading.Grant == "" && s.last.Grant == reading.Event
		return when(event && len(s.reading.Months) > 0 && s.in([]string{"project_start", "round_choice"}), "part_event_month")
	}},
	{"a month is said, so it is about which round", func(s situation) string {
		return when(len(s.reading.Months) > 0 && s.reading.Round == 0 && s.matched == "project_start", "round_choice")
	}},
	{"a month is said in which no round is open", func(s situation) string {
		asked := s.asked(Question{Now: s.now, Reading: s.reading})
		return when(len(s.reading.Months) > 0 && asked == nil && s.in([]string{"deadline", "next_round", "days_left", "missed"}), "open_now")
	}},
	{"a round is said, so it is about when that starts", func(s situation) string {
		return when(s.reading.Round != 0 && len(s.reading.Months) == 0 && s.matched == "round_choice", "project_start")
	}},
	{"reminders are not wanted", func(s situation) string {
		return when(s.reading.Negated && s.matched == "subscribe", "unsubscribe")
	}},
	{"the talk is not wanted", func(s situation) string {
		return when(s.reading.Negated && s.matched == "book", "cancel")
	}},
}

// bareMessage is how many words a message may have that says a sum and little else.
const bareMessage = 5

// grant is the kind of grant that is said; beside a bare sum it is the kind spoken
// of last.
func (s situation) grant() reading.Grant {
	if s.reading.Grant == "" && !s.reading.Both && len(s.words) <= bareMessage {
		return s.last.Grant
	}
	return s.reading.Grant
}

// concerns are the words that ask whether something said before goes for
// another thing too.
func concerns(w string) bool {
	return slices.Contains([]string{"koskeeko", "koskee", "koskeeks", "päteekö", "gäller", "galler", "apply", "applies", "concern"}, w)
}

// in tells whether the matched entry is of a family.
func (s situation) in(family []string) bool { return slices.Contains(family, s.matched) }

func when(applies bool, entry string) string {
	if applies {
		return entry
	}
	return ""
}
