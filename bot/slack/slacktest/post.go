package slacktest

import (
	"regexp"
	"slices"
	"strings"
)

// A Post is something that the app put where people see it, or changed there.
type Post struct {
	How      string // the method: "chat.postMessage", "respond", "files.completeUploadExternal", …
	Place    string // the channel's id
	TS       string
	Thread   string // the timestamp of the thread it is in; "" when it is in none
	For      string // the only person who sees it; "" when everybody in the place does
	Original string // the timestamp of the message it replaces, or deletes
	Text     string
	Blocks   []Block
	Files    []File
	Metadata map[string]any

	answers string // the response URL's id, of what was posted to one
}

// A Block is a block of Block Kit as the client sent it.
type Block = map[string]any

// A File is one that was uploaded and shared.
type File struct {
	ID, Name, Title string
	Data            []byte
}

// Shown gives all that a person reads: the blocks' words when there are blocks,
// else the text. Labels of buttons are not among it.
func (p Post) Shown() string {
	if len(p.Blocks) == 0 {
		return p.Text
	}
	return strings.Join(wordsOf(p.Blocks), "\n")
}

// Labels gives what stands on the buttons, in their order.
func (p Post) Labels() []string { return labels(p.Blocks) }

// called is what notifies people, in Slack's own notation.
var called = regexp.MustCompile(`<!(?:channel|here|everyone)[^>]*>|<!subteam[^>]*>|<@[UW][A-Z0-9]+[^>]*>`)

// Calls gives whom a post notifies: "<!channel>", "<@U123>", wherever in it they
// stand, the text for notifications among it.
func (p Post) Calls() []string {
	found := called.FindAllString(p.Text+"\n"+strings.Join(wordsOf(p.Blocks), "\n"), -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// wordsOf gives the texts of blocks that are not elements to press.
func wordsOf(blocks []Block) (words []string) {
	for _, b := range blocks {
		for _, part := range []any{b["text"], b["label"], b["hint"]} {
			words = appendText(words, part)
		}
		for _, part := range list(b["fields"]) {
			words = appendText(words, part)
		}
		if b["type"] == "context" {
			for _, part := range list(b["elements"]) {
				words = appendText(words, part)
			}
		}
	}
	return words
}

// marked gives the texts of blocks in which Slack reads its own notation.
func marked(blocks []Block) (texts []string) {
	for _, b := range blocks {
		for _, part := range append(append(list(b["fields"]), list(b["elements"])...), b["text"]) {
			if m := asMap(part); m["type"] == "mrkdwn" {
				texts = append(texts, str(m["text"]))
			}
		}
	}
	return texts
}

// appendText adds the words of a text object, or of a markdown block's text.
func appendText(words []string, part any) []string {
	if object, ok := part.(map[string]any); ok {
		part = object["text"]
	}
	if s, ok := part.(string); ok {
		words = append(words, s)
	}
	return words
}

// labels gives what stands on the buttons of blocks.
func labels(blocks []Block) (all []string) {
	for _, x := range pressables(blocks) {
		all = append(all, x.label)
	}
	return all
}

// a pressable is something in blocks that can be pressed or chosen.
type pressable struct {
	block, kind, action, label, value string
	option                            map[string]any // of a menu
}

// pressables gives the buttons, the feedback buttons and each option of the menus.
func pressables(blocks []Block) (all []pressable) {
	for _, b := range blocks {
		if b["type"] == "input" {
			continue
		}
		for _, e := range append(list(b["elements"]), b["accessory"]) {
			element, ok := e.(map[string]any)
			if !ok {
				continue
			}
			x := pressable{block: str(b["block_id"]), kind: str(element["type"]), action: str(element["action_id"])}
			button := func(v any) {
				y, object := x, asMap(v)
				y.label, y.value = str(asMap(object["text"])["text"]), str(object["value"])
				all = append(all, y)
			}
			switch x.kind {
			case "button":
				button(element)
			case "feedback_buttons":
				button(element["positive_button"])
				button(element["negative_button"])
			case "static_select":
				for _, o := range options(element) {
					y := x
					y.label, y.value, y.option = str(asMap(o["text"])["text"]), str(o["value"]), o
					all = append(all, y)
				}
			}
		}
	}
	return all
}

// options gives a menu's options, those in groups among them.
func options(element map[string]any) (all []map[string]any) {
	for _, o := range list(element["options"]) {
		all = append(all, asMap(o))
	}
	for _, g := range list(element["option_groups"]) {
		for _, o := range list(asMap(g)["options"]) {
			all = append(all, asMap(o))
		}
	}
	return all
}

func list(v any) []any           { l, _ := v.([]any); return l }
func asMap(v any) map[string]any { m, _ := v.(map[string]any); return m }
func str(v any) string           { s, _ := v.(string); return s }
func object(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}
