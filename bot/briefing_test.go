package main

import (
	"reflect"
	"strings"
	"testing"

	"kakebot/booking"
	"kakebot/chat"
)

// What a person tells of their idea reaches the adviser once they have approved
// it and not before, and is there again after a change of process.
func TestBriefing(t *testing.T) {
	needRedis(t)
	c := config{now: "2018-02-12T09:00", data: t.TempDir()}
	first, second := open(t, c, "test-briefing"), open(t, c, "test-briefing")
	if err := first.offer(t.Context(), []string{"2018-02-13T10:00"}, 0, ""); err != nil {
		t.Fatal(err)
	}
	n := 0
	hear := func(k *kakebot, text string, fields map[string]string) chat.Reply {
		t.Helper()
		n++
		r, err := k.guard.Handle(t.Context(), chat.Turn{Message: chat.Message{ID: strings.Repeat("x", n), From: chat.Person{ID: "web:iida"},
			In: chat.Address{Channel: "web", Place: "iida"}, Text: text, Fields: fields}})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	seen := func() (booking.Idea, bool) {
		t.Helper()
		talks, err := first.desk.Of(t.Context(), "web:iida", first.clock.now())
		if err != nil || len(talks) != 1 {
			t.Fatal(talks, err)
		}
		return talks[0].Briefing()
	}
	hear(first, "/varaa 2018-02-13T10:00", nil)
	hear(first, "Iida", nil)
	hear(first, "/vahvista", nil)
	if idea, approved := seen(); approved || idea.Name != "" {
		t.Errorf("the adviser sees what was not shown back: %+v", idea)
	}
	r := hear(first, "/ideani", nil)
	if r.Form == nil || len(r.Form.Fields) != chat.MaxFields {
		t.Fatalf("no first page: %+v", r)
	}
	page := r.Form.ID
	r = hear(second, page, map[string]string{"what": "kyläkahvila", "whom": "nuorille", "class": "jotain", "grant": "Kehittämishanke", "sum": "5000"})
	if r.Form == nil || r.Form.Errors["class"] == "" || r.Form.Fields[0].Value != "kyläkahvila" || !r.Private {
		t.Fatalf("a class that is none comes back beside its field, with the rest: %+v", r.Form)
	}
	r = hear(first, page, map[string]string{"what": "kyläkahvila", "whom": "nuorille", "class": "Työelämä", "grant": "Kehittämishanke", "sum": "5000"})
	if r.Form == nil || r.Form.ID == page {
		t.Fatalf("no second page: %+v", r)
	}
	r = hear(second, r.Form.ID, map[string]string{"start": "syyskuussa", "ask": "mitä saa ostaa?", "reach": "", "needs": ""})
	if _, approved := seen(); approved || !strings.Contains(r.Text, "Työelämä") {
		t.Errorf("shown back, and not approved yet: %t, %s", approved, r.Text)
	}
	hear(first, "kyllä", nil)
	want := booking.Idea{Name: "Iida", What: "kyläkahvila", Whom: "nuorille", Class: "work", Grant: "project", Sum: "5000", Start: "syyskuussa", Ask: "mitä saa ostaa?", Approved: true}
	if idea, _ := seen(); !reflect.DeepEqual(idea, want) {
		t.Errorf("got %+v\nwant %+v", idea, want)
	}
	hear(second, "muuta summa 6000 euroon", nil)
	if idea, _ := seen(); idea.Sum != "5000" {
		t.Errorf("a change that is not approved is seen: %+v", idea)
	}
	hear(first, "joo", nil)
	if idea, approved := seen(); !approved || !strings.HasPrefix(idea.Sum, "6\u00a0000") {
		t.Errorf("the change is not seen: %+v", idea)
	}
}
