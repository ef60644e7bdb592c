package handlers

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/reading"
	"kakebot/reminders"
)

// A remindWish is what words say of reminders: of which rounds, and how long before.
type remindWish struct {
	rounds    []knowledge.Round // those named, over or not
	allRounds bool
	leads     []string // those named
	allLeads  bool
	not       bool // what is named is not wanted
	also      bool // it is wanted beside what there is
	unknown   int  // days before the end that were named and are no lead of ours
}

// narrow tells whether the words choose among the reminders at all.
func (w remindWish) narrow() bool {
	return len(w.rounds)+len(w.leads)+w.unknown > 0 || w.allRounds || w.allLeads
}

// aboutReminders are the topics of replies that tell of reminders.
var aboutReminders = []string{"subscribe", "unsubscribe", "reminder_choice", "my_reminders"}

// rechoosing claims a correction right after a reply about reminders: what remains
// of "ei viikkoa vaan päivää ennen" says too little on its own.
func (a *Assistant) rechoosing(t chat.Turn) bool {
	return t.Topic == "" && t.Session.Draft == nil && slices.Contains(aboutReminders, t.Session.Topic) &&
		reading.Meant(t.Text) != t.Text && len(a.readWish(t).leads) > 0
}

// readWish reads what a person says of reminders. What stands after "vaan", "utan"
// or "but" takes back what stood before it: "ei viikkoa vaan päivää ennen".
func (a *Assistant) readWish(t chat.Turn) remindWish {
	if before, after, ok := cutAny(t.Text, wordsInstead); ok && negated(tokens(before), t.Lang) {
		later := t
		later.Text = after
		if w := a.readWish(later); w.narrow() {
			return w
		}
	}
	said := tokens(t.Text)
	w := remindWish{not: negated(said, t.Lang), also: oneOf(said, wordsAlso), rounds: a.namedRounds(t, said)}
	w.leads, w.unknown = namedLeads(said)
	if oneOf(said, wordsAll) {
		w.allLeads = anyPrefix(said, []string{"muistutukset", "muistutuksia", "påminnelser", "reminders"})
		w.allRounds = true
	}
	return w
}

// The words that decide. Finnish "en" refuses and Swedish "en" counts, so those
// that refuse are looked for in the language of the message.
var (
	wordsOnly    = []string{"vain", "vaan", "vaen", "ainoastaan", "pelkästään", "bara", "endast", "enbart", "only", "just"}
	wordsAll     = []string{"kaikki", "kaikista", "kaikkia", "kaikesta", "alla", "allt", "all", "every", "everything"}
	wordsAlso    = []string{"myös", "lisää", "lisäksi", "också", "även", "lägg", "also", "too", "add"}
	wordsInstead = []string{" vaan ", " utan ", " but "}
	wordsForget  = []string{"unoh", "glöm", "forget"}
	wordsNot     = map[string][]string{
		"fi": {"ei", "en", "emme", "älä", "älkää", "elä", "poista", "pois", "ilman", "paitsi", "lopeta", "peru"},
		"sv": {"inte", "ej", "inga", "utan", "utom", "sluta", "bort", "avsluta"},
		"en": {"not", "dont", "no", "without", "except", "stop", "remove"},
	}
	numbers = map[string]int{
		"yksi": 1, "yhtä": 1, "yhden": 1, "kaksi": 2, "kahta": 2, "kahden": 2, "pari": 2, "kolme": 3, "kolmea": 3, "kolmen": 3, "neljä": 4, "neljää": 4,
		"viisi": 5, "viittä": 5, "viiden": 5, "kuusi": 6, "kuutta": 6, "seitsemän": 7, "seitsemää": 7, "kymmenen": 10, "muutama": 3, "muutamaa": 3, "muutaman": 3, "neljätoista": 14, "neljäätoista": 14, "neljäntoista": 14,
		"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "tio": 10, "par": 2, "några": 3, "fjorton": 14,
		"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "few": 3, "couple": 2, "fourteen": 14,
	}
	daysAndWeeks = map[string]int{"päiv": 1, "paiv": 1, "päev": 1, "pv": 1, "dag": 1, "day": 1, "viik": 7, "vk": 7, "veck": 7, "week": 7}
	wordsBefore  = []string{"ennen", "aiemmin", "aikaisemmin", "etukäteen", "före", "innan", "tidigare", "before", "ahead", "earlier"}
	wordsLast    = []string{"viimeisenä", "viimesenä", "vikana", "sista", "last"}
	wordsEve     = []string{"edellisenä", "edellispäivänä", "edeltävänä", "previous"}
	wordsOnce    = []string{"kerran", "gång", "once"}
	wordsOpening = []string{"alka", "aukea", "auke", "avau", "avaut", "öppna", "börja", "open", "start", "begin"}
)

