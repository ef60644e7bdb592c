package booking

import (
	"errors"
	"fmt"
	"time"
)

// A Slot is a time at which an adviser can be talked to. ID is the local start,
// "2018-02-13T10:00", with "#2" and so on after it when several advisers offer
// the same time. What it says of itself stays with it when the world's rules of
// time change: Zone is kept beside the instant.
type Slot struct {
	ID     string        `json:"id"`
	Start  time.Time     `json:"start"` // in Zone
	Length time.Duration `json:"length"`
	Place  string        `json:"place"`
	Where  Where         `json:"where,omitempty"`  // "" as Place says
	Zone   string        `json:"zone,omitempty"`   // IANA name; the desk's, unless it was another's
	Source string        `json:"source,omitempty"` // who made it: "" by hand, FromOffice
}

// FromOffice marks the slots that the office hours made: these alone are taken
// back when the hours change.
const FromOffice = "office"

// End is when the talk is over.
func (s Slot) End() time.Time { return s.Start.Add(s.Length) }

// An Idea is what a person wants to talk about, in their words: the adviser's
// briefing. All of it is optional: presenting an idea beforehand is a wish, not
// a condition.
type Idea struct {
	Name      string   `json:"name,omitempty"`
	What      string   `json:"what,omitempty"`
	Whom      string   `json:"whom,omitempty"` // for whom it would be
	Grant     string   `json:"grant,omitempty"`
	Class     string   `json:"class,omitempty"`     // one of the programme's classes
	Sum       string   `json:"sum,omitempty"`       // how much, as they wrote it
	Start     string   `json:"start,omitempty"`     // when it would begin, as they wrote it
	Ask       string   `json:"ask,omitempty"`       // what they want to ask
	Reach     string   `json:"reach,omitempty"`     // how the person can be reached
	Needs     string   `json:"needs,omitempty"`     // what they need at the talk: an interpreter, a lift
	Questions []string `json:"questions,omitempty"` // what the assistant could not answer them, carried along with their consent
	Approved  bool     `json:"approved,omitempty"`  // the person has read this briefing and said that it is right
}

// A Request is what a person sends along when they confirm.
type Request struct {
	Idea    Idea
	Where   string // where they would rather meet, in their words
	Lang    string // fi, sv, en or selko
	Address string // where reminders go
}

// A Booking is a talk somebody has, had or cancelled.
type Booking struct {
	Code      string    `json:"code"` // as people read it: "K7F3-Q2MW"
	Slot      Slot      `json:"slot"`
	Person    string    `json:"person"` // "" once forgotten
	Idea      Idea      `json:"idea"`
	Where     string    `json:"where,omitempty"` // where they would rather meet, in their words
	Lang      string    `json:"lang"`
	Address   string    `json:"address"`
	Made      time.Time `json:"made"`     // the caller's now when it was confirmed
	Changed   time.Time `json:"changed"`  // and when it was last moved or cancelled
	Sequence  int       `json:"sequence"` // 0, and one more for each move or cancellation (RFC 5545 §3.8.7.4)
	Cancelled bool      `json:"cancelled"`
}

// At is where the talk is, as people read it: for one held elsewhere what the
// person said, once they have.
func (b Booking) At() string {
	if b.Slot.Where == Elsewhere && b.Where != "" {
		return b.Where
	}
	return b.Slot.Place
}

// Briefing is what the adviser may see of the idea: all of it once the person
// has approved it, nothing before.
func (b Booking) Briefing() (idea Idea, approved bool) {
	if !b.Idea.Approved {
		return Idea{}, false
	}
	return b.Idea, true
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
	Offer     string    `json:"offer,omitempty"` // the slot that is kept for them just now
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
	ErrExtended      = errors.New("the hold was extended before")
	ErrPast          = errors.New("the time has begun or is over")
	ErrTooSoon       = fmt.Errorf("shorter notice than is asked for: %w", ErrPast)
	ErrTooLate       = fmt.Errorf("after the last moment to move or cancel: %w", ErrPast)
	ErrTooFar        = fmt.Errorf("beyond the horizon: %w", ErrNoSuchSlot)
	ErrTooMany       = errors.New("the person has as many talks to come as one may have")
	ErrNoOffer       = errors.New("the time is not kept for the person")
	ErrBooked        = errors.New("the time is booked")
	ErrCancelled     = errors.New("the booking is cancelled")
)

// ErrNotReplicated says that the change is made, but that fewer replicas than
// asked for have confirmed it. Repeating with the same op-id waits again.
var ErrNotReplicated = errors.New("booking: not on enough replicas yet")
