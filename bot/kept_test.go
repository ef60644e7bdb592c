package main

import (
	"strings"
	"testing"
	"time"

	"kakebot/booking"
)

// TestKeptTimePasses lets a time that is kept for one who waits pass, from
// language to language: each is told of it in their own, then it is the next one's.
func TestKeptTimePasses(t *testing.T) {
	k := open(t, config{now: "2018-02-12T09:00"}, "kept")
	k.clock.freeze()
	k.desk = booking.New(k.store.Redis, "kakebot:kept:"+k.programme.ID, k.programme.Zone, booking.Options{
		Hold: time.Millisecond, OfferFor: time.Millisecond, Notice: -1, Now: k.clock.now})
	ch := newAsked()
	k.channels[askName] = ch
	langs := []string{"fi", "sv", "en", "selko"}
	for i, lang := range langs {
		w := booking.Wish{Lang: lang, Address: askName + "/" + lang}
		if err := k.desk.Wish(t.Context(), lang, askName+":"+lang, w, k.clock.now().Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.offer(t.Context(), []string{"2018-02-15T10:00"}, time.Hour, ""); err != nil {
		t.Fatal(err)
	}
	if err := k.deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, lang := range langs {
		for swept := 0; swept == 0; { // the millisecond is the server's
			n, err := k.desk.Sweep(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			swept = n
		}
		if err := k.deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
		told := ch.take(lang)
		if len(told) != 2 || told[1].Lang != lang || !strings.Contains(told[1].Text, "15.2.") && !strings.Contains(told[1].Text, "15 February") {
			t.Errorf("%s was told %+v", lang, told)
		}
		if len(told) == 2 && (!told[1].Private || len(told[1].Choices) != 2 || strings.Contains(told[1].Text, "{")) {
			t.Errorf("%s was told %+v", lang, told[1])
		}
	}
}
