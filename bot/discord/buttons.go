package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"kakebot/chat"
)

// menuID is the custom_id of a menu, which says nothing: its lines do.
const menuID = versioned + plain

// rows are the buttons and menus below a reply: the form first, then the
// choices, then whether it helped.
func rows(r chat.Reply) []discordgo.MessageComponent {
	all := []discordgo.MessageComponent{}
	taken := map[string]bool{}
	var row []discordgo.MessageComponent
	end := func() {
		if len(row) > 0 {
			all = append(all, discordgo.ActionsRow{Components: row})
		}
		row = nil
	}
	button := func(c chat.Choice, style discordgo.ButtonStyle) {
		if taken[c.Say] {
			return
		}
		taken[c.Say] = true
		if len(row) == mostInRow {
			end()
		}
		row = append(row, discordgo.Button{Label: cut(c.Label, mostLabel), Style: style, CustomID: carried(c)})
	}
	if r.Form != nil {
		button(chat.Choice{Label: r.Form.Title, Say: r.Form.ID, OpensForm: true}, discordgo.PrimaryButton)
	}
	many, few := sorted(r.Choices)
	if len(many) > 0 {
		all = append(all, discordgo.ActionsRow{Components: []discordgo.MessageComponent{menu(many, r.Lang)}})
	}
	for _, c := range few {
		button(c, discordgo.SecondaryButton)
	}
	end()
	for _, c := range r.Helped {
		button(c, discordgo.SecondaryButton)
	}
	if end(); len(all) > mostRows {
		all = append(all[:mostRows-1], all[len(all)-1])
	}
	return all
}

// sorted sets apart the choices of one command that are too many for buttons,
// such as the free times.
func sorted(all []chat.Choice) (many, few []chat.Choice) {
	count := map[string]int{}
	for _, c := range all {
		count[command(c.Say)]++
	}
	for _, c := range all {
		if w := command(c.Say); w != "" && count[w] > mostButtons && len(many) < mostInMenu {
			many = append(many, c)
		} else {
			few = append(few, c)
		}
	}
	return many, few
}

// command is the command's word with something after it: "/varaa" of
// "/varaa 2018-02-13T10:00"; "" of anything else.
func command(say string) string {
	word, _, more := strings.Cut(say, " ")
	if !more || !strings.HasPrefix(word, "/") {
		return ""
	}
	return word
}

func menu(choices []chat.Choice, lang string) discordgo.SelectMenu {
	m := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: menuID, Placeholder: words.Say(lang, "choose")}
	for _, c := range choices {
		m.Options = append(m.Options, discordgo.SelectMenuOption{Label: cut(c.Label, mostID), Value: carried(c)})
	}
	return m
}
