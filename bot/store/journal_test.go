package store

import (
	"fmt"
	"testing"
	"time"

	"kakebot/knowledge"
)

func TestJournal(t *testing.T) {
	stores(t, func(t *testing.T, s *Store) {
		j := NewJournal(s.Redis, "test:")
		day := time.Date(2018, 2, 12, 0, 0, 0, 0, time.UTC)
		miss := func(text string, at time.Time) {
			t.Helper()
			if err := j.Missed(t.Context(), knowledge.Miss(text, "fi", "", []string{"a"}, at)); err != nil {
				t.Fatal(err)
			}
		}
		miss("Kuka päättää?", day)
		miss("kuka PÄÄTTÄÄ?", day.AddDate(0, 0, 1))
		miss("Saako koiran mukaan?", day.AddDate(0, 0, 1))
		all, err := j.Unanswered(t.Context())
		if err != nil || len(all) != 2 || all[0].Count != 2 || all[0].Text != "kuka PÄÄTTÄÄ?" || len(all[0].Near) != 1 {
			t.Fatalf("%v %+v", err, all)
		}
		miss("Uusi", day.AddDate(0, 7, 0))
		if all, err = j.Unanswered(t.Context()); err != nil || len(all) != 1 || all[0].Text != "Uusi" {
			t.Errorf("half a year later: %v %+v", err, all)
		}
		for i := range maxMissed + 5 {
			miss(fmt.Sprintf("kysymys %d", i), day.AddDate(0, 7, 1))
		}
		if all, err = j.Unanswered(t.Context()); err != nil || len(all) != maxMissed {
			t.Errorf("%v, %d are kept", err, len(all))
		}

		for _, helped := range []bool{true, true, false} {
			if err := j.Rated(t.Context(), "limit_event", "fi", helped); err != nil {
				t.Fatal(err)
			}
		}
		if r, err := j.Ratings(t.Context()); err != nil || len(r) != 1 || r[0] != (Rating{"limit_event", "fi", 2, 1}) {
			t.Errorf("%v %+v", err, r)
		}
	})
}