// namedLeads finds the leads that words name, and a number of days that is none.
// Who wants to hear but once hears a week before: there is time left to apply then.
// A unit counts with its number before it, or with "ennen" after it. "The last
// day" is a lead when something is wished on it, not before it or about it.
func namedLeads(said []string) (leads []string, unknown int) {
	only := oneOf(said, wordsOnly)
	if only && oneOf(said, wordsOnce) {
		return []string{"7d"}, 0
	}
	add := func(lead string) {
		if !slices.Contains(leads, lead) {
			leads = append(leads, lead)
		}
	}
	at := func(i int) string {
		if i < 0 || i >= len(said) {
			return ""
		}
		return said[i]
	}
	for i, word := range said {
		length := 0
		for unit, n := range daysAndWeeks {
			if strings.HasPrefix(word, unit) {
				length = n
			}
		}
		n, err := strconv.Atoi(at(i - 1))
		counted := err == nil
		if !counted {
			n, counted = numbers[at(i-1)]
		}
		before := slices.Contains(wordsBefore, at(i+1))
		switch {
		case slices.Contains(wordsEve, word):
			add("1d")
		case slices.Contains(wordsLast, at(i-1)) && (length == 1 || strings.HasSuffix(word, "päivänä")):
			if only || at(i-1) == "viimeisenä" || at(i-1) == "viimesenä" || at(i-1) == "vikana" || at(i-2) == "på" || at(i-2) == "on" || at(i-3) == "on" {
				add("last")
			}
		case length == 0 || !counted && !before:
			if only && anyPrefix([]string{word}, wordsOpening) {
				add("opens")
			}
		default:
			if !counted {
				n = 1
			}
			if lead, ok := leadOf(n * length); ok {
				add(lead)
			} else {
				unknown = n * length
			}
		}
	}
	return leads, unknown
}

// leadOf is the lead that comes so many days before the end.
func leadOf(days int) (string, bool) {
	for _, lead := range reminders.Leads() {
		if n, ok := reminders.DaysBefore(lead); ok && n == days && n > 0 {
			return lead, true
		}
	}
	return "", false
}

// namedRounds finds the rounds that words name by number, season, month, date or
// place in time. Of several in a season those that are not over are meant.
func (a *Assistant) namedRounds(t chat.Turn, said []string) []knowledge.Round {
	all, coming := a.Programme.Rounds, a.coming(t.Now)
	if r, ok := a.round(strings.TrimSpace(t.Args)); ok {
		return []knowledge.Round{r}
	}
	read := reading.Read(t.Text, t.Lang, t.Now)
	switch n := read.Round; {
	case n > 0 && n <= len(all):
		return all[n-1 : n]
	case n < 0 && len(all) > 0:
		return all[len(all)-1:]
	}
	if anyPrefix(said, []string{"kierro", "hau", "haku", "haen", "omgång", "ansökning", "round", "call"}) {
		if anyPrefix(said, []string{"seuraava", "ensi", "nästa", "next"}) {
			for _, r := range coming {
				if r.Opens.After(t.Now) {
					return []knowledge.Round{r}
				}
			}
		}
		if oneOf(said, []string{"tästä", "tämän", "nykyisestä", "tämä", "nuvarande", "pågående", "current", "this"}) && len(coming) > 0 {
			return coming[:1]
		}
	}
	meant := func(fits func(knowledge.Round) bool) []knowledge.Round {
		for _, rounds := range [][]knowledge.Round{coming, all} {
			if i := slices.IndexFunc(rounds, fits); i >= 0 {
				return rounds[i : i+1]
			}
		}
		return nil
	}
	for _, m := range read.Months {
		if r := meant(func(r knowledge.Round) bool { return r.Opens.Month() <= m.Month && m.Month <= r.Closes.Month() }); r != nil {
			return r
		}
	}
	if months, ok := seasons[read.Season]; ok {
		return meant(func(r knowledge.Round) bool { return slices.Contains(months, int(r.Opens.Month())) })
	}
	return nil
}

var seasons = map[reading.Season][]int{
	reading.Winter: {12, 1, 2}, reading.Spring: {3, 4, 5}, reading.Summer: {6, 7, 8}, reading.Autumn: {9, 10, 11},
}

// negated tells whether words refuse. "Don't forget" does not.
func negated(said []string, lang string) bool {
	if lang == "selko" {
		lang = "fi"
	}
	return oneOf(said, wordsNot[lang]) && !anyPrefix(said, wordsForget)
}

// tokens are the words and numbers of a text in small letters: "7pv" is two.
func tokens(text string) []string {
	var out []string
	var last rune
	for _, r := range strings.ReplaceAll(strings.ToLower(text), "'", "") {
		switch {
		case r == '’':
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		case len(out) == 0 || !unicode.IsLetter(last) && !unicode.IsDigit(last) || unicode.IsDigit(last) != unicode.IsDigit(r):
			out = append(out, string(r))
		default:
			out[len(out)-1] += string(r)
		}
		last = r
	}
	return out
}

func oneOf(said, some []string) bool {
	return slices.ContainsFunc(said, func(w string) bool { return slices.Contains(some, w) })
}

func anyPrefix(said, some []string) bool {
	return slices.ContainsFunc(said, func(w string) bool {
		return slices.ContainsFunc(some, func(p string) bool { return strings.HasPrefix(w, p) })
	})
}

// cutAny cuts around the first of some words.
func cutAny(text string, some []string) (before, after string, found bool) {
	for _, s := range some {
		if before, after, found = strings.Cut(strings.ToLower(text), s); found {
			return before, after, true
		}
	}
	return text, "", false
}
