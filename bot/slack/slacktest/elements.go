package slacktest

import (
	"encoding/json"
	"fmt"
)

// Which elements a kind of block takes.
var (
	sectionElements = []string{"button", "static_select", "image", "overflow"}
	actionElements  = []string{"button", "static_select", "overflow"}
	contextElements = []string{"feedback_buttons", "icon_button"}
	inputElements   = []string{"plain_text_input", "static_select", "radio_buttons", "checkboxes", "email_text_input", "number_input", "url_text_input"}
)

// elements checks what can be pressed or filled in. Within a block no two may
// have the same action_id.
func (c *checker) elements(at string, elements []any, allowed []string) {
	ids := map[string]bool{}
	for i, v := range elements {
		e, at := asMap(v), at
		if len(elements) > 1 {
			at = fmt.Sprintf("%s/%d", at, i)
		}
		kind := str(e["type"])
		if !contains(allowed, kind) {
			c.say(at+"/type", "unsupported type: %q", kind)
			continue
		}
		id := str(e["action_id"])
		c.most(at+"/action_id", id, 255)
		if id != "" && ids[id] {
			c.say(at+"/action_id", "`action_id` %s already exists", id)
		}
		ids[id] = true
		switch kind {
		case "button":
			c.button(at, e)
			c.most(at+"/url", str(e["url"]), 3000)
			if style, given := e["style"]; given && style != "primary" && style != "danger" {
				c.say(at+"/style", "must be primary or danger")
			}
		case "feedback_buttons":
			c.button(at+"/positive_button", asMap(e["positive_button"]))
			c.button(at+"/negative_button", asMap(e["negative_button"]))
		case "static_select", "radio_buttons", "checkboxes", "overflow":
			c.menu(at, e, kind)
		case "plain_text_input", "email_text_input", "number_input", "url_text_input":
			c.textInput(at, e)
		}
	}
}

func (c *checker) button(at string, e map[string]any) {
	c.plain(at+"/text", e["text"], 75)
	c.most(at+"/value", str(e["value"]), 2000)
	c.most(at+"/accessibility_label", str(e["accessibility_label"]), 75)
}

// mostOptions is how many options a menu takes.
var mostOptions = map[string]int{"static_select": 100, "radio_buttons": 10, "checkboxes": 10, "overflow": 5}

func (c *checker) menu(at string, e map[string]any, kind string) {
	if p := e["placeholder"]; p != nil {
		c.plain(at+"/placeholder", p, 150)
	}
	single, groups := list(e["options"]), list(e["option_groups"])
	if (len(single) > 0) == (len(groups) > 0) {
		c.say(at, "must have either options or option_groups")
	}
	c.options(at+"/options", single, mostOptions[kind])
	if len(groups) > 100 {
		c.say(at+"/option_groups", "no more than 100 items allowed")
	}
	for i, g := range groups {
		at := fmt.Sprintf("%s/option_groups/%d", at, i)
		c.plain(at+"/label", asMap(g)["label"], 75)
		if len(list(asMap(g)["options"])) == 0 {
			c.say(at+"/options", "no fewer than 1 items allowed")
		}
		c.options(at+"/options", list(asMap(g)["options"]), 100)
	}
	if initial, given := e["initial_option"]; given && !offered(e, initial) {
		c.say(at+"/initial_option", "must be one of the provided options")
	}
}

func (c *checker) options(at string, options []any, most int) {
	c.count(at, len(options), 0, most)
	for i, v := range options {
		at, o := fmt.Sprintf("%s/%d", at, i), asMap(v)
		c.plain(at+"/text", o["text"], 75)
		if o["description"] != nil {
			c.plain(at+"/description", o["description"], 75)
		}
		if str(o["value"]) == "" {
			c.say(at+"/value", "must be more than 0 characters")
		}
		c.most(at+"/value", str(o["value"]), 150)
	}
}

// offered tells whether an option is one of the menu's, word for word.
func offered(menu map[string]any, option any) bool {
	want, _ := json.Marshal(option) // came from JSON
	for _, o := range options(menu) {
		if got, _ := json.Marshal(o); string(got) == string(want) {
			return true
		}
	}
	return false
}

func (c *checker) textInput(at string, e map[string]any) {
	if p := e["placeholder"]; p != nil {
		c.plain(at+"/placeholder", p, 150)
	}
	most := 3000
	if n, given := e["max_length"].(float64); given {
		if n < 1 || n > 3000 {
			c.say(at+"/max_length", "must be between 1 and 3000")
		}
		most = int(n)
	}
	c.most(at+"/initial_value", str(e["initial_value"]), most)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
