package main

import (
	"testing"
	"time"
)

// TestQuestions asks the labelled questions of testdata: every one must be
// answered rightly.
func TestQuestions(t *testing.T) {
	questions, err := readLabelled("testdata/questions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	k := open(t, config{now: evalNow}, "eval")
	for _, q := range questions {
		why, reply, err := k.judge(t.Context(), q.ID, q)
		if err != nil {
			t.Fatal(err)
		}
		if len(why) > 0 {
			t.Errorf("%s: %q: %v\n%s", q.ID, q.Question, why, reply)
		}
	}
}

// TestDialogs holds the labelled conversations of testdata.
func TestDialogs(t *testing.T) {
	conversations, err := readLabelled("testdata/dialogs.jsonl")
	if err != nil || len(conversations) == 0 {
		t.Fatal(err)
	}
	k := open(t, config{now: evalNow}, "eval")
	for _, q := range conversations {
		err := k.play(t.Context(), config{length: 30 * time.Minute}, q, func(q labelled, why []string, reply string) {
			if len(why) > 0 {
				t.Errorf("%s: %q: %v\n%s", q.ID, q.Question, why, reply)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestHolds holds the judge itself to cases that must and must not match.
func TestHolds(t *testing.T) {
	for _, x := range []struct {
		reply, wanted string
		want          bool
	}{
		{"alle 8\u00a0000\u00a0€", "8 000", true},
		{"under €8,000", "under 8 000", true},
		{"148 000", "8 000", false},
		{"8 000 000", "8 000", false},
		{"28.02.2018 asti", "28.2", true},
		{"11.4.2018", "1.4", false},
		{"1.4. – 31.5.2018", "1.4.-31.5", true},
		{"Hei, voit hakea", "ei", false},
		{"Ei, raja on", "ei", true},
		{"@\u200beveryone", "@everyone", false},
		{"28 päivää", "8 päivää", false},
	} {
		if got := holdsOne(x.reply, []string{x.wanted}); got != x.want {
			t.Errorf("%q holds %q: %v", x.reply, x.wanted, got)
		}
	}
}

// TestCheck holds the built-in knowledge to its own check, but for the slow part
// that leaves each phrasing out of training: that is for `kakebot check`.
func TestCheck(t *testing.T) {
	if wrong := learnt().Programme.Check(); len(wrong) > 0 {
		t.Errorf("%q", wrong)
	}
}
