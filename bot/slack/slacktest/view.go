package slacktest

import "strings"

// A View is a modal or a person's home page, as they see it.
type View struct {
	ID, Hash, User string
	Kind           string // "modal" or "home"
	Title, Submit  string
	CallbackID     string
	Blocks         []Block
	Open           bool              // a modal that was not closed
	Errors         map[string]string // shown at the inputs, by their label
	Trouble        bool              // "We had some trouble connecting": the submission was not answered well

	body map[string]any // as the client sent it
}

// Shown gives the words of a view, without its buttons.
func (v View) Shown() string { return strings.Join(wordsOf(v.Blocks), "\n") }

// Labels gives what stands on the buttons, in their order.
func (v View) Labels() []string { return labels(v.Blocks) }

// Inputs gives the labels of what can be filled in, in their order.
func (v View) Inputs() (all []string) {
	for _, in := range v.inputs() {
		all = append(all, in.label)
	}
	return all
}

// Values gives what stands in the inputs, by label; of a menu, the option's words.
func (v View) Values() map[string]string {
	all := map[string]string{}
	for _, in := range v.inputs() {
		all[in.label] = in.shown()
	}
	return all
}

// Options gives the words of a menu's options, those in groups as "group: option".
func (v View) Options(label string) (all []string) {
	for _, in := range v.inputs() {
		if in.label != label {
			continue
		}
		for _, o := range list(in.element["options"]) {
			all = append(all, str(asMap(asMap(o)["text"])["text"]))
		}
		for _, g := range list(in.element["option_groups"]) {
			group := str(asMap(asMap(g)["label"])["text"])
			for _, o := range list(asMap(g)["options"]) {
				all = append(all, group+": "+str(asMap(asMap(o)["text"])["text"]))
			}
		}
	}
	return all
}

// an input is one of a view's.
type input struct {
	label, block, action, kind string
	optional                   bool
	element                    map[string]any
}

func (v View) inputs() (all []input) {
	for _, b := range v.Blocks {
		if b["type"] != "input" {
			continue
		}
		e := asMap(b["element"])
		optional, _ := b["optional"].(bool)
		all = append(all, input{label: str(asMap(b["label"])["text"]), block: str(b["block_id"]), action: str(e["action_id"]),
			kind: str(e["type"]), optional: optional, element: e})
	}
	return all
}

// shown is what stands in an input before anybody touches it.
func (in input) shown() string {
	if o := asMap(in.element["initial_option"]); o != nil {
		return str(asMap(o["text"])["text"])
	}
	return str(in.element["initial_value"])
}
