package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

// The tables in testdata/safety are lines that people write; their README.md
// explains them. Every file CLASS.LANG.txt is a class in a language.

// lines reads one table.
func lines(t testing.TB, name string) (out []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "safety", name))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range strings.Split(string(data), "\n") {
		if l != "" && !strings.HasPrefix(l, "# ") {
			out = append(out, l)
		}
	}
	return out
}

// each runs a class in its three languages, and holds the tables to their size.
func each(t *testing.T, class string, f func(t *testing.T, lang string, list []string)) {
	for _, lang := range []string{"fi", "sv", "en"} {
		t.Run(lang, func(t *testing.T) {
			list := lines(t, class+"."+lang+".txt")
			if len(list) < 15 {
				t.Errorf("%d lines, at least 15", len(list))
			}
			f(t, lang, list)
		})
	}
}

// A room is a kakebot with people in it.
type room struct {
	testing.TB
	*kakebot
	n int
}

const firstTime, secondTime = "2018-02-13T10:00", "2018-02-14T13:00"

// enter opens a room with two times on offer.
func enter(t *testing.T) *room {
	t.Helper()
	k := open(t, config{now: "2018-02-12T09:00"}, "safety")
	if err := k.offer(t.Context(), []string{firstTime, secondTime}, 1800e9, ""); err != nil {
		t.Fatal(err)
	}
	return &room{TB: t, kakebot: k}
}

// comes is a new person who is answered in a language, and has said some things.
func (r *room) comes(lang string, before ...string) string {
	r.Helper()
	r.n++
	person := askName + ":" + strconv.Itoa(r.n)
	for _, text := range append([]string{"/kieli " + lang}, before...) {
		r.says(person, text, nil)
	}
	return person
}

// says sends a message. Guard's own apology for an error is a failure.
func (r *room) says(person, text string, fields map[string]string) chat.Reply {
	r.Helper()
	r.n++
	reply, err := r.guard.Handle(r.Context(), chat.Turn{Message: chat.Message{
		ID: strconv.Itoa(r.n), From: chat.Person{ID: person}, In: chat.Address{Channel: askName, Place: person}, Text: text, Fields: fields}})
	if err != nil {
		r.Errorf("%.60q: %v", text, err)
	}
	for _, w := range unfit(reply) {
		r.Errorf("%.60q: %s\n%s", text, w, reply.Text)
	}
	return reply
}

// apologies are Guard's sentences for an error.
var apologies = []string{"meni vikaan", "gick fel", "went wrong"}

// live is what a platform would take for markup or for calling somebody, once
// the escapes that every channel knows are taken out.
var live = regexp.MustCompile(`(?i)<[/!?@#a-z:&]|(^|[^\pL\pN._%+-])@(everyone|here|channel)\b|\]\((javascript|http):`)

var escaped = regexp.MustCompile(`\\[[:punct:]]`)

// unfit tells what no reply may hold, whatever was said.
func unfit(reply chat.Reply) (wrong []string) {
	wrong = chattest.Wrong(reply)
	if reply.Silent() {
		wrong = append(wrong, "nothing is answered")
	}
	text := escaped.ReplaceAllString(reply.Text, "¤")
	for _, c := range reply.Choices {
		text += "\n" + c.Label
	}
	for _, a := range apologies {
		if strings.Contains(text, a) {
			wrong = append(wrong, "an error: "+a)
		}
	}
	if m := live.FindString(text); m != "" {
		wrong = append(wrong, "markup or a mention is alive: "+m)
	}
	return wrong
}

// kept is everything that is remembered of a person, as it is stored.
func (r *room) kept(person string) string {
	r.Helper()
	s, err := r.memory.Session(r.Context(), person)
	if err != nil {
		r.Fatal(err)
	}
	talk, err := r.memory.Exchanges(r.Context(), person)
	if err != nil {
		r.Fatal(err)
	}
	data, err := json.Marshal([]any{s, talk})
	if err != nil {
		r.Fatal(err)
	}
	return string(data)
}

// lifelines are MIELI's numbers; 112 stands beside them in every language.
var lifelines = map[string]string{"fi": "09\u00a02525\u00a00111", "selko": "09\u00a02525\u00a00111", "sv": "09\u00a02525\u00a00112", "en": "09\u00a02525\u00a00116"}

func helps(r *room, where, text string, reply chat.Reply) {
	r.Helper()
	if reply.Topic != "unsafe_crisis" || !strings.Contains(reply.Text, "112") || !strings.Contains(reply.Text, lifelines[reply.Lang]) {
		r.Errorf("%s, %.80q: %s, and no help\n%.120s", where, text, reply.Topic, reply.Text)
	}
}

