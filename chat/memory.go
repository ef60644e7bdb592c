package chat

import (
	"context"
	"time"
)

// Memory keeps what must outlive one message, so that any replica can serve the
// next one. Everything is kept by person, for a limited time.
type Memory interface {
	// Session gives what is remembered of the person; the zero Session if nothing.
	Session(ctx context.Context, person string) (Session, error)
	SetSession(ctx context.Context, person string, s Session) error
	// Claim takes a message for answering. fresh is true exactly once for each
	// person and message id; afterwards prior is the reply that was recorded, or
	// nil while the first is still being answered. A message that nobody recorded
	// a reply for within a minute is fresh again: who had it is dead.
	Claim(ctx context.Context, person, id string) (fresh bool, prior *Reply, err error)
	// Record keeps an exchange and makes its reply the recorded one of id.
	// Recording the same id again changes nothing.
	Record(ctx context.Context, person, id string, e Exchange) error
	// Exchanges gives the conversation so far, oldest first.
	Exchanges(ctx context.Context, person string) ([]Exchange, error)
	// Forget removes everything kept of the person.
	Forget(ctx context.Context, person string) error
}

// A Session is what must be remembered between two messages of a person.
type Session struct {
	Lang      string   `json:"lang,omitempty"`      // last used: fi, sv, en or selko
	Easy      bool     `json:"easy,omitempty"`      // Finnish is answered in easy Finnish
	Topic     string   `json:"topic,omitempty"`     // what the last reply was about
	Entry     string   `json:"entry,omitempty"`     // the knowledge entry answered last, whatever came after it
	Grant     string   `json:"grant,omitempty"`     // the grant type last spoken of: event or project
	Questions []string `json:"questions,omitempty"` // asked and not answered, oldest first: they may go along to the adviser
	Offered   []Choice `json:"offered,omitempty"`   // the choices last shown, so that "2" means the second
	Draft     *Draft   `json:"draft,omitempty"`     // the form being filled
	Idea      *Draft   `json:"idea,omitempty"`      // the briefing of a talk that the person has begun: kept beside whatever form comes between
}

// A Draft is a form being filled, and what it is about.
type Draft struct {
	Form   string            `json:"form"`             // the form's ID
	Ask    string            `json:"ask,omitempty"`    // the field asked last; "" when all are asked
	Values map[string]string `json:"values,omitempty"` // what the person has given so far
	About  map[string]string `json:"about,omitempty"`  // what the ability needs to go on: slot, hold, …
	At     time.Time         `json:"at"`               // when it was begun
}

// An Exchange is one message and its reply. Said is "" for what the assistant
// said of its own accord, such as a reminder.
type Exchange struct {
	ID    string    `json:"id"`
	At    time.Time `json:"at"`
	Said  string    `json:"said,omitempty"`
	Reply Reply     `json:"reply"`
}
