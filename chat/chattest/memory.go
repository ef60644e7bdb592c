package chattest

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"kakebot/chat"
)

// Memory is a chat.Memory in the process, for tests. Its zero value is empty
// and ready. It forgets nothing by itself.
type Memory struct {
	mu     sync.Mutex
	people map[string]*kept
}

// kept is what is kept of one person. The session is JSON, as in a store, so
// that nobody changes it by holding on to a part of it.
type kept struct {
	session []byte
	seen    map[string]*chat.Reply // nil while the message is being answered
	talk    []chat.Exchange
}

// of gives the person's things; the caller holds the lock.
func (m *Memory) of(person string) *kept {
	if m.people == nil {
		m.people = map[string]*kept{}
	}
	k, known := m.people[person]
	if !known {
		k = &kept{seen: map[string]*chat.Reply{}}
		m.people[person] = k
	}
	return k
}

// Session is chat.Memory's.
func (m *Memory) Session(_ context.Context, person string) (s chat.Session, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if data := m.of(person).session; data != nil {
		err = json.Unmarshal(data, &s)
	}
	return s, err
}

// SetSession is chat.Memory's.
func (m *Memory) SetSession(_ context.Context, person string, s chat.Session) error {
	data, err := json.Marshal(s)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(person).session = data
	return err
}

// Claim is chat.Memory's.
func (m *Memory) Claim(_ context.Context, person, id string) (fresh bool, prior *chat.Reply, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.of(person)
	prior, seen := k.seen[id]
	if !seen {
		k.seen[id] = nil
	}
	return !seen, prior, nil
}

// Record is chat.Memory's.
func (m *Memory) Record(_ context.Context, person, id string, e chat.Exchange) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.of(person)
	if k.seen[id] == nil {
		k.seen[id] = &e.Reply
		k.talk = append(k.talk, e)
	}
	return nil
}

// Exchanges is chat.Memory's.
func (m *Memory) Exchanges(_ context.Context, person string) ([]chat.Exchange, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.of(person).talk), nil
}

// Forget is chat.Memory's.
func (m *Memory) Forget(_ context.Context, person string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.people, person)
	return nil
}
