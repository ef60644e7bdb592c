package knowledge

import (
	"slices"
	"strings"
	"testing"
)

// TestChecks breaks one small programme in one way at a time, and wants the
// break reported by name.
func TestChecks(t *testing.T) {
	asked := func(n int) (out []string) {
		for i := range n {
			out = append(out, strings.Repeat("a", i+1))
		}
		return out
	}
	with := func(kind, lang string, text Text) *Programme {
		p := &Programme{Entries: map[string]Entry{"x": {ID: "x", Kind: kind}}, Texts: map[string]map[string]Text{}}
		for _, l := range Langs {
			p.Texts[l] = map[string]Text{"x": {Title: "Niin", Variants: map[string]string{"": "Niin."}, Phrasings: asked(20)}}
		}
		p.Texts["selko"]["x"] = Text{Title: "Niin", Variants: map[string]string{"": "Niin."}}
		p.Texts[lang]["x"] = text
		return p
	}
	long := func(n int) Text {
		return Text{Title: "Niin", Variants: map[string]string{"": strings.Repeat("On. ", n)}, Phrasings: asked(20)}
	}
	few := func(n int) Text { return Text{Title: "Niin", Phrasings: asked(n)} }
	hard := Text{Title: "Niin", Variants: map[string]string{"": strings.Repeat("on ", 20) + "."}}
	remarks := func(p *Programme) []string { return p.Remarks() }
	for _, x := range []struct {
		name  string
		check func(*Programme) []string
		p     *Programme
		want  string
	}{
		{"twenty phrasings are enough", checkPhrasings, with(KindAnswer, "fi", few(20)), ""},
		{"an answer needs twenty", checkPhrasings, with(KindAnswer, "sv", few(19)), "sv/x.md: 19 phrasings, wants at least 20"},
		{"so does what is computed", checkPhrasings, with(KindCompute, "en", few(19)), "en/x.md: 19 phrasings, wants at least 20"},
		{"eight do for what is unknown", checkPhrasings, with(KindUnknown, "fi", few(8)), ""},
		{"seven do not", checkPhrasings, with(KindUnknown, "fi", few(7)), "fi/x.md: 7 phrasings, wants at least 8"},
		{"small talk may have few", checkPhrasings, with(KindSmalltalk, "fi", few(0)), ""},
		{"sixty words are good", remarks, with(KindAnswer, "fi", long(60)), ""},
		{"sixty-one are many", remarks, with(KindAnswer, "fi", long(61)), "fi/x.md: 61 words, better at most 60"},
		{"and not wrong", checkTexts, with(KindAnswer, "fi", long(80)), ""},
		{"eighty-one are wrong", checkTexts, with(KindAnswer, "fi", long(81)), "fi/x.md : 81 words, wants at most 80"},
		{"easy Finnish is easy", checkEase, with(KindAnswer, "selko", hard), "selko/x.md: the longest sentence has 20 words"},
		{"other languages may be harder", checkEase, with(KindAnswer, "fi", hard), ""},
	} {
		got := x.check(x.p)
		found := slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, x.want) })
		if x.want == "" && len(got) > 0 || x.want != "" && !found {
			t.Errorf("%s: got %q, want %q", x.name, got, x.want)
		}
	}
}
