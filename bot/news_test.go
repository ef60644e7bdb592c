package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"kakebot/booking"
	"kakebot/chat"
)

// officeHours are a kakebot with a few times on offer, whose people and whose
// adviser are conversations of the ask command.
type officeHours struct {
	*kakebot
	t  *testing.T
	ch *asked
}

// onBoth runs a test over the embedded store and over a real Redis.
func onBoth(t *testing.T, test func(t *testing.T, o officeHours)) {
	for _, where := range []string{"embedded", "redis"} {
		t.Run(where, func(t *testing.T) {
			c := config{now: "2018-02-12T09:00", staff: chat.Address{Channel: askName, Place: "adviser"}}
			if where == "redis" {
				needRedis(t)
				c.data = t.TempDir()
			}
			k := open(t, c, "test-news")
			o := officeHours{k, t, newAsked()}
			k.channels[askName] = o.ch
			if err := k.offer(t.Context(), []string{"2018-02-13T10:00", "2018-02-13T11:00", "2018-02-14T10:00"}, 30*time.Minute, "Rantakatu 1"); err != nil {
				t.Fatal(err)
			}
			test(t, o)
		})
	}
}

// idea is what must be read nowhere but at the desk.
var idea = booking.Idea{Name: "Maija Meikäläinen", What: "kahvilatapahtuma", Reach: "maija@example.org"}

func (o officeHours) book(who, slot string) string {
	o.t.Helper()
	b, err := o.desk.Confirm(o.t.Context(), "book "+slot, askName+":"+who, "", slot, booking.Request{Idea: idea, Lang: "fi", Address: askName + "/" + who}, o.clock.now())
	if err != nil {
		o.t.Fatal(err)
	}
	return b.Code
}

func (o officeHours) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// hears delivers what is due, and holds what each place was told against what is
// wanted, in any order: they were due at the same moment.
func (o officeHours) hears(place string, want ...string) {
	o.t.Helper()
	o.must(o.deliver(o.t.Context()))
	got := o.ch.take(place)
	if len(got) != len(want) {
		o.t.Errorf("%s was told %d things, want %d: %v", place, len(got), len(want), got)
		return
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(r chat.Reply) bool { return strings.Contains(chat.Text(r), w) }) {
			o.t.Errorf("%s was not told %q but %v", place, w, got)
		}
	}
	for _, r := range got {
		for _, secret := range []string{idea.Name, idea.What, idea.Reach, askName + ":"} {
			if strings.Contains(r.Text, secret) {
				o.t.Errorf("%s is told %q", place, r.Text)
			}
		}
	}
}

func TestNewsOfTalks(t *testing.T) {
	onBoth(t, func(t *testing.T, o officeHours) {
		ctx, now := t.Context(), o.clock.now()
		code := o.book("maija", "2018-02-13T10:00")
		o.hears("adviser", "Uusi varaus: tiistai 13.2. klo 10.00, Rantakatu 1. Varauskoodi on "+code)
		o.hears("adviser")
		o.hears("maija") // who was answered by the reply

		_, err := o.desk.Amend(ctx, "amend", "ask:maija", code, idea, now)
		o.must(err)
		o.hears("adviser", "Varauksen "+code+" ennakkotietoja on muutettu")
		_, err = o.desk.Move(ctx, "move", "ask:maija", code, "2018-02-13T11:00", now)
		o.must(err)
		o.hears("adviser", "Uusi aika: tiistai 13.2. klo 11.00")
		o.hears("maija")

		_, err = o.desk.Move(ctx, "one", booking.Staff, code, "2018-02-13T10:00", now)
		o.must(err)
		_, err = o.desk.Move(ctx, "two", booking.Staff, code, "2018-02-14T10:00", now)
		o.must(err)
		o.hears("maija", "Neuvoja siirsi aikasi. Uusi aika: keskiviikko 14.2. klo 10.00") // once, for both
		o.hears("adviser")

		_, err = o.desk.Cancel(ctx, "cancel", "ask:maija", code, now)
		o.must(err)
		o.hears("maija")
		o.hears("adviser", "Varaus "+code+" on peruttu. Aika oli keskiviikko 14.2. klo 10.00")
	})
}

