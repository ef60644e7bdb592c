package slacktest

import (
	"encoding/json"
	"fmt"
	"time"
)

// a trigger is a press's permission to open a modal: for a short time, and once.
type trigger struct {
	user          string
	used, expired bool
	life          *time.Timer
}

// trigger makes a trigger_id; the caller holds the lock.
func (s *Server) trigger(user string) string {
	s.serial++
	id := fmt.Sprintf("%d.%d.%032x", s.serial, 1234567890, s.serial)
	t := &trigger{user: user}
	t.life = time.AfterFunc(s.o.TriggerLife, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		t.expired = true
		s.changed.Broadcast()
	})
	s.triggers[id] = t
	return id
}

// ExpireTriggers makes every trigger_id so far as old as after three seconds.
func (s *Server) ExpireTriggers() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.triggers {
		t.expired = true
	}
}

// AwaitTriggers waits until every trigger_id so far is used or dead.
func (s *Server) AwaitTriggers() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until("the end of the triggers", func() bool {
		for _, t := range s.triggers {
			if !t.used && !t.expired {
				return false
			}
		}
		return true
	})
}

// viewArgument reads and checks the view of a call.
func (s *Server) viewArgument(c call, kind string) (View, *refusal) {
	var body map[string]any
	if given, fits := c.value("view", &body); !given || !fits {
		return View{}, refuse("invalid_arguments", "[ERROR] missing required field: view")
	}
	return s.readView(body, kind)
}

// readView checks a view and makes it one that can be shown.
func (s *Server) readView(body map[string]any, kind string) (View, *refusal) {
	ch := &checker{on: modal100}
	if kind == "home" {
		ch.on = home100
	}
	v := View{Kind: kind, Title: str(asMap(body["title"])["text"]), Submit: str(asMap(body["submit"])["text"]), CallbackID: str(body["callback_id"]), body: body}
	data, _ := json.Marshal(body["blocks"]) // came from JSON
	if json.Unmarshal(data, &v.Blocks) != nil {
		ch.say("/view/blocks", "must be an array")
	}
	if body["type"] != kind {
		ch.say("/view/type", "must be %s", kind)
	}
	inputs := len(v.inputs()) > 0
	if kind == "modal" {
		ch.plain("/view/title", body["title"], 24)
		for _, name := range []string{"submit", "close"} {
			if body[name] != nil {
				ch.plain("/view/"+name, body[name], 24)
			}
		}
		if inputs && body["submit"] == nil {
			ch.say("/view", "missing required field: submit (there is an input)")
		}
	} else if body["title"] != nil || body["submit"] != nil {
		ch.say("/view", "a home tab has no title and no submit")
	}
	ch.most("/view/callback_id", v.CallbackID, 255)
	ch.most("/view/private_metadata", str(body["private_metadata"]), 3000)
	ch.most("/view/external_id", str(body["external_id"]), 255)
	ch.wrong = append(ch.wrong, checkBlocks(v.Blocks, ch.on)...)
	if len(ch.wrong) > 0 {
		return View{}, refuse("invalid_arguments", ch.wrong...)
	}
	if all, _ := json.Marshal(body); len(all) > 250_000 {
		return View{}, refuse("view_too_large")
	}
	s.nameBlocks(v.Blocks)
	return v, nil
}

// show makes v what the person sees, in place of the view old if it is not nil.
func (s *Server) show(v View, user string, old *View) *View {
	v.User, v.Open, v.ID = user, true, s.id("V")
	v.Hash = fmt.Sprintf("%s.%06d", v.ID, s.serial)
	if old != nil {
		v.ID = old.ID
		*old = v
		return old
	}
	s.views[v.ID] = &v
	return &v
}

func (s *Server) viewsOpen(c call) (answer, *refusal) {
	t := s.triggers[c.text("trigger_id")]
	switch {
	case t == nil:
		return nil, refuse("invalid_trigger_id")
	case t.used:
		return nil, refuse("exchanged_trigger_id")
	case t.expired:
		return nil, refuse("expired_trigger_id")
	}
	v, bad := s.viewArgument(c, "modal")
	if bad != nil {
		return nil, bad
	}
	t.used = true
	shown := s.show(v, t.user, nil)
	s.viewsOf[t.user] = append(s.viewsOf[t.user], shown.ID)
	return answer{"view": s.printedView(*shown, nil)}, nil
}

func (s *Server) viewsUpdate(c call) (answer, *refusal) {
	old := s.views[c.text("view_id")]
	if old == nil || !old.Open || old.Kind != "modal" {
		return nil, refuse("not_found")
	}
	if h := c.text("hash"); h != "" && h != old.Hash {
		return nil, refuse("hash_conflict")
	}
	v, bad := s.viewArgument(c, "modal")
	if bad != nil {
		return nil, bad
	}
	return answer{"view": s.printedView(*s.show(v, old.User, old), nil)}, nil
}

func (s *Server) viewsPublish(c call) (answer, *refusal) {
	user := s.people[c.text("user_id")]
	if user == nil || user.gone {
		return nil, refuse("user_not_found")
	}
	old := s.homes[user.id]
	if h := c.text("hash"); h != "" && (old == nil || h != old.Hash) {
		return nil, refuse("hash_conflict")
	}
	v, bad := s.viewArgument(c, "home")
	if bad != nil {
		return nil, bad
	}
	s.homes[user.id] = s.show(v, user.id, old)
	return answer{"view": s.printedView(*s.homes[user.id], nil)}, nil
}

// printedView is a view as Slack gives it, with the state of its inputs.
func (s *Server) printedView(v View, state map[string]any) answer {
	if state == nil {
		state = object("values", object())
	}
	a := answer{"id": v.ID, "team_id": Team, "type": v.Kind, "blocks": v.Blocks, "private_metadata": str(v.body["private_metadata"]), "callback_id": v.CallbackID,
		"external_id": str(v.body["external_id"]), "hash": v.Hash, "state": state, "title": v.body["title"], "close": v.body["close"], "submit": v.body["submit"],
		"clear_on_close": false, "notify_on_close": v.body["notify_on_close"] == true, "previous_view_id": nil, "root_view_id": v.ID,
		"app_id": App, "app_installed_team_id": Team, "bot_id": BotID}
	return a
}
