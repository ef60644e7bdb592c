package discord

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"kakebot/chat"
)

const me = "900"

func TestHeard(t *testing.T) {
	for _, x := range []struct {
		name, raw string
		ours      bool
		words     string
	}{
		{"a direct message", `{"id":"1","channel_id":"2","author":{"id":"3"},"content":" hei "}`, true, "hei"},
		{"a mention", `{"id":"1","channel_id":"2","guild_id":"4","author":{"id":"3"},"content":"<@900> hei","mentions":[{"id":"900"}]}`, true, "hei"},
		{"an older mention", `{"id":"1","channel_id":"2","guild_id":"4","author":{"id":"3"},"content":"hei <@!900>!","mentions":[{"id":"900"}]}`, true, "hei  !"},
		{"a reply to the bot", `{"id":"1","channel_id":"2","guild_id":"4","type":19,"author":{"id":"3"},"content":"entä?","referenced_message":{"author":{"id":"900"}}}`, true, "entä?"},
		{"a reply that may not be read", `{"id":"1","channel_id":"2","guild_id":"4","type":19,"author":{"id":"3"},"content":"","referenced_message":{"author":{"id":"900"}}}`, false, ""},
		{"a reply beside an unknown component", `{"id":"1","channel_id":"2","guild_id":"4","type":19,"author":{"id":"3"},"content":"entä?","mentions":[{"id":"900"}],"referenced_message":{"id":"9","author":{"id":"7","bot":true},"components":[{"type":99}]}}`, true, "entä?"},
		{"talk among people", `{"id":"1","channel_id":"2","guild_id":"4","author":{"id":"3"},"content":"hei"}`, false, ""},
		{"the bot itself", `{"id":"1","channel_id":"2","author":{"id":"900"},"content":"hei"}`, false, ""},
		{"another bot", `{"id":"1","channel_id":"2","author":{"id":"3","bot":true},"content":"hei"}`, false, ""},
		{"a webhook", `{"id":"1","channel_id":"2","webhook_id":"5","author":{"id":"3"},"content":"hei"}`, false, ""},
		{"news of Discord's", `{"id":"1","channel_id":"2","type":6,"author":{"id":"3"},"content":"hei"}`, false, ""},
		{"nobody", `{"id":"1","channel_id":"2","content":"hei"}`, false, ""},
		{"nobody at all", `{"id":"1","channel_id":"2","author":null,"member":null,"content":"hei"}`, false, ""},
		{"a field of another kind", `{"id":"1","channel_id":"2","tts":"x","mentions":"x","author":{"id":"3"},"content":"hei"}`, true, "hei"},
		{"nothing", `null`, false, ""},
		{"half", `{"id":"1`, false, ""},
	} {
		m, ours := heard(json.RawMessage(x.raw), "", me)
		if ours != x.ours || ours && m.words(me) != x.words {
			t.Errorf("%s: %v, %q", x.name, ours, m.words(me))
		}
	}
}

// Interactions as Discord sends them.
func TestInteractions(t *testing.T) {
	for _, x := range []struct {
		file   string
		want   chat.Message
		form   bool
		shared bool
	}{
		{"ask", chat.Message{ID: "1001", Text: "Paljonko tapahtumaan saa?", From: chat.Person{ID: "discord:300", Locale: "fi"}, In: chat.Address{Channel: "discord", Place: "300/200"}}, false, true},
		{"book", chat.Message{ID: "1002", Text: "/varaa", From: chat.Person{ID: "discord:300", Locale: "sv-SE"}, In: chat.Address{Channel: "discord", Place: "300"}}, true, false},
		{"language", chat.Message{ID: "1007", Text: "/kieli selko", From: chat.Person{ID: "discord:300", Locale: "fi"}, In: chat.Address{Channel: "discord", Place: "300"}}, false, true},
		{"button", chat.Message{ID: "1003", Text: "/varaa 2018-02-13T10:00", Label: "tiistai 13.2. klo 10.00", From: chat.Person{ID: "discord:300", Locale: "fi"}, In: chat.Address{Channel: "discord", Place: "300/200"}}, true, true},
		{"menu", chat.Message{ID: "1004", Text: "/varaa 2018-02-14T13:00", Label: "keskiviikko 14.2. klo 13.00", From: chat.Person{ID: "discord:300", Locale: "en-GB"}, In: chat.Address{Channel: "discord", Place: "300"}}, true, false},
		{"form", chat.Message{ID: "1005", Text: "/tiedot", Label: "Tietosi neuvojalle", Fields: map[string]string{"name": "Maija", "what": "Kyläjuhla\nja markkinat", "reach": ""},
			From: chat.Person{ID: "discord:300", Locale: "fi"}, In: chat.Address{Channel: "discord", Place: "300/200"}}, false, true},
		{"form-labelled", chat.Message{ID: "1006", Text: "/tiedot", Label: "Tietosi neuvojalle", Fields: map[string]string{"name": "Maija"},
			From: chat.Person{ID: "discord:300", Locale: "fi"}, In: chat.Address{Channel: "discord", Place: "300"}}, false, false},
	} {
		raw, err := os.ReadFile(filepath.Join("testdata", "events", x.file+".json"))
		if err != nil {
			t.Fatal(err)
		}
		i, whole := pressed(raw)
		if !whole {
			t.Errorf("%s is not whole", x.file)
			continue
		}
		got, form, known := i.means(all)
		fields := maps.Equal(got.Fields, x.want.Fields)
		got.Fields, x.want.Fields = nil, nil
		if !known || !fields || form != x.form || i.shared() != x.shared || got.ID != x.want.ID || got.Text != x.want.Text ||
			got.Label != x.want.Label || got.From != x.want.From || got.In != x.want.In {
			t.Errorf("%s: %+v, form %v, shared %v, fields %v", x.file, got, form, i.shared(), fields)
		}
	}
}

func TestHalfInteractions(t *testing.T) {
	for _, raw := range []string{`null`, `{}`, `{"id":"1","token":"t"}`, `{"id":"1","token":"t","member":{}}`, `{"id":"1","token":"t","user":{"id":""}}`, `{"id":"1"`} {
		if _, whole := pressed(json.RawMessage(raw)); whole {
			t.Errorf("%s is whole", raw)
		}
	}
	i, whole := pressed(json.RawMessage(`{"id":"1","token":"t","type":3,"user":{"id":"3"},"data":{"custom_id":"1|-/omat","values":"x"},"message":{"components":[{"type":99,"components":7}]}}`))
	if m, _, known := i.means(nil); !whole || !known || m.Text != "/omat" {
		t.Errorf("%+v", m)
	}
}

func FuzzEvents(f *testing.F) {
	f.Add([]byte(`{"id":"1","token":"t","type":2,"user":{"id":"3"},"data":{"options":[{"name":"ask","options":[{"value":7}]}]}}`))
	f.Fuzz(func(_ *testing.T, raw []byte) {
		heard(raw, "", me)
		if i, whole := pressed(raw); whole {
			i.means(all)
		}
	})
}