// News that is overtaken is not told any more: not of what is cancelled, not to
// who is forgotten, not once the talk has begun.
func TestNewsOvertaken(t *testing.T) {
	onBoth(t, func(t *testing.T, o officeHours) {
		ctx, now := t.Context(), o.clock.now()
		maija, kalle, old := o.book("maija", "2018-02-13T10:00"), o.book("kalle", "2018-02-13T11:00"), o.book("old", "2018-02-14T10:00")
		o.hears("adviser", maija, kalle, old)

		o.must(o.offer(ctx, []string{"2018-02-15T10:00", "2018-02-15T11:00", "2018-02-12T12:00"}, 30*time.Minute, ""))
		_, err := o.desk.Move(ctx, "maija", booking.Staff, maija, "2018-02-15T10:00", now)
		o.must(err)
		_, err = o.desk.Move(ctx, "kalle", booking.Staff, kalle, "2018-02-15T11:00", now)
		o.must(err)
		_, err = o.desk.Move(ctx, "old", booking.Staff, old, "2018-02-12T12:00", now)
		o.must(err)
		o.must(o.relay(ctx)) // and nothing is delivered for a while

		_, err = o.desk.Cancel(ctx, "no", booking.Staff, maija, now)
		o.must(err)
		_, err = o.assistant.Erase(ctx, "erase", "ask:kalle", now)
		o.must(err)
		o.clock.set(now.Add(3 * time.Hour))
		o.clock.freeze()
		o.hears("maija", "Neuvoja joutui perumaan aikasi: torstai 15.2. klo 10.00")
		o.hears("kalle")
		o.hears("old")
		o.hears("adviser", "Varaus "+kalle+" on peruttu") // which nobody of the staff did
	})
}

// Whose talk staff had to cancel is offered the next times, one press each.
func TestNewsOffersTheNextTimes(t *testing.T) {
	onBoth(t, func(t *testing.T, o officeHours) {
		code := o.book("maija", "2018-02-13T10:00")
		_, err := o.desk.Cancel(t.Context(), "no", booking.Staff, code, o.clock.now())
		o.must(err)
		o.must(o.deliver(t.Context()))
		told := o.ch.take("maija")
		if len(told) != 1 || !strings.Contains(told[0].Text, "1. tiistai 13.2. klo 10.00") || told[0].Choices[0].Say != "/varaa 2018-02-13T10:00" {
			t.Errorf("told %+v", told)
		}
	})
}

func TestNewsOfWaiting(t *testing.T) {
	onBoth(t, func(t *testing.T, o officeHours) {
		ctx, now := t.Context(), o.clock.now()
		for _, who := range []string{"first", "second"} {
			o.must(o.desk.Wish(ctx, "wish", "ask:"+who, booking.Wish{Text: "milloin vain", Lang: "fi", Address: "ask/" + who}, now))
			now = now.Add(time.Minute)
		}
		o.must(o.offer(ctx, []string{"2018-02-20T10:00"}, 30*time.Minute, "Rantakatu 1"))
		o.hears("first", "Sinulle vapautui aika: tiistai 20.2. klo 10.00, Rantakatu 1")
		o.must(o.desk.Decline(ctx, "no", "ask:first", "2018-02-20T10:00"))
		o.must(o.relay(ctx))
		o.must(o.desk.Withdraw(ctx, "withdraw", "2018-02-20T10:00"))
		o.hears("second", "Neuvoja perui ajan, jota pidin sinulle: tiistai 20.2. klo 10.00") // and not that it was free
		o.hears("first")
		o.hears("adviser")
	})
}

// A relay that dies between handing on and acknowledging hands on again, and
// each is still told once; nothing in the queue tells who, where or what.
func TestNewsAfterCrash(t *testing.T) {
	onBoth(t, func(t *testing.T, o officeHours) {
		ctx := t.Context()
		code := o.book("maija", "2018-02-13T10:00")
		events, err := o.desk.Events(ctx, 10)
		if err != nil || len(events) != 1 {
			t.Fatalf("%v, %v", events, err)
		}
		o.must(o.reminders.Tell(ctx, o.news.of(events[0], o.clock.now())...))
		queued := o.store.Redis.Keys(ctx, "*{q:0}:jobs").Val()
		if len(queued) != 1 {
			t.Fatalf("the queue is in %v", queued)
		}
		for key, kept := range o.store.Redis.HGetAll(ctx, queued[0]).Val() {
			for _, secret := range []string{idea.Name, idea.What, idea.Reach, "maija"} {
				if strings.Contains(key+kept, secret) {
					t.Errorf("the queue holds %s: %s %s", secret, key, kept)
				}
			}
		}
		if _, err := o.reminders.Step(ctx, o.clock.now()); err != nil {
			t.Fatal(err)
		}
		o.hears("adviser", code)
		o.hears("adviser")
		if left, err := o.desk.Events(ctx, 10); err != nil || len(left) != 0 {
			t.Errorf("%d events are left, %v", len(left), err)
		}
	})
}

