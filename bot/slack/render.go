package slack

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"kakebot/chat"
)

// Slack's limits, in characters: docs.slack.dev/reference/block-kit.
const (
	maxSection = 3000
	maxContext = 3000
	maxButton  = 75
	maxRow     = 25 // buttons of one actions block
)

// helpedID is the action of the two buttons that ask whether an answer helped.
const helpedID = version + "helped"

// render gives a reply as a message: the text that notifications and screen
// readers use, and the blocks.
func render(r chat.Reply) (text string, blocks []slack.Block) {
	blocks = body(r)
	if len(r.Helped) == 2 {
		button := func(c chat.Choice) *slack.FeedbackButton {
			return slack.NewFeedbackButton(words(c.Label, maxButton), c.Say).WithAccessibilityLabel(short(c.Label, maxButton))
		}
		blocks = append(blocks, slack.NewContextActionsBlock("", slack.NewFeedbackButtonsBlockElement(helpedID, button(r.Helped[0]), button(r.Helped[1]))))
	}
	return fallback(r), blocks
}

// fallback is what is read where blocks are not shown.
func fallback(r chat.Reply) string {
	var names []string
	for _, f := range r.Files {
		names = append(names, f.Name)
	}
	said := strings.TrimSpace(mistakes(r.Form) + "\n\n" + chat.Text(r))
	return cmp.Or(said, chat.Numbered(r.Choices), strings.Join(names, ", "))
}

// body is what a message and App Home have in common: text, source, buttons.
func body(r chat.Reply) []slack.Block {
	blocks := paragraphs(mrkdwn(r.Text))
	blocks = append(blocks, paragraphs(plain(strings.TrimSpace(mistakes(r.Form)+"\n\n"+chat.Question(r))))...)
	if c := chat.Citation(r); c != "" {
		blocks = append(blocks, slack.NewContextBlock("", words(c, maxContext)))
	}
	buttons := r.Choices
	for _, f := range []*chat.Form{r.Dialog, r.Form} {
		buttons = opener(f, buttons)
	}
	for row := range slices.Chunk(buttons, maxRow) {
		blocks = append(blocks, actions(row))
	}
	return blocks
}

// opener puts the button that opens a form before the others, unless one of them
// says the same.
func opener(f *chat.Form, others []chat.Choice) []chat.Choice {
	if f == nil || slices.ContainsFunc(others, func(c chat.Choice) bool { return c.Say == f.ID }) {
		return others
	}
	return append([]chat.Choice{{Label: f.Title, Say: f.ID, OpensForm: true}}, others...)
}

func actions(choices []chat.Choice) slack.Block {
	var elements []slack.BlockElement
	for _, c := range choices {
		elements = append(elements, slack.NewButtonBlockElement(version+c.Say, c.Say, words(c.Label, maxButton)))
	}
	return slack.NewActionBlock("", elements...)
}

// paragraphs are sections that show all of their text at once.
func paragraphs(text string) []slack.Block {
	if text == "" {
		return nil
	}
	var blocks []slack.Block
	for _, piece := range split(text, maxSection) {
		object := slack.NewTextBlockObject(slack.MarkdownType, piece, false, true)
		blocks = append(blocks, slack.NewSectionBlock(object, nil, nil, slack.SectionBlockOptionExpand(true)))
	}
	return blocks
}

// words are plain text of at most n characters, in which nothing is marked up.
func words(s string, n int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, short(s, n), false, false)
}

// mistakes lists a form's errors, but for that of the field asked about, which
// stands with its question.
func mistakes(f *chat.Form) string {
	if f == nil || len(f.Errors) == 0 {
		return ""
	}
	var lines []string
	if e := f.Errors[""]; e != "" {
		lines = append(lines, e)
	}
	for _, x := range f.Fields {
		if e := f.Errors[x.Name]; e != "" && x.Name != f.Ask {
			lines = append(lines, x.Label+": "+e)
		}
	}
	return strings.Join(lines, "\n")
}
