package booking

import (
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// few is an office with two times on Mondays and Tuesdays.
const few = `
length: 30
after: 30
horizon: 7
advisers:
  - number: 1
    name: A
    talks: {kind: centre, place: P, times: ma-ti 10-12}
`

func TestPlan(t *testing.T) {
	at10, at11 := "2018-02-12T10:00", "2018-02-12T11:00" // now is the Saturday before, at nine
	const rest = "13T10:00 13T11:00"
	// A slot of the desk's: its ID, what it is doing, and who made it.
	type row struct {
		id    string
		state State
		hand  bool
	}
	const closed = "exceptions: suljettu 12.2.2018 koulutus\n"
	for name, c := range map[string]struct {
		file                     string
		have                     []row
		offer, withdraw, strands string
	}{
		"an empty desk":            {few, nil, "12T10:00 12T11:00 " + rest, "", ""},
		"all is there":             {few, []row{{id: at10}, {id: at11}, {id: "2018-02-13T10:00"}, {id: "2018-02-13T11:00"}}, "", "", ""},
		"closed, free":             {few + closed, []row{{id: at10}, {id: at11}}, rest, "12T10:00 12T11:00", ""},
		"closed, booked":           {few + closed, []row{{id: at10}, {at11, Booked, false}}, rest, "12T10:00", "12T11:00 koulutus"},
		"closed, held":             {few + closed, []row{{id: at10}, {at11, Held, false}}, rest, "12T10:00", ""},
		"closed, by hand":          {few + closed, []row{{at10, Free, true}, {at11, Booked, true}}, rest, "", ""},
		"closed at a time":         {few + "exceptions: suljettu 12.2.2018 11-12 hammas\n", []row{{id: at10}, {at11, Booked, false}}, rest, "", "12T11:00 hammas"},
		"fewer hours":              {strings.Replace(few, "10-12", "10-11", 1), []row{{at10, Booked, false}, {at11, Booked, false}}, "13T10:00", "", "12T11:00 "},
		"booked as offered":        {few, []row{{at10, Booked, false}}, "12T11:00 " + rest, "", ""},
		"another place":            {strings.Replace(few, "place: P", "place: Q", 1), []row{{id: at10}, {at11, Booked, false}}, "12T10:00 " + rest, "12T10:00", "12T11:00 "},
		"another kind":             {strings.Replace(few, "centre", "video", 1), []row{{id: at10}, {at11, Booked, false}}, "12T10:00 " + rest, "12T10:00", "12T11:00 "},
		"another length":           {strings.Replace(few, "length: 30", "length: 25", 1), []row{{id: at10}, {at11, Booked, false}}, "12T10:00 13T10:00 13T10:55", "12T10:00", "12T11:00 "},
		"a new grid":               {strings.Replace(few, "10-12", "10.30-13", 1), []row{{at11, Booked, false}}, "12T12:30 13T10:30 13T11:30 13T12:30", "", "12T11:00 "},
		"the adviser is gone":      {few, []row{{id: at10 + "#2"}, {at11 + "#2", Booked, false}}, "12T10:00 12T11:00 " + rest, "12T10:00#2", "12T11:00#2 "},
		"another's time by hand":   {few, []row{{at10 + "#2", Free, true}}, "12T10:00 12T11:00 " + rest, "", ""},
		"the same time by hand":    {few, []row{{at10, Free, true}}, "12T11:00 " + rest, "", ""},
		"by hand, too close":       {few, []row{{"2018-02-12T10:45", Free, true}, {id: at10}}, rest, "12T10:00", ""},
		"by hand, close enough":    {few, []row{{"2018-02-12T12:00", Free, true}}, "12T10:00 12T11:00 " + rest, "", ""},
		"beyond the horizon":       {few, []row{{id: "2018-02-19T10:00"}, {"2018-02-19T11:00", Booked, false}, {"2018-02-21T11:00", Booked, false}}, "12T10:00 12T11:00 " + rest, "19T10:00", "21T11:00 "},
		"it begins, or began, now": {few, []row{{"2018-02-10T09:00", Booked, false}, {id: "2018-02-09T10:00"}}, "12T10:00 12T11:00 " + rest, "", ""},
	} {
		byHand := map[string]bool{}
		var have []Entry
		for _, r := range c.have {
			state := r.state
			if state == "" {
				state = Free
			}
			local, _, _ := strings.Cut(r.id, "#")
			have = append(have, Entry{Slot: Slot{ID: r.id, Start: at(local), Length: 30 * time.Minute, Place: "P", Where: Centre}, State: state})
			byHand[r.id] = r.hand
		}
		p := office(t, c.file).Plan(now, have, func(s Slot) bool { return !byHand[s.ID] })
		var strands []string
		for _, s := range p.Stranded {
			strands = append(strands, s.Slot.ID+" "+s.Why)
		}
		for what, x := range map[string][2]string{
			"offer":    {strings.Join(ids(p.Offer), " "), c.offer},
			"withdraw": {strings.Join(p.Withdraw, " "), c.withdraw},
			"stranded": {strings.Join(strands, " "), c.strands},
		} {
			if got := strings.ReplaceAll(x[0], "2018-02-", ""); got != x[1] {
				t.Errorf("%s: %s\ngot  %s\nwant %s", name, what, got, x[1])
			}
		}
	}
}

// TestPlanRolls: as days go by, each brings its own times and no others.
func TestPlanRolls(t *testing.T) {
	o := office(t, few)
	var have []Entry
	for hour := range 24 * 30 {
		now := now.Add(time.Duration(hour) * time.Hour)
		p := o.Plan(now, have, func(Slot) bool { return true })
		if len(p.Withdraw)+len(p.Stranded) > 0 {
			t.Fatalf("%v: %+v", now, p)
		}
		for _, s := range p.Offer {
			if ahead := s.Start.Sub(now); hour > 0 && (now.Hour() != 0 || ahead < 7*24*time.Hour) {
				t.Errorf("%s is offered at %v", s.ID, now)
			}
			have = append(have, Entry{Slot: s, State: Free})
		}
	}
}

// TestPlanAtTheDesk carries plans out, on a real desk.
func TestPlanAtTheDesk(t *testing.T) {
	stores(t, func(t *testing.T, r redis.Options) {
		b := openDesk(t, connect(t, r), 0)
		made := map[string]bool{}
		carryOut := func(o Office) Plan {
			have, err := b.All(ctx, now, now.AddDate(1, 0, 0))
			b.must(err)
			p := o.Plan(now, have, func(s Slot) bool { return made[s.ID] })
			for _, id := range p.Withdraw {
				b.must(b.Withdraw(ctx, b.op(), id))
			}
			n, err := b.Offer(ctx, b.op(), p.Offer)
			b.must(err)
			b.equal(n, len(p.Offer))
			for _, s := range p.Offer {
				made[s.ID] = true
			}
			return p
		}
		o := office(t, few)
		b.equal(len(carryOut(o).Offer), 4)
		b.equal(carryOut(o), Plan{})
		code := b.book("web:a", "2018-02-12T10:00")
		o = office(t, strings.Replace(few, "place: P", "place: Q", 1)+"exceptions: suljettu 13.2.2018 loma\n")
		p := carryOut(o)
		b.equal([]any{p.Withdraw, ids(p.Offer), len(p.Stranded), p.Stranded[0].Code},
			[]any{[]string{"2018-02-12T11:00", "2018-02-13T10:00", "2018-02-13T11:00"}, []string{"2018-02-12T11:00"}, 1, code})
		p = carryOut(o)
		b.equal([]any{len(p.Withdraw), len(p.Offer), len(p.Stranded)}, []any{0, 0, 1})
		b.sound()
	})
}
