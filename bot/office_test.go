package main

import (
	"os"
	"path/filepath"
	"testing"

	"kakebot/booking"
)

// The office's times are offered, follow the file when it changes, and leave
// alone what was added by hand.
func TestOffice(t *testing.T) {
	k := open(t, config{now: "2018-02-12T08:00"}, "test-office")
	file := filepath.Join(t.TempDir(), "office.yaml")
	write := func(hours string) {
		t.Helper()
		text := "length: 45 min\nafter: 15 min\nhorizon: 7 pv\nholidays: suljettu\nadvisers:\n  - number: 1\n    name: A\n    talks:\n      - kind: centre\n        place: Rantakatu\n        times: " + hours + "\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		k.office = file
		if err := k.keepOffice(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	free := func() []booking.Slot {
		t.Helper()
		slots, err := k.desk.Free(t.Context(), k.clock.now(), 100, "")
		if err != nil {
			t.Fatal(err)
		}
		return slots
	}
	if err := k.offer(t.Context(), []string{"2018-02-18T12:00"}, 0, ""); err != nil {
		t.Fatal(err)
	}
	write("[ti 9-12]")
	if s := free(); len(s) != 4 || s[0].ID != "2018-02-13T09:00" || s[0].Place != "Rantakatu" {
		t.Errorf("%v", s)
	}
	write("[ke 9-11]")
	if s := free(); len(s) != 3 || s[0].ID != "2018-02-14T09:00" || s[2].ID != "2018-02-18T12:00" {
		t.Errorf("after the change: %v", s)
	}
	write("[ke 9-11]")
	if s := free(); len(s) != 3 {
		t.Errorf("again: %v", s)
	}
	if err := os.WriteFile(file, []byte("lenght: 45 min\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := k.keepOffice(t.Context()); err == nil {
		t.Error("a file with a slip in it is taken")
	}
}

// What the office's file lets people do, and places of every kind, in
// conversation.
func TestOfficeTalk(t *testing.T) {
	k := open(t, config{now: "2018-02-12T08:00", office: "testdata/office/office.yaml"}, "test-office-talk")
	if err := k.keepOffice(t.Context()); err != nil {
		t.Fatal(err)
	}
	talk(t, k, asking(t, k), "testdata/office/bounds.talk")
}
