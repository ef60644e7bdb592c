package booking

import (
	"errors"
	"fmt"
	"time"
)

// A Slot is a time at which an adviser can be talked to. ID is the local start,
// "2018-02-13T10:00", with "#2" and so on after it when several advisers offer
// the same time.
type Slot struct {
	ID     string        `json:"id"`
	Start  time.Time     `json:"start"` // in the desk's zone
	Length time.Duration `json:"length"`
	Place  string        `json:"place"`
}

// End is when the talk is over.
func (s Slot) End() time.Time { return s.Start.Add(s.Length) }

// An Idea is what a person wants to talk about, in their words. All of it is
// optional: presenting an idea beforehand is a wish, not a condition.
type Idea struct {
	Name  string `json:"name,omitempty"`
	What  string `json:"what,omitempty"`
	Grant string `json:"grant,omitempty"`
	Reach string `json:"reach,omitempty"` // how the person can be reached
	Needs string `json:"needs,omitempty"` // what they need at the talk: an interpreter, a lift
}

// A Request is what a person sends along when they confirm.
type Request struct {
	Idea    Idea
	Lang    string // fi, sv, en or selko
	Address string // where reminders go
}

// A Booking is a talk somebody has, had or cancelled.
type Booking struct {
	Code      string    `json:"code"` // as people read it: "K7F3-Q2MW"
	Slot      Slot      `json:"slot"`
	Person    string    `json:"person"` // "" once forgotten
	Idea      Idea      `json:"idea"`
	Lang      string    `json:"lang"`
	Address   string    `json:"address"`
	Made      time.Time `json:"made"`     // the caller's now when it was confirmed
	Changed   time.Time `json:"changed"`  // and when it was last moved or cancelled
	Sequence  int       `json:"sequence"` // 0, and one more for each move or cancellation (RFC 5545 §3.8.7.4)
	Cancelled bool      `json:"cancelled"`
}

// A Hold keeps a slot for one person while they write.
type Hold struct {
	Slot  Slot      `json:"slot"`
	Token string    `json:"token"`
	Until time.Time `json:"until"` // by the Redis server's clock, which a rehearsal does not move
}

// A Wish is a place on the waiting list. NotBefore and NotAfter bound the starts
// that are welcome; zero means any.
type Wish struct {
	Person    string    `json:"person"`
	Text      string    `json:"text"`
	Idea      Idea      `json:"idea"`
	Lang      string    `json:"lang"`
	Address   string    `json:"address"`
	NotBefore time.Time `json:"not_before,omitzero"`
	NotAfter  time.Time `json:"not_after,omitzero"`
	Joined    time.Time `json:"joined"`
}

// A State is what a slot is doing.
type State string

const (
	Free   State = "free"
	Held   State = "held"
	Booked State = "booked"
)

// Staff acts for anybody. No person has this name: a person's carries the
// channel, as in "web:…".
const Staff = "staff"

// Outcomes that a caller expects and answers.
var (
	ErrNoSuchSlot    = errors.New("no such time is offered")
	ErrNoSuchBooking = errors.New("no such booking of this person")
	ErrTaken         = errors.New("the time is somebody else's")
	ErrLapsed        = fmt.Errorf("the hold lapsed: %w", ErrTaken) // and somebody else was quicker
	ErrPast          = errors.New("the time has begun or is over")
	ErrBooked        = errors.New("the time is booked")
	ErrCancelled     = errors.New("the booking is cancelled")
)

// ErrNotReplicated says that the change is made, but that fewer replicas than
// asked for have confirmed it. Repeating with the same op-id waits again.
var ErrNotReplicated = errors.New("booking: not on enough replicas yet")
