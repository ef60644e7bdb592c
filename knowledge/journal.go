package knowledge

import (
	"context"
	"regexp"
	"strings"
	"time"
)

// A Journal keeps what the knowledge is to be mended by. It holds nothing of
// who wrote.
type Journal interface {
	// Missed keeps a question that was not answered.
	Missed(ctx context.Context, m Missed) error
	// Rated counts whether an entry's answer helped somebody.
	Rated(ctx context.Context, entry, lang string, helped bool) error
}

// Missed is a question that nothing was found for, or that the source does not
// tell the answer of.
type Missed struct {
	Text  string    `json:"text"` // without contact details, cut
	Lang  string    `json:"lang"`
	Entry string    `json:"entry,omitempty"` // the known unknown; "" if nothing was found
	Near  []string  `json:"near,omitempty"`  // entries it could have been
	Day   time.Time `json:"day"`             // of asking, without the clock time
}

const maxMissed = 200 // characters kept of a question

// traces are what could lead to a person: addresses and long numbers.
var traces = regexp.MustCompile(`\S+@\S+|https?://\S+|\+?\d[\d -]{5,}\d`)

// Miss makes a Missed of what a person asked at now.
func Miss(text, lang, entry string, near []string, now time.Time) Missed {
	text = strings.Join(strings.Fields(traces.ReplaceAllString(text, "…")), " ")
	r := []rune(text)
	y, m, d := now.Date()
	return Missed{Text: string(r[:min(len(r), maxMissed)]), Lang: lang, Entry: entry, Near: near,
		Day: time.Date(y, m, d, 0, 0, 0, 0, now.Location())}
}
