package handlers

import (
	"regexp"
	"strings"

	"kakebot/chat"
)

// removed stands where an identity code was.
const removed = "▮▮▮▮▮▮"

// identityCode is a Finnish personal identity code: six digits of a birthday,
// the century's sign (the newer ones from 2023 too), three digits and a check
// character. Codes that fail their check are taken out as well.
var identityCode = regexp.MustCompile(`(?i)\b[0-3]\d[01]\d{3}\s?[-–+A-FU-Y]\s?\d{3}\s?[0-9A-Y]\b`)

// Scrub takes identity codes out of a text before anything else sees it.
func Scrub(text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return text
	}
	return identityCode.ReplaceAllString(text, removed)
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

// alarming claims a message that shows distress, also in a form's fields.
func (a *Assistant) alarming(t chat.Turn) bool {
	for _, v := range t.Fields {
		if a.Finder.Alarmed(v) {
			return true
		}
	}
	return a.Finder.Alarmed(t.Text)
}
