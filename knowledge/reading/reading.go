package reading

import (
	"strings"
	"time"
)

// A Grant is a kind of grant that the words speak of.
type Grant string

// The kinds of grant; "" is neither or both.
const (
	Event   Grant = "event"
	Project Grant = "project"
)

// A Season is a part of the year, "" when none is named.
type Season string

// The seasons.
const (
	Spring Season = "spring"
	Summer Season = "summer"
	Autumn Season = "autumn"
	Winter Season = "winter"
)

// An Amount is a sum of money in euro cents. From and To are its bytes in the
// message. Explicit tells that the words made it money or thousands ("€", "e",
// "k", "tonnia", "tuhatta"); without that it is a bare number of 100 or more
// that nothing else explains.
type Amount struct {
	Cents    int64
	From, To int
	Explicit bool
}

// A Date is a day, as midnight in the location of now. From and To are its
// bytes in the message. HasYear tells that the year was said or follows from the
// words, as it does from "tomorrow". Without it the year is that of now, since
// people speak of the running year's deadlines; the caller may know better.
type Date struct {
	Time     time.Time
	HasYear  bool
	From, To int
}

// A MonthRef is a month without a day. Year is 0 when it was not said.
type MonthRef struct {
	Month time.Month
	Year  int
}

// A Clock is a time of day, 0:00 to 23:59.
type Clock struct{ Hour, Minute int }

// A Reading is what a message says, each kind in the order of the text.
type Reading struct {
	Amounts     []Amount
	Dates       []Date
	Months      []MonthRef
	NotDates    []Date // those that do not suit
	NotWeekdays []time.Weekday
	Weekdays    []time.Weekday // also those that stand beside a date
	Weeks       []time.Time    // Mondays of the weeks named: "ensi viikolla", "vecka 8"
	Years       []int          // years that stand alone: "vuonna 2019", "next year"
	Clock       *Clock
	Round       int // which application round, from 1; -1 the last; 0 none
	Season      Season
	Grant       Grant
	NotGrant    Grant // the kind that the words put aside: "ei hanke vaan tapahtuma"
	Both        bool  // both kinds are named, and neither put aside
	Negated     bool  // the person does not want what the words name: "en halua varata"
	Other       bool  // what was offered does not suit: "ei käy, joku muu päivä"
	Part        DayPart
	NotPart     DayPart // "ei aamulla"
	Yes, No     bool    // the whole message agrees or refuses
	Choice      int     // the whole message picks from a list, from 1; -1 the last; 0 none
}

// Read reads text. lang is "fi", "sv", "en", "selko" or "" when unknown; it only
// decides words that mean different things ("no", "ja", "to"), all three
// languages are read in any case. now is the moment of reading, in the time zone
// that dates are meant in.
func Read(text, lang string, now time.Time) Reading {
	again := func(part string) Reading { r, _ := read(part, lang, now); return r }
	r, mayRefuse := read(text, lang, now)
	low := strings.ToLower(text)
	if at := takenBack(text, low); at > 0 {
		r.correct(again(text[at:]), at)
	}
	r.readRefusal(text, low, mayRefuse, again)
	return r
}

// read reads all but what is taken back or refused, and tells whether a refusal
// is worth looking for.
func read(text, lang string, now time.Time) (r Reading, mayRefuse bool) {
	s := newScan(text, lang, now)
	s.setAside()
	s.readDates(&r)
	r.Clock = s.clock(len(r.Dates)+len(r.Weeks) > 0)
	s.readDayNames(&r)
	s.readAmounts(&r)
	r.Round = s.round()
	r.Season = s.season()
	r.Grant, r.NotGrant, r.Both = s.grant()
	r.Negated = s.negated()
	r.Yes, r.No = s.answer()
	r.Choice = s.choice()
	return r, s.mayRefuse()
}
