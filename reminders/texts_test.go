package reminders

import (
	"strings"
	"testing"
	"time"

	"kakebot/chat"
	"kakebot/knowledge"
)

var sampleTexts = Texts{
	Name: func(string) string { return "Pikku KAKE -avustukset" }, Forms: "www.joensuu.fi/kake",
	Source: func(fact string) chat.Source { return chat.Source{Heading: "Hakukierrokset", Quote: fact, Line: 79} },
}

var sampleTalk = Appointment{ID: "b", Person: "p", Lang: "fi", Start: at("2018-02-14 13:00"), Made: at("2018-02-01 10:00"), Version: "1", Place: "Kirjasto_2 <!channel>"}

// replies gives every reminder of a year in one language.
func replies(lang string, rounds []knowledge.Round) (all []chat.Reply) {
	for _, r := range rounds {
		for _, m := range ofRound(r) {
			all = append(all, sampleTexts.Round(m, r, lang))
		}
	}
	for _, m := range ofTalk(sampleTalk) {
		all = append(all, sampleTexts.Talk(m, sampleTalk, lang))
	}
	return all
}

func TestEveryReminderIsWhole(t *testing.T) {
	if _, err := chat.LoadPhrases(wordFiles, "words"); err != nil {
		t.Fatal(err)
	}
	for _, lang := range chat.Langs {
		for _, r := range replies(lang, rounds2018) {
			if r.Lang != lang || r.Topic == "" || len(r.Choices) != 3 || strings.ContainsAny(r.Text, "{}") || len(r.Text) > chat.MaxText {
				t.Errorf("%s: %+v", lang, r)
			}
			for _, c := range r.Choices {
				if c.Label == "" || len(c.Label) > chat.MaxLabel || strings.Contains(c.Label, "_") || !strings.HasPrefix(c.Say, "/") {
					t.Errorf("%s: choice %+v", lang, c)
				}
			}
			if strings.ContainsAny(r.Text, "€<") {
				t.Errorf("%s: money or a live mention in %q", lang, r.Text)
			}
		}
	}
}

func TestPreliminaryIsAlwaysSaid(t *testing.T) {
	for lang, word := range map[string]string{"fi": "alustav", "selko": "alustav", "sv": "preliminär", "en": "preliminary"} {
		for _, round := range rounds2018 {
			for _, m := range ofRound(round) {
				text := sampleTexts.Round(m, round, lang).Text
				if got := strings.Contains(text, "("+word); got != round.Preliminary {
					t.Errorf("%s, %s of %s: %q", lang, m.Offset, round.ID, text)
				}
			}
		}
	}
}

func TestWordsOfReminders(t *testing.T) {
	last, seven := ofRound(rounds2018[0])[5], ofRound(rounds2018[1])[2]
	for _, c := range []struct {
		name string
		got  chat.Reply
		want string
	}{
		{"last day", sampleTexts.Round(last, rounds2018[0], "fi"), `Pikku KAKE -avustukset: tänään on viimeinen hakupäivä. Hakuaika päättyy 28.2.2018.

Viimeinenkin päivä on hakuaikaa, mutta päättymisen kellonaikaa ei ole kerrottu. Älä siis jätä hakemista iltaan.

Hakulomakkeet ja ohjeet: www.joensuu.fi/kake

Lähde: Hakukierrokset – ”F11”`},
		{"a week, preliminary", sampleTexts.Round(seven, rounds2018[1], "en"), `Pikku KAKE -avustukset: 7 days left to apply. The last day is 31 May 2018 (preliminary).

These dates are preliminary and may still change. Please check them before you apply.

We hope you will present your idea before you prepare the application. It is a wish, not a condition. The adviser is glad to help.

Application forms and instructions: www.joensuu.fi/kake

Source: Hakukierrokset – ”F11”`},
		{"talk", sampleTexts.Talk(ofTalk(sampleTalk)[0], sampleTalk, "sv"), `Påminnelse om din tid hos rådgivaren: onsdag 14.2. kl. 13.00.

Plats: Kirjasto_2 ‹!channel›

Om tiden inte passar kan du flytta eller avboka den. Välkommen!`},
		{"a language we do not have", Texts{Name: sampleTexts.Name}.Round(last, rounds2018[0], "de"), `Pikku KAKE -avustukset: tänään on viimeinen hakupäivä. Hakuaika päättyy 28.2.2018.

Viimeinenkin päivä on hakuaikaa, mutta päättymisen kellonaikaa ei ole kerrottu. Älä siis jätä hakemista iltaan.`},
	} {
		if got := chat.Text(c.got); got != c.want {
			t.Errorf("%s:\n%s", c.name, got)
		}
	}
}

// No wait is shorter than the one before it, and none is so long that a
// reminder would be tried only when it is too late.
func TestBackOff(t *testing.T) {
	total := time.Duration(0)
	for tries, before := 0, time.Duration(0); tries < maxTries; tries++ {
		wait := backOff(tries)
		if wait < before || wait > 15*time.Minute {
			t.Errorf("after %d: %v", tries, wait)
		}
		total, before = total+wait, wait
	}
	if total > Late || total < 3*time.Hour {
		t.Errorf("gives up after %v", total)
	}
}
