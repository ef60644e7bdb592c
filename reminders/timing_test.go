package reminders

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/knowledge"
)

// weekdays is a Timing that sends before weekends and on the named days' eves.
func weekdays(holidays ...string) Timing {
	return Timing{Rests: func(day time.Time) bool {
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			return true
		}
		for _, h := range holidays {
			if day.Format(time.DateOnly) == h {
				return true
			}
		}
		return false
	}}
}

func TestDaysOfRest(t *testing.T) {
	for _, c := range []struct {
		name   string
		round  knowledge.Round
		timing Timing
		want   string // offset, day and first words of each
	}{
		{"every day is sent on", round("r", "2018-04-01", "2018-05-27", false), Timing{},
			"opens 1.4. haku alkaa tänään; 14d 13.5. jäljellä 14; 7d 20.5. jäljellä 7; 3d 24.5. jäljellä 3; 1d 26.5. huomenna; last 27.5. tänään on viimeinen"},
		{"on Friday instead, with the right number of days, and two become one", round("r", "2018-04-01", "2018-05-27", false), weekdays(),
			"opens 30.3. haku alkaa pian; 14d 11.5. jäljellä 16; 7d 18.5. jäljellä 9; 3d 24.5. jäljellä 3; 1d+last 25.5. jäljellä 2"},
		{"over Easter: Good Friday and Easter Monday rest too", round("r", "2018-03-01", "2018-04-02", false), weekdays("2018-03-30", "2018-04-02"),
			"opens 1.3. haku alkaa tänään; 14d 19.3. jäljellä 14; 7d 26.3. jäljellä 7; 3d+1d+last 29.3. jäljellä 4"},
		{"opening and countdown on one Friday", round("r", "2018-06-02", "2018-06-04", false), weekdays(),
			"opens+1d 1.6. haku alkaa pian; last 4.6. tänään on viimeinen"},
		{"another hour", round("r", "2018-04-03", "2018-05-31", false), Timing{Hour: 7},
			"opens 3.4. haku alkaa tänään; 14d 17.5. jäljellä 14; 7d 24.5. jäljellä 7; 3d 28.5. jäljellä 3; 1d 30.5. huomenna; last 31.5. tänään on viimeinen"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, m := range c.timing.ofRound(c.round) {
				if m.At.Hour() != c.timing.hour() || m.At.Minute() != 0 {
					t.Errorf("%s comes at %v", m.Offset, m.At)
				}
				text := testTexts.Round(m, c.round, "fi").Text
				for _, words := range strings.Split("haku alkaa tänään|haku alkaa pian|jäljellä 16|jäljellä 14|jäljellä 9|jäljellä 7|jäljellä 4|jäljellä 3|jäljellä 2|huomenna|tänään on viimeinen", "|") {
					if strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), words) {
						got = append(got, m.Offset+m.At.Format(" 2.1. ")+words)
						break
					}
				}
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
		})
	}
}

// Who wants only one of the reminders that have become one gets it.
func TestOneOfTwoIsEnough(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		s := newStage(t, rdb, round("r", "2018-04-01", "2018-05-27", false))
		s.Timing = weekdays()
		for person, leads := range map[string][]string{"test:one": {"1d"}, "test:last": {"last"}, "test:week": {"7d"}} {
			if _, err := s.subscribers.Subscribe(t.Context(), person, Subscriber{Person: person, To: chat.Address{Channel: "test", Place: person}, Leads: leads, Since: at("2018-03-01 12:00")}); err != nil {
				t.Fatal(err)
			}
		}
		s.minutes("2018-05-25 09:00", "2018-05-25 09:15")
		s.want("test:one", "hakuaikaa on jäljellä 2 päivää. Viimeinen hakupäivä on 27.5.2018.")
		s.want("test:last", "hakuaikaa on jäljellä 2 päivää. Viimeinen hakupäivä on 27.5.2018.")
		s.want("test:week", "")
	})
}

// Leads are looked at when a reminder is planned, and again when it is sent.
func TestLeadsAreRespectedTwice(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		s := newStage(t, rdb, rounds2018...)
		wish := func(op, since string, leads ...string) {
			t.Helper()
			if _, err := s.subscribers.Subscribe(t.Context(), op, Subscriber{Person: "test:a", To: chat.Address{Channel: "test", Place: "a"}, Lang: "fi", Leads: leads, Since: at(since)}); err != nil {
				t.Fatal(err)
			}
		}
		wish("1", "2018-02-01 12:00", "7d", "1d")
		s.step("2018-02-14 09:00")
		s.want("test:a", "")
		s.step("2018-02-21 09:00")
		s.want("test:a", "hakuaikaa on jäljellä 7 päivää. Viimeinen hakupäivä on 28.2.2018.")
		s.step("2018-02-27 08:30") // the day before is planned
		wish("2", "2018-02-27 08:40", "last")
		s.step("2018-02-27 09:00")
		s.want("test:a", "")
		s.step("2018-02-28 09:00")
		s.want("test:a", "tänään on viimeinen hakupäivä. Hakuaika päättyy 28.2.2018.")
	})
}

// Whatever is still to be sent when night falls waits for the morning, if it is
// of use then.
func TestNobodyIsWokenAtNight(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		p, down := newPlatform(), true
		talks := diary{"b": {ID: "b", Person: "test:b", To: chat.Address{Channel: "test", Place: "b"}, Start: at("2018-02-28 13:00"), Made: at("2018-02-01 10:00"), Version: "1"}}
		r := runner(rdb, &blind{platform: p, fail: func(chat.Address, string) (error, bool) {
			if down {
				return errors.New("502"), false
			}
			return nil, true
		}}, talks)
		subscribe(t, r, "test:a", "2018-02-01 12:00")
		step(t, r, "2018-02-27 09:00")
		step(t, r, "2018-02-27 13:00")
		step(t, r, "2018-02-27 18:30")
		down = false
		if n := step(t, r, "2018-02-27 23:30"); n != 0 {
			t.Errorf("%d sent at night", n)
		}
		if n := step(t, r, "2018-02-28 06:59"); n != 0 {
			t.Errorf("%d sent before the morning", n)
		}
		if n := step(t, r, "2018-02-28 07:00"); n != 1 || forPerson(p, "test:b") != "eve×1" {
			t.Errorf("in the morning %d were sent: the talk's is of use, the round's is not", n)
		}
	})
}

// A moment that passed while nothing was running is dropped, and it is known that it was.
func TestWhatWasMissedIsRecorded(t *testing.T) {
	onEach(t, func(t *testing.T, rdb *redis.Client) {
		s := newStage(t, rdb, rounds2018...)
		var log strings.Builder
		s.Log = slog.New(slog.NewTextHandler(&log, nil))
		subscribe(t, s.Runner, "test:a", "2018-02-01 12:00")
		s.minutes("2018-02-28 07:00", "2018-02-28 07:02")
		s.want("test:a", "")
		if n := strings.Count(log.String(), "offset=1d"); n != 1 {
			t.Errorf("said %d times: %s", n, &log)
		}
		if why := rdb.HGet(t.Context(), s.queue.keys.fanout(ofRound(rounds2018[0])[4].Key()), "why").Val(); why != whyLate {
			t.Errorf("kept: %q", why)
		}
	})
}
