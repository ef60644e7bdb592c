package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"kakebot/booking"
)

// TestMain makes the test's binary a worker when a run under test asks for one.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == workerArg {
		os.Exit(work(os.Args[2], os.Stdin, time.Now))
	}
	os.Exit(m.Run())
}

// fight runs a short fight and gives its exit code and report.
func fight(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var s Settings
	flags := flag.NewFlagSet("stress", flag.ContinueOnError)
	s.flags(flags)
	if err := flags.Parse(append([]string{"-workers", "2", "-claimants", "60", "-slots", "20", "-kill", "400ms", "-for", "2s"}, args...)); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("gcc"); err != nil {
		s.Power = false
	}
	var out strings.Builder
	code, err := run(t.Context(), s, &out)
	if errors.Is(err, errNoServer) && os.Getenv("KAKEBOT_REQUIRE_REDIS") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, dir, left := strings.Cut(strings.TrimSpace(out.String()), keptIn); left {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	}
	return code, out.String()
}

func TestPromisesHold(t *testing.T) {
	if code, out := fight(t); code != 0 {
		t.Error(out)
	}
}

// TestControls breaks a promise each and wants it noticed.
func TestControls(t *testing.T) {
	for control, rule := range map[string]rule{"op-id": sameAgain, "holder": oneHolder} {
		if code, out := fight(t, "-control", control, "-for", "1200ms"); code != 1 || !strings.Contains(out, rule.name) {
			t.Errorf("%s was not noticed:\n%s", control, out)
		}
	}
}

// TestControlsApply finds the text of every control in the scripts as they are.
func TestControlsApply(t *testing.T) {
	var all strings.Builder
	files, err := os.ReadDir("../lua")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile("../lua/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for name, c := range controls {
		if !strings.Contains(all.String(), c.text) {
			t.Errorf("%s: no script says %q", name, c.text)
		}
	}
}

// TestJudge has small histories with a breach each.
func TestJudge(t *testing.T) {
	const second = int64(time.Second)
	s := slotID(0)
	yes := func(slot, code string, sequence int) *Got {
		return &Got{Outcome: ok, Slot: slot, Code: code, Sequence: sequence}
	}
	hold := act{Person: "a", Op: "a/1", Ask: Ask{Do: "hold", Slot: s}, Will: 1, Did: 2, Got: &Got{Outcome: ok, Slot: s, Until: 9000}}
	confirm := act{Person: "b", Op: "b/1", Ask: Ask{Do: "confirm", Slot: s}, Will: 3, Did: 4, Got: yes(s, "K", 0)}
	wish := func(person string, now int64) act {
		return act{Person: person, Op: person + "/w", Ask: Ask{Do: "wish", Now: now}, Will: now, Did: now + 1, Got: &Got{Outcome: ok}}
	}
	booked := booking.Event{Kind: booking.WasBooked, Code: "K", Slot: booking.Slot{ID: s}}
	offer := func(person string) booking.Event {
		return booking.Event{Kind: booking.Offered, Person: person, Slot: booking.Slot{ID: s, Start: first}}
	}
	ended := func(person string) booking.Event {
		return booking.Event{Kind: booking.OfferEnded, Person: person, Slot: booking.Slot{ID: s}}
	}
	has := stands{entries: []booking.Entry{{Slot: booking.Slot{ID: s}, State: booking.Booked, Code: "K"}},
		talks: []booking.Booking{{Code: "K", Person: "b", Slot: booking.Slot{ID: s}}}, events: []booking.Event{booked}}
	with := func(s stands, more ...booking.Event) stands {
		s.events = append(more, s.events...)
		return s
	}
	later := confirm
	later.Will, later.Did = 10*second, 10*second+1
	refused := act{Person: "a", Op: "a/2", Ask: Ask{Do: "confirm", Slot: s}, Will: 3, Did: 4, Got: &Got{Outcome: taken}}
	again := later
	again.Again = []Got{{Outcome: taken}}
	freed := booking.Event{Kind: booking.WasCancelled, Code: "K", By: "b", Slot: booking.Slot{ID: s}}
	cancel := act{Person: "b", Op: "b/2", Ask: Ask{Do: "cancel", Code: "K"}, Will: 20 * second, Did: 20*second + 1, Got: yes(s, "K", 1)}
	free := []booking.Entry{{Slot: booking.Slot{ID: s}, State: booking.Free}}
	twice := later
	twice.Person, twice.Op = "c", "c/1"

	for name, c := range map[string]struct {
		acts []act
		end  stands
		want []rule
	}{
		"nothing wrong":        {[]act{hold, later}, has, nil},
		"within a hold":        {[]act{hold, confirm}, has, []rule{holdKept}},
		"a hold of no use":     {[]act{hold, refused, later}, has, []rule{holdKept}},
		"lost":                 {[]act{later}, stands{}, []rule{nothingLost, asTold}},
		"unasked":              {nil, has, []rule{nothingElse, asTold}},
		"promised twice":       {[]act{later, twice}, has, []rule{nothingLost, asTold}},
		"another answer":       {[]act{again}, has, []rule{sameAgain}},
		"two holders":          {[]act{later}, with(has, booking.Event{Kind: booking.WasBooked, Code: "L", Slot: booking.Slot{ID: s}}), []rule{oneHolder, nothingElse}},
		"slot without talk":    {nil, stands{entries: has.entries}, []rule{agree}},
		"a hold that stays":    {nil, stands{stuck: []string{s}}, []rule{holdsEnd}},
		"in order":             {[]act{wish("a", 1), wish("c", 2), later}, stands{entries: has.entries, talks: has.talks, events: []booking.Event{booked, offer("a"), ended("a"), offer("c")}}, nil},
		"the last goes first":  {[]act{wish("a", 1), wish("c", 2), later}, stands{entries: has.entries, talks: has.talks, events: []booking.Event{booked, offer("c"), ended("c"), offer("a")}}, []rule{inOrder}},
		"freed and offered":    {[]act{wish("a", 1), later, cancel}, stands{entries: free, events: []booking.Event{booked, freed, offer("a")}}, nil},
		"freed for nobody":     {[]act{wish("a", 1), later, cancel}, stands{entries: free, events: []booking.Event{booked, freed}}, []rule{passedOn}},
		"one wish, two offers": {[]act{wish("a", 1), later}, with(has, offer("a"), ended("a"), offer("a"), ended("a")), []rule{offeredOnce}},
		"passed on untold":     {[]act{wish("a", 1), wish("c", 2), later}, stands{entries: has.entries, talks: has.talks, events: []booking.Event{booked, offer("a"), offer("c")}}, []rule{endTold}},
		"told of no offer":     {[]act{later}, with(has, ended("a")), []rule{endTold}},
	} {
		var got []rule
		for _, b := range judge(c.acts, c.end) {
			got = append(got, b.rule)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
			continue
		}
		for i, r := range c.want {
			if got[i] != r {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	}
}
