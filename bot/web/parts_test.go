package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"kakebot/chat"
)

func TestMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"Yksi **kaksi**.":                        "<p>Yksi <strong>kaksi</strong>.</p>\n",
		"rivi\ntoinen":                           "<p>rivi<br>\ntoinen</p>\n",
		"8\u00a0000\u00a0€":                      "<p>8\u00a0000\u00a0€</p>\n",
		"- a\n- b":                               "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n",
		"1. a\n2. b":                             "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n",
		"[sivu](https://example.org/a?b=1&c=\")": "<p><a href=\"https://example.org/a?b=1&amp;c=%22\" rel=\"noopener\">sivu</a></p>\n",
		"[soita](tel:112)":                       "<p><a href=\"tel:112\" rel=\"noopener\">soita</a></p>\n",
		"[posti](mailto:a@example.org)":          "<p><a href=\"mailto:a@example.org\" rel=\"noopener\">posti</a></p>\n",
		"[x](javascript:alert(1))":               "<p>x</p>\n",
		"[**x** y](JaVaScRiPt:alert)":            "<p><strong>x</strong> y</p>\n",
		"[x](/k/oma)":                            "<p>x</p>\n",
		"[x](//evil.example)":                    "<p>x</p>\n",
		"![kuva](https://evil.example/a.png)":    "<p>kuva</p>\n",
		"[![k](https://e.example/a)](data:x)":    "<p>k</p>\n",
		"<script>alert(1)</script>":              "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
		"<https://example.org>":                  "<p>&lt;https://example.org&gt;</p>\n",
		"# otsikko":                              "<p># otsikko</p>\n",
		`\*ei\* \[x\](y)`:                        "<p>*ei* [x](y)</p>\n",
		"":                                       "",
	} {
		if got := string(markdown(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"<script>", "[a](javascript:b)", "![a](b)", "- **x", "[a]: javascript:b\n\n[a]"} {
		f.Add(s)
	}
	tag := regexp.MustCompile(`<(/?[a-z]+)([^>]*)>`)
	attr := regexp.MustCompile(`^( href="(https?:|mailto:|tel:)[^"]*"( title="[^"]*")? rel="noopener"| start="\d+")?$`)
	known := map[string]bool{"p": true, "ul": true, "ol": true, "li": true, "strong": true, "em": true, "a": true, "br": true}
	f.Fuzz(func(t *testing.T, s string) {
		for _, m := range tag.FindAllStringSubmatch(string(markdown(s)), -1) {
			if !known[strings.TrimPrefix(m[1], "/")] || !attr.MatchString(m[2]) {
				t.Errorf("%q: %s", s, m[0])
			}
		}
	})
}

func TestMessage(t *testing.T) {
	from := chat.Person{ID: "web:T", Locale: "sv"}
	in := chat.Address{Channel: "web", Place: "T"}
	for _, c := range []struct {
		form string
		want chat.Message
	}{
		{"l=sv&text=a%0D%0Ab", chat.Message{ID: "i", From: from, In: in, Text: "a\nb"}},
		{"l=sv&say=/varaa&label=Varaa", chat.Message{ID: "i", From: from, In: in, Text: "/varaa", Label: "Varaa"}},
		{"l=sv&form=/f&label=T&f.a=1&f.b=&f.b=2&say=x&id=y", chat.Message{ID: "i", From: from, In: in, Text: "/f", Label: "T", Fields: map[string]string{"a": "1", "b": "2"}}},
		{"l=sv&form=/f", chat.Message{ID: "i", From: from, In: in, Text: "/f", Fields: map[string]string{}}},
		{"", chat.Message{ID: "i", From: chat.Person{ID: "web:T"}, In: in}},
		{"l=xx", chat.Message{ID: "i", From: chat.Person{ID: "web:T"}, In: in}},
	} {
		v, err := url.ParseQuery(c.form)
		if err != nil {
			t.Fatal(err)
		}
		if got := message(v, "i", "T"); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v", c.form, got)
		}
	}
}

