package handlers

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"kakebot/chat"
	"kakebot/knowledge"
	"kakebot/knowledge/reading"
)

var (
	// contacts are a telephone number or an e-mail address.
	contacts = regexp.MustCompile(`\+?\d[\d -]{5,}\d|[^\s,;]+@[^\s,;]+\.[^\s,;.]+`)
	// needs are what somebody may need at a talk.
	needs = regexp.MustCompile(`(?i)tulk|esteet|pyörätuol|pyoratuol|hissi|ramp|kuulo|kuuro|näkö|sokea|viittom|avustaj|opaskoir|allerg|tarvits|tarvii|apuväl|` +
		`tolk|hörsel|rullstol|tecken|behöver|interpret|wheelchair|hearing|sign language|deaf|blind|\bneed|elevator|step-free|accessib`)
	// names say that what follows is a name.
	names = regexp.MustCompile(`(?i)(?:(?:nimeni|nimi|nimeksi)\s+(?:on|o|:)?\s*|my name is\s+|name is\s+|jag heter\s+|namnet är\s+|laita(?:pa)?\s+(?:nimeksi\s+)?)([\pL][\pL .'-]{0,40})`)
)

// longName is how many words a name has at most: more is something told.
const longName = 4

// looksLikeName tells whether words are a name although they end as a question
// does: "Veikko", "Mikko Meikäläinen".
func looksLikeName(text string) bool {
	words := strings.Fields(text)
	capital := func(w string) bool { return strings.IndexFunc(w, unicode.IsUpper) == 0 }
	return !strings.Contains(text, "?") && (len(words) == 1 || len(words) <= longName && !slices.ContainsFunc(words, func(w string) bool { return !capital(w) }))
}

// sortOut puts what a person wrote while the booking form is open where it
// belongs: a contact, a need, a name, the idea. asked is the field that was
// asked. It tells whether it found a place for it.
func sortOut(t chat.Turn, values map[string]string, asked string) bool {
	text := short(t.Text)
	found := false
	put := func(field, v string) { values[field], found = v, true }
	if c := contacts.FindString(text); asked == "what" && c == text && c != "" {
		put("reach", c)
		return true
	}
	if asked != "what" && asked != "where" {
		if c := contacts.FindString(text); c != "" {
			put("reach", c)
			text = strings.Trim(strings.Replace(text, c, "", 1), " ,.;")
		}
		if m := names.FindStringSubmatch(text); m != nil {
			name, _, _ := strings.Cut(m[1], " ja ")
			put("name", strings.TrimSpace(name))
			text = ""
		}
	}
	switch {
	case text == "" || unwilling(t):
		if values[asked] == "" && asked != "" {
			put(asked, "")
		}
	case asked == "what", asked == "where":
		put(asked, text)
	case needs.MatchString(text):
		put("needs", text)
	case asked == "name" && len(strings.Fields(text)) <= longName:
		put("name", text)
	case asked == "name" && values["what"] == "":
		put("what", text)
	case asked == "reach" && !found:
		put("reach", text)
	}
	return found
}

var (
	callsName = regexp.MustCompile(`(?i)\bnime|\bnimi|\bnamn|\bname\b`)
	removing  = regexp.MustCompile(`(?i)^\s*(?:poista|ota pois|jätä pois|ta bort|stryk|radera|remove|delete|leave out)\b`)
	newValue  = regexp.MustCompile(`(?i)(?:\s(?:till|to)|:)\s+(.+)$`)
)

// correct takes words that change or take away one of the values: "ändra namnet
// till Berg", "poista puhelinnumero". A field that gets no new value loses the
// one it has, so that it is asked again. It tells whether the words name a field.
func correct(t chat.Turn, values map[string]string) bool {
	removes := removing.MatchString(t.Text) || unwilling(t)
	if !removes && !changing.MatchString(t.Text) || contacts.MatchString(t.Text) {
		return false
	}
	head, v := t.Text, ""
	if m := newValue.FindStringSubmatchIndex(t.Text); m != nil {
		head, v = t.Text[:m[0]], short(t.Text[m[2]:m[3]])
	}
	for _, name := range []string{"name", "what", "where", "reach"} {
		called := callsName
		if i := slices.IndexFunc(ideaFields, func(f ideaField) bool { return f.name == name }); i >= 0 {
			called = ideaFields[i].named
		}
		if _, filled := values[name]; !filled || !called.MatchString(head) {
			continue
		}
		switch {
		case v != "" || removes:
			values[name] = v
		case name == "name" && names.MatchString(t.Text):
			return sortOut(t, values, "")
		default:
			delete(values, name)
		}
		return true
	}
	return false
}

// unwilling tells whether the person would rather not say.
func unwilling(t chat.Turn) bool {
	s := strings.ToLower(strings.Trim(t.Text, " .!"))
	for _, w := range []string{"en tiedä", "en tiiä", "en tie", "en halua", "en haluu", "en kerro", "vet inte", "vill inte säga", "jag vet int", "i don't know", "don't know", "not sure", "i'm not sure", "inte säker", "en ole varma", "rather not", "prefer not", "ei mitään", "inget", "nothing"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// curious tells whether words ask something rather than answer.
func curious(t chat.Turn) bool {
	return strings.Contains(t.Text, "?") || knowledge.Asks(t.Text, t.Lang)
}

// wantsOther tells whether the person wants another time, or none: said shortly,
// since an idea told at length may hold such words too.
func wantsOther(t chat.Turn, asked string) (other, none bool) {
	r := reading.Read(t.Text, t.Lang, t.Now)
	brief := len(strings.Fields(t.Text)) <= 8
	return r.Other && brief, r.Negated && brief && asked != "what" && !needs.MatchString(t.Text) && !unwilling(t)
}
