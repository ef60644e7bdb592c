package reading

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// pieces are what random messages are made of: everything the rules look at.
var pieces = []string{"8", "000", "1.3.", "2018", "-", "–", ".", ",", ":", "/", " ", "\u00a0", "€", "e", "k", "t€", "%", "+358", "0", "kahdeksan", "tuhatta",
	"kymmentä", "ja puoli", "maaliskuun", "eka", "toinen", "kierros", "klo", "ensi", "viikolla", "tiistaina", "ei", "hanke", "tapahtuma", "vaan", "kake", "2.0",
	"den", "första", "mars", "halv", "en", "i", "morgon", "the", "3rd", "of", "March", "half a", "million", "@", "https://", "\n", "\xff", "a\u0308", "👍", "(", "#", "T10:00", "yksi"}

func checkSpans(t interface {
	Fatalf(string, ...any)
}, text string, r Reading) {
	last := 0
	for _, a := range r.Amounts {
		if a.From < last || a.To <= a.From || a.To > len(text) || a.Cents < 0 {
			t.Fatalf("%q: amount %+v", text, a)
		}
		last = a.To
		if utf8.ValidString(text) && !utf8.ValidString(text[a.From:a.To]) {
			t.Fatalf("%q: amount cuts a letter: %+v", text, a)
		}
	}
	last = 0
	for _, d := range r.Dates {
		if d.From < last || d.To <= d.From || d.To > len(text) || d.Time.Hour() != 0 {
			t.Fatalf("%q: date %+v", text, d)
		}
		last = d.To
	}
	if r.Yes && r.No || r.Clock != nil && (r.Clock.Hour > 23 || r.Clock.Hour < 0 || r.Clock.Minute > 59) {
		t.Fatalf("%q: %+v", text, r)
	}
}

func TestReadAnything(t *testing.T) {
	now := moment(t)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "pieces")
		text := strings.Join(words, rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		checkSpans(t, text, Read(text, rapid.SampledFrom([]string{"fi", "sv", "en", "selko", ""}).Draw(t, "lang"), now))
	})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		checkSpans(t, text, Read(text, "", now))
	})
}

func FuzzRead(f *testing.F) {
	f.Add("8 000 € ja 1.3.2018 klo 13.30")
	f.Add("kahdeksantuhatta ja puoli, 1.-15.3.")
	now := time.Date(2018, 12, 31, 23, 59, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) { checkSpans(t, text, Read(text, "", now)) })
}

// longTexts are 100 kB each: a random mixture, and repeats meant to make a reader
// look far ahead again and again.
func longTexts() []string {
	r := rand.New(rand.NewPCG(1, 2))
	var mixed strings.Builder
	for mixed.Len() < 100_000 {
		mixed.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(2) == 0 {
			mixed.WriteByte(' ')
		}
	}
	texts := []string{mixed.String()}
	for _, s := range []string{"1 000 ", "1.", "1.3.-", "kaksikymmentä ", "kaksi", "050-", "ei siis ", "a@", "kahdeksan ja puoli ", "1 tai ", "toinen kake ", "ti ", "1:1", "9-", "12 000.000"} {
		texts = append(texts, strings.Repeat(s, 100_000/len(s)))
	}
	return texts
}

// TestReadLong reads texts of 100 kB. A reader that were worse than linear would
// take minutes here, and the test's own deadline ends it.
func TestReadLong(t *testing.T) {
	for _, text := range longTexts() {
		checkSpans(t, text, Read(text, "fi", moment(t)))
	}
}

func BenchmarkRead(b *testing.B) {
	messages := map[string]string{
		"amount": "Kaheksankymmentä tuhatta siihen kehittämishankkeesseen, suapko?",
		"date":   "Ehdinkö vielä ensimmäiseen hakuun, jos lähetän paperit 3.3.?",
		"plain":  "pitääkös sinne kaupunkiin asti lähteä teitä tapaamaan vai käykö puhelin",
	}
	now := moment(b)
	for name, m := range messages {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Read(m, "fi", now)
			}
		})
	}
	long := longTexts()[0]
	b.Run("100kB", func(b *testing.B) {
		b.SetBytes(int64(len(long)))
		for b.Loop() {
			Read(long, "fi", now)
		}
	})
}
