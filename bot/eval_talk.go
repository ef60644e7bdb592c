package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"kakebot/chat"
)

// A turn is one step of a labelled conversation: words, a button by a part of
// its label, or a flow.
type turn struct {
	labelled
	User   string   `json:"user"`
	Button []string `json:"button"`
	Flow   []reflex `json:"flow"`
	Most   int      `json:"max_steps"` // of the flow; 6
}

// A reflex answers the assistant's own question: when the reply holds one of
// If, Say is said. A turn's flow goes on until its reply is right.
type reflex struct {
	If  []string `json:"if"`
	Say string   `json:"say"`
}

// fixture is what stands before a conversation begins.
type fixture struct {
	Slots []string `json:"slots"`
}

const maxSteps = 6

// play holds a labelled conversation with a store of its own, and tells of each
// turn why it is not right, if it is not.
func (k *kakebot) play(ctx context.Context, c config, q labelled, report func(q labelled, why []string, reply string)) error {
	c.now, c.redisURL, c.data = q.Now, "", ""
	if c.now == "" {
		c.now = evalNow
	}
	own, err := assembleWith(ctx, c, "eval", k.log, k.assistant.Finder)
	if err != nil {
		return err
	}
	defer func() { _ = own.store.Close() }()
	own.clock.freeze()
	if err := own.offer(ctx, q.Fixture.Slots, c.length, ""); err != nil {
		return fmt.Errorf("%s: %w", q.ID, err)
	}
	person, n := rand.Text(), 0
	var last chat.Reply
	say := func(text string) error {
		n++
		last, err = own.hear(ctx, question{ID: fmt.Sprint(n), Conversation: person, Text: text})
		return err
	}
	for i, t := range q.Turns {
		t.ID, t.Question = fmt.Sprintf("%s#%d", q.ID, i), t.User
		if len(t.Flow) == 0 {
			if err := say(t.pressed(last)); err != nil {
				return err
			}
		}
		why, reply := t.wrong(last)
		for step := 0; len(why) > 0 && step < max(t.Most, maxSteps) && len(t.Flow) > 0; step++ {
			next := t.next(last)
			if next == "" {
				break
			}
			if err := say(next); err != nil {
				return err
			}
			why, reply = t.wrong(last)
		}
		report(t.labelled, why, reply)
	}
	return nil
}

// pressed is what the turn's button says, or its words where there is none.
func (t turn) pressed(last chat.Reply) string {
	for _, c := range last.Choices {
		if holdsOne(c.Label, t.Button) {
			return c.Say
		}
	}
	return t.User
}

// next is what the first reflex that applies says.
func (t turn) next(last chat.Reply) string {
	whole := seen(last)
	for _, r := range t.Flow {
		if holdsOne(whole, r.If) {
			return r.Say
		}
	}
	return ""
}

// seen is all that a person reads of a reply, its buttons among it.
func seen(r chat.Reply) string {
	parts := []string{chat.Text(r)}
	for _, c := range r.Choices {
		parts = append(parts, c.Label)
	}
	return strings.Join(parts, "\n")
}
