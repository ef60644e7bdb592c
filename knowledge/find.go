package knowledge

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"kakebot/knowledge/match"
	"kakebot/knowledge/reading"
)

// Two thresholds decide what is done with a match, both on its confidence
// (probability times likeness to the nearest phrasing). They are chosen by
// cross-validation on the phrasings themselves; `check` prints what they yield.
const (
	answerAt = 0.06 // from here on the entry is answered
	offerAt  = 0.02 // from here on up to three entries are offered
	sureAt   = 0.5  // from here on the language of a message is believed over the last one's
	guessAt  = 0.3  // from here on it is believed where there is no other sign
	unsafeAt = 0.35 // from here on a message is taken for distress, abuse or an attack; alarms need no match
)

// A Finder tells what a message is about. It is made once from a programme and
// is safe for concurrent use.
type Finder struct {
	Programme *Programme                     // what it finds things in
	models    map[string]func() *match.Model // by language, and the detector
	titles    map[string]string              // the words of a title in any language → its entry
	alarms    alarms
}

// A Context is what earlier messages of the same person left to lean on.
type Context struct {
	Topic string        // the entry answered last
	Grant reading.Grant // the grant type spoken of last
}

// A Finding is what a message was taken to mean.
type Finding struct {
	Entry      string   // "" when it could not tell
	Near       []string // other entries it could be, nearest first
	Confidence float64
	Rule       string // what decided; "" where the words alone did
	Reading    reading.Reading
}

// NewFinder makes a Finder that learns from the programme's phrasings, or
// remembers what was learnt from the same ones before. A language is learnt when
// it is first met, in a tenth of a second where it is remembered; see Warm.
func NewFinder(p *Programme) *Finder {
	f := &Finder{Programme: p, models: map[string]func() *match.Model{}, titles: map[string]string{}, alarms: p.Lexicon.alarms()}
	for name, l := range p.lessons() {
		f.models[name] = sync.OnceValue(l.learn)
	}
	for _, lang := range Langs {
		for _, id := range p.IDs() {
			f.titles[key(p.Title(id, lang))] = id
		}
	}
	return f
}

// Warm learns every language at once, side by side, and returns when all are.
func (f *Finder) Warm() {
	var all sync.WaitGroup
	for _, learn := range f.models {
		all.Go(func() { learn() })
	}
	all.Wait()
}

// options are how a language is read: its stems, and for Finnish its spoken forms.
func (p *Programme) options(lang string) match.Options {
	o := match.Options{Stem: match.Stemmer(lang)}
	if lang == "fi" {
		o.Lemma = p.Lexicon.lemmas
	}
	return o
}

// Examples gives every phrasing and title of a language with its entry.
func (p *Programme) Examples(lang string) []match.Example {
	var out []match.Example
	for _, id := range p.IDs() {
		for _, phrase := range append([]string{p.Title(id, lang)}, p.Texts[lang][id].Phrasings...) {
			out = append(out, match.Example{Text: phrase, Label: id})
		}
	}
	return out
}

// key makes two spellings of the same words one.
func key(text string) string { return strings.Join(match.Tokens(text), " ") }

// Language tells which language a message is written in, and whether it is sure;
// "" when there is nothing to go by.
func (f *Finder) Language(text string) (lang string, sure bool) {
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return "", false
	}
	lang, confidence := f.models[detector]().Detect(match.Tokens(text))
	if confidence < guessAt {
		return "", false
	}
	return lang, confidence >= sureAt
}

// markup is what looks like tags: never part of a question.
var markup = regexp.MustCompile(`<[^<>]*>`)

// Find tells what a message in a language (fi, sv, en or selko) is about.
func (f *Finder) Find(text, lang string, now time.Time, last Context) Finding {
	lang = written(lang)
	read := reading.Read(text, lang, now)
	words := match.Tokens(text)
	if f.alarms.in(words) {
		return Finding{Entry: "unsafe_crisis", Confidence: 1, Rule: "a sign of distress", Reading: read}
	}
	if strings.Contains(text, "<") {
		words = bare(text)
	}
	found := f.story(f.named(words, lang), words, text, lang)
	found = f.lean(found, words, lang, last)
	found.Reading = read
	found.refine(f.Programme, words, now, last)
	return found
}

