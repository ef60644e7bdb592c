package discordtest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The kinds of components this program uses.
const (
	row       = 1
	button    = 2
	selection = 3
	textInput = 4
	linkStyle = 5
)

// A Component is a row, a button, a select or a text input.
type Component struct {
	Type        int         `json:"type"`
	CustomID    string      `json:"custom_id,omitempty"`
	Label       string      `json:"label,omitempty"`
	Style       int         `json:"style,omitempty"`
	URL         string      `json:"url,omitempty"`
	Disabled    bool        `json:"disabled,omitempty"`
	Placeholder string      `json:"placeholder,omitempty"`
	Options     []Option    `json:"options,omitempty"`
	MinValues   *int        `json:"min_values,omitempty"`
	MaxValues   *int        `json:"max_values,omitempty"`
	Value       string      `json:"value,omitempty"`
	MinLength   int         `json:"min_length,omitempty"`
	MaxLength   int         `json:"max_length,omitempty"`
	Required    *bool       `json:"required,omitempty"`
	Components  []Component `json:"components,omitempty"`
}

// An Option is one line of a select.
type Option struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

// problems gathers what is wrong, by the path of the field.
type problems map[string]string

func (p problems) say(path, format string, args ...any) { p[path] = fmt.Sprintf(format, args...) }

// length holds a text to its bounds, in characters as Discord counts them.
func (p problems) length(path, s string, least, most int) {
	if n := utf8.RuneCountInString(s); n < least || n > most {
		p.say(path, "Must be between %d and %d in length, is %d.", least, most, n)
	}
}

// check tells what is wrong with a message.
func (d draft) check() map[string]string {
	p := problems(d.Mentions.check())
	if d.Content != nil {
		p.length("content", *d.Content, 0, 2000)
		if !utf8.ValidString(*d.Content) {
			p.say("content", "not UTF-8")
		}
	}
	p.length("nonce", d.nonceText(), 0, 25)
	if d.Components != nil {
		p.rows(*d.Components)
	}
	if len(d.Embeds) > 10 {
		p.say("embeds", "Must be 10 or fewer in length.")
	}
	for i, e := range d.Embeds {
		p.length(fmt.Sprintf("embeds.%d.title", i), e.Title, 0, 256)
		p.length(fmt.Sprintf("embeds.%d.description", i), e.Description, 0, 4096)
		if e.Title+e.Description == "" {
			p.say(fmt.Sprintf("embeds.%d", i), "This field is required")
		}
	}
	if len(d.files) > 10 {
		p.say("files", "Must be 10 or fewer in length.")
	}
	for _, a := range d.Attached {
		part := fmt.Sprintf("files[%v]", a.ID)
		if !slices.ContainsFunc(d.files, func(f File) bool { return f.part == part && f.Name == a.Name }) {
			p.say("attachments", "no file is sent as %s with the name of the attachment", part)
		}
	}
	for i, f := range d.files {
		if f.Name == "" || strings.ContainsAny(f.Name, "/\\") {
			p.say(fmt.Sprintf("files.%d", i), "a file needs a name")
		}
	}
	return p
}

// rows holds the components of a message to their limits.
func (p problems) rows(rows []Component) {
	if len(rows) > 5 {
		p.say("components", "Must be between 1 and 5 in length.")
	}
	ids := map[string]bool{}
	for i, r := range rows {
		path := fmt.Sprintf("components.%d", i)
		if r.Type != row {
			p.say(path+".type", "Value of field \"type\" must be one of (1,).")
			continue
		}
		if len(r.Components) < 1 || len(r.Components) > 5 {
			p.say(path+".components", "Must be between 1 and 5 in length.")
		}
		for j, c := range r.Components {
			path := fmt.Sprintf("%s.components.%d", path, j)
			switch c.Type {
			case button:
				p.button(path, c)
			case selection:
				if len(r.Components) > 1 {
					p.say(path, "a select takes its whole row")
				}
				p.selection(path, c)
			default:
				p.say(path+".type", "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).")
			}
			p.customID(path, c, ids)
		}
	}
}

func (p problems) customID(path string, c Component, taken map[string]bool) {
	if c.Type == button && c.Style == linkStyle {
		return
	}
	p.length(path+".custom_id", c.CustomID, 1, 100)
	if taken[c.CustomID] {
		p.say(path+".custom_id", "Component custom id cannot be duplicated")
	}
	taken[c.CustomID] = true
}

func (p problems) button(path string, c Component) {
	p.length(path+".label", c.Label, 1, 80)
	switch {
	case c.Style < 1 || c.Style > 6:
		p.say(path+".style", "Value must be one of {1, 2, 3, 4, 5, 6}.")
	case c.Style == linkStyle && (c.URL == "" || c.CustomID != ""):
		p.say(path+".url", "A link has a url and no custom id.")
	case c.Style != linkStyle && c.URL != "":
		p.say(path+".url", "A custom id and url cannot both be specified")
	}
}

func (p problems) selection(path string, c Component) {
	p.length(path+".placeholder", c.Placeholder, 0, 150)
	if len(c.Options) < 1 || len(c.Options) > 25 {
		p.say(path+".options", "Must be between 1 and 25 in length.")
	}
	if c.MinValues != nil && (*c.MinValues < 0 || *c.MinValues > 25) {
		p.say(path+".min_values", "int value should be between 0 and 25.")
	}
	if c.MaxValues != nil && (*c.MaxValues < 1 || *c.MaxValues > len(c.Options)) {
		p.say(path+".max_values", "int value should be between 1 and the number of options.")
	}
	values, defaults := map[string]bool{}, 0
	for i, o := range c.Options {
		path := fmt.Sprintf("%s.options.%d", path, i)
		p.length(path+".label", o.Label, 1, 100)
		p.length(path+".value", o.Value, 1, 100)
		p.length(path+".description", o.Description, 0, 100)
		if values[o.Value] {
			p.say(path+".value", "The specified option value is already used")
		}
		values[o.Value] = true
		if o.Default {
			defaults++
		}
	}
	if most := c.MaxValues; defaults > 1 && (most == nil || defaults > *most) {
		p.say(path+".options", "more defaults than may be chosen")
	}
}

// modal holds a modal to its limits.
func modalProblems(customID, title string, rows []Component) problems {
	p := problems{}
	p.length("data.custom_id", customID, 1, 100)
	p.length("data.title", title, 1, 45)
	if len(rows) < 1 || len(rows) > 5 {
		p.say("data.components", "Must be between 1 and 5 in length.")
	}
	ids := map[string]bool{}
	for i, r := range rows {
		path := fmt.Sprintf("data.components.%d", i)
		if r.Type != row || len(r.Components) != 1 || r.Components[0].Type != textInput {
			p.say(path, "a row of a modal holds one text input")
			continue
		}
		c := r.Components[0]
		path += ".components.0"
		p.length(path+".label", c.Label, 1, 45)
		p.length(path+".placeholder", c.Placeholder, 0, 100)
		most := 4000
		if c.MaxLength != 0 {
			most = c.MaxLength
		}
		if c.MaxLength < 0 || c.MaxLength > 4000 || c.MinLength < 0 || c.MinLength > most {
			p.say(path+".max_length", "int value should be between 1 and 4000.")
		}
		least := 0
		if c.Value != "" {
			least = c.MinLength
		}
		p.length(path+".value", c.Value, least, most)
		if c.Style != 1 && c.Style != 2 {
			p.say(path+".style", "Value must be one of {1, 2}.")
		}
		p.customID(path, c, ids)
	}
	return p
}
