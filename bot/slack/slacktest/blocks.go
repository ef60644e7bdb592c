package slacktest

import (
	"fmt"
	"unicode/utf8"
)

// a surface is where blocks are shown, and how many may be.
type surface struct {
	name string
	most int
}

var (
	message50 = surface{"message", 50}
	modal100  = surface{"modal", 100}
	home100   = surface{"home", 100}
)

// checker collects what Slack refuses, each with the JSON pointer Slack gives.
type checker struct {
	on    surface
	wrong []string
}

func (c *checker) say(at, format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf("[ERROR] "+format+" [json-pointer:%s]", append(args, at)...))
}

// checkBlocks tells what Slack refuses of blocks on a surface. The limits are
// those of docs.slack.dev/reference/block-kit.
func checkBlocks(blocks []Block, on surface) []string {
	c := &checker{on: on}
	if len(blocks) > on.most {
		c.say("/blocks", "no more than %d items allowed", on.most)
	}
	ids := map[string]bool{}
	for i, b := range blocks {
		at := fmt.Sprintf("/blocks/%d", i)
		if id := str(b["block_id"]); id != "" {
			c.most(at+"/block_id", id, 255)
			if ids[id] {
				c.say(at+"/block_id", "`block_id` %s already exists", id)
			}
			ids[id] = true
		}
		check, known := blockChecks[str(b["type"])]
		if !known {
			c.say(at+"/type", "unsupported type: %v", b["type"])
			continue
		}
		check(c, at, b)
	}
	return c.wrong
}

// blockChecks has a check for each kind of block.
var blockChecks = map[string]func(c *checker, at string, b Block){
	"divider":         func(*checker, string, Block) {},
	"section":         (*checker).section,
	"header":          func(c *checker, at string, b Block) { c.plain(at+"/text", b["text"], 150) },
	"context":         (*checker).context,
	"actions":         (*checker).actions,
	"context_actions": (*checker).contextActions,
	"input":           (*checker).input,
	"image":           (*checker).image,
	"rich_text":       func(*checker, string, Block) {},
	"markdown":        (*checker).markdown,
}

func (c *checker) section(at string, b Block) {
	fields := list(b["fields"])
	if b["text"] == nil && len(fields) == 0 {
		c.say(at, "must define either `text` or `fields`")
	}
	if b["text"] != nil {
		c.anyText(at+"/text", b["text"], 3000)
	}
	c.count(at+"/fields", len(fields), 0, 10)
	for i, f := range fields {
		c.anyText(fmt.Sprintf("%s/fields/%d", at, i), f, 2000)
	}
	if a := b["accessory"]; a != nil {
		c.elements(at+"/accessory", []any{a}, sectionElements)
	}
}

func (c *checker) context(at string, b Block) {
	elements := list(b["elements"])
	c.count(at+"/elements", len(elements), 1, 10)
	for i, e := range elements {
		if asMap(e)["type"] != "image" {
			c.anyText(fmt.Sprintf("%s/elements/%d", at, i), e, 3000)
		}
	}
}

func (c *checker) actions(at string, b Block) {
	elements := list(b["elements"])
	c.count(at+"/elements", len(elements), 1, 25)
	c.elements(at+"/elements", elements, actionElements)
}

func (c *checker) contextActions(at string, b Block) {
	if c.on.name != "message" {
		c.say(at, "unsupported block type: context_actions in a %s", c.on.name)
	}
	elements := list(b["elements"])
	c.count(at+"/elements", len(elements), 1, 5)
	c.elements(at+"/elements", elements, contextElements)
}

func (c *checker) input(at string, b Block) {
	c.plain(at+"/label", b["label"], 2000)
	if b["hint"] != nil {
		c.plain(at+"/hint", b["hint"], 2000)
	}
	if b["element"] == nil {
		c.say(at, "missing required field: element")
		return
	}
	c.elements(at+"/element", []any{b["element"]}, inputElements)
}

func (c *checker) image(at string, b Block) {
	if str(b["alt_text"]) == "" {
		c.say(at, "missing required field: alt_text")
	}
	c.most(at+"/alt_text", str(b["alt_text"]), 2000)
}

func (c *checker) markdown(at string, b Block) {
	if c.on.name != "message" {
		c.say(at, "unsupported block type: markdown in a %s", c.on.name)
	}
	c.most(at+"/text", str(b["text"]), 12_000)
}

// plain holds a text object to plain text of 1 to limit characters.
func (c *checker) plain(at string, v any, limit int) {
	if asMap(v)["type"] != "plain_text" {
		c.say(at, "must be a plain_text object")
	}
	c.anyText(at, v, limit)
}

func (c *checker) anyText(at string, v any, limit int) {
	m := asMap(v)
	kind := str(m["type"])
	switch {
	case kind != "plain_text" && kind != "mrkdwn":
		c.say(at, "must be a text object")
	case kind == "plain_text" && m["verbatim"] != nil, kind == "mrkdwn" && m["emoji"] != nil:
		c.say(at, "no such property for %s", kind)
	case str(m["text"]) == "":
		c.say(at+"/text", "must be more than 0 characters")
	}
	c.most(at+"/text", str(m["text"]), limit)
}

func (c *checker) most(at, s string, limit int) {
	if utf8.RuneCountInString(s) > limit {
		c.say(at, "must be less than %d characters", limit+1)
	}
}

func (c *checker) count(at string, n, least, most int) {
	if n < least {
		c.say(at, "no fewer than %d items allowed", least)
	}
	if n > most {
		c.say(at, "no more than %d items allowed", most)
	}
}