func TestTimes(t *testing.T) {
	now := time.Date(2018, 2, 19, 18, 0, 0, 0, time.UTC)
	at := time.Date(2018, 2, 19, 9, 5, 0, 0, time.UTC)
	for _, c := range [][2]string{
		{when("fi", at, now), "9.05"}, {when("en", at, now), "09:05"},
		{when("fi", at, now.AddDate(0, 0, 1)), "19.2.2018 klo\u00a09.05"},
		{when("sv", at, now.AddDate(0, 0, 1)), "19.2.2018 kl.\u00a09.05"},
		{when("en", at, now.AddDate(0, 0, 1)), "19.2.2018 at 09:05"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
}

// A programme's facts come from replies alone: no page's own sentence may hold
// a sum, a date or a link. The Act and the accessibility level have their numbers.
func TestWordsStateNoFacts(t *testing.T) {
	allowed := regexp.MustCompile(`306/2019|6\x{a0}a|WCAG\x{a0}2\.2`)
	for lang, all := range words {
		for key, s := range all {
			if strings.ContainsAny(allowed.ReplaceAllString(s, ""), "0123456789€") || strings.Contains(s, "http") {
				t.Errorf("%s: %s: %q", lang, key, s)
			}
		}
	}
}

func TestSavedConversation(t *testing.T) {
	r := newRig(t)
	place := r.begin(t, "Paljonko rahaa?")
	r.clock.add(25 * time.Hour)
	r.post(t, place, "say", "/haku", "label", "Milloin?")
	res, text := r.get(t, place+"/keskustelu.txt")
	want := "Keskustelu 20.2.2018 – Pikku KAKE\n" +
		"Keskustelu KAKE-botin, automaattisen palvelun, kanssa. Tämä ei ole viranomaisen päätös.\n\n" +
		"Sinä, 19.2.2018 klo\u00a010.03:\nPaljonko rahaa?\n\n" +
		"KAKE-botti, 19.2.2018 klo\u00a010.03:\nTapahtumaan voi saada alle 8\u00a0000\u00a0€.\n\n- Yksi\n- Kaksi\n\nKatso ohjeet (https://www.example.org/kake).\n\nLähde: Paljonko rahaa on? – ”alle 8 000 €”\n\n" +
		"Sinä, 20.2.2018 klo\u00a011.03:\nMilloin?\n\nKAKE-botti, 20.2.2018 klo\u00a011.03:\nKirjoitit: /haku\n"
	if text != want {
		t.Errorf("saved\n%s\nwant\n%s", text, want)
	}
	if d := res.Header.Get("Content-Disposition"); d != "attachment; filename=keskustelu.txt" {
		t.Error(d)
	}
	_, page := r.get(t, place+"/keskustelu.html")
	has(t, page, "Tämä ei ole viranomaisen päätös", "<b>Sinä</b>, 19.2.2018 klo\u00a010.03", "Paljonko rahaa?", `<b lang="fi">Lähde:</b>`, "<q>alle 8 000 €</q>")
	hasNot(t, page, tokenOf(place))
}

// The budgets of a page, compressed as it travels.
func TestBudgets(t *testing.T) {
	r := newRig(t)
	place := r.begin(t, "paljonko rahaa?")
	for range 5 {
		r.post(t, place, "text", "paljonko rahaa?")
	}
	total := 0
	for path, most := range map[string]int{place: 12 << 10, "/kake.js": 5 << 10, "/style.css": 8 << 10, "/embed.js": 2 << 10, "/icon.svg": 1 << 10} {
		req, _ := http.NewRequest(http.MethodGet, r.Addr()+path, nil)
		req.Header.Set("Accept-Encoding", "gzip")
		res, err := r.http.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		packed := body(t, res)
		if len(packed) > most {
			t.Errorf("%s: %d bytes, want at most %d", path, len(packed), most)
		}
		if path != "/embed.js" {
			total += len(packed)
		}
		t.Logf("%s: %d bytes", path, len(packed))
		if res.Header.Get("Content-Encoding") == "gzip" {
			z, err := gzip.NewReader(bytes.NewReader([]byte(packed)))
			if err != nil {
				t.Fatal(err)
			}
			if plain, _ := io.ReadAll(z); len(plain) < len(packed) {
				t.Errorf("%s: %d bytes unpacked", path, len(plain))
			}
		}
	}
	t.Logf("a page with six exchanges: %d bytes in all", total)
	if total > 30<<10 {
		t.Errorf("%d bytes in all", total)
	}
	_, page := r.get(t, place)
	if n := len(regexp.MustCompile(`<(?:script src|link rel="(?:stylesheet|icon)"|img )`).FindAllString(page, -1)); n+2 > 6 {
		t.Errorf("%d requests and the page and the stream", n)
	}
}
