package booking

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The office drawn at random: its days lie around both changes of the clock of
// 2018, the turn of the year and a leap day, its hours at any time of day.

var starts = []string{"2018-03-22", "2018-10-25", "2018-12-20", "2020-02-26", "2019-06-18"}

func drawSpan(r *rapid.T) Span {
	from := 10 * rapid.IntRange(0, 143).Draw(r, "from")
	return Span{Clock(from), Clock(min(from+10*rapid.IntRange(1, 60).Draw(r, "long"), 24*60))}
}

func drawDays(r *rapid.T) (d Weekdays) {
	for i := range d {
		d[i] = rapid.Bool().Draw(r, "weekday")
	}
	return d
}

func drawHours(r *rapid.T, adviser int) Hours {
	return Hours{Adviser: Adviser{adviser, "A"}, Days: drawDays(r), Span: drawSpan(r), Place: rapid.SampledFrom([]string{"P", "Q"}).Draw(r, "place"), Where: Centre}
}

func drawException(r *rapid.T, first time.Time) Exception {
	from := first.AddDate(0, 0, rapid.IntRange(-3, 12).Draw(r, "first"))
	to := from.AddDate(0, 0, rapid.IntRange(0, 6).Draw(r, "days"))
	layout := rapid.SampledFrom([]string{time.DateOnly, "01-02"}).Draw(r, "layout")
	x := Exception{From: Day(from.Format(layout)), To: Day(to.Format(layout)), Adviser: rapid.IntRange(0, 3).Draw(r, "whose"), Closed: rapid.Bool().Draw(r, "closed")}
	if rapid.Bool().Draw(r, "weekdays") {
		x.Days = drawDays(r)
	}
	for range rapid.IntRange(0, 2).Draw(r, "spans") {
		x.Spans = append(x.Spans, drawSpan(r))
	}
	return x
}

func drawOffice(r *rapid.T, first time.Time) Office {
	length := func(least, most int, name string) time.Duration {
		return time.Duration(rapid.IntRange(least, most).Draw(r, name)) * 5 * time.Minute
	}
	o := Office{Zone: helsinki, Length: length(1, 18, "length"), Before: length(0, 6, "before"), After: length(0, 6, "after"), Horizon: 12,
		Holidays: rapid.Bool().Draw(r, "holidays"), Eves: rapid.Bool().Draw(r, "eves")}
	for range rapid.IntRange(0, 8).Draw(r, "hours") {
		o.Hours = append(o.Hours, drawHours(r, rapid.IntRange(1, 3).Draw(r, "adviser")))
	}
	for range rapid.IntRange(0, 5).Draw(r, "exceptions") {
		o.Exceptions = append(o.Exceptions, drawException(r, first))
	}
	return o
}

func drawFirst(r *rapid.T) time.Time {
	return at(rapid.SampledFrom(starts).Draw(r, "around") + "T00:00")
}

// covers tells whether an exception speaks of the day and the adviser: said
// again, day by day, rather than by comparing bounds.
func (x Exception) covers(day time.Time, adviser int) bool {
	if x.Adviser != 0 && x.Adviser != adviser || x.Days != (Weekdays{}) && !x.Days[day.Weekday()] {
		return false
	}
	layout := time.DateOnly
	if len(x.From) == 5 {
		layout = "01-02"
	}
	for back := range 10 { // none drawn is longer
		switch day.AddDate(0, 0, -back).Format(layout) {
		case string(x.From):
			return back == 0 || x.From != x.To
		case string(x.To):
			if back > 0 {
				return false
			}
		}
	}
	return false
}

// clocks gives what the clock on the wall shows as a slot begins, and a minute
// before it ends, and that minute more.
func (s Slot) clocks() Span {
	show := func(t time.Time) Clock { return Clock(t.Hour()*60 + t.Minute()) }
	return Span{show(s.Start), show(s.End().Add(-time.Minute)) + 1}
}

// inside tells whether the slot lies in a span of its day by the clock on the wall.
func inside(s Slot, span Span) bool {
	shown := s.clocks()
	return span.From <= shown.From && shown.To <= span.To
}

// longNight tells whether the clock goes back before the slot is over: what it
// shows then does not tell which moment is meant.
func longNight(s Slot) bool {
	return s.Start.Format("01-02") == "10-28" && s.Start.Before(at("2018-10-28T04:00"))
}

// apart fails unless no two slots of one adviser are closer than the buffers.
func apart(r *rapid.T, o Office, slots []Slot) {
	last := map[int]Slot{}
	for _, s := range slots {
		if before, ok := last[adviserOf(s)]; ok && s.Start.Sub(before.End()) < o.Before+o.After {
			r.Fatalf("%s and %s are too close", before.ID, s.ID)
		}
		last[adviserOf(s)] = s
	}
}

