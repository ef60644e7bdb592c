package knowledge

import (
	"regexp"
	"strings"
)

// maxQuestions is how many questions of one message are told apart.
const maxQuestions = 6

// asking are the words that questions begin with; in Finnish also any verb with
// -ko or -kö. A part of a message that begins with none of them is no question
// of its own.
var asking = map[string]*regexp.Regexp{
	"fi": regexp.MustCompile(`(?i)^(?:(?:ja|sekä|entä|niin|mut|mutta|sit|sitten|myös|vielä|lisäksi|et|että|hei|moi|terve)[ ,]+)*(?:mi(?:kä|tä|llo|hin|ssä|stä|ten|nä|ksi|ten|tkä|ka|ta|ts|s(?:\PL|$)|st(?:\PL|$)|lt(?:\PL|$)|lloin)|mite|mill|kuka|ketkä|kuin|kenelle|kenel|ken(?:\PL|$)|paljo|palijo|paljon|monta|montako|koska|minkä|missä|\pL+(?:ko|kö)(?:han|hän|s)?(?:\PL|$)|\pL{2,}(?:ks|kse|kos)(?:\PL|$))`),
	"sv": regexp.MustCompile(`(?i)^(?:(?:och|samt|men|sen|hej|också)[ ,]+)*(?:vad|va\b|när|hur|vem|vilka?|vilken|vilket|var\b|vart|varför|kan|får|ska|måste|är|finns|behöver|har|går)`),
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
	if lang == "selko" {
		lang = "fi"
	}
	begins, ends := asking[lang], joints[lang]
	if begins == nil {
		return nil
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

// Asks tells whether a message begins like a question.
func Asks(text, lang string) bool {
	if lang == "selko" {
		lang = "fi"
	}
	begins := asking[lang]
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
