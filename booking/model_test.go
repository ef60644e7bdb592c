package booking

import (
	"fmt"
	"slices"
	"time"
)

// A model is the same desk without Redis, for one thread.
type model struct {
	o       Options
	now     time.Time
	slots   map[string]*modelSlot
	talks   map[string]*modelTalk
	holding map[string]string // person → the slot they held last
	wishes  []*modelWish      // longest first
	told    []string          // events, in order
}

type modelSlot struct {
	state  State
	by     string
	code   string
	ended  bool // the hold or offer has lapsed
	offer  bool
	longer bool
}

type modelTalk struct {
	slot, person string
	sequence     int
	cancelled    bool
}

func (m *model) tell(parts ...any) { m.told = append(m.told, fmt.Sprintln(parts...)) }

func (m *model) open(slot, person string) bool {
	s := m.slots[slot]
	return s.state == Free || s.state == Held && (s.by == person || s.ended && !s.offer)
}

// live tells whether the person holds the slot.
func (m *model) live(slot, person string) bool {
	s := m.slots[slot]
	return s.state == Held && s.by == person && !s.ended
}

func (m *model) outside(slot, actor string) error {
	ahead := at(slot).Sub(m.now)
	switch {
	case ahead <= 0:
		return ErrPast
	case actor != Staff && ahead < m.o.Notice:
		return ErrTooSoon
	case actor != Staff && ahead > m.o.Horizon:
		return ErrTooFar
	}
	return nil
}

// takeable tells why an actor may not have the slot for a person.
func (m *model) takeable(slot, actor, person string) error {
	if m.slots[slot] == nil {
		return ErrNoSuchSlot
	}
	if err := m.outside(slot, actor); err == ErrPast || err != nil && !m.live(slot, person) {
		return err
	}
	if !m.open(slot, person) {
		return ErrTaken
	}
	return nil
}

func (m *model) full(person string) bool {
	n := 0
	for _, k := range m.talks {
		if k.person == person && !k.cancelled && at(k.slot).After(m.now) {
			n++
		}
	}
	return person != Staff && n >= m.o.MaxOpen
}

func (m *model) letGo(person, slot, by string) {
	if s := m.slots[slot]; s != nil && s.state == Held && s.by == person && !s.offer {
		m.unhold(slot, by)
	}
}

func (m *model) hold(person, slot string) error {
	if err := m.takeable(slot, person, person); err != nil {
		return err
	}
	s := m.slots[slot]
	if !m.live(slot, person) {
		if m.full(person) {
			return ErrTooMany
		}
		*s = modelSlot{state: Held, by: person, offer: s.offer}
	}
	former := m.holding[person]
	m.holding[person] = slot
	if former != slot {
		m.letGo(person, former, person)
	}
	return nil
}

func (m *model) extend(person string) error {
	slot, ok := m.holding[person]
	s := m.slots[slot]
	switch {
	case !ok || s == nil:
		return ErrLapsed
	case s.state == Booked && s.by == person:
		return ErrBooked
	case !m.open(slot, person):
		return ErrLapsed
	case !m.live(slot, person):
		return m.hold(person, slot)
	case m.outside(slot, person) == ErrPast:
		return ErrPast
	case s.longer:
		return ErrExtended
	}
	s.longer = true
	return nil
}

func (m *model) release(person string) {
	m.letGo(person, m.holding[person], person)
	delete(m.holding, person)
}

func (m *model) confirm(person, slot, token string) (again bool, err error) {
	if s := m.slots[slot]; s != nil && s.state == Booked && s.by == person && at(slot).After(m.now) {
		return true, nil
	}
	err = m.takeable(slot, person, person)
	switch {
	case err == ErrTaken && token != "":
		return false, ErrLapsed
	case err != nil:
		return false, err
	case m.full(person):
		return false, ErrTooMany
	}
	return false, nil
}

