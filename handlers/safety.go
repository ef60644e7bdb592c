package handlers

import (
	"context"
	"regexp"
	"strings"

	"kakebot/chat"
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

// alarming claims a message that shows distress, also in a form's fields.
func (a *Assistant) alarming(t chat.Turn) bool {
	for _, v := range t.Fields {
		if a.Finder.Alarmed(v) {
			return true
		}
	}
	return a.Finder.Alarmed(t.Text)
}
