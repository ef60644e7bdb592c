package web

import (
	"crypto/rand"
	"strings"

	"kakebot/chat"
)

// A form is a chat.Form as the page shows it.
type form struct {
	Place, Lang, ID, Title, Submit string
	Fields                         []field
	Problems                       []problem
	ProblemsTitle                  string
}

// A problem is one line of the summary of errors, with a link to its field.
type problem struct{ Text, Href string }

type field struct {
	chat.Field
	ID       string // of the element
	Type     string
	Auto     string // autocomplete: WCAG 1.3.5
	Error    string
	Optional string // what marks an optional field, or ""
}

// An option is one of a field's choices.
type option struct {
	ID, Say, Label string
	On             bool
}

// purposes are the field names that a browser can fill in by itself.
var purposes = map[string]struct{ kind, auto string }{
	"name":         {"text", "name"},
	"email":        {"email", "email"},
	"mail":         {"email", "email"},
	"phone":        {"tel", "tel"},
	"organisation": {"text", "organization"},
	"organization": {"text", "organization"},
	"org":          {"text", "organization"},
}

// NewID is the id of the message that the form sends.
func (f form) NewID() string { return rand.Text() }

// Form is the turn's form, or nil.
func (t turn) Form() *form {
	r := t.Reply.Form
	if r == nil {
		return nil
	}
	f := &form{Place: t.Place(), Lang: t.view.Lang, ID: r.ID, Title: r.Title, Submit: r.Submit}
	for _, c := range r.Fields {
		x := field{Field: c, ID: t.Mark + "-" + c.Name, Type: "text", Error: r.Errors[c.Name]}
		if p, ok := purposes[c.Name]; ok {
			x.Type, x.Auto = p.kind, p.auto
		}
		if !c.Required {
			x.Optional = t.TR("optional")
		}
		if x.Error != "" {
			f.Problems = append(f.Problems, problem{x.Error, "#" + x.first()})
		}
		f.Fields = append(f.Fields, x)
	}
	if e := r.Errors[""]; e != "" {
		f.Problems = append(f.Problems, problem{Text: e})
	}
	f.ProblemsTitle = t.TR("errors_many")
	if len(f.Problems) == 1 {
		f.ProblemsTitle = t.TR("errors_one")
	}
	return f
}

// first is the element that a link to the field leads to.
func (f field) first() string {
	if len(f.Options) > 0 {
		return f.Picks()[0].ID
	}
	return f.ID
}

// Picks are the field's options.
func (f field) Picks() []option {
	all := make([]option, len(f.Options))
	for i, c := range f.Options {
		all[i] = option{f.ID + "-" + string(rune('a'+i)), c.Say, c.Label, c.Say == f.Value}
	}
	return all
}

// Describe lists the elements that say more about the field.
func (f field) Describe() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}
