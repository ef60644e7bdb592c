package chattest

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kakebot/chat"
)

// TestMemory holds a chat.Memory to its contract. open gives an empty one; it
// is called once for each part.
func TestMemory(t *testing.T, open func(t *testing.T) chat.Memory) {
	for name, part := range map[string]func(*memoryTest){
		"a message is claimed once":            (*memoryTest).claimsOnce,
		"a repeat gets the recorded reply":     (*memoryTest).givesPrior,
		"recording twice changes nothing":      (*memoryTest).recordsOnce,
		"what nobody claimed is recorded too":  (*memoryTest).recordsUnclaimed,
		"the conversation is in order":         (*memoryTest).keepsOrder,
		"a session comes back as it was":       (*memoryTest).keepsSession,
		"persons do not see each other":        (*memoryTest).keepsApart,
		"forgetting forgets all of one person": (*memoryTest).forgets,
	} {
		t.Run(name, func(t *testing.T) { part(&memoryTest{t, t.Context(), open(t)}) })
	}
}

// a memoryTest turns the errors of a Memory into failures.
type memoryTest struct {
	*testing.T
	ctx context.Context
	m   chat.Memory
}

func (t *memoryTest) claim(person, id string) (fresh bool, prior *chat.Reply) {
	fresh, prior, err := t.m.Claim(t.ctx, person, id)
	if err != nil {
		t.Errorf("claim %s of %s: %v", id, person, err)
	}
	return fresh, prior
}

func (t *memoryTest) record(person, id, text string) {
	e := chat.Exchange{ID: id, At: time.Date(2018, 2, 12, 9, 0, 0, 0, time.UTC), Said: "hei", Reply: chat.Reply{Text: text, Lang: "fi",
		Choices: []chat.Choice{{Label: "Varaa", Say: "/varaa"}}, Files: []chat.File{{Name: "a.ics", Data: []byte{0, 255}}}}}
	if err := t.m.Record(t.ctx, person, id, e); err != nil {
		t.Errorf("record %s of %s: %v", id, person, err)
	}
}

func (t *memoryTest) talk(person string) []chat.Exchange {
	talk, err := t.m.Exchanges(t.ctx, person)
	if err != nil {
		t.Errorf("exchanges of %s: %v", person, err)
	}
	return talk
}

func (t *memoryTest) session(person string) chat.Session {
	s, err := t.m.Session(t.ctx, person)
	if err != nil {
		t.Errorf("session of %s: %v", person, err)
	}
	return s
}

func (t *memoryTest) setSession(person string, s chat.Session) {
	if err := t.m.SetSession(t.ctx, person, s); err != nil {
		t.Errorf("session of %s: %v", person, err)
	}
}

func (t *memoryTest) claimsOnce() {
	for _, id := range []string{"1", "2", "a:b"} {
		var taken atomic.Int32
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				fresh, prior := t.claim("p", id)
				if fresh {
					taken.Add(1)
				}
				if prior != nil {
					t.Errorf("%s has a reply before it was recorded", id)
				}
			})
		}
		all.Wait()
		if n := taken.Load(); n != 1 {
			t.Errorf("%s was fresh %d times", id, n)
		}
	}
}

func (t *memoryTest) givesPrior() {
	t.claim("p", "1")
	t.record("p", "1", "first")
	t.claim("p", "2")
	t.record("p", "2", "second")
	for range 2 {
		for id, want := range map[string]string{"1": "first", "2": "second"} {
			fresh, prior := t.claim("p", id)
			if fresh || prior == nil || prior.Text != want || len(prior.Choices) != 1 || len(prior.Files) != 1 || string(prior.Files[0].Data) != "\x00\xff" {
				t.Errorf("%s: fresh %v, %+v", id, fresh, prior)
			}
		}
	}
}

func (t *memoryTest) recordsOnce() {
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { t.record("p", "1", "same") })
	}
	all.Wait()
	t.record("p", "1", "other")
	if talk := t.talk("p"); len(talk) != 1 || talk[0].Reply.Text != "same" {
		t.Errorf("%+v", talk)
	}
}

func (t *memoryTest) recordsUnclaimed() {
	t.record("p", "reminder", "of its own accord")
	if fresh, prior := t.claim("p", "reminder"); fresh || prior == nil {
		t.Errorf("fresh %v, %v", fresh, prior)
	}
}

