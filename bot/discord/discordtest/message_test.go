package discordtest_test

import (
	"fmt"
	"strings"
	"testing"
)

// What Discord refuses is refused with the path of what is wrong.
func TestMalformed(t *testing.T) {
	c := open(t)
	c.s.Expect(50035, 50006)
	path := "/channels/" + c.s.Private(c.s.Person("fi")).ID + "/messages"
	buttons := func(n int, label, id string) []any {
		list := []any{}
		for i := range n {
			list = append(list, map[string]any{"type": 2, "style": 1, "label": label, "custom_id": fmt.Sprint(id, i%7)})
		}
		return list
	}
	rows := func(rows ...[]any) map[string]any {
		list := []any{}
		for _, r := range rows {
			list = append(list, map[string]any{"type": 1, "components": r})
		}
		return map[string]any{"content": "x", "components": list}
	}
	for want, body := range map[string]map[string]any{
		"content":    {"content": strings.Repeat("ä", 2001)},
		"nonce":      {"content": "x", "nonce": strings.Repeat("x", 26)},
		"label":      rows(buttons(1, strings.Repeat("x", 81), "a")),
		"custom_id":  rows(buttons(1, "x", strings.Repeat("x", 100))),
		"duplicated": rows(buttons(1, "x", "a"), buttons(1, "x", "a")),
		"between 1":  rows(buttons(6, "x", "a")),
		"components": rows([]any{map[string]any{"type": 3, "custom_id": "a", "options": []any{}}}),
		"empty":      {"content": " "},
		"mutually":   {"content": "x", "allowed_mentions": map[string]any{"parse": []string{"users"}, "users": []string{"1"}}},
	} {
		if status, got := c.call("POST", path, body); status != 400 || !strings.Contains(fmt.Sprint(got), want) {
			t.Errorf("%s: %d %v", want, status, got)
		}
	}
	if status, _ := c.call("POST", path, rows(buttons(5, strings.Repeat("ä", 80), "a"))); status != 200 {
		t.Errorf("at the limits: %d", status)
	}
}

func TestMentions(t *testing.T) {
	c := open(t)
	u := c.s.Person("fi")
	path := "/channels/" + c.s.Channel().ID + "/messages"
	text := "@everyone <@" + u.ID + "> <@&" + u.ID + ">"
	c.call("POST", path, map[string]any{"content": text})
	if p := c.s.Next().Pings; !p.Everyone || len(p.Users) != 1 || len(p.Roles) != 1 {
		t.Errorf("%+v", p)
	}
	c.call("POST", path, map[string]any{"content": text, "allowed_mentions": map[string]any{"parse": []string{}}})
	if p := c.s.Next().Pings; !p.None() {
		t.Errorf("%+v", p)
	}
	c.call("POST", path, map[string]any{"content": text, "allowed_mentions": map[string]any{"users": []string{u.ID}}})
	if p := c.s.Next().Pings; p.Everyone || len(p.Users) != 1 || len(p.Roles) != 0 {
		t.Errorf("%+v", p)
	}
}
