package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"kakebot/chat"
)

const (
	mostTitle       = 45 // characters of a modal's title, and of a field's label
	mostPlaceholder = 100
	mostValue       = 4000
	mostInputs      = 5
)

// A modal is a form that opens over the chat.
type modal struct {
	ID         string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

// dialog shows a form as a modal. Discord has text fields only: a choice of one
// is a line to type, whose options stand in it until something is typed.
func dialog(f *chat.Form) modal {
	m := modal{ID: carriedForm(f), Title: cut(f.Title, mostTitle)}
	for _, x := range f.Fields[:min(len(f.Fields), mostInputs)] {
		in := discordgo.TextInput{
			CustomID:    x.Name,
			Label:       cut(x.Label, mostTitle),
			Style:       discordgo.TextInputShort,
			Placeholder: cut(x.Hint, mostPlaceholder),
			Value:       cut(x.Value, mostValue),
			Required:    x.Required,
			MaxLength:   mostValue,
		}
		if x.Long {
			in.Style = discordgo.TextInputParagraph
		}
		if len(x.Options) > 0 {
			in.Placeholder, in.Value = listed(x)
		}
		m.Components = append(m.Components, discordgo.ActionsRow{Components: []discordgo.MessageComponent{in}})
	}
	return m
}

// listed are a field's options in one line, and the label of the one it has.
func listed(x chat.Field) (all, has string) {
	var labels []string
	for _, o := range x.Options {
		labels = append(labels, o.Label)
		if x.Value != "" && o.Say == x.Value {
			has = o.Label
		}
	}
	return cut(strings.Join(labels, " / "), mostPlaceholder), has
}
