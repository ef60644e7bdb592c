package knowledge

import (
	"reflect"
	"strings"
	"testing"
)

func TestBreaths(t *testing.T) {
	for _, x := range []struct {
		text string
		want [][]string
	}{
		{"", nil},
		{"Haku on auki. Hae nyt!", [][]string{{"Haku", "on", "auki"}, {"Hae", "nyt"}}},
		{"**Ei, {date} on myöhässä.** Kierros on {round}.", [][]string{{"Ei", "0", "on", "myöhässä"}, {"Kierros", "on", "0"}}},
		{"Avustus tarkoittaa: rahaa.", [][]string{{"Avustus", "tarkoittaa"}, {"rahaa"}}},
		{"Rajat ovat:\n\n- tapahtuma\n- kehittämis-hanke", [][]string{{"Rajat", "ovat"}, {"tapahtuma"}, {"kehittämis-hanke"}}},
		{"Katso www.joensuu.fi nyt.", [][]string{{"Katso", "www", "joensuu", "fi", "nyt"}}},
	} {
		if got := breaths(x.text); !reflect.DeepEqual(got, x.want) {
			t.Errorf("breaths(%q) = %q, want %q", x.text, got, x.want)
		}
	}
}

// TestUneasy holds each limit at its edge, with the other measures kept low.
func TestUneasy(t *testing.T) {
	words := func(n int) string { return strings.Repeat("on ", n-1) + "on. " }
	letters := func(n int) string { return "Se on tai ei. Se on " + strings.Repeat("a", n) + " tai ei ole niin." }
	for _, x := range []struct{ text, wrong, remark string }{
		{text: ""},
		{text: "Haku on auki. Hae nyt."},
		{text: words(10) + words(1)},
		{text: words(11) + words(1), remark: "the longest sentence has 11 words"},
		{text: words(14) + words(1) + words(1), remark: "the longest sentence has 14 words"},
		{text: words(15) + words(1) + words(1), wrong: "the longest sentence has 15 words"},
		{text: words(6) + words(6)},
		{text: words(7) + words(8), remark: "sentences have 7.5 words on average"},
		{text: letters(21)},
		{text: letters(22), remark: "the longest word has 22 letters"},
		{text: letters(26), wrong: "the longest word has 26 letters"},
		{text: "Se on {amount}, {date} tai " + strings.Repeat("a", 14) + "-" + strings.Repeat("a", 14) + "."},
		{text: "Hankkeet jatkuvat.", remark: "words have 8.0 letters on average"},
		{text: "Kehittäminen kannattaa.", wrong: "words have 10.5 letters on average"},
	} {
		wrong, remarks := uneasy(x.text)
		for _, got := range []struct {
			kind    string
			phrases []string
			want    string
		}{{"wrong", wrong, x.wrong}, {"remarks", remarks, x.remark}} {
			if len(got.phrases) == 0 && got.want == "" || len(got.phrases) == 1 && got.want != "" && strings.HasPrefix(got.phrases[0], got.want) {
				continue
			}
			t.Errorf("%q: %s %q, want %q", x.text, got.kind, got.phrases, got.want)
		}
	}
}
