package knowledge

import (
	"slices"
	"strings"

	"kakebot/knowledge/match"
)

// longMessage is how many words make a message a story, in which the question is
// one sentence of many.
const longMessage = 25

// story finds what a long message asks: the surest of its sentences that end in a
// question mark, else the surest of all, when that says more than the whole.
func (f *Finder) story(whole Finding, words []string, text, lang string) Finding {
	if len(words) < longMessage || whole.Confidence == 1 {
		return whole
	}
	var best, asked Finding
	for sentence := range Sentences(text) {
		found := f.match(bare(sentence), lang)
		switch f.Programme.Entries[found.Entry].Kind {
		case KindSmalltalk, KindOfftopic, KindUnsafe, "":
			continue
		}
		found.Rule = "one sentence of a long message"
		if found.Confidence > best.Confidence {
			best = found
		}
		if strings.HasSuffix(sentence, "?") && found.Confidence > asked.Confidence {
			asked = found
		}
	}
	if asked.Entry != "" {
		best = asked
	}
	if best.Confidence > whole.Confidence {
		return best
	}
	return whole
}

// Sentences gives the sentences of a text with the signs that end them; those
// too short to ask anything are left out.
func Sentences(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for rest := text; rest != ""; {
			end := strings.IndexAny(rest, ".!?\n") + 1
			if end == 0 {
				end = len(rest)
			}
			s := strings.TrimSpace(rest[:end])
			rest = rest[end:]
			if len(match.Tokens(s)) > 1 && !yield(s) {
				return
			}
		}
	}
}

// pronouns point back to what was spoken of last.
var pronouns = []string{"se", "sen", "sitä", "sita", "siitä", "siita", "siihen", "siinä", "siina", "sille", "sillä", "ne", "niitä", "niita", "niihin", "niistä", "tuo", "tuohon", "tuosta",
	"den", "det", "dem", "dess", "it", "its", "that", "this", "them", "those"}

func isPronoun(w string) bool { return slices.Contains(pronouns, w) }

// aloneAt is how sure a message must be to stand alone although it points back.
const aloneAt = 0.2

// lean takes a short message together with the question answered before it: one
// that means nothing alone ("entä matkat?"), or that points back ("koskeeko se
// tapahtumia?").
func (f *Finder) lean(alone Finding, words []string, lang string, last Context) Finding {
	if !f.Programme.answers(last.Topic) || len(words) == 0 || len(words) > shortMessage || alone.Confidence == 1 {
		return alone
	}
	lost := alone.Entry == "" || alone.Entry == "unclear" || alone.Entry == "offtopic"
	back := slices.ContainsFunc(words, isPronoun)
	if !lost && !(back && f.Programme.answers(alone.Entry) && alone.Confidence < aloneAt) || lost && !back && !slices.Contains(follow, words[0]) {
		return alone
	}
	both := f.match(slices.Concat(words, match.Tokens(f.Programme.Title(last.Topic, lang))), lang)
	if f.Programme.answers(both.Entry) {
		both.Rule = "together with the question before it"
		return both
	}
	return alone
}

// answers tells whether an entry answers a question of the programme's.
func (p *Programme) answers(entry string) bool {
	k := p.Entries[entry].Kind
	return k == KindAnswer || k == KindCompute || k == KindUnknown
}
