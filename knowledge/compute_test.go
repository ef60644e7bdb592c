package knowledge_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"kakebot/knowledge"
	"kakebot/knowledge/kake"
	"kakebot/knowledge/reading"
)

var programme = sync.OnceValue(func() *knowledge.Programme {
	p, err := knowledge.Load(kake.Files)
	if err != nil {
		panic(err)
	}
	return p
})

var finder = sync.OnceValue(func() *knowledge.Finder { return knowledge.NewFinder(programme()) })

// at is a local moment in the programme's zone.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", s, programme().Zone)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func answer(t *testing.T, entry, lang, words, now string) knowledge.Answer {
	t.Helper()
	m := at(t, now)
	a, err := programme().Answer(knowledge.Question{Entry: entry, Lang: lang, Now: m, Reading: reading.Read(words, lang, m)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestMoments holds the computed entries at the edges of the rounds: midnight,
// the last day, between rounds, both changes of the clock, after the last.
func TestMoments(t *testing.T) {
	for _, x := range []struct{ entry, now, variant, holds string }{
		{"open_now", "2018-01-15 23:59", "before", "16.1.–28.2.2018"},
		{"open_now", "2018-01-16 00:00", "open", "28.2.2018"},
		{"open_now", "2018-02-27 23:59", "open", "1 päivä"},
		{"open_now", "2018-02-28 00:00", "last_day", "28.2.2018"},
		{"open_now", "2018-02-28 23:59", "last_day", "28.2.2018"},
		{"open_now", "2018-03-01 00:00", "before", "1.4.–31.5.2018 (alustava)"},
		{"open_now", "2018-04-01 00:00", "open", "31.5.2018 (alustava)"},
		{"open_now", "2018-10-31 23:59", "last_day", "31.10.2018 (alustava)"},
		{"open_now", "2018-11-01 00:00", "over", "2018"},
		{"open_now", "2026-11-23 12:00", "over", "2018"},
		{"days_left", "2018-02-10 09:00", "open", "18 päivää"},
		{"days_left", "2018-02-10 23:59", "open", "18 päivää"},
		{"days_left", "2018-10-27 12:00", "open", "4 päivää"},   // the clock goes back in between
		{"days_left", "2018-03-24 12:00", "before", "8 päivää"}, // and forward here
		{"next_round", "2018-01-01 09:00", "before", "16.1."},
		{"next_round", "2018-02-01 09:00", "open", "1.4.–31.5.2018 (alustava)"},
		{"next_round", "2018-09-15 09:00", "open_last", "1.9.–31.10.2018 (alustava)"},
		{"next_round", "2018-12-01 09:00", "over", ""},
		{"missed", "2018-02-01 09:00", "next", "1.4.–31.5.2018 (alustava)"},
		{"missed", "2018-10-01 09:00", "last", ""},
		{"missed", "2019-01-01 09:00", "over", ""},
		{"rounds_list", "2018-02-01 09:00", "now", "(alustava)"},
		{"rounds_list", "2018-12-01 09:00", "over", "(alustava)"},
	} {
		a := answer(t, x.entry, "fi", "", x.now)
		text := strings.ReplaceAll(a.Text, "\u00a0", " ")
		if a.Variant != x.variant || !strings.Contains(text, x.holds) {
			t.Errorf("%s at %s: %s, want %s with %q\n%s", x.entry, x.now, a.Variant, x.variant, x.holds, text)
		}
	}
}

// TestWords holds the computed entries to what the person says.
func TestWords(t *testing.T) {
	for _, x := range []struct{ entry, words, now, variant string }{
		{"amount_event", "", "2018-02-12 09:00", "limit"},
		{"amount_event", "7 999,99 €", "2018-02-12 09:00", "fits"},
		{"amount_event", "8.000", "2018-02-12 09:00", "exact"},
		{"amount_event", "kahdeksantuhatta", "2018-02-12 09:00", "exact"},
		{"amount_event", "8 000,01 €", "2018-02-12 09:00", "over"},
		{"amount_event", "0,07 milj.", "2018-02-12 09:00", "over_all"},
		{"amount_project", "69 999", "2018-02-12 09:00", "fits"},
		{"amount_project", "70k", "2018-02-12 09:00", "exact"},
		{"amount_project", "sataviisikymmentä tuhatta", "2018-02-12 09:00", "over"},
		{"amount_any", "5 tonnia", "2018-02-12 09:00", "both"},
		{"amount_any", "8 000 €", "2018-02-12 09:00", "project"},
		{"amount_any", "70 000 €", "2018-02-12 09:00", "exact_project"},
		{"amount_any", "100 000 €", "2018-02-12 09:00", "neither"},
		{"open_now", "15.4.", "2018-02-12 09:00", "date_open"},
		{"open_now", "15.3.", "2018-02-12 09:00", "date_closed"},
		{"open_now", "15.12.", "2018-02-12 09:00", "date_over"},
		{"open_now", "tänään", "2018-02-12 09:00", "open"},
		{"deadline", "28.2.", "2018-02-12 09:00", "date_in"},
		{"deadline", "ensimmäinen kierros 3.3.", "2018-02-12 09:00", "date_late"},
		{"deadline", "3.11.", "2018-10-12 09:00", "date_late_over"},
		{"deadline", "10.1.", "2018-01-02 09:00", "date_early"},
		{"deadline", "toinen kierros", "2018-02-12 09:00", "round"},
		{"deadline", "syksyn haku", "2018-02-12 09:00", "round"},
		{"round_choice", "huhtikuussa", "2018-01-19 09:00", "month"},
		{"round_choice", "huhtikuussa", "2018-03-01 09:00", "month_closed"},
		{"round_choice", "tammikuussa", "2018-03-01 09:00", "month"},
		{"round_choice", "kesäkuussa", "2018-02-01 09:00", "later"},
		{"round_choice", "maaliskuussa", "2018-01-19 09:00", "early"},
		{"round_choice", "", "2018-02-12 09:00", "no_month"},
		{"round_choice", "huhtikuussa", "2019-01-19 09:00", "none"},
		{"project_start", "", "2018-02-12 09:00", "all"},
		{"project_start", "kolmas kierros", "2018-02-12 09:00", "round"},
	} {
		if a := answer(t, x.entry, "fi", x.words, x.now); a.Variant != x.variant {
			t.Errorf("%s %q at %s: %s, want %s\n%s", x.entry, x.words, x.now, a.Variant, x.variant, a.Text)
		}
	}
}

// TestPreliminary: wherever a preliminary round's dates stand, so does the word.
func TestPreliminary(t *testing.T) {
	marks := map[string]string{"fi": "alustava", "selko": "alustava", "sv": "preliminär", "en": "preliminary"}
	for lang, mark := range marks {
		for day := at(t, "2018-01-01 09:00"); day.Year() == 2018; day = day.AddDate(0, 0, 9) {
			for _, entry := range []string{"rounds_list", "open_now", "days_left", "deadline", "next_round", "missed", "round_choice", "project_start", "round_preliminary"} {
				a := answer(t, entry, lang, "", day.Format("2006-01-02 15:04"))
				for _, date := range []string{"31.5.2018", "31.10.2018", "31 May 2018", "31 October 2018"} {
					for rest := a.Text; ; {
						i := strings.Index(rest, date)
						if i < 0 {
							break
						}
						rest = rest[i+len(date):]
						if !strings.HasPrefix(strings.ReplaceAll(rest, "\u00a0", " "), " ("+mark) {
							t.Errorf("%s/%s on %s: %s stands without the word %s\n%s", lang, entry, day.Format(time.DateOnly), date, mark, a.Text)
						}
					}
				}
			}
		}
	}
}

// TestFind holds what messages are taken to mean together with what came before.
func TestFind(t *testing.T) {
	now := at(t, "2018-02-12 09:00")
	for _, x := range []struct {
		text, lang string
		last       knowledge.Context
		want       string
	}{
		{"Paljonko tapahtumaan voi hakea?", "fi", knowledge.Context{}, "amount_event"},
		{"entä hankkeeseen?", "fi", knowledge.Context{Topic: "amount_event"}, "amount_project"},
		{"entä 7500?", "fi", knowledge.Context{Topic: "amount_event", Grant: reading.Event}, "amount_event"},
		{"and the next one?", "en", knowledge.Context{Topic: "open_now"}, "next_round"},
		{"och nästa?", "sv", knowledge.Context{Topic: "deadline"}, "next_round"},
		{"entä jos se alkaa syyskuussa", "fi", knowledge.Context{Topic: "round_choice"}, "round_choice"},
		{"ei vaan tapahtuma", "fi", knowledge.Context{Topic: "amount_project"}, "amount_event"},
		{"voinko hakea 9000 euroa tapahtumaan", "fi", knowledge.Context{}, "amount_event"},
		{"ehdinkö jos lähetän hakemuksen 3.3.", "fi", knowledge.Context{}, "deadline"},
		{"onko vuonna 2020 hakua", "fi", knowledge.Context{}, "unk_future"},
		{"en jaksa enää elää", "fi", knowledge.Context{}, "unsafe_crisis"},
		{"haluan kuolla", "fi", knowledge.Context{Topic: "book"}, "unsafe_crisis"},
		{"vill inte leva längre", "sv", knowledge.Context{}, "unsafe_crisis"},
		{"onko haku auki <b>nyt</b>", "fi", knowledge.Context{}, "open_now"},
		{"", "fi", knowledge.Context{}, "unclear"},
		{"???", "fi", knowledge.Context{}, "unclear"},
	} {
		if got := finder().Find(x.text, x.lang, now, x.last); got.Entry != x.want {
			t.Errorf("%q after %q: %s (%.2f), want %s", x.text, x.last.Topic, got.Entry, got.Confidence, x.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"moi, onko haku vielä auki": "fi", "när stänger ansökan": "sv", "when does it close": "en",
		"kuka suap hakkoo": "fi", "va e taket": "sv", "2": "", "": "",
	} {
		if got, _ := finder().Language(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	now := time.Date(2018, 2, 12, 9, 0, 0, 0, programme().Zone)
	f := finder()
	for b.Loop() {
		f.Find("voisko meijän kyläyhdistys hakea 7500 euroa kesätapahtumaan", "fi", now, knowledge.Context{})
	}
}

func BenchmarkNewFinder(b *testing.B) {
	for b.Loop() {
		knowledge.NewFinder(programme())
	}
}