// bare gives the words of a message without its markup.
func bare(text string) []string { return match.Tokens(markup.ReplaceAllString(text, " ")) }

// written is the language in which people write who read a language.
func written(lang string) string {
	if lang == "selko" {
		return "fi"
	}
	return lang
}

// Alarmed tells whether a message shows a sign of distress.
func (f *Finder) Alarmed(text string) bool { return f.alarms.in(match.Tokens(text)) }

// match is what the words alone say.
func (f *Finder) match(words []string, lang string) Finding {
	if id, ok := f.exact(words, lang); ok {
		return Finding{Entry: id, Confidence: 1, Rule: "the very words of a phrasing or title"}
	}
	return decide(f.rank(words, lang))
}

// mostNear is how many entries are looked at beside each other.
const mostNear = 5

// rank gives the entries nearest to the words, without those that are unsafe
// and not sure enough. Only the first has its confidence; nothing is decided by
// that of the others.
func (f *Finder) rank(words []string, lang string) []match.Scored {
	first := true
	ranked := f.models[lang]().RankWhere(words, mostNear, func(s match.Scored) bool {
		if f.unsafe(s.Label) {
			return s.P >= unsafeAt
		}
		matters := first
		first = false
		return matters
	})
	return slices.DeleteFunc(ranked, f.doubtful)
}

// doubtful tells whether an entry is unsafe and not sure enough.
func (f *Finder) doubtful(s match.Scored) bool {
	return f.unsafe(s.Label) && s.Confidence() < unsafeAt
}

func (f *Finder) unsafe(entry string) bool { return f.Programme.Entries[entry].Kind == KindUnsafe }

// decide holds the ranked entries against the thresholds.
func decide(ranked []match.Scored) Finding {
	if len(ranked) == 0 || ranked[0].Confidence() < offerAt {
		return Finding{}
	}
	found := Finding{Entry: ranked[0].Label, Confidence: ranked[0].Confidence()}
	for _, s := range ranked[1:] {
		found.Near = append(found.Near, s.Label)
	}
	if found.Confidence < answerAt {
		found.Near = append([]string{found.Entry}, found.Near...)
		found.Entry = ""
	}
	return found
}

// exact gives the entry that has these very words as a phrasing in the language
// of the message, or as a title in any, for a button may be in another.
func (f *Finder) exact(words []string, lang string) (string, bool) {
	if id, ok := f.models[lang]().Exact(words); ok {
		return id, true
	}
	id, ok := f.titles[strings.Join(words, " ")]
	return id, ok
}

// Knows tells whether a message is a phrasing of its language, word by word.
func (f *Finder) Knows(text, lang string) bool {
	model, ok := f.models[written(lang)]
	if !ok {
		return false
	}
	_, known := model().Exact(match.Tokens(text))
	return known
}

// Only gives the one language that has a message as a phrasing, word by word; ""
// when none has it or several do.
func (f *Finder) Only(text string) string {
	only := ""
	for _, lang := range Asked {
		if f.Knows(text, lang) {
			if only != "" {
				return ""
			}
			only = lang
		}
	}
	return only
}

// offerable tells whether an entry can be offered as "did you mean".
func (p *Programme) offerable(id string) bool {
	k := p.Entries[id].Kind
	return k != KindSmalltalk && k != KindOfftopic && k != KindUnsafe
}

// Offers picks at most n of the near entries that can be offered.
func (p *Programme) Offers(near []string, n int) []string {
	out := slices.DeleteFunc(slices.Clone(near), func(id string) bool { return !p.offerable(id) })
	return out[:min(n, len(out))]
}
