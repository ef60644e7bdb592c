package discordtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// The kinds of interactions.
const (
	kindCommand      = 2
	kindComponent    = 3
	kindAutocomplete = 4
	kindModal        = 5
)

// The kinds of first answers.
const (
	answerMessage  = 4
	answerDeferred = 5
	answerThink    = 6 // deferred update of the message the component is on
	answerUpdate   = 7
	answerChoices  = 8
	answerModal    = 9
)

// tokenLife is how long an interaction's token may be used after the first answer.
const tokenLife = 15 * time.Minute

// An Interaction is a command, a press, a choice, a submitted modal or the words
// somebody is typing, and what the bot answered to it.
type Interaction struct {
	ID   string
	User User

	s        *Server
	kind     int
	token    string
	place    *Place
	born     time.Time
	deadline *time.Timer
	on       *message // whose component it is

	late      bool
	answer    int // the kind of the first answer; 0 before it
	modal     *Modal
	choices   []Suggestion
	original  *message
	followUps int
}

// A Modal is a window with fields, as it was opened for somebody.
type Modal struct {
	Title  string
	Inputs []Component

	customID string
	from     *Interaction
}

// A Suggestion is a line of autocomplete.
type Suggestion struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// takes tells whether an interaction may be answered first in this way.
func (i *Interaction) takes(answer int) bool {
	switch answer {
	case answerMessage, answerDeferred:
		return i.kind != kindAutocomplete
	case answerThink, answerUpdate:
		return i.kind == kindComponent || i.kind == kindModal && i.on != nil
	case answerChoices:
		return i.kind == kindAutocomplete
	case answerModal:
		return i.kind == kindCommand || i.kind == kindComponent
	}
	return false
}

func (s *Server) callback(r *http.Request) (any, *apiError) {
	i := s.asked[r.PathValue("token")]
	switch {
	case i == nil || i.ID != r.PathValue("interaction"):
		return nil, errUnknown
	case i.answer != 0:
		return nil, errAnswered
	case i.late:
		return nil, errUnknown
	}
	var said struct {
		Type int `json:"type"`
		Data json.RawMessage
	}
	files, err := decode(r, &said)
	if err != nil {
		return nil, err
	}
	if !i.takes(said.Type) {
		return nil, invalid(map[string]string{"type": "this interaction cannot be answered so"})
	}
	if len(said.Data) == 0 {
		said.Data = json.RawMessage("{}")
	}
	switch said.Type {
	case answerChoices:
		err = i.suggest(said.Data)
	case answerModal:
		err = i.openModal(said.Data)
	default:
		err = i.say(said.Type, said.Data, files)
	}
	if err != nil {
		return nil, err
	}
	i.answer = said.Type
	i.deadline.Stop()
	return nil, nil
}

func (i *Interaction) suggest(data []byte) *apiError {
	var said struct {
		Choices *[]Suggestion `json:"choices"`
	}
	if json.Unmarshal(data, &said) != nil || said.Choices == nil {
		return invalid(map[string]string{"data.choices": "This field is required"})
	}
	p := problems{}
	if len(*said.Choices) > 25 {
		p.say("data.choices", "Must be 25 or fewer in length.")
	}
	for _, c := range *said.Choices {
		p.length("data.choices.name", c.Name, 1, 100)
		p.length("data.choices.value", c.Value, 1, 100)
	}
	if len(p) > 0 {
		return invalid(p)
	}
	i.choices = *said.Choices
	return nil
}

func (i *Interaction) openModal(data []byte) *apiError {
	var said struct {
		CustomID   string      `json:"custom_id"`
		Title      string      `json:"title"`
		Components []Component `json:"components"`
	}
	if json.Unmarshal(data, &said) != nil {
		return errBody
	}
	if p := modalProblems(said.CustomID, said.Title, said.Components); len(p) > 0 {
		return invalid(p)
	}
	i.modal = &Modal{Title: said.Title, customID: said.CustomID, from: i}
	for _, r := range said.Components {
		i.modal.Inputs = append(i.modal.Inputs, r.Components[0])
	}
	return nil
}

// say makes the message that is the first answer, or the place where it will be.
func (i *Interaction) say(kind int, data []byte, files []File) *apiError {
	var d draft
	if json.Unmarshal(data, &d) != nil {
		return errBody
	}
	d.files = files
	if wrong := d.check(); len(wrong) > 0 {
		under := problems{}
		for path, why := range wrong {
			under["data."+path] = why
		}
		return invalid(under)
	}
	if d.Flags&^(flagSuppressEmbeds|flagEphemeral|flagSilent) != 0 {
		return invalid(map[string]string{"data.flags": "these flags cannot be set here"})
	}
	switch kind {
	case answerMessage:
		if d.empty() {
			return errEmpty
		}
		i.original = i.s.answerWith(i, d)
		i.s.journal(i.original)
	case answerDeferred:
		i.original = i.s.answerWith(i, draft{Flags: d.Flags&flagEphemeral | flagLoading})
	case answerThink:
		i.original = i.on
	case answerUpdate:
		i.original = i.on
		i.s.edit(i.on, d)
	}
	return nil
}

// answerWith posts a message that answers an interaction.
func (s *Server) answerWith(i *Interaction, d draft) *message {
	d.Nonce = nil
	m := s.post(i.place, d)
	m.interaction = i
	if m.flags&flagEphemeral != 0 {
		m.toUser = i.User.ID
	} else if m.flags&flagLoading == 0 {
		s.announce("MESSAGE_CREATE", m)
	}
	return m
}

// Acknowledged tells whether the bot has answered first, in time.
func (i *Interaction) Acknowledged() bool {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return i.answer != 0
}

// Wait returns when the bot has answered first; false when its time has run out
// and the person was told that the application did not respond.
func (i *Interaction) Wait() bool {
	i.s.t.Helper()
	i.s.wait("the first answer to an interaction", func() bool { return i.answer != 0 || i.late })
	return i.Acknowledged()
}

// Modal waits for the first answer, which must be a modal.
func (i *Interaction) Modal() *Modal {
	i.s.t.Helper()
	i.Wait()
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	if i.modal == nil {
		i.s.t.Fatalf("the answer to the interaction is of the kind %d, not a modal", i.answer)
	}
	return i.modal
}

// OpensModal waits for the first answer and tells whether it is a modal.
func (i *Interaction) OpensModal() bool {
	i.s.t.Helper()
	i.Wait()
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return i.modal != nil
}

// Suggestions waits for the first answer, which must be of autocomplete.
func (i *Interaction) Suggestions() []Suggestion {
	i.s.t.Helper()
	i.Wait()
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	if i.answer != answerChoices {
		i.s.t.Fatalf("the answer to the interaction is of the kind %d, not autocomplete", i.answer)
	}
	return i.choices
}

// Input finds a field of the modal by its label.
func (m *Modal) Input(label string) (Component, bool) {
	for _, c := range m.Inputs {
		if strings.EqualFold(c.Label, label) {
			return c, true
		}
	}
	return Component{}, false
}
