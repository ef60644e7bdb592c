package knowledge_test

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"kakebot/booking"
	"kakebot/bot/store"
	"kakebot/chat"
	"kakebot/chat/chattest"
	"kakebot/handlers"
	"kakebot/knowledge/reading"
)

// A service is the whole assistant behind its Guard, with a clock to set.
type service struct {
	*testing.T
	guard *chat.Guard
	desk  *booking.Desk
	now   time.Time
	said  int
}

func open(t *testing.T) *service {
	st, err := store.Open(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	s := &service{T: t, desk: booking.New(st.Redis, "grid", programme().Zone, booking.Options{})}
	log, memory := slog.New(slog.NewTextHandler(io.Discard, nil)), new(chattest.Memory)
	a := handlers.New(handlers.Assistant{Programme: programme(), Finder: finder(), Desk: s.desk, Memory: memory, Journal: store.NewJournal(st.Redis, "grid:"), Log: log})
	s.guard = &chat.Guard{Next: a, Memory: memory, Clock: func() time.Time { return s.now }, Language: a.Language, Scrub: handlers.Scrub, Log: log}
	return s
}

// hear is one message of a person.
func (s *service) hear(person, text string) chat.Reply {
	s.Helper()
	s.said++
	r, err := s.guard.Handle(s.Context(), chat.Turn{Message: chat.Message{ID: fmt.Sprint(s.said), Text: text,
		From: chat.Person{ID: "test:" + person}, In: chat.Address{Channel: "test", Place: person}}})
	if err != nil {
		s.Fatalf("%q: %v", text, err)
	}
	for _, w := range chattest.Wrong(r) {
		s.Errorf("%q: %s", text, w)
	}
	return r
}

// speaker is a new person who is answered in a language.
func (s *service) speaker(lang string) string {
	s.said++
	person := fmt.Sprint("p", s.said)
	s.hear(person, "/kieli "+lang)
	return person
}

func (s *service) session(person string) chat.Session {
	s.Helper()
	x, err := s.guard.Memory.Session(s.Context(), "test:"+person)
	if err != nil {
		s.Fatal(err)
	}
	return x
}

// asks are questions as people put them, by language; %s is a sum, a day or a month.
var asks = map[string]map[string][]string{
	"open_now":      {"fi": {"Onko haku nyt auki?", "voiko nyt hakea", "onks haku auki"}, "sv": {"Kan man ansöka just nu?", "är ansökan öppen nu?"}, "en": {"Is a round open now?", "can I apply right now?"}},
	"days_left":     {"fi": {"Montako päivää on jäljellä?", "kuinka kauan voi vielä hakea"}, "sv": {"Hur många dagar är det kvar att ansöka?"}, "en": {"How many days are left?"}},
	"deadline":      {"fi": {"Milloin haku päättyy?", "koska on viimeinen hakupäivä?"}, "sv": {"När är sista ansökningsdagen?"}, "en": {"When does the round close?", "what is the deadline?"}},
	"next_round":    {"fi": {"Milloin on seuraava haku?"}, "sv": {"När börjar nästa ansökningsomgång?"}, "en": {"When is the next round?"}},
	"missed":        {"fi": {"Mitä jos en ehdi hakea ajoissa?"}, "sv": {"Vad händer om jag missar omgången?"}, "en": {"What if I miss the round?"}},
	"rounds_list":   {"fi": {"Milloin hakukierrokset ovat?"}, "sv": {"Vilka ansökningsomgångar finns?"}, "en": {"When are the application rounds?"}},
	"project_start": {"fi": {"Milloin hanke voi alkaa?"}, "sv": {"När kan projektet börja?"}, "en": {"When can a project start?"}},
	"round_choice":  {"fi": {"Millä kierroksella minun kannattaa hakea, jos hanke alkaa %s?"}, "sv": {"Vilken omgång ska vi välja om projektet börjar %s?"}, "en": {"Which round should I choose if the project starts %s?"}},
}

var asksSum = map[reading.Grant]map[string][]string{
	reading.Event:   {"fi": {"Voinko hakea tapahtumaan %s?", "riittääkö tapahtumalle %s", "tapahtuma maksaa %s, voiko hakea?"}, "sv": {"Kan man söka %s för ett evenemang?"}, "en": {"Can I apply for %s for an event?"}},
	reading.Project: {"fi": {"Voiko kehittämishankkeeseen hakea %s?", "saako hanke %s"}, "sv": {"Kan man söka %s för ett utvecklingsprojekt?"}, "en": {"Can a development project get %s?"}},
	"":              {"fi": {"Voiko hakea %s?"}, "sv": {"Kan man ansöka om %s?"}, "en": {"Can I apply for %s?"}},
}

// TestGridOfTheWhole asks the whole assistant a sample of the grid in words.
func TestGridOfTheWhole(t *testing.T) {
	s := open(t)
	rnd := rand.New(rand.NewPCG(2018, 1))
	all, langs := moments(), []string{"fi", "sv", "en", "selko"}
	asked := func(lang string, list map[string][]string) string {
		if lang == "selko" {
			lang = "fi"
		}
		return list[lang][rnd.IntN(len(list[lang]))]
	}
	judge := func(lang, text, topic string, v verdict) {
		t.Helper()
		title := programme().Title(topic, lang)
		v.begins = nil // the title stands first, and the grid holds the beginnings
		r := s.hear(s.speaker(lang), text)
		if r.Topic != topic || r.Lang != lang {
			t.Errorf("%s %q: %s in %s, want %s\n%s", lang, text, r.Topic, r.Lang, topic, r.Text)
			return
		}
		for _, w := range v.wrong(r.Text) {
			t.Errorf("%s %q at %s (%s): %s\n%s", lang, text, s.now.Format("2006-01-02 15:04"), title, w, r.Text)
		}
	}
	for range 15 {
		s.now = all[rnd.IntN(len(all))]
		month := date(s.now.Year(), s.now.Month(), 1).AddDate(0, rnd.IntN(12), 0)
		for _, lang := range langs {
			for entry, by := range map[string]func(*verdict, time.Time){"open_now": judgeOpen, "days_left": judgeDaysLeft, "deadline": judgeDeadline, "next_round": judgeNext,
				"missed": judgeMissed, "rounds_list": judgeList, "project_start": judgeStarts, "round_choice": judgeChoice(month)} {
				if rnd.IntN(3) > 0 {
					continue
				}
				v := verdict{lang: lang}
				by(&v, s.now)
				text := asked(lang, asks[entry])
				if entry == "round_choice" {
					words := lang
					if lang == "selko" {
						words = "fi"
					}
					text = fmt.Sprintf(text, writeMonth(month, words))
				}
				judge(lang, text, entry, v)
			}
			for grant, list := range asksSum {
				c := cents[rnd.IntN(len(cents))]
				ways := spellings(c, lang)
				v := verdict{lang: lang}
				judgeAmount(&v, grant, c)
				judge(lang, fmt.Sprintf(asked(lang, list), ways[rnd.IntN(len(ways))]), entryOf[grant], v)
			}
		}
	}
	t.Logf("%d messages", s.said)
}
