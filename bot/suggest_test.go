package main

import (
	"strings"
	"testing"
	"time"

	"kakebot/knowledge"
)

// What was not answered comes back under the entry it is nearest to, most asked
// first, and names nobody.
func TestSuggest(t *testing.T) {
	k := open(t, config{now: "2018-02-12T09:00"}, "test-suggest")
	day := time.Date(2018, 2, 12, 0, 0, 0, 0, k.programme.Zone)
	for _, q := range []struct{ text, lang string }{
		{"paljokohan sitä tapahtumarahhoo irtovaa", "fi"},
		{"soita mulle 040 123 4567 <script>", "fi"},
		{"xyzzy plugh", "en"},
		{"xyzzy plugh", "en"},
	} {
		if err := k.journal.Missed(t.Context(), knowledge.Miss(q.text, q.lang, "", nil, day)); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	if err := suggest(t.Context(), k, k.journal, streams{out: &out}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"3 questions", "## fi/amount_event.md", "- paljokohan sitä tapahtumarahhoo irtovaa  <!-- asked 1 times, last 2018-02-12", "asked 2 times"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	for _, not := range []string{"040", "<script"} {
		if strings.Contains(out.String(), not) {
			t.Errorf("%q in\n%s", not, out.String())
		}
	}
}
