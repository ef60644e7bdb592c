package reading

import (
	"strings"
	"time"
)

// How surely a word is a month, and what its form lets stand beside it.
type monthForm uint8

const (
	plain    monthForm = iota // stands by itself: "huhtikuussa", "april"
	dayAfter                  // a day may follow: "maaliskuun 1.", "March 3"
	weak                      // a month only beside a day, a year or "in": "may", "jan"
)

type monthName struct {
	month time.Month
	form  monthForm
}

// finnishMonths are the beginnings of "tammikuu" and the others.
var finnishMonths = []string{"", "tammi", "helmi", "maalis", "huhti", "touko", "kesa", "heina", "elo", "syys", "loka", "marras", "joulu"}

// moonForms are the ends of those names, spoken and mistyped ones among them.
var moonForms = setOf(
	"kuu kuun kuuta kuussa kuus kuusta kuust kuuhun kuulle kuulla kuuksi kuut kuissa kuutta",
	"kuusa kuuss kuusas kuuun kuuhu kuuta kuuni ku kun kuta kussa kusa kuhun kuusssa kuisin")

var monthNames = wordsOf(
	entry[monthName]{monthName{1, dayAfter}, "januari januaris january janury januray januar"},
	entry[monthName]{monthName{2, dayAfter}, "februari februaris febuari feburari february febuary feburary februar"},
	entry[monthName]{monthName{3, dayAfter}, "mars"},
	entry[monthName]{monthName{4, dayAfter}, "april aprill aprl"},
	entry[monthName]{monthName{5, dayAfter}, "maj"},
	entry[monthName]{monthName{6, dayAfter}, "juni june"},
	entry[monthName]{monthName{7, dayAfter}, "juli july"},
	entry[monthName]{monthName{8, dayAfter}, "augusti agusti august agust"},
	entry[monthName]{monthName{9, dayAfter}, "september septemper setember septembre"},
	entry[monthName]{monthName{10, dayAfter}, "oktober october ocotber octber"},
	entry[monthName]{monthName{11, dayAfter}, "november novemeber noveber"},
	entry[monthName]{monthName{12, dayAfter}, "december desember decmber"},
	entry[monthName]{monthName{1, weak}, "jan"},
	entry[monthName]{monthName{2, weak}, "feb febr"},
	entry[monthName]{monthName{3, weak}, "march mar"},
	entry[monthName]{monthName{4, weak}, "apr"},
	entry[monthName]{monthName{5, weak}, "may"},
	entry[monthName]{monthName{6, weak}, "jun"},
	entry[monthName]{monthName{7, weak}, "jul"},
	entry[monthName]{monthName{8, weak}, "aug"},
	entry[monthName]{monthName{9, weak}, "sep sept"},
	entry[monthName]{monthName{10, weak}, "oct okt"},
	entry[monthName]{monthName{11, weak}, "nov"},
	entry[monthName]{monthName{12, weak}, "dec"},
)

// month reads a folded word as a month's name in any of the languages.
func month(w string) (monthName, bool) {
	if len(w) < 3 || len(w) > 20 {
		return monthName{}, false
	}
	if m, ok := monthNames[w]; ok {
		return m, true
	}
	at := strings.LastIndex(w, "ku")
	if at < 2 || !moonForms.has(w[at:]) {
		return monthName{}, false
	}
	name, form := w[:at], plain
	if w[at:] == "kuun" || w[at:] == "kun" {
		form = dayAfter
	}
	for m, stem := range finnishMonths[1:] {
		if name == stem || strings.HasPrefix(w[at:], "kuu") && len(name) >= 3 && near(name, stem) == len(name) {
			return monthName{time.Month(m + 1), form}, true
		}
	}
	return monthName{}, false
}

// weekdayStems are the names' beginnings with the slips people make; the rest
// of the word may be any ending.
var weekdayStems = stemsOf(
	entry[time.Weekday]{time.Monday, "maanant maanat mananta maanna mandag monday moday"},
	entry[time.Weekday]{time.Tuesday, "tiista tiiist tiiast tistai tisdag tuesday tusday tueday tuseday"},
	entry[time.Weekday]{time.Wednesday, "keskiviik keskivik keskiviiik keskivko onsdag wednesday wednsday wensday wedensday wendsday"},
	entry[time.Weekday]{time.Thursday, "torstai torsati torstia torstae torsata torsdag thursday thurday thusday thrusday"},
	entry[time.Weekday]{time.Friday, "perjanta perjata perjnta perjanti fredag friday firday"},
	entry[time.Weekday]{time.Saturday, "lauanta launta lauata lordag saturday saterday"},
	entry[time.Weekday]{time.Sunday, "sunnunta sununta sunnuta sondag sunday"},
)

// weekdayShorts stand for a day only beside a date or a time, or alone.
var weekdayShorts = wordsOf(
	entry[time.Weekday]{time.Monday, "ma mån mon"},
	entry[time.Weekday]{time.Tuesday, "ti tis tue tues"},
	entry[time.Weekday]{time.Wednesday, "ke ons wed"},
	entry[time.Weekday]{time.Thursday, "to tor tors thu thur thurs"},
	entry[time.Weekday]{time.Friday, "pe fre fri"},
	entry[time.Weekday]{time.Saturday, "la lör sat"},
	entry[time.Weekday]{time.Sunday, "su sön sun"},
)

// weekday reads a folded word as a weekday's name; often tells that it is a
// habit ("tiistaisin", "on Tuesdays") and no particular day.
func weekday(w string) (d time.Weekday, often, ok bool) {
	if len(w) < 5 || len(w) > 24 {
		return 0, false, false
	}
	d, rest, ok := weekdayStems.find(w)
	often = strings.HasSuffix(rest, "sin") || strings.HasSuffix(w, "days") || rest == "ar" || rest == "arna"
	return d, often, ok
}
