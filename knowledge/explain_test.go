package knowledge_test

import (
	"strings"
	"testing"

	"kakebot/knowledge"
)

func TestExplain(t *testing.T) {
	now := at(t, "2018-02-12 09:00")
	for _, x := range []struct {
		text, lang, last                    string
		entry, matched, word, rule, variant string
	}{
		{"riittääkö aika hakemuksen tekoon tällä viikolla", "fi", "", "", "", "", "", ""},
		{"voinko hakea 9000 euroa tapahtumaan", "fi", "", "amount_event", "amount_event", "tapahtumaan", "", "over"},
		{"entä jos se alkaa syyskuussa", "fi", "next_round", "open_now", "", "", "goes on", "month_open"},
		{"aukeaako haku taas vuonna 2026", "fi", "", "unk_future", "", "", "year", ""},
		{"en jaksa enää elää", "fi", "", "unsafe_crisis", "", "", "distress", ""},
		{"Paljonko tapahtumaan voi hakea?", "selko", "", "amount_event", "amount_event", "", "very words", "limit"},
		{"paljonko tapahtumaan", "fi", "", "amount_event", "amount_event", "tapahtumaan", "", "limit"},
	} {
		why := finder().Explain(x.text, x.lang, now, knowledge.Context{Topic: x.last})
		found := finder().Find(x.text, x.lang, now, knowledge.Context{Topic: x.last})
		if why.Entry != found.Entry || why.Confidence != found.Confidence {
			t.Errorf("%q: Explain gives %s, Find %s", x.text, why.Entry, found.Entry)
		}
		if x.entry != "" && why.Entry != x.entry || !strings.Contains(why.Rule, x.rule) || why.Variant != x.variant {
			t.Errorf("%q: %s by %q, text %q; want %s by %q, text %q", x.text, why.Entry, why.Rule, why.Variant, x.entry, x.rule, x.variant)
		}
		if x.matched != "" && (why.Matched != x.matched || why.Nearest == "" || len(why.Ranked) == 0) {
			t.Errorf("%q: matched %s by %q, want %s", x.text, why.Matched, why.Nearest, x.matched)
		}
		heaviest := ""
		most := 0.0
		for _, w := range why.Words {
			if w.Weight > most {
				heaviest, most = w.Word, w.Weight
			}
		}
		if x.word != "" && heaviest != x.word {
			t.Errorf("%q: %q counted most, want %q: %v", x.text, heaviest, x.word, why.Words)
		}
	}
}
