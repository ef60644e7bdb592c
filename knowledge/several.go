package knowledge

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"kakebot/knowledge/reading"
)

// maxQuestions is how many questions of one message are told apart.
const maxQuestions = 6

// asking are the words that questions begin with; in Finnish also any verb with
// -ko or -kö. A part of a message that begins with none of them is no question
// of its own.
var asking = map[string]*regexp.Regexp{
	"fi": regexp.MustCompile(`(?i)^(?:(?:ja|sekä|entä|niin|mut|mutta|sit|sitten|myös|vielä|lisäksi|et|että|hei|moi|terve)[ ,]+)*(?:mi(?:kä|tä|llo|hin|ssä|stä|ten|nä|ksi|ten|tkä|ka|ta|ts|s(?:\PL|$)|st(?:\PL|$)|lt(?:\PL|$)|lloin)|mite|mill|kuka|ketkä|kuin|kenelle|kenel|ken(?:\PL|$)|paljo|palijo|paljon|monta|montako|koska|minkä|missä|\pL+(?:ko|kö)(?:han|hän|s)?(?:\PL|$)|\pL{2,}(?:ks|kse|kos)(?:\PL|$))`),
	"sv": regexp.MustCompile(`(?i)^(?:(?:och|samt|men|sen|hej|också)[ ,]+)*(?:vad|va\b|när|hur|vem|vilka?|vilken|vilket|var\b|vart|varför|kan|får|ska|måste|är|finns|behöver|har|går|duger|passar|ryms|räcker|gäller|stämmer)`),
	"en": regexp.MustCompile(`(?i)^(?:(?:and|also|but|then|hello|hi)[ ,]+)*(?:what|when|how|who|which|where|why|can|may|do|does|is|are|must|should|could|will|would)\b`),
}

// joints are where one question may end and the next begin: an end of a
// sentence, or a word that joins two.
var joints = map[string]*regexp.Regexp{
	"fi": regexp.MustCompile(`(?i)[?!]+|\.\s+|\n+|,?\s+(?:ja|sekä)\s+|,\s+(?:entä\s+)?`),
	"sv": regexp.MustCompile(`(?i)[?!]+|\.\s+|\n+|,?\s+(?:och|samt)\s+|,\s+`),
	"en": regexp.MustCompile(`(?i)[?!]+|\.\s+|\n+|,?\s+and\s+|,\s+`),
}

// Questions gives the questions of a message in their own words, at most six,
// in order. A message that is not clearly several questions gives none.
func Questions(text, lang string) []string {
	lang = written(lang)
	begins, ends := asking[lang], joints[lang]
	if begins == nil {
		return nil
	}
	if words := keywords(text); words != nil {
		return words
	}
	var parts []string
	from := 0
	for _, at := range append(ends.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		part, rest := strings.TrimSpace(text[from:at[0]]), strings.TrimSpace(text[at[1]:])
		if rest != "" && !begins.MatchString(opening(rest)) {
			continue // what follows belongs to this one still
		}
		if len(strings.Fields(part)) > 1 && begins.MatchString(opening(part)) {
			parts = append(parts, part)
		}
		if len(parts) > maxQuestions {
			return nil
		}
		from = at[1]
	}
	if len(parts) < 2 {
		return nil
	}
	return parts
}

// keywords gives the topics of a message that is but a sum of them: "raja +
// deadline". Each begins with a letter, so a telephone number has none.
func keywords(text string) []string {
	parts := strings.Split(text, "+")
	if len(parts) < 2 || len(parts) > maxQuestions {
		return nil
	}
	for i, part := range parts {
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 4 || strings.IndexFunc(words[0], unicode.IsLetter) != 0 {
			return nil
		}
		parts[i] = strings.Join(words, " ")
	}
	return parts
}

// Sums gives the parts of a message that names a sum for each kind of grant:
// "65 000 hankkeeseen ja 5 000 tapahtumaan". None if it does not.
func Sums(text, lang string, now time.Time) []string {
	ends := joints[written(lang)]
	if whole := reading.Read(text, lang, now); ends == nil || !whole.Both || len(whole.Amounts) < 2 {
		return nil
	}
	priced := func(part string) reading.Grant {
		read := reading.Read(part, lang, now)
		if _, ok := Euros(read); !ok {
			return ""
		}
		return read.Grant
	}
	for _, at := range ends.FindAllStringIndex(text, -1) {
		one, other := strings.TrimSpace(text[:at[0]]), strings.TrimSpace(text[at[1]:])
		if a, b := priced(one), priced(other); a != "" && b != "" && a != b {
			return []string{one, other}
		}
	}
	return nil
}

// Asks tells whether a message begins like a question.
func Asks(text, lang string) bool {
	begins := asking[written(lang)]
	return begins != nil && begins.MatchString(opening(strings.TrimSpace(text)))
}

// opening is as much of a text as tells what it begins with, so that a long
// message is not read again from every joint to its end.
func opening(s string) string {
	for i := range s {
		if i > 60 {
			return s[:i]
		}
	}
	return s
}
