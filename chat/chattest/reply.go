package chattest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"kakebot/chat"
)

// tags begin in HTML, and mentions in Slack and Discord.
var tags = regexp.MustCompile(`<[/!?@#a-zA-Z]`)

// Wrong tells in what a reply breaks the limits that every platform shares,
// one line each.
func Wrong(r chat.Reply) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	most := func(what, s string, limit int) {
		if n := utf8.RuneCountInString(s); n > limit {
			say("%s has %d characters, at most %d", what, n, limit)
		}
	}
	most("the text", r.Text, chat.MaxText)
	if tag := tags.FindString(r.Text); tag != "" {
		say("the text holds a tag or a mention: %s…", tag)
	}
	if len(r.Choices) > chat.MaxChoices {
		say("%d choices, at most %d", len(r.Choices), chat.MaxChoices)
	}
	said := map[string]bool{}
	for _, c := range slices.Concat(r.Choices, r.Helped) {
		if c.Label == "" || c.Say == "" {
			say("a choice without words: %+v", c)
		}
		if said[c.Say] {
			say("two choices say %s", c.Say)
		}
		said[c.Say] = true
		most("the label "+c.Label, c.Label, chat.MaxLabel)
		most("the command "+c.Say, c.Say, chat.MaxSay)
	}
	if !r.Silent() && !slices.Contains(chat.Langs, r.Lang) {
		say("language %q", r.Lang)
	}
	for _, s := range r.Sources {
		if s.Heading == "" || s.Quote == "" || s.Line < 1 {
			say("a source without place: %+v", s)
		}
	}
	for _, f := range []*chat.Form{r.Form, r.Dialog} {
		if f == nil {
			continue
		}
		if len(f.Fields) == 0 || len(f.Fields) > chat.MaxFields {
			say("%d fields, at most %d", len(f.Fields), chat.MaxFields)
		}
		if !strings.HasPrefix(f.ID, "/") || f.Submit == "" {
			say("a form without command or button: %q, %q", f.ID, f.Submit)
		}
		most("the form's title", f.Title, chat.MaxFormName)
		asked := f.Ask == ""
		for _, x := range f.Fields {
			if x.Name == "" || x.Label == "" || x.Question == "" {
				say("a field without words: %+v", x)
			}
			asked = asked || x.Name == f.Ask
			if len(x.Options) > chat.MaxOptions {
				say("%d options, at most %d", len(x.Options), chat.MaxOptions)
			}
			for _, o := range x.Options {
				most("the option "+o.Label, o.Label, chat.MaxLabel)
			}
		}
		if !asked {
			say("the form asks for %q, which is no field of it", f.Ask)
		}
	}
	return wrong
}