func TestStaffAddress(t *testing.T) {
	for s, want := range map[string]chat.Address{
		"": {}, "slack/C0123": {Channel: "slack", Place: "C0123"}, "slack/U0123": {Channel: "slack", Place: "U0123"},
		"discord/123": {Channel: "discord", Place: "123"}, "discord/channel/123": {Channel: "discord", Place: "channel/123"},
		"mail/neuvoja@example.org": {Channel: "mail", Place: "neuvoja@example.org"}, "mail/Neuvoja@Example.ORG": {Channel: "mail", Place: "Neuvoja@example.org"},
	} {
		if got, err := staffAddress(s); got != want || err != nil {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"slack", "slack/", "slack/#staff", "web/ABC", "discord/staff", "mail/neuvoja", "mail/a b@c", "mail/a@b", "mail/a@example.org,b@example.org", "ask/x", "/C1"} {
		if _, err := staffAddress(s); err == nil || !strings.HasPrefix(err.Error(), "KAKEBOT_STAFF is") {
			t.Errorf("%s: %v", s, err)
		}
	}
}

// The adviser reads of a talk what the person has approved, and nothing else;
// what they wrote does not steer the terminal.
func TestBriefingAsRead(t *testing.T) {
	b := booking.Booking{Code: "K7F3-Q2MW", Lang: "fi", Where: "kirjasto", Slot: booking.Slot{Start: time.Date(2018, 2, 13, 10, 0, 0, 0, time.UTC), Length: 30 * time.Minute, Place: "Rantakatu 1"}, Idea: idea}
	if got := briefing(b); !strings.Contains(got, "2018-02-13 10.00–10.30  K7F3-Q2MW") || !strings.Contains(got, "not approved yet") ||
		strings.Contains(got, idea.Name) || strings.Contains(got, idea.What) || strings.Contains(got, idea.Reach) || strings.Contains(got, "kirjasto") {
		t.Errorf("not approved:\n%s", got)
	}
	b.Idea.Approved, b.Idea.Ask = true, "kuka\nmaksaa?\x1b[2J"
	for _, want := range []string{idea.Name, idea.What, idea.Reach, "kirjasto", "kuka maksaa? [2J"} {
		if got := briefing(b); !strings.Contains(got, want) || strings.Contains(got, "\x1b") {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// The staff's commands, over kept data: the talks, and the adviser's calendar,
// whose address is new each time and ended by --renew.
func TestStaffCommands(t *testing.T) {
	needRedis(t)
	dir := t.TempDir()
	k := open(t, config{data: dir}, "")
	do := func(do func(c config, s streams) error, c config) string {
		t.Helper()
		var out bytes.Buffer
		c.data, c.url = dir, "https://kake.example.org"
		if err := do(c, streams{out: &out, err: &out}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	at := k.clock.now().AddDate(0, 0, 2).Format("2006-01-02") + "T10:00"
	if err := k.offer(t.Context(), []string{at}, 30*time.Minute, "Rantakatu 1"); err != nil {
		t.Fatal(err)
	}
	b, err := k.desk.Confirm(t.Context(), "a", "web:x", "", at, booking.Request{Idea: idea, Lang: "fi", Address: "web/x"}, k.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	if got := do(func(c config, s streams) error { return bookedTalks(t.Context(), c, s) }, config{}); !strings.Contains(got, b.Code) || strings.Contains(got, idea.Name) {
		t.Errorf("talks:\n%s", got)
	}
	print := func(c config) string {
		t.Helper()
		link := do(func(c config, s streams) error { return feed(t.Context(), c, s) }, c)
		token, ok := strings.CutPrefix(strings.TrimSpace(link), "https://kake.example.org/kalenteri/")
		if !ok || strings.Count(link, "\n") != 1 {
			t.Fatalf("feed printed %q", link)
		}
		return strings.TrimSuffix(token, ".ics?l=fi")
	}
	opens := func(token string) bool {
		t.Helper()
		data, ok, err := k.calendar(t.Context(), token, "fi")
		if err != nil || ok != bytes.Contains(data, []byte(b.Code)) || bytes.Contains(data, []byte("Maija")) || bytes.Contains(data, []byte("kahvila")) {
			t.Fatalf("%v\n%s", err, data)
		}
		return ok
	}
	one, two := print(config{}), print(config{})
	if one == two || !opens(one) || !opens(two) || opens(one[1:]) {
		t.Error("each address must open the calendar, and no other")
	}
	if three := print(config{renew: true}); opens(one) || opens(two) || !opens(three) {
		t.Error("--renew leaves a former address, or gives none")
	}
}
