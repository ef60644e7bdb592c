package slacktest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kakebot/bot/slack/slacktest"
)

// TestBlocks posts blocks as they go over the wire. "N" stands for a long run
// of letters, the number beside it for how many.
func TestBlocks(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{})
	s.Person("U1", "fi-FI")
	const (
		button  = `{"type":"button","action_id":"a","value":"v","text":{"type":"plain_text","text":"L"}}`
		section = `{"type":"section","text":{"type":"mrkdwn","text":"S"}}`
		option  = `{"value":"v","text":{"type":"plain_text","text":"L"}}`
	)
	actions := func(elements string) string { return `{"type":"actions","elements":[` + elements + `]}` }
	menu := func(rest string) string { return actions(`{"type":"static_select","action_id":"m",` + rest + `}`) }
	long := func(s, letter string, n int) string {
		return strings.Replace(s, `"`+letter+`"`, `"`+strings.Repeat("ä", n)+`"`, 1)
	}
	many := func(s string, n int) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }
	distinct := strings.Replace(button, `"action_id":"a",`, "", 1)
	feedback := `{"type":"feedback_buttons","action_id":"f","positive_button":{"value":"y","text":{"type":"plain_text","text":"L"}},"negative_button":{"value":"n","text":{"type":"plain_text","text":"Ei"}}}`

	for name, x := range map[string]struct{ right, wrong string }{
		"blocks":          {many(section, 50), many(section, 51)},
		"section":         {long(section, "S", 3000), long(section, "S", 3001)},
		"section's text":  {section, `{"type":"section"}`},
		"empty text":      {section, long(section, "S", 0)},
		"header":          {`{"type":"header","text":{"type":"plain_text","text":"H"}}`, `{"type":"header","text":{"type":"mrkdwn","text":"H"}}`},
		"label":           {actions(long(button, "L", 75)), actions(long(button, "L", 76))},
		"value":           {actions(long(button, "v", 2000)), actions(long(button, "v", 2001))},
		"action_id":       {actions(long(button, "a", 255)), actions(long(button, "a", 256))},
		"same action_id":  {actions(button) + "," + actions(button), actions(button + "," + button)},
		"elements":        {actions(many(distinct, 25)), actions(many(distinct, 26))},
		"no elements":     {actions(button), actions("")},
		"same block_id":   {`{"type":"divider","block_id":"x"}`, `{"type":"divider","block_id":"x"},{"type":"divider","block_id":"x"}`},
		"kind":            {`{"type":"divider"}`, `{"type":"dividers"}`},
		"style":           {actions(strings.Replace(button, `"value"`, `"style":"danger","value"`, 1)), actions(strings.Replace(button, `"value"`, `"style":"default","value"`, 1))},
		"context":         {`{"type":"context","elements":[` + many(`{"type":"mrkdwn","text":"x"}`, 10) + `]}`, `{"type":"context","elements":[` + many(`{"type":"mrkdwn","text":"x"}`, 11) + `]}`},
		"feedback":        {`{"type":"context_actions","elements":[` + feedback + `]}`, actions(feedback)},
		"feedback's text": {`{"type":"context_actions","elements":[` + long(feedback, "L", 75) + `]}`, `{"type":"context_actions","elements":[` + long(feedback, "L", 76) + `]}`},
		"options":         {menu(`"options":[` + many(option, 100) + `]`), menu(`"options":[` + many(option, 101) + `]`)},
		"option":          {menu(`"options":[` + long(option, "L", 75) + `]`), menu(`"options":[` + long(option, "L", 76) + `]`)},
		"option's value":  {menu(`"options":[` + long(option, "v", 150) + `]`), menu(`"options":[` + long(option, "v", 0) + `]`)},
		"no options":      {menu(`"options":[` + option + `]`), menu(`"options":[]`)},
		"groups":          {menu(`"option_groups":[{"label":{"type":"plain_text","text":"G"},"options":[` + option + `]}]`), menu(`"option_groups":[{"label":{"type":"plain_text","text":"G"},"options":[]}]`)},
		"initial option":  {menu(`"initial_option":` + option + `,"options":[` + option + `]`), menu(`"initial_option":` + long(option, "L", 2) + `,"options":[` + option + `]`)},
	} {
		for blocks, code := range map[string]string{x.right: "", x.wrong: "invalid_blocks"} {
			if got := post(t, s, "["+blocks+"]"); got != code {
				t.Errorf("%s: %q, want %q", name, got, code)
			}
		}
	}
	if got := post(t, s, `{"type":"divider"}`); got != "invalid_blocks_format" {
		t.Error(got)
	}
}

// post posts blocks as a form, and as JSON, which has to give the same.
func post(t *testing.T, s *slacktest.Server, blocks string) string {
	t.Helper()
	form := url.Values{"token": {s.BotToken}, "channel": {"U1"}, "text": {"x"}, "blocks": {blocks}}.Encode()
	first := send(t, s, "application/x-www-form-urlencoded", form)
	if second := send(t, s, "application/json; charset=utf-8", `{"channel":"U1","text":"x","blocks":`+blocks+`}`); second != first {
		t.Errorf("as a form %q, as JSON %q", first, second)
	}
	return first
}

func send(t *testing.T, s *slacktest.Server, kind, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"chat.postMessage", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Authorization", "Bearer "+s.BotToken)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	var a struct{ Error string }
	if err := json.NewDecoder(w.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a.Error
}
