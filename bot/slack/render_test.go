package slack

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/slack-go/slack"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds what v is in JSON to the file.
func golden(t *testing.T, file string, v any) {
	t.Helper()
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	must(t, e.Encode(v))
	path := filepath.Join("testdata", file+".json")
	if *update {
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, got.Bytes(), 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if got.String() != string(want) {
		t.Errorf("%s differs; -update writes\n%s", path, got.String())
	}
}

type posted struct {
	Text   string        `json:"text"`
	Blocks []slack.Block `json:"blocks"`
}

func TestRender(t *testing.T) {
	for _, s := range chattest.Replies() {
		t.Run(s.Name, func(t *testing.T) {
			text, blocks := render(s.Reply)
			golden(t, "render/"+s.Name, posted{text, blocks})
			if text == "" || utf8.RuneCountInString(text) > 4000 {
				t.Errorf("the text has %d characters", utf8.RuneCountInString(text))
			}
			withinLimits(t, blocks, 50)
		})
	}
}

func TestHome(t *testing.T) {
	var replies []chat.Reply
	for _, s := range chattest.Replies() {
		replies = append(replies, s.Reply, chat.Reply{})
	}
	view := home(replies)
	withinLimits(t, view.Blocks.BlockSet, maxHome)
	golden(t, "home/start", home(replies[:8]))
	for range 5 {
		replies = append(replies, replies...)
	}
	withinLimits(t, home(replies).Blocks.BlockSet, maxHome)
}

// limits are Slack's of text, by where it stands.
var limits = []struct {
	within string // a part of the path to it
	most   int
}{
	{".title.text", maxTitle}, {".submit.text", maxTitle}, {".close.text", maxTitle},
	{".elements[].text.text", maxButton}, {".positive_button.text.text", maxButton}, {".negative_button.text.text", maxButton},
	{".accessibility_label", maxButton}, {".options[].text.text", maxButton}, {".options[].value", 150}, {".option_groups[].label.text", maxButton},
	{".action_id", 255}, {".block_id", 255}, {".callback_id", 255}, {".elements[].value", 2000},
	{".label.text", maxLabel}, {".hint.text", maxLabel}, {".initial_value", maxValue}, {".text", maxSection},
}

// counts are Slack's limits of lists.
var counts = map[string]int{".elements": maxRow, ".options": 100, ".option_groups": 100}

func withinLimits(t *testing.T, blocks []slack.Block, most int) {
	t.Helper()
	if len(blocks) > most {
		t.Errorf("%d blocks, at most %d", len(blocks), most)
	}
	data, err := json.Marshal(map[string]any{"blocks": blocks})
	must(t, err)
	walkLimits(t, data)
}

func walkLimits(t *testing.T, data []byte) {
	t.Helper()
	var v any
	must(t, json.Unmarshal(data, &v))
	walk("", v, func(path string, v any) {
		switch v := v.(type) {
		case string:
			for _, l := range limits {
				if strings.HasSuffix(path, l.within) {
					if n := utf8.RuneCountInString(v); n > l.most || n == 0 {
						t.Errorf("%s has %d characters, at most %d", path, n, l.most)
					}
					break
				}
			}
		case []any:
			for end, most := range counts {
				if strings.HasSuffix(path, end) && (len(v) > most || len(v) == 0) {
					t.Errorf("%s has %d elements, at most %d", path, len(v), most)
				}
			}
		case map[string]any:
			if v["type"] == "actions" {
				once := map[any]bool{}
				for _, e := range v["elements"].([]any) {
					id := e.(map[string]any)["action_id"]
					if once[id] {
						t.Errorf("%s: the action %v stands twice", path, id)
					}
					once[id] = true
				}
			}
		}
	})
}

func walk(path string, v any, visit func(path string, v any)) {
	visit(path, v)
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			walk(path+"."+k, x, visit)
		}
	case []any:
		for _, x := range v {
			walk(path+"[]", x, visit)
		}
	}
}

