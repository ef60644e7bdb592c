package reading

import (
	"regexp"
	"strings"
)

// A DayPart is a part of the day, "" when none is named.
type DayPart string

// The parts of the day: before noon, from noon to five, from four on.
const (
	Morning   DayPart = "morning"
	Afternoon DayPart = "afternoon"
	Evening   DayPart = "evening"
)

// refusals say that what was offered does not suit; what is named before one is
// refused, what is named after it is wanted.
var refusals = regexp.MustCompile(`(?i)(?:^|[\s,.])(?:` +
	`(?:ei|en|emme|eikä)\s+(?:\pL+\s+){0,2}?(?:käy|kay|sov|passa|onnistu|pääs|paase|kelpaa|voi\s+tulla|hyvä|mahdu)\pL*(?:\s+(?:mi|meil|minul|mul|miul)\pL*)?` +
	`|(?:passar|går|funkar|kan|fungerar)\s+(?:tyvärr\s+|mig\s+|det\s+|jag\s+)?(?:inte|int)\b|(?:inte|int)\s+(?:passar|går|kan)\pL*` +
	`|(?:do|does|is|are|can|will|would)(?:n'?t|\s+not)\s+(?:\pL+\s+){0,2}?(?:work|suit|fit|good|make|possible|come)\pL*(?:\s+(?:it|for\s+(?:me|us)))?` +
	`|can'?t\s+(?:come|make(?:\s+it)?)` +
	`|(?:not|ei|inte|int)\s+(?:on\s+|på\s+)?(?:ma|ti|ke|to|pe|mån|tis|ons|tors|fre|mon|tues|wednes|thurs|fri)\pL*(?:tai|na|dag|day|torstai|viikko\pL*)\b` +
	`|(?:joku|jokin)\s+(?:ihan\s+)?muu\s*(?:aika|päivä|paiva)?|onko\s+muita|muita\s+aikoja|muu\s+(?:aika|päivä|paiva)|mikään\s+(?:näistä|noista|niistä)|mikkään` +
	`|någon\s+annan\s*(?:dag|tid)?|annan\s+(?:dag|tid)|andra\s+tider|ingen\s+av` +
	`|(?:some\s+)?other\s+(?:time|day)s?|another\s+(?:time|day)|none\s+of)`)

// Every refusal has one of denials, or a word that begins like one of others, with
// something near it that begins like one of suiting. A message without is not
// looked at any closer.
var (
	denials = setOf("ei en emme eika inte int not cant dont")
	others  = stemsOf(entry[bool]{true, "muu muita mikaan mikkaan annan andra ingen other another none"})
	suiting = stemsOf(entry[bool]{true, "kay sov passa onnistu paas kelpaa voi hyva mahdu gar funkar kan fungerar work suit fit good make possible come " +
		"ma ti ke to pe ons fre mon wed thu fri " +
		"joku jokin aika aiko paiv onko nais nois niis mikkaan nagon dag av of time day"})
)

// mayRefuse tells whether a refusal is worth looking for.
func (s *scan) mayRefuse() bool {
	for i, t := range s.toks {
		if t.kind != word || !denials.has(t.fold) && !others.begins(t.fold) && !strings.HasSuffix(t.fold, "n't") {
			continue
		}
		for k := i - 2; k <= i+3; k++ {
			if suiting.begins(s.fold(k)) {
				return true
			}
		}
	}
	return false
}

// parts are how people name the parts of the day, and words that each begins
// with; the longer ones first.
var parts = []struct {
	part  DayPart
	some  []string
	words *regexp.Regexp
}{
	{Afternoon, []string{"iltap", "aftern", "efterm"}, regexp.MustCompile(`(?i)(ei\s+|inte\s+|int\s+|not\s+(?:in\s+the\s+)?)?\b(?:iltapäiv|iltapaiv|afternoon|eftermiddag)`)},
	{Morning, []string{"aamu", "morning", "morgon", "förm"}, regexp.MustCompile(`(?i)(ei\s+|inte\s+|int\s+|not\s+(?:in\s+the\s+)?)?\b(?:aamu|morning|morgon|förmiddag)`)},
	{Evening, []string{"illal", "illas", "kväll", "evening"}, regexp.MustCompile(`(?i)(ei\s+|inte\s+|int\s+|not\s+(?:in\s+the\s+)?)?\b(?:illalla|illasta|kväll|evening)`)},
}

// readRefusal reads what does not suit, and the part of the day that does. low is
// the text in lower case; mayRefuse tells that a refusal is worth looking for.
func (r *Reading) readRefusal(text, low string, mayRefuse bool, again func(text string) Reading) {
	r.Part, r.NotPart = dayPart(text, low)
	if !mayRefuse {
		return
	}
	m := refusals.FindStringIndex(text)
	if m == nil {
		return
	}
	before, after := again(strings.TrimSpace(text[:m[1]])), again(strings.TrimSpace(text[m[1]:]))
	r.Other = true
	r.NotWeekdays, r.NotDates = before.Weekdays, before.Dates
	r.Weekdays, r.Dates, r.Clock = after.Weekdays, after.Dates, after.Clock
}

// dayPart gives the part of the day that is named, or the one that is refused.
func dayPart(text, low string) (part, not DayPart) {
	for _, p := range parts {
		if !holds(low, p.some) {
			continue
		}
		if m := p.words.FindStringSubmatch(text); m != nil {
			if m[1] != "" {
				return "", p.part
			}
			return p.part, ""
		}
	}
	return "", ""
}