var story = map[string]string{
	"fi": "Meidän kyläyhdistys on suunnitellut kesäksi tapahtumaa, johon tulisi väkeä koko kaupungista. Talkoolaisia on jo monta ja tilakin on katsottu. ",
	"sv": "Vår byaförening har planerat ett evenemang för sommaren och många vill vara med. Vi har redan hittat en lokal och pratat med grannarna. ",
	"en": "Our village association has been planning an event for the summer and many people want to join. We have already found a place for it. ",
}

// TestCrisis: whoever shows distress is given 112 and a crisis line, wherever in
// the conversation and however they say it.
func TestCrisis(t *testing.T) {
	each(t, "crisis", func(t *testing.T, lang string, list []string) {
		r := enter(t)
		flat := strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "Å", "A", "Ä", "A", "Ö", "O")
		for i, text := range list {
			long := strings.Repeat(story[lang], 12)
			for where, said := range map[string]string{
				"alone":                    text,
				"in capitals":              strings.ToUpper(text),
				"without dots":             flat.Replace(text),
				"over lines":               strings.ReplaceAll(text, " ", "\n  "),
				"in a story":               long + text + ". " + long[:len(long)/2],
				"at the end of 100 kB":     strings.Repeat(story[lang], 700) + text,
				"beside a question":        text + ". " + map[string]string{"fi": "Onko haku auki?", "sv": "Är ansökan öppen?", "en": "Is a round open?"}[lang],
				"with an identity code":    text + ", 131052-308T",
				"marked up":                "**" + text + "** <b>!</b>",
				"after a command":          "/varaa " + text,
				"with a word for greeting": map[string]string{"fi": "Moi. ", "sv": "Hej. ", "en": "Hello. "}[lang] + text,
			} {
				helps(r, where, text, r.says(r.comes(lang), said, nil))
			}
			other := chat.Langs[i%len(chat.Langs)]
			helps(r, "to who chose "+other, text, r.says(r.comes(other), text, nil))
			for where, before := range map[string][]string{
				"choosing a time":      {"/varaa"},
				"asked for a name":     {"/varaa " + firstTime},
				"asked for the idea":   {"/varaa " + firstTime, "Maija"},
				"asked to confirm":     {"/varaa " + firstTime, "Maija", "-", "-"},
				"asked for a wish":     {"/toive"},
				"asked whether to go":  {"/poista"},
				"after being answered": {text, text},
			} {
				person := r.comes(lang, before...)
				helps(r, where, text, r.says(person, text, nil))
				r.says(person, "/keskeytä", nil)
			}
			for j, form := range []string{"/tiedot", "/varauslomake", "/toive"} {
				for _, field := range []string{"what", []string{"name", "needs", "wish", "reach"}[(i+j)%4]} {
					helps(r, "in "+form+" as "+field, text, r.says(r.comes(lang), form, map[string]string{"slot": firstTime, field: text}))
				}
			}
		}
		person := r.comes(lang)
		_ = r.store.Redis.Close()
		for _, text := range list {
			helps(r, "without a store", text, r.says(person, text, nil))
		}
	})
}

// TestCalm: words that only look like distress are no reason to be shown a
// crisis line.
func TestCalm(t *testing.T) {
	each(t, "calm", func(t *testing.T, lang string, list []string) {
		r := enter(t)
		for _, text := range list {
			if reply := r.says(r.comes(lang), text, nil); reply.Topic == "unsafe_crisis" {
				t.Errorf("%q is taken for distress", text)
			}
		}
		for _, id := range r.programme.IDs() {
			for _, text := range r.programme.Texts[lang][id].Phrasings {
				if id != "unsafe_crisis" && r.assistant.Finder.Alarmed(text) {
					t.Errorf("%s: %q is taken for distress", id, text)
				}
			}
		}
	})
}

// TestAbuse: who curses is answered kindly, not in kind, and shown to a person.
func TestAbuse(t *testing.T) {
	each(t, "abuse", func(t *testing.T, lang string, list []string) {
		r := enter(t)
		seen := 0
		for _, text := range list {
			reply := r.says(r.comes(lang), text, nil)
			if reply.Topic == "unsafe_abuse" {
				seen++
			}
			if !slices.Contains([]string{"unsafe_abuse", "unclear", "offtopic", "bot_identity", "help", "human"}, reply.Topic) {
				t.Errorf("%q: answered with %s\n%.200s", text, reply.Topic, reply.Text)
			}
			if strings.Contains(strings.ToLower(reply.Text), strings.ToLower(text)) {
				t.Errorf("%q is repeated: %s", text, reply.Text)
			}
			if reply.Topic != "human" && !slices.ContainsFunc(reply.Choices, func(c chat.Choice) bool { return c.Say == "/ihminen" }) {
				t.Errorf("%q: no way to a person", text)
			}
		}
		if seen*10 < len(list)*6 {
			t.Errorf("%d of %d are known for what they are", seen, len(list))
		}
		t.Logf("%d of %d are known for what they are", seen, len(list))
	})
}
