package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"kakebot/booking"
	"kakebot/chat"
)

// question is one line that ask reads.
type question struct {
	ID           string `json:"id"`
	Text         string `json:"text"`
	Now          string `json:"now"`
	Conversation string `json:"conversation"`
}

// answer is one line that ask writes.
type answer struct {
	ID      string        `json:"id"`
	Reply   string        `json:"reply"`
	Buttons []button      `json:"buttons"`
	Lang    string        `json:"lang"`
	Topic   string        `json:"topic"`
	Sources []chat.Source `json:"sources"`
	Why     []string      `json:"why,omitempty"` // with --explain
}

type button struct {
	Label string `json:"label"`
	Say   string `json:"say"`
}

// asked is the channel of the ask command. What is sent to a conversation of
// its own waits there and comes before that conversation's next answer.
type asked struct {
	mu      sync.Mutex
	waiting map[string][]chat.Reply
	sent    map[string]bool
}

const askName = "ask"

func newAsked() *asked { return &asked{waiting: map[string][]chat.Reply{}, sent: map[string]bool{}} }

func (a *asked) Name() string { return askName }

// Run has nothing to listen to: ask reads its lines itself.
func (a *asked) Run(ctx context.Context, _ chat.Handler) error { <-ctx.Done(); return nil }

// Send keeps a reply for the conversation's next answer.
func (a *asked) Send(_ context.Context, to chat.Address, key string, r chat.Reply) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.sent[key] {
		a.sent[key] = true
		a.waiting[to.Place] = append(a.waiting[to.Place], r)
	}
	return nil
}

func (a *asked) take(place string) []chat.Reply {
	a.mu.Lock()
	defer a.mu.Unlock()
	r := a.waiting[place]
	delete(a.waiting, place)
	return r
}

// ask answers one question from the command line, or JSON lines from the input,
// each before the next is read. Nothing leaves it.
func ask(ctx context.Context, c config, s streams) error {
	k, err := assemble(ctx, c, askName, logger(s))
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	k.clock.freeze()
	if err := k.offer(ctx, c.slots, c.length, c.place); err != nil {
		return err
	}
	ch := newAsked()
	k.channels[askName] = ch
	if len(c.args) > 0 {
		return k.askOnce(ctx, s.out, strings.Join(c.args, " "), c.explain)
	}
	return k.askLines(ctx, ch, s, c.explain)
}

func (k *kakebot) askOnce(ctx context.Context, out io.Writer, text string, explain bool) error {
	r, err := k.hear(ctx, question{ID: "1", Conversation: rand.Text(), Text: text})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, chat.Text(r))
	if err == nil && len(r.Choices) > 0 {
		_, err = fmt.Fprintf(out, "\n%s\n", chat.Numbered(r.Choices))
	}
	if err == nil && explain {
		_, err = fmt.Fprintf(out, "\n%s\n", strings.Join(k.explained(text, r.Lang), "\n"))
	}
	return err
}

const maxLine = 1 << 20

func (k *kakebot) askLines(ctx context.Context, ch *asked, s streams, explain bool) error {
	in := bufio.NewScanner(s.in)
	in.Buffer(make([]byte, 0, 64<<10), maxLine)
	out := json.NewEncoder(s.out)
	out.SetEscapeHTML(false)
	for n := 1; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			return fmt.Errorf("line %d of the input is not JSON such as {\"id\":\"1\",\"text\":\"…\"}", n)
		}
		if q.Now != "" {
			at, err := parseMoment(q.Now, k.programme.Zone)
			if err != nil {
				return fmt.Errorf("line %d of the input: now: %w", n, err)
			}
			if err := k.jump(ctx, at); err != nil {
				return err
			}
		}
		if q.Conversation == "" {
			q.Conversation = rand.Text()
		}
		r, err := k.hear(ctx, q)
		if err != nil {
			return err
		}
		if err := k.deliver(ctx); err != nil {
			return err
		}
		answered := reply(q, ch.take(q.Conversation), r)
		if explain {
			answered.Why = k.explained(q.Text, r.Lang)
		}
		if err := out.Encode(answered); err != nil {
			return err
		}
	}
	return in.Err()
}

// jump moves the clock. What falls due on the way is delivered instant by
// instant, as it would have been had somebody waited.
func (k *kakebot) jump(ctx context.Context, to time.Time) error {
	if from := k.clock.now(); k.clock.rehearsing() && to.After(from) {
		instants, err := k.reminders.Instants(ctx, from, to)
		if err != nil {
			return err
		}
		for _, at := range instants {
			k.clock.set(at)
			if _, err := k.reminders.Step(ctx, at); err != nil {
				return err
			}
		}
	}
	k.clock.set(to)
	k.clock.freeze()
	return nil
}

func (k *kakebot) hear(ctx context.Context, q question) (chat.Reply, error) {
	id := q.ID
	if id == "" {
		id = rand.Text()
	}
	return k.guard.Handle(ctx, chat.Turn{Message: chat.Message{
		ID:   id,
		From: chat.Person{ID: askName + ":" + q.Conversation},
		In:   chat.Address{Channel: askName, Place: q.Conversation},
		Text: q.Text,
	}})
}

// reply puts what came of its own accord before the answer.
func reply(q question, came []chat.Reply, r chat.Reply) answer {
	var parts []string
	for _, x := range append(came, r) {
		if t := chat.Text(x); t != "" {
			parts = append(parts, t)
		}
	}
	a := answer{ID: q.ID, Reply: strings.Join(parts, "\n\n"), Lang: r.Lang, Topic: r.Topic, Buttons: []button{}, Sources: r.Sources}
	for _, c := range r.Choices {
		a.Buttons = append(a.Buttons, button{c.Label, c.Say})
	}
	if a.Sources == nil {
		a.Sources = []chat.Source{}
	}
	return a
}

// offer puts times on the desk.
func (k *kakebot) offer(ctx context.Context, ids []string, length time.Duration, place string) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := k.parseSlots(ids, length, place)
	if err != nil {
		return err
	}
	_, err = k.desk.Offer(ctx, rand.Text(), list)
	return err
}

func (k *kakebot) parseSlots(ids []string, length time.Duration, place string) ([]booking.Slot, error) {
	var list []booking.Slot
	for _, id := range ids {
		slot, err := k.desk.ParseSlot(strings.TrimSpace(id), length, place)
		if err != nil {
			return nil, fmt.Errorf("slots: %w", err)
		}
		list = append(list, slot)
	}
	return list, nil
}
