package slacktest

import (
	"encoding/json"
	"maps"
	"slices"
)

// NextView waits for a modal that is open for the person, and not the one whose
// id is after.
func (s *Server) NextView(user, after string) View {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var found View
	s.until("a modal", func() bool {
		for _, id := range slices.Backward(s.viewsOf[user]) {
			if v := s.views[id]; v.Open && id != after {
				found = *v
				return true
			}
		}
		return false
	})
	return found
}

// Views gives every modal that was ever opened for the person, as it is now.
func (s *Server) Views(user string) (all []View) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range s.viewsOf[user] {
		all = append(all, *s.views[id])
	}
	return all
}

// Home waits for a person's home page that ready finds good.
func (s *Server) Home(user string, ready func(View) bool) View {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var found View
	s.until("a home page", func() bool {
		v := s.homes[user]
		if v == nil || !ready(*v) {
			return false
		}
		found = *v
		return true
	})
	return found
}

// Submit fills in a modal and sends it: fields are by label, and of a menu the
// option's words. What is not among them stays as it is. Slack's own client
// refuses a form with a required input empty, and then false is given.
func (s *Server) Submit(user string, v View, fields map[string]string) (Did, bool) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	now := s.views[v.ID]
	if now == nil || !now.Open {
		s.t.Errorf("the modal is not open")
		return Did{}, false
	}
	state, left, complete := now.filled(fields)
	if len(left) > 0 {
		s.t.Errorf("no inputs or options for %q", left)
	}
	if !complete {
		return Did{}, false
	}
	now.Errors, now.Trouble = nil, false
	payload := s.interaction("view_submission", user)
	payload["view"] = s.printedView(*now, state)
	payload["response_urls"] = []any{}
	e := s.send("interactive", payload, func(answer map[string]any) { s.answerSubmission(now, answer) }, func() { now.Trouble = true })
	return Did{User: user, View: v.ID, Envelopes: []*Envelope{e}}, true
}

// filled is the state of a view's inputs. left names the fields that fit none;
// complete is false when something required is missing.
func (v *View) filled(fields map[string]string) (state map[string]any, left []string, complete bool) {
	fields = maps.Clone(fields)
	values, complete := object(), true
	for _, in := range v.inputs() {
		said, given := fields[in.label]
		delete(fields, in.label)
		if !given {
			said = in.shown()
		}
		one := object("type", in.kind)
		if in.kind == "plain_text_input" {
			one["value"] = nil
			if said != "" {
				one["value"] = said
			}
		} else {
			one["selected_option"] = nil
			for _, o := range options(in.element) {
				if said != "" && str(asMap(o["text"])["text"]) == said {
					one["selected_option"] = o
				}
			}
			if said != "" && one["selected_option"] == nil {
				left = append(left, in.label+"="+said)
			}
		}
		complete = complete && (in.optional || said != "")
		values[in.block] = object(in.action, one)
	}
	for label := range fields {
		left = append(left, label)
	}
	return object("values", values), left, complete
}

// answerSubmission does with a modal what the acknowledgement says: nothing
// closes it.
func (s *Server) answerSubmission(v *View, answer map[string]any) {
	switch answer["response_action"] {
	case nil:
		if len(answer) > 0 {
			s.complain("a submission's acknowledgement without response_action")
		}
		v.Open = false
	case "clear":
		v.Open = false
	case "errors":
		v.Errors = map[string]string{}
		wrong := asMap(answer["errors"])
		for _, in := range v.inputs() {
			if e := str(wrong[in.block]); e != "" {
				v.Errors[in.label] = e
			}
		}
		if len(v.Errors) != len(wrong) || len(wrong) == 0 {
			s.complain("a submission's errors name blocks that are no inputs: Slack shows none")
			v.Trouble = true
		}
	case "update", "push":
		new, bad := s.readView(roundTrip(answer["view"]), "modal")
		if bad != nil {
			s.complain("the view in an acknowledgement is refused: %s %q", bad.code, bad.messages)
			v.Trouble = true
			return
		}
		s.show(new, v.User, v)
	default:
		s.complain("the response_action %v is unknown", answer["response_action"])
		v.Trouble = true
	}
}

func roundTrip(v any) map[string]any {
	var m map[string]any
	data, _ := json.Marshal(v) // came from JSON
	_ = json.Unmarshal(data, &m)
	return m
}

// AwaitView waits until what was submitted is acknowledged, or too late to be,
// and gives the modal as it is then.
func (s *Server) AwaitView(did Did) View {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range did.Envelopes {
		s.until("the end of a submission", func() bool { return e.acked || e.late })
	}
	return *s.views[did.View]
}

// Close closes a modal, as a person does who has changed their mind. The app is
// told if it asked for that.
func (s *Server) Close(v View) Did {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	did := Did{User: v.User, View: v.ID}
	now := s.views[v.ID]
	if now == nil || !now.Open {
		return did
	}
	now.Open = false
	if now.body["notify_on_close"] == true {
		payload := s.interaction("view_closed", now.User)
		delete(payload, "trigger_id")
		payload["view"], payload["is_cleared"] = s.printedView(*now, nil), false
		did.Envelopes = append(did.Envelopes, s.send("interactive", payload, nil, nil))
	}
	return did
}
