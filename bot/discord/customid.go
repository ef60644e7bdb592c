package discord

import (
	"strings"

	"kakebot/chat"
)

// What a button carries: the version of this form, whether its answer may open a
// form, and what pressing it says. Discord takes 100 characters; a choice says
// at most 95. Buttons live for years in old messages: a new version must go on
// reading the old ones.
const (
	versioned = "1|"
	opening   = "+"
	plain     = "-"
)

// carried is a choice as a custom_id.
func carried(c chat.Choice) string {
	if c.OpensForm {
		return versioned + opening + c.Say
	}
	return versioned + plain + c.Say
}

// spoken reads a custom_id. What nobody here has written is taken as words.
func spoken(id string) (say string, opens bool) {
	rest, ours := strings.CutPrefix(id, versioned)
	if !ours || rest == "" {
		return id, false
	}
	return rest[1:], rest[:1] == opening
}

// carriedForm is a form's identity and title as a modal's custom_id.
func carriedForm(f *chat.Form) string {
	return cut(versioned+plain+f.ID+"|"+f.Title, mostID)
}

// spokenForm reads a modal's custom_id.
func spokenForm(id string) (say, title string) {
	say, _ = spoken(id)
	say, title, _ = strings.Cut(say, "|")
	return say, title
}