func TestOfficeHolds(t *testing.T) {
	desk := New(nil, "", helsinki, Options{})
	rapid.Check(t, func(r *rapid.T) {
		first := drawFirst(r)
		o := drawOffice(r, first)
		end := first.AddDate(0, 0, 10)
		slots := o.Slots(first, end)
		apart(r, o, slots)
		seen := map[string]bool{}
		for _, s := range slots {
			if read, err := desk.ParseSlot(s.ID, s.Length, s.Place); err != nil || !read.Start.Equal(s.Start) || seen[s.ID] {
				r.Fatalf("%s is read as %+v, %v, seen %v", s.ID, read, err, seen[s.ID])
			}
			seen[s.ID] = true
			day, adviser := dayOf(s.Start), adviserOf(s)
			within, opened, shut := false, false, false
			for _, h := range o.Hours {
				within = within || h.Adviser.Number == adviser && h.Days[day.Weekday()] && inside(s, h.Span)
			}
			for _, x := range o.Exceptions {
				if !x.covers(day, adviser) {
					continue
				}
				for _, span := range x.Spans {
					if shown := s.clocks(); x.Closed && !longNight(s) && shown.From < span.To && span.From < shown.To {
						r.Fatalf("%s lies in a closed time of %+v", s.ID, x)
					}
					within = within || !x.Closed && inside(s, span)
				}
				opened = opened || !x.Closed
				shut = shut || x.Closed && len(x.Spans) == 0
			}
			if _, red := o.holiday(day); (shut || red) && !opened {
				r.Fatalf("%s is on a closed day", s.ID)
			}
			if !within {
				r.Fatalf("%s lies outside all hours", s.ID)
			}
		}

		// The answer for a part is the part of the answer.
		from := first.Add(time.Duration(rapid.IntRange(0, 240*60).Draw(r, "from")) * time.Minute)
		to := from.Add(time.Duration(rapid.IntRange(0, 72*60).Draw(r, "long")) * time.Minute)
		var want []Slot
		for _, s := range o.Slots(first, to) {
			if !s.Start.Before(from) {
				want = append(want, s)
			}
		}
		if got := o.Slots(from, to); !slices.Equal(got, want) {
			r.Fatalf("from %v to %v\ngot  %v\nwant %v", from, to, ids(got), ids(want))
		}

		// What happens to one adviser is nothing to another.
		other := o
		other.Hours = slices.DeleteFunc(slices.Clone(o.Hours), func(h Hours) bool { return h.Adviser.Number == 2 })
		if rapid.Bool().Draw(r, "other hours") {
			other.Hours = slices.Insert(other.Hours, 0, drawHours(r, 2))
		}
		second := func(s Slot) bool { return adviserOf(s) == 2 }
		if got, want := slices.DeleteFunc(other.Slots(first, end), second), slices.DeleteFunc(slots, second); !slices.Equal(got, want) {
			r.Fatalf("without 2\ngot  %v\nwant %v", ids(got), ids(want))
		}
	})
}

// TestPlanHolds changes an office while people book and staff add times.
func TestPlanHolds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		first := drawFirst(r)
		made := map[string]bool{}
		var have []Entry
		for range 3 {
			o := drawOffice(r, first)
			plan := func() Plan { return o.Plan(first, have, func(s Slot) bool { return made[s.ID] }) }
			p := plan()
			for _, e := range have {
				gone := slices.Contains(p.Withdraw, e.Slot.ID)
				if gone && (e.State != Free || !made[e.Slot.ID]) {
					r.Fatalf("%s is withdrawn though %s, made %v", e.Slot.ID, e.State, made[e.Slot.ID])
				}
			}
			have = slices.DeleteFunc(have, func(e Entry) bool { return slices.Contains(p.Withdraw, e.Slot.ID) })
			var stays, fresh []Slot
			for _, e := range have {
				if e.State == Free && made[e.Slot.ID] {
					fresh = append(fresh, e.Slot)
				} else {
					stays = append(stays, e.Slot)
				}
			}
			for _, s := range p.Offer {
				have, fresh = append(have, Entry{Slot: s, State: Free}), append(fresh, s)
				made[s.ID] = true
			}
			slices.SortFunc(fresh, func(a, b Slot) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID)) })
			apart(r, o, fresh)
			for _, s := range fresh {
				for _, t := range stays {
					if o.collide(s, t) {
						r.Fatalf("%s is offered beside %s", s.ID, t.ID)
					}
				}
			}
			if again := plan(); len(again.Offer)+len(again.Withdraw) > 0 || len(again.Stranded) != len(p.Stranded) {
				r.Fatalf("planned again: %+v", again)
			}
			for i := range have {
				have[i].State = rapid.SampledFrom([]State{Free, Free, Held, Booked}).Draw(r, "state")
			}
			by := Slot{ID: SlotID(first.Add(10*time.Hour), 1), Start: first.Add(10 * time.Hour), Length: time.Hour}
			if !slices.ContainsFunc(have, func(e Entry) bool { return e.Slot.ID == by.ID }) {
				have = append(have, Entry{Slot: by, State: Free})
			}
		}
	})
}