// booked is what a confirmed slot becomes, once its code is known.
func (m *model) booked(person, slot, code string) {
	m.talks[code] = &modelTalk{slot: slot, person: person}
	*m.slots[slot] = modelSlot{state: Booked, by: person, code: code}
	m.leave(person, slot, person)
	m.tell("booked", code, 0)
}

// own gives a talk to those who may touch it.
func (m *model) own(code, actor string) (*modelTalk, error) {
	if k := m.talks[code]; k != nil && (k.person == actor || actor == Staff) {
		return k, nil
	}
	return nil, ErrNoSuchBooking
}

// changeable tells why an actor may not move or cancel a talk.
func (m *model) changeable(k *modelTalk, actor string) error {
	switch ahead := at(k.slot).Sub(m.now); {
	case ahead <= 0:
		return ErrPast
	case ahead < m.o.CancelBy && actor != Staff:
		return ErrTooLate
	}
	return nil
}

func (m *model) move(actor, code, slot string) error {
	k, err := m.own(code, actor)
	if err != nil {
		return err
	}
	if k.cancelled {
		return ErrCancelled
	}
	if err := m.changeable(k, actor); err != nil || k.slot == slot {
		return err
	}
	if err := m.takeable(slot, actor, k.person); err != nil {
		return err
	}
	offer, was := m.slots[slot].offer, k.slot
	*m.slots[slot] = modelSlot{state: Booked, by: k.person, code: code}
	if offer {
		m.leave(k.person, slot, actor)
	}
	k.slot, k.sequence = slot, k.sequence+1
	m.tell("moved", code, k.sequence)
	m.freed(was, actor)
	return nil
}

func (m *model) cancel(actor, code string) error {
	k, err := m.own(code, actor)
	if err != nil || k.cancelled {
		return err
	}
	if err := m.changeable(k, actor); err != nil {
		return err
	}
	m.call(code)
	m.freed(k.slot, actor)
	return nil
}

// call calls a talk off.
func (m *model) call(code string) {
	k := m.talks[code]
	k.cancelled, k.sequence = true, k.sequence+1
	m.tell("cancelled", code, k.sequence)
}

func (m *model) amend(actor, code string) error {
	k, err := m.own(code, actor)
	switch {
	case err != nil:
		return err
	case k.cancelled:
		return ErrCancelled
	case !at(k.slot).After(m.now):
		return ErrPast
	}
	m.tell("amended", code)
	return nil
}

func (m *model) adopt(person, code string) error {
	k := m.talks[code]
	if k == nil {
		return ErrNoSuchBooking
	}
	k.person = person
	if !k.cancelled {
		m.slots[k.slot].by = person
	}
	return nil
}

func (m *model) withdraw(slot string, booked bool) error {
	s := m.slots[slot]
	switch {
	case s == nil:
		return ErrNoSuchSlot
	case s.state == Booked && !booked:
		return ErrBooked
	case s.state == Booked && !at(slot).After(m.now):
		return ErrPast
	case s.state == Booked:
		m.call(s.code)
	case s.state == Held && (s.offer || !s.ended):
		m.tell("withdrawn", s.by, slot)
	}
	if s.offer {
		m.wishOf(s.by).offer = ""
	}
	delete(m.slots, slot)
	return nil
}

// state is what both sides must agree on after every step.
func (m *model) state() (list []string) {
	for id, s := range m.slots {
		state := s.state
		if state == Held && s.ended && !s.offer {
			state = Free
		}
		list = append(list, fmt.Sprintln(id, state, s.code, s.offer))
		if m.open(id, "web:a") && m.outside(id, "web:a") == nil {
			list = append(list, fmt.Sprintln(id, "for web:a"))
		}
	}
	for code, k := range m.talks {
		if !k.cancelled {
			list = append(list, fmt.Sprintln(code, k.slot, k.person, k.sequence))
		}
	}
	slices.Sort(list)
	for _, w := range m.wishes {
		list = append(list, fmt.Sprintln(w.person, w.offer))
	}
	return list
}
