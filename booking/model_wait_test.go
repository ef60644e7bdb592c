package booking

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

type modelWish struct {
	person        string
	joined        time.Time
	after, before time.Time
	offer         string
	passed        map[string]bool
}

func (m *model) wishOf(person string) *modelWish {
	for _, w := range m.wishes {
		if w.person == person {
			return w
		}
	}
	return nil
}

// freed passes a slot on to who waits.
func (m *model) freed(slot, by string) {
	for _, w := range m.wishes {
		start := at(slot)
		if w.person == by || w.offer != "" || w.passed[slot] || start.Before(w.after) || start.After(w.before) {
			continue
		}
		length := min(m.o.OfferFor, start.Sub(m.now)-m.o.Notice)
		if length < m.o.Hold {
			break
		}
		w.offer, w.passed[slot] = slot, true
		*m.slots[slot] = modelSlot{state: Held, by: w.person, offer: true}
		m.tell("offered", w.person, slot, m.now.Add(length).UnixMilli())
		return
	}
	*m.slots[slot] = modelSlot{state: Free}
}

func (m *model) unhold(slot, by string) {
	if s := m.slots[slot]; s.offer {
		m.wishOf(s.by).offer = ""
	}
	m.freed(slot, by)
}

func (m *model) leave(person, taken, by string) {
	w := m.wishOf(person)
	if w == nil {
		return
	}
	m.wishes = slices.DeleteFunc(m.wishes, func(o *modelWish) bool { return o == w })
	if w.offer != "" && w.offer != taken {
		m.freed(w.offer, by)
	}
}

func (m *model) wish(person string, after, before time.Time) {
	w := m.wishOf(person)
	if w == nil {
		w = &modelWish{person: person, joined: m.now, passed: map[string]bool{}}
		m.wishes = append(m.wishes, w)
	}
	w.after, w.before = after, before
	slices.SortFunc(m.wishes, func(a, b *modelWish) int {
		return cmp.Or(a.joined.Compare(b.joined), cmp.Compare(a.person, b.person))
	})
}

func (m *model) decline(person, slot string) error {
	if s := m.slots[slot]; s == nil || s.state != Held || s.by != person || !s.offer {
		return ErrNoOffer
	}
	m.unhold(slot, person)
	return nil
}

func (m *model) sweep() (n int) {
	for _, slot := range slices.Sorted(maps.Keys(m.slots)) {
		if s := m.slots[slot]; s.state == Held && s.ended {
			if s.offer {
				m.tell("ended", s.by, slot)
			}
			m.unhold(slot, "")
			n++
		}
	}
	return n
}

func (m *model) forget(person string) (n int) {
	m.leave(person, "", "")
	m.letGo(person, m.holding[person], "")
	delete(m.holding, person)
	var mine []string
	for code, k := range m.talks {
		if k.person == person {
			mine = append(mine, code)
		}
	}
	slices.SortFunc(mine, func(a, b string) int { return cmp.Compare(m.talks[a].slot, m.talks[b].slot) })
	for _, code := range mine {
		k := m.talks[code]
		k.person = ""
		if !k.cancelled && at(k.slot).After(m.now) {
			m.call(code)
			m.freed(k.slot, "")
		} else if !k.cancelled {
			m.slots[k.slot].by = ""
		}
	}
	return len(mine)
}