func TestMrkdwn(t *testing.T) {
	for markdown, want := range map[string]string{
		"**Kyllä**, alle 8 000 €.":                 "*Kyllä*, alle 8 000 €.",
		"[joensuu.fi](https://joensuu.fi/a?b=1&c)": "<https://joensuu.fi/a?b=1&amp;c|joensuu.fi>",
		"[a|b](https://x.fi/a|b)":                  "<https://x.fi/a%7Cb|a¦b>",
		"[](https://x.fi)":                         "<https://x.fi>",
		"[112](tel:112)":                           "<tel:112|112>",
		"[paha](javascript:alert)":                 "paha",
		"[paha](!channel)":                         "paha",
		"- yksi\n- **kaksi**":                      "•  yksi\n•  *kaksi*",
		"1. tiistai":                               "1. tiistai",
		"<!channel> & <@U1>":                       "&lt;!channel&gt; &amp; &lt;@U1&gt;",
		`\*tähti\* a\_b _x_`:                       "*\u200btähti*\u200b a_b _\u200bx_\u200b",
		"2 * 3, matti_m@x.fi, `rm`":                "2 *\u200b 3, matti_m@x.fi, `\u200brm`\u200b",
		"**auki":                                   "auki",
		`\[x\](https://x.fi)`:                      "[x](https://x.fi)",
		"**[a](https://x.fi)** ja **b & c**":       "*<https://x.fi|a>* ja *b &amp; c*",
		"Pikku\u00a0KAKE ”lainaus” ‹b›":            "Pikku\u00a0KAKE ”lainaus” ‹b›",
		chat.Inert("@everyone <!here> *x* [y](z)"): "@\u200beveryone ‹!here› *\u200bx*\u200b [y](z)",
		"\n\n": "\n\n",
		"Ks. [ohje (a)](https://x.fi/o_h) ja _tuo_": "Ks. <https://x.fi/o_h|ohje (a)> ja _\u200btuo_\u200b",
	} {
		if got := mrkdwn(markdown); got != want {
			t.Errorf("%q:\n got %q\nwant %q", markdown, got, want)
		}
	}
}

// opens are the beginnings by which Slack knows a mark of its own.
var opens = regexp.MustCompile(`<(https?:|mailto:|tel:)?`)

// Whatever is typed, a message that repeats it holds no mention, and every piece
// of it fits a section.
func TestMrkdwnOfAnything(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"<", ">", "<!channel>", "<@U1>", "@everyone", "&", "&lt;", "[", "](", ")", "**", "*", "_", "`", "~", "\\", "|", "\n", "\n\n", " ", "ä", "- ", "https://x.fi", "[a](https://x.fi)"})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "typed"), "")
		for _, text := range []string{mrkdwn(s), plain(s), mrkdwn(chat.Inert(s))} {
			for _, open := range opens.FindAllString(text, -1) {
				if open == "<" {
					t.Fatalf("%q is shown as %q", s, text)
				}
			}
			limit := rapid.IntRange(30, 60).Draw(t, "limit")
			for _, piece := range split(text, limit) {
				if utf8.RuneCountInString(piece) > limit {
					t.Fatalf("a piece of %q is longer than %d: %q", text, limit, piece)
				}
			}
		}
	})
}

func TestSplit(t *testing.T) {
	for _, x := range []struct {
		text  string
		limit int
		want  string
	}{
		{"lyhyt", 10, "lyhyt"},
		{"yksi kaksi\n\nkolme neljä", 15, "yksi kaksi/kolme neljä"},
		{"yksi\nkaksi kolme", 12, "yksi/kaksi kolme"},
		{"yksi kaksi kolme", 11, "yksi kaksi/kolme"},
		{"aaaaaaaaaaaa", 5, "aaaaa/aaaaa/aa"},
		{"ks. <https://x.fi|pitkä teksti> ja", 33, "ks. <https://x.fi|pitkä teksti>/ja"},
		{"ks. <https://x.fi|pitkä teksti> ja", 29, "ks./<https://x.fi|pitkä teksti>/ja"},
	} {
		if got := strings.Join(split(x.text, x.limit), "/"); got != x.want {
			t.Errorf("%q at %d: %q, want %q", x.text, x.limit, got, x.want)
		}
	}
}

// manifested finds the scopes of the manifest, which stand on lines of their own.
var manifested = regexp.MustCompile(`(?m)^      - ([a-z_]+(?::[a-z]+)?) #`)

func TestManifestAsksForTheScopesInUse(t *testing.T) {
	data, err := os.ReadFile("app-manifest.yaml")
	must(t, err)
	_, rest, _ := strings.Cut(string(data), "    bot:\n")
	rest, _, _ = strings.Cut(rest, "settings:")
	var got []string
	for _, m := range manifested.FindAllStringSubmatch(rest, -1) {
		got = append(got, m[1])
	}
	if strings.Join(got, " ") != strings.Join(scopes, " ") {
		t.Errorf("the manifest asks for %v, the channel uses %v", got, scopes)
	}
}
