package reading

import (
	"regexp"
	"strings"
)

// takeBacks are the words with which people take back what they said last and
// say it anew: "syyskuussa, ei vaan huhtikuussa".
var takeBacks = regexp.MustCompile(`(?i)[\s,.!–-]+(?:(?:siis\s+)?ei\s+(?:vaa|vaan|ku|kun)|eiku|eikun|eikuu|tarkoitan|tarkotan|meinaan|meinasin|tarkoitin|korjaan|` +
	`nej(?:,|\s+men|\s+jag\s+menar)|jag\s+men(?:ar|ade)|no,?\s+(?:wait|sorry)|i\s+mean(?:t)?)[\s,:]+`)

// takesBack begin every taking-back: a message with none of them is not looked
// at any closer.
var takesBack = []string{"ei vaa", "ei ku", "eiku", "tarko", "mein", "korjaan", "nej", "jag men", "wait", "sorry", "mean"}

// takenBack is where the words after the last taking-back begin; 0 if there is
// none. low is the text in lower case.
func takenBack(text, low string) int {
	if !holds(low, takesBack) {
		return 0
	}
	at := takeBacks.FindAllStringIndex(text, -1)
	if at == nil {
		return 0
	}
	return at[len(at)-1][1]
}

// holds tells whether a text in lower case has one of some in it.
func holds(text string, some []string) bool {
	for _, s := range some {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// correct replaces what was taken back by what was said in its stead; what is
// not said anew stays. after is the reading of the words after the last
// taking-back, at is where they begin.
func (r *Reading) correct(after Reading, at int) {
	for i := range after.Amounts {
		after.Amounts[i].From += at
		after.Amounts[i].To += at
	}
	for i := range after.Dates {
		after.Dates[i].From += at
		after.Dates[i].To += at
	}
	anew(&r.Amounts, after.Amounts)
	anew(&r.Dates, after.Dates)
	anew(&r.Months, after.Months)
	anew(&r.Weekdays, after.Weekdays)
	anew(&r.Weeks, after.Weeks)
	anew(&r.Years, after.Years)
	if after.Clock != nil {
		r.Clock = after.Clock
	}
	if after.Round != 0 {
		r.Round = after.Round
	}
	if after.Season != "" {
		r.Season = after.Season
	}
	if after.Grant != "" {
		r.Grant = after.Grant
	}
}

func anew[T any](before *[]T, after []T) {
	if len(after) > 0 {
		*before = after
	}
}

// contrasts put one thing aside for another: "en halua varata vaan kysyä",
// "inte boka utan fråga". English "but" does so only after a verb of wanting.
var contrasts = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(?:^|[\s,])(?:en|emme|et|ette|ei|eivät|eivat|älä|ala|me\s+ei)\s[^.?!]{2,80}?[\s,]vaan?\s+(\S.*)$`),
	regexp.MustCompile(`(?i)(?:^|[\s,])(?:inte|int|ej)\s[^.?!]{2,80}?[\s,]utan\s+(\S.*)$`),
	regexp.MustCompile(`(?i)(?:don'?t|do\s+not|not)\s+(?:want|need|wish|looking|interested|asking|trying|going|here)\b[^.?!]{2,80}?(?:[\s,]+but\s+|,\s*(?:i|we)\s+(?:just|only)\s+|[\s,]+(?:just|rather|only)\s+|\.\s+)(\S.*)$`),
}

// contrasting stand in every contrast.
var contrasting = []string{" vaa", " utan ", "want", "need", "wish", "looking", "interested", "asking", "trying", "going", "here"}

// enough is how many words must remain for the rest to mean something alone.
const enough = 2

// Meant gives the part of a message that remains when what the person puts aside
// is left out: "en halua varata vaan löytää lomakkeen" means "löytää lomakkeen".
// A message that puts nothing aside is given back as it is.
func Meant(text string) string {
	if !holds(strings.ToLower(text), contrasting) {
		return text
	}
	for _, c := range contrasts {
		if m := c.FindStringSubmatchIndex(text); m != nil && len(strings.Fields(text[m[2]:m[3]])) >= enough {
			return text[:m[0]] + " " + text[m[2]:m[3]]
		}
	}
	return text
}
