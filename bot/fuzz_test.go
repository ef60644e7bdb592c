package main

import (
	"io"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"kakebot/chat"
	"kakebot/handlers"
)

// places are where in a conversation a message can fall.
var places = [][]string{
	{},
	{"/varaa"},
	{"/varaa " + firstTime},
	{"/varaa " + firstTime, "Maija"},
	{"/varaa " + firstTime, "Maija", "kyläjuhla", "-"},
	{"/varaa " + firstTime, "/vahvista", "/siirrä"},
	{"/varaa " + firstTime, "/vahvista", "/peru"},
	{"/toive"},
	{"/toive", "arkisin"},
	{"/poista"},
	{"/muistuta"},
	{"Paljonko tapahtumaan saa?"},
	{"Milloin haku päättyy?"},
	{"Onko alaraja?"},
}

// FuzzWhole sends any two messages to any place of a conversation: each is
// answered within the limits of every platform, without an error and without
// markup or a mention alive. The long run:
//
//	GOMAXPROCS=1 nice -n 15 go test ./bot -run '^$' -fuzz '^FuzzWhole$' -fuzztime 10m -fuzzminimizetime 10x -parallel 1
func FuzzWhole(f *testing.F) {
	k, err := assembleWith(f.Context(), config{now: "2018-02-12T09:00"}, "fuzz", slog.New(slog.NewTextHandler(io.Discard, nil)), learnt())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = k.store.Close() })
	k.clock.freeze()
	if err := k.offer(f.Context(), []string{firstTime, secondTime}, 30*time.Minute, ""); err != nil {
		f.Fatal(err)
	}
	n := 0
	for _, class := range []string{"crisis", "calm", "abuse", "identity", "injection", "markup", "mentions"} {
		for i, lang := range []string{"fi", "sv", "en"} {
			list := lines(f, class+"."+lang+".txt")
			for j, text := range list {
				n++
				f.Add(text, list[(j+1)%len(list)], uint8(i), uint8(n%len(places)), n%7 == 0)
			}
		}
	}
	for i, text := range lines(f, "odd.txt") {
		if s, err := strconv.Unquote(text); err == nil {
			f.Add(s, s, uint8(i%4), uint8(i%len(places)), i%5 == 0)
		}
	}
	said := 0
	f.Fuzz(func(t *testing.T, first, second string, lang, place uint8, asForm bool) {
		r := &room{TB: t, kakebot: k, n: said}
		person := r.comes(chat.Langs[int(lang)%len(chat.Langs)], places[int(place)%len(places)]...)
		for _, text := range []string{first, second} {
			if strings.TrimSpace(text) != "" {
				r.says(person, text, nil)
			}
		}
		if asForm {
			r.says(person, "/tiedot", map[string]string{"name": first, "what": second, "grant": first, "reach": second, "needs": first})
		}
		r.says(person, "/poista", nil) // frees what was booked and held, and forgets
		r.says(person, "kyllä", nil)
		said = r.n
	})
}

// A growing text, and what may not grow faster than it does.
var growing = []string{"a", "haku ", "8000 ", "1 000 000 ", "1.1.", "28.2.2018 ", "0", "131052-", "131052 ", "<", "<a ", "[", "[x](", "*", "\\", "@", "ja ", "och ", "hi and ", "hei, ", "? ", "mikä? ", ", entä ", "en halua ", "tapan ", "kahdeksan", "kahdeksan tuhatta ",
	"ei vaan ", "ä", "🙂", "\u0300", "\n", ". ", "K7F3-", "kello 10 ", "maanantai ", "seuraava kierros ", "2018-02-13T10:00 ", "x@", "http://a "}

// TestGrowth compares times within one run. The whole is measured up to the
// length at which Guard cuts: sixteen times the text takes at most about sixteen
// times as long, and a quadratic step 256 times. What comes before the cut is
// measured far beyond it, where a quadratic step takes 4 096 times as long.
func TestGrowth(t *testing.T) {
	r := enter(t)
	for _, run := range []struct {
		what               string
		from, times, limit int
		f                  func(text string)
	}{
		{"the whole", chat.MaxMessage / 16, 16, 64, func(text string) { r.says(r.comes("fi"), text, nil) }},
		{"the scrub", 2000, 64, 1024, func(text string) { handlers.Scrub(text) }},
		{"the alarm", 2000, 64, 1024, func(text string) { r.assistant.Finder.Alarmed(text) }},
	} {
		for _, s := range growing {
			best := func(length, tries int, enough time.Duration) time.Duration {
				text := strings.Repeat(s, length/len([]rune(s))+1)
				least := time.Hour
				for i := 0; i < tries && least > enough; i++ {
					start := time.Now()
					run.f(text)
					least = min(least, time.Since(start))
				}
				return least
			}
			// A machine that is busy elsewhere is asked again; a step that is
			// quadratic never becomes fast enough.
			short := max(best(run.from, 5, 0), 10*time.Microsecond)
			enough := short * time.Duration(run.limit)
			if long := best(run.from*run.times, 8, enough); long > enough {
				t.Errorf("%s: %d times %q takes %d times as long (%v, %v)", run.what, run.times, s, long/short, short, long)
			}
		}
	}
}
