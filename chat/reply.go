package chat

// A Reply is meaning, not layout. The zero Reply is silence.
type Reply struct {
	Text    string   `json:"text,omitempty"`    // small Markdown: paragraphs, lists, **bold**, [links](…)
	Choices []Choice `json:"choices,omitempty"` // at most MaxChoices
	Form    *Form    `json:"form,omitempty"`
	Dialog  *Form    `json:"dialog,omitempty"` // what the choices offer, as one form: for a channel that can open one on a press
	Helped  []Choice `json:"helped,omitempty"` // yes and no to "did this help?"; shown small, never numbered
	Sources []Source `json:"sources,omitempty"`
	Files   []File   `json:"files,omitempty"`
	Private bool     `json:"private,omitempty"` // for this person's eyes only, also in a shared channel
	Lang    string   `json:"lang,omitempty"`    // fi, sv, en or selko
	Topic   string   `json:"topic,omitempty"`   // the knowledge entry or ability that answered
}

// Silent tells whether there is nothing to show.
func (r Reply) Silent() bool {
	return r.Text == "" && r.Form == nil && len(r.Choices) == 0 && len(r.Files) == 0
}

// A Choice is a button: choosing it says Say. Say can always be typed instead.
// OpensForm promises that the reply to it may hold a Form or a Dialog, so that a
// platform whose forms must be opened at the press keeps that possible.
type Choice struct {
	Label     string `json:"label"`
	Say       string `json:"say"`
	OpensForm bool   `json:"opens_form,omitempty"`
	Group     string `json:"group,omitempty"` // of a field's options: what they are listed under, such as a day
}

// A Form asks for several things at once. ID is the command that receives its
// fields: a channel that shows the form sends Message{Text: ID, Fields: values};
// saying ID without fields shows the form again as it stands.
// A channel that cannot show forms asks the one field named by Ask; the answer
// comes back as ordinary text, and the next reply carries the form again with
// the value filled in.
type Form struct {
	ID     string            `json:"id"`
	Title  string            `json:"title"`
	Submit string            `json:"submit"` // label of the button that sends it
	Fields []Field           `json:"fields"` // at most MaxFields
	Errors map[string]string `json:"errors,omitempty"`
	Ask    string            `json:"ask,omitempty"`
}

// A Field is one question of a form. Options makes it a choice of one.
type Field struct {
	Name     string   `json:"name"`
	Label    string   `json:"label"`          // "Nimi"
	Question string   `json:"question"`       // "Mikä on nimesi?", where it is asked alone
	Hint     string   `json:"hint,omitempty"` // one short sentence
	Value    string   `json:"value,omitempty"`
	Options  []Choice `json:"options,omitempty"` // Say is the value
	Required bool     `json:"required,omitempty"`
	Long     bool     `json:"long,omitempty"` // more than one line
}

// A Source is where a fact stands: the slide's heading and a short quote from
// it, in the source's own language. Line is for staff and checks.
type Source struct {
	Heading string `json:"heading"`
	Quote   string `json:"quote"`
	Line    int    `json:"line"`
}

// A File travels with a reply: a calendar file, a saved conversation.
type File struct {
	Name string `json:"name"`
	Type string `json:"type"` // media type
	Data []byte `json:"data"`
}

// Limits that every platform shares; chattest holds every reply to them.
const (
	MaxText     = 2900 // characters of Text: a Slack section takes 3 000
	MaxChoices  = 10   // two rows of five
	MaxLabel    = 75   // characters of a label: Slack 75, Discord 80
	MaxSay      = 95   // characters of a command: a Discord custom_id takes 100, and carries a version
	MaxFields   = 5    // a Discord modal takes five
	MaxOptions  = 100  // of a field: a Slack menu takes a hundred
	MaxMessage  = 4000 // characters of what a person says; the rest is cut with a kind word
	MaxFormName = 24   // characters of a form's title: a Slack modal takes 24
)
