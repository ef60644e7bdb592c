package discord

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds v to testdata/name.json.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(plain); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("%s is now\n%s", file, got.String())
	}
}

func TestReplies(t *testing.T) {
	for _, s := range chattest.Replies() {
		t.Run(s.Name, func(t *testing.T) {
			m := render(s.Reply)
			shown := map[string]any{"message": m}
			if s.Reply.Form != nil {
				shown["modal"] = dialog(s.Reply.Form)
			}
			golden(t, s.Name, shown)
			fits(t, m)
		})
	}
}

// fits holds a message to Discord's limits.
func fits(t testing.TB, m message) {
	t.Helper()
	if n := utf8.RuneCountInString(m.Content); n > mostContent || n == 0 && len(m.Attached) == 0 {
		t.Errorf("the content has %d characters", n)
	}
	for _, e := range m.Embeds {
		if n := utf8.RuneCountInString(e.Description); n == 0 || n > mostEmbed {
			t.Errorf("an embed has %d characters", n)
		}
	}
	data, err := json.Marshal(m.Components)
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		component
		Components []component `json:"components"`
	}
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) > mostRows {
		t.Errorf("%d rows", len(rows))
	}
	ids := map[string]bool{}
	for _, r := range rows {
		if len(r.Components) == 0 || len(r.Components) > mostInRow {
			t.Errorf("%d components in a row", len(r.Components))
		}
		for _, c := range r.Components {
			if ids[c.CustomID] {
				t.Errorf("two components have the id %s", c.CustomID)
			}
			ids[c.CustomID] = true
			if n := utf8.RuneCountInString(c.CustomID); n == 0 || n > mostID {
				t.Errorf("an id has %d characters", n)
			}
			if n := utf8.RuneCountInString(c.Label); n > mostLabel {
				t.Errorf("a label has %d characters", n)
			}
			if len(c.Options) > mostInMenu {
				t.Errorf("a menu has %d lines", len(c.Options))
			}
		}
	}
}

func TestManyTimesAreAMenu(t *testing.T) {
	r := chat.Reply{Text: "Ajat:", Lang: "fi"}
	for _, hour := range []string{"09", "10", "11", "12", "13", "14"} {
		r.Choices = append(r.Choices, chat.Choice{Label: "klo " + hour, Say: "/varaa 2018-02-13T" + hour + ":00", OpensForm: true})
	}
	r.Choices = append(r.Choices, chat.Choice{Label: "Lisää aikoja", Say: "/varaa-lisää 6"})
	m := render(r)
	fits(t, m)
	golden(t, "many-times", m)
}

func TestCall(t *testing.T) { golden(t, "call", call("90", "sv")) }

// What a button says comes back from its custom_id, also from an older program's.
func TestCustomID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := chat.Choice{Say: rapid.StringN(1, chat.MaxSay, -1).Draw(t, "say"), OpensForm: rapid.Bool().Draw(t, "opens")}
		id := carried(c)
		if n := utf8.RuneCountInString(id); n > mostID {
			t.Fatalf("%d characters", n)
		}
		if say, opens := spoken(id); say != c.Say || opens != c.OpensForm {
			t.Fatalf("%q comes back as %q, %v", c.Say, say, opens)
		}
	})
	for id, want := range map[string]string{"/varaa": "/varaa", "": "", "1|": "1|", "9|+/x": "9|+/x"} {
		if say, opens := spoken(id); say != want || opens {
			t.Errorf("%q says %q, %v", id, say, opens)
		}
	}
	if say, title := spokenForm(carriedForm(&chat.Form{ID: "/tiedot", Title: "Tietosi"})); say != "/tiedot" || title != "Tietosi" {
		t.Errorf("%q, %q", say, title)
	}
}

func TestSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-zä .\n]{0,300}`).Draw(t, "text")
		head, rest := split(s, 100)
		if utf8.RuneCountInString(head) > 100 {
			t.Fatalf("%d characters", utf8.RuneCountInString(head))
		}
		bare := strings.NewReplacer(" ", "", "\n", "").Replace
		if bare(head+rest) != bare(s) {
			t.Fatalf("%q and %q of %q", head, rest, s)
		}
	})
	if head, rest := split("yksi kaksi. kolme neljä", 15); head != "yksi kaksi." || rest != "kolme neljä" {
		t.Errorf("%q, %q", head, rest)
	}
}
