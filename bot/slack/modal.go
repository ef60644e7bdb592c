package slack

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"kakebot/chat"
)

const (
	maxTitle = 24 // of a modal, also of its two buttons
	maxLabel = 2000
	maxValue = 3000
)

const (
	fieldID = "f:" // begins the block of a field
	valueID = "v"  // names its input
	option  = "="  // begins an option's value, since Slack takes no empty one
)

// asked is the form that a reply asks for, if any.
func asked(r chat.Reply) *chat.Form { return cmp.Or(r.Form, r.Dialog) }

// modal gives the form that a reply asks for as a view. Closing it is told only
// where the conversation has begun to ask for its fields.
func modal(r chat.Reply) slack.ModalViewRequest {
	f := asked(r)
	blocks := paragraphs(mrkdwn(r.Text))
	blocks = append(blocks, paragraphs(plain(f.Errors[""]))...)
	for _, x := range f.Fields {
		blocks = append(blocks, paragraphs(plain(f.Errors[x.Name]))...)
		blocks = append(blocks, input(x))
	}
	return slack.ModalViewRequest{
		Type:          slack.VTModal,
		CallbackID:    version + f.ID,
		Title:         words(f.Title, maxTitle),
		Submit:        words(f.Submit, maxTitle),
		Close:         words(phrases.Say(r.Lang, "close"), maxTitle),
		Blocks:        slack.Blocks{BlockSet: blocks},
		NotifyOnClose: f.Ask != "",
	}
}

func input(f chat.Field) slack.Block {
	var element slack.BlockElement = slack.NewPlainTextInputBlockElement(nil, valueID).
		WithMultiline(f.Long).WithInitialValue(short(f.Value, maxValue)).WithMaxLength(maxValue)
	if len(f.Options) > 0 {
		element = menu(f)
	}
	var hint *slack.TextBlockObject
	if f.Hint != "" {
		hint = words(f.Hint, maxLabel)
	}
	return slack.NewInputBlock(fieldID+f.Name, words(f.Label, maxLabel), hint, element).WithOptional(!f.Required)
}

// menu is a choice of one, in groups when the options have any.
func menu(f chat.Field) *slack.SelectBlockElement {
	m := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, valueID)
	for i, o := range f.Options {
		object := slack.NewOptionBlockObject(option+o.Say, words(o.Label, maxButton), nil)
		if f.Value != "" && f.Value == o.Say {
			m.InitialOption = object
		}
		m.Options = append(m.Options, object)
		if i == 0 || o.Group != f.Options[i-1].Group {
			m.OptionGroups = append(m.OptionGroups, slack.NewOptionGroupBlockElement(words(cmp.Or(o.Group, f.Label), maxButton)))
		}
		last := m.OptionGroups[len(m.OptionGroups)-1]
		last.Options = append(last.Options, object)
	}
	if grouped(f.Options) {
		m.Options = nil
	} else {
		m.OptionGroups = nil
	}
	return m
}

func grouped(options []chat.Choice) bool {
	for _, o := range options {
		if o.Group != "" {
			return true
		}
	}
	return false
}

// filled are the values of a submitted view; what was left empty is "".
func filled(state *slack.ViewState) map[string]string {
	values := map[string]string{}
	if state == nil {
		return values
	}
	for block, inputs := range state.Values {
		if field, ok := strings.CutPrefix(block, fieldID); ok {
			v := inputs[valueID]
			values[field] = cmp.Or(v.Value, strings.TrimPrefix(v.SelectedOption.Value, option))
		}
	}
	return values
}

// reaction is what the acknowledgement of a submission says when its reply asks
// for a form again: the errors beside their fields, or the next form in the place
// of this one. A form whose options may have changed is shown anew, with its
// errors above the fields, and so is one whose error belongs to no field, or that
// is not the submitted one.
func reaction(submitted string, r chat.Reply) *slack.ViewSubmissionResponse {
	f := asked(r)
	beside := map[string]string{}
	for _, x := range f.Fields {
		if f.ID != submitted {
			break
		}
		if e := f.Errors[x.Name]; e != "" {
			if len(x.Options) > 0 {
				beside = nil
				break
			}
			beside[fieldID+x.Name] = e
		}
	}
	if len(beside) > 0 {
		return slack.NewErrorsViewSubmissionResponse(beside)
	}
	view := modal(r)
	return slack.NewUpdateViewSubmissionResponse(&view)
}
