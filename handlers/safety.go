package handlers

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"kakebot/chat"
	"kakebot/knowledge"
)

// removed stands where an identity code was.
const removed = "▮▮▮▮▮▮"

// identityCodes are the ways people write a Finnish personal identity code: six
// digits of a birthday, the century's sign (the newer ones from 2023 too), three
// digits and a check character; without the sign, when a letter ends it; with
// the birthday as a date. Codes that fail their check are taken out as well.
var identityCodes = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(^|[^0-9A-ZÅÄÖ])[0-3]\d[01]\d{3}\s?[-‐‑–−+_A-FU-Y]\s?\d\s?\d\s?\d\s?[0-9A-Y](?:\b|_)`),
	regexp.MustCompile(`(?i)(^|[^0-9])[0-3]\d[01]\d{3}\s?\d{3}\s?[A-Y](?:\b|_)`),
	regexp.MustCompile(`(?i)(^|[^0-9])[0-3]?\d\.[01]?\d\.\d{4}\s?[-‐‑–−+_A]\s?\d{3}\s?[0-9A-Y](?:\b|_)`),
}

// Scrub takes identity codes out of a text before anything else sees it.
func Scrub(text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return text
	}
	for _, code := range identityCodes {
		text = code.ReplaceAllString(text, "${1}"+removed)
	}
	return text
}

// sawIdentityCode claims a message that one was taken out of.
func sawIdentityCode(t chat.Turn) bool {
	for _, v := range t.Fields {
		if strings.Contains(v, removed) {
			return true
		}
	}
	return strings.Contains(t.Text, removed)
}

// warn tells the person about the code. What else a form held is kept.
func (a *Assistant) warn(_ context.Context, t chat.Turn) (chat.Reply, error) {
	if d := t.Session.Draft; d != nil && d.Form == formBooking && t.Fields != nil {
		d.Values = filled(t.Fields)
		for name, v := range d.Values {
			d.Values[name] = strings.TrimSpace(strings.ReplaceAll(v, removed, ""))
		}
	}
	t.Topic = "unsafe_pii"
	return a.speak(t)
}

// distressAt is how sure the matcher must be of distress in what is no message
// of its own: a form's field, or one sentence of many.
const distressAt = 0.5

// alarming claims a message that shows distress, also in a form's field or in
// one sentence of a long story.
func (a *Assistant) alarming(t chat.Turn) bool {
	for _, v := range t.Fields {
		if a.distress(t, v) {
			return true
		}
	}
	return a.distress(t, t.Text)
}

func (a *Assistant) distress(t chat.Turn, text string) bool {
	if a.Finder.Alarmed(text) {
		return true
	}
	sentences := slices.Collect(knowledge.Sentences(text))
	if len(sentences) < 2 && t.Fields == nil && t.Session.Draft == nil {
		return false // the matcher takes it by itself
	}
	for _, s := range sentences[:min(len(sentences), maxSentences)] {
		found := a.Finder.Find(s, t.Lang, t.Now, knowledge.Context{})
		if found.Entry == "unsafe_crisis" && found.Confidence >= distressAt {
			return true
		}
	}
	return false
}

// maxSentences bounds the looking.
const maxSentences = 60

// window is how many words are looked at together for distress in a long text;
// each begins in the middle of the one before.
const window = 30

// Shorten keeps at most max characters of a longer text: the words that show
// distress first, wherever they stood, then its beginning and its end.
func (a *Assistant) Shorten(text string, max int) string {
	var alarm string
	if words := strings.Fields(text); a.Finder.Alarmed(text) {
		for i := 0; i < len(words) && alarm == ""; i += window / 2 {
			if s := strings.Join(words[i:min(i+window, len(words))], " "); a.Finder.Alarmed(s) {
				alarm = firstRunes(s, max/4) + ". "
			}
		}
	}
	r := []rune(text)
	left := max - len([]rune(alarm)) - 2
	return alarm + string(r[:left*3/4]) + "\n" + string(r[len(r)-left/4:])
}

func firstRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}
