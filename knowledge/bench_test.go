package knowledge_test

import (
	"slices"
	"testing"
	"time"

	"kakebot/knowledge"
)

// asked are messages of all kinds: short and long, with amounts and dates, with
// mistakes, about something else.
var asked = []struct{ text, lang string }{
	{"Paljonko tapahtumaan voi hakea?", "fi"},
	{"voisko meijän kyläyhdistys hakea 7500 euroa kesätapahtumaan", "fi"},
	{"ehdinkö vielä jos lähetän hakemuksen 3.3.?", "fi"},
	{"moi", "fi"},
	{"hakuaika", "fi"},
	{"mikä on pitsan resepti", "fi"},
	{"tarvitaanko oamrahoitusta hankkeeseen", "fi"},
	{"saako rahan etukäteen vai vasta kun hanke on ohi, meillä ei oikein ole kassassa mitään millä maksaa esiintyjille ja tilavuokra ennen tapahtumaa", "fi"},
	{"voiko sama yhistys hakee kahesti", "fi"},
	{"kuka suap hakkoo", "fi"},
	{"en halua muistutuksia", "fi"},
	{"kesäkuussa alkava hanke, mihin kierrokseen", "fi"},
	{"how much can we get for a concert in the library", "en"},
	{"when does the application round close", "en"},
	{"do you need an audit", "en"},
	{"is 8000 euros ok for an event", "en"},
	{"my dog ate the application form and I have no idea what to do now, can I send another one next week", "en"},
	{"weather tomorrow", "en"},
	{"hur mycket kan man få för ett evenemang", "sv"},
	{"när stänger ansökan", "sv"},
	{"kan ett företag söka", "sv"},
	{"vi vill boka en tid med rådgivaren", "sv"},
	{"vad är klockan i Tokyo", "sv"},
}

// BenchmarkQuestion takes a message from its words to its answer: which
// language, which entry, which text. It reports the median and the slowest of
// a hundred in microseconds.
func BenchmarkQuestion(b *testing.B) {
	f, p := finder(), programme()
	f.Warm()
	now := time.Date(2018, 2, 12, 9, 0, 0, 0, p.Zone)
	var each []time.Duration
	for i := 0; b.Loop(); i++ {
		q := asked[i%len(asked)]
		start := time.Now()
		f.Language(q.text)
		found := f.Find(q.text, q.lang, now, knowledge.Context{})
		if found.Entry == "" || p.Entries[found.Entry].Kind == knowledge.KindAction {
			found.Entry = "unclear"
		}
		if _, err := p.Answer(knowledge.Question{Entry: found.Entry, Lang: q.lang, Now: now, Reading: found.Reading}); err != nil {
			b.Fatal(err)
		}
		each = append(each, time.Since(start))
	}
	slices.Sort(each)
	b.ReportMetric(float64(each[len(each)/2].Nanoseconds())/1000, "µs/median")
	b.ReportMetric(float64(each[len(each)*99/100].Nanoseconds())/1000, "µs/99th")
}
