package slack

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

func TestModal(t *testing.T) {
	for _, s := range chattest.Replies() {
		if asked(s.Reply) == nil {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			view := modal(s.Reply)
			golden(t, "modal/"+s.Name, view)
			data, err := json.Marshal(view)
			must(t, err)
			walkLimits(t, data)
			withinLimits(t, view.Blocks.BlockSet, 100)
			if !slack.ValidateUniqueBlockID(view) {
				t.Error("two blocks share an id")
			}
		})
	}
}

func form(errors map[string]string, fields ...chat.Field) chat.Reply {
	return chat.Reply{Lang: "fi", Form: &chat.Form{ID: "/f", Title: "Lomake", Submit: "Lähetä", Fields: fields, Errors: errors}}
}

// What a person fills in comes back under the names of the fields.
func TestFilledIsWhatModalAsks(t *testing.T) {
	options := []chat.Choice{{Label: "Ei väliä", Say: ""}, {Label: "Tapahtuma", Say: "event"}}
	view := modal(form(nil, chat.Field{Name: "name", Label: "Nimi"}, chat.Field{Name: "grant", Label: "Laji", Options: options}, chat.Field{Name: "left", Label: "Tyhjä"}))
	state := slack.ViewState{Values: map[string]map[string]slack.BlockAction{}}
	for _, b := range view.Blocks.BlockSet {
		in := b.(*slack.InputBlock)
		switch element := in.Element.(type) {
		case *slack.PlainTextInputBlockElement:
			state.Values[in.BlockID] = map[string]slack.BlockAction{element.ActionID: {Value: strings.TrimPrefix(in.BlockID, fieldID+"left") + "!"}}
		case *slack.SelectBlockElement:
			state.Values[in.BlockID] = map[string]slack.BlockAction{element.ActionID: {SelectedOption: *element.Options[0]}}
		}
	}
	if got, want := filled(&state), map[string]string{"name": "f:name!", "grant": "", "left": "!"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := filled(nil); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

func TestReaction(t *testing.T) {
	text, menu := chat.Field{Name: "name", Label: "Nimi"}, chat.Field{Name: "slot", Label: "Aika", Options: []chat.Choice{{Label: "klo 10", Say: "10"}}}
	other := form(map[string]string{"name": "Liian pitkä."}, text)
	other.Form.ID = "/g"
	for _, x := range []struct {
		name   string
		reply  chat.Reply
		action slack.ViewResponseAction
		errors map[string]string
		shows  string
	}{
		{"beside the field", form(map[string]string{"name": "Liian pitkä.", "": "Korjaa."}, text, menu), slack.RAErrors, map[string]string{"f:name": "Liian pitkä."}, ""},
		{"of a menu, whose options may be new", form(map[string]string{"slot": "Aika meni.", "name": "Puuttuu."}, text, menu), slack.RAUpdate, nil, "Aika meni."},
		{"of no field", form(map[string]string{"": "Korjaa."}, text), slack.RAUpdate, nil, "Korjaa."},
		{"of a field that is not there", form(map[string]string{"x": "Korjaa."}, text), slack.RAUpdate, nil, ""},
		{"of a form that is not on the screen", other, slack.RAUpdate, nil, "Liian pitkä."},
		{"none: the next page", form(nil, text), slack.RAUpdate, nil, "Nimi"},
		{"none: a dialog", chat.Reply{Dialog: form(nil, menu).Form}, slack.RAUpdate, nil, "klo 10"},
	} {
		got := reaction("/f", x.reply)
		shown, err := json.Marshal(got)
		must(t, err)
		if got.ResponseAction != x.action || !reflect.DeepEqual(got.Errors, x.errors) || !strings.Contains(string(shown), x.shows) {
			t.Errorf("%s: %s", x.name, shown)
		}
	}
}