// A long conversation may lose its beginning, never its order or its end.
func (t *memoryTest) keepsOrder() {
	const n = 300
	for i := range n {
		t.record("p", fmt.Sprint(i), fmt.Sprint(i))
	}
	talk := t.talk("p")
	if len(talk) < 50 {
		t.Fatalf("only %d of %d exchanges are kept", len(talk), n)
	}
	for i, e := range talk {
		if want := fmt.Sprint(n - len(talk) + i); e.ID != want || e.Reply.Text != want || e.Said != "hei" || e.At.IsZero() {
			t.Fatalf("exchange %d of %d is %+v", i, len(talk), e)
		}
	}
}

// full is a session in which nothing is left out.
func full() chat.Session {
	return chat.Session{Lang: "sv", Easy: true, Topic: "book", Entry: "limit_event", Grant: "event", Questions: []string{"Kuka päättää? ”&<>"},
		Offered: []chat.Choice{{Label: "Ja", Say: "/ja"}, {Label: "Nej", Say: "/nej", OpensForm: true}},
		Draft: &chat.Draft{Form: "/f", Ask: "name", Values: map[string]string{"name": "Åsa", "what": ""},
			About: map[string]string{"slot": "2018-02-13T10:00"}, At: time.Date(2018, 2, 12, 9, 30, 15, 5000, time.UTC)},
		Idea: &chat.Draft{Form: "/i", Values: map[string]string{"sum": "5 000 €"}, At: time.Date(2018, 2, 12, 9, 31, 0, 0, time.UTC)}}
}

func (t *memoryTest) keepsSession() {
	if s := t.session("p"); printed(s) != printed(chat.Session{}) {
		t.Errorf("a stranger's session: %+v", s)
	}
	for _, want := range []chat.Session{full(), {Lang: "en"}, {}} {
		t.setSession("p", want)
		if got := t.session("p"); printed(got) != printed(want) {
			t.Errorf("got %s\nwant %s", printed(got), printed(want))
		}
	}
	t.setSession("p", full())
	held := t.session("p")
	held.Draft.Values["name"], held.Offered[0].Label = "changed", "changed"
	if got := t.session("p"); printed(got) != printed(full()) {
		t.Errorf("changing what was given changed what is kept: %s", printed(got))
	}
}

func printed(s chat.Session) string {
	data, _ := json.Marshal(s) // has nothing that cannot be
	return string(data)
}

// alike are persons whose names could run into each other in a store's keys.
var alike = []string{"web:a", "web:ab", "web", "web:a:seen", "web:a:seen:1", "web:a:session", "web:a}", "ask:web:a", "WEB:A", ""}

func (t *memoryTest) keepsApart() {
	for i, p := range alike {
		t.setSession(p, chat.Session{Topic: p})
		if fresh, _ := t.claim(p, "1"); !fresh {
			t.Errorf("%q: the message of another is taken for this one's", p)
		}
		t.record(p, "1", fmt.Sprint(i))
	}
	for i, p := range alike {
		if s := t.session(p); s.Topic != p {
			t.Errorf("%q has the session of %q", p, s.Topic)
		}
		if talk := t.talk(p); len(talk) != 1 || talk[0].Reply.Text != fmt.Sprint(i) {
			t.Errorf("%q has %+v", p, talk)
		}
	}
}

func (t *memoryTest) forgets() {
	for _, p := range []string{"p", "q"} {
		t.setSession(p, full())
		t.claim(p, "1")
		t.record(p, "1", "text")
	}
	for range 2 { // nothing is left to forget the second time
		if err := t.m.Forget(t.ctx, "p"); err != nil {
			t.Errorf("forget: %v", err)
		}
	}
	if s := t.session("p"); printed(s) != printed(chat.Session{}) {
		t.Errorf("a session is left: %s", printed(s))
	}
	if talk := t.talk("p"); len(talk) != 0 {
		t.Errorf("exchanges are left: %+v", talk)
	}
	if fresh, prior := t.claim("p", "1"); !fresh || prior != nil {
		t.Errorf("a reply is left: fresh %v, %+v", fresh, prior)
	}
	if s, talk := t.session("q"), t.talk("q"); printed(s) != printed(full()) || len(talk) != 1 {
		t.Errorf("another person was forgotten too: %s, %d exchanges", printed(s), len(talk))
	}
}
