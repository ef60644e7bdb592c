package discordtest

import (
	"time"
	"unicode/utf8"
)

// Command uses a registered slash command: the subcommand by its name, its
// options by theirs.
func (s *Server) Command(u User, at Place, sub string, options map[string]string) *Interaction {
	s.t.Helper()
	command, registered := s.subcommand(sub)
	given := []any{}
	for _, o := range registered {
		name := o["name"].(string)
		value, is := options[name]
		if required, _ := o["required"].(bool); required && !is {
			s.t.Fatalf("the command %s asks for %s", sub, name)
		}
		if most, limited := o["max_length"].(float64); limited && utf8.RuneCountInString(value) > int(most) {
			s.t.Fatalf("%s of the command %s takes %v characters", name, sub, most)
		}
		if is {
			given = append(given, map[string]any{"type": o["type"], "name": name, "value": value})
		}
	}
	if len(given) != len(options) {
		s.t.Fatalf("the command %s has not all of the options given", sub)
	}
	return s.ask(u, at, kindCommand, commandData(command, sub, given), nil)
}

// Autocomplete types the beginning of an option's value.
func (s *Server) Autocomplete(u User, at Place, sub, option, partial string) *Interaction {
	s.t.Helper()
	command, registered := s.subcommand(sub)
	for _, o := range registered {
		if auto, _ := o["autocomplete"].(bool); o["name"] == option && auto {
			given := []any{map[string]any{"type": o["type"], "name": option, "value": partial, "focused": true}}
			return s.ask(u, at, kindAutocomplete, commandData(command, sub, given), nil)
		}
	}
	s.t.Fatalf("the option %s of the command %s does not complete itself", option, sub)
	return nil
}

func commandData(command map[string]any, sub string, options []any) map[string]any {
	return map[string]any{"id": command["id"], "name": command["name"], "type": 1,
		"options": []any{map[string]any{"type": 1, "name": sub, "options": options}}}
}

// subcommand waits until the subcommand is registered, and gives its command and
// its options.
func (s *Server) subcommand(name string) (command map[string]any, options []map[string]any) {
	s.t.Helper()
	s.wait("the command "+name+" to be registered", func() bool {
		for _, c := range s.commands {
			subs, _ := c["options"].([]any)
			for _, x := range subs {
				o := x.(map[string]any)
				if o["name"] != name || o["type"] != 1.0 {
					continue
				}
				command, options = c, nil
				inner, _ := o["options"].([]any)
				for _, i := range inner {
					options = append(options, i.(map[string]any))
				}
				return true
			}
		}
		return false
	})
	return command, options
}

// Press presses a button of a post by its label.
func (s *Server) Press(u User, p Post, label string) *Interaction {
	s.t.Helper()
	c, is := p.Button(label)
	if !is {
		s.t.Fatalf("the post has no button %q, only %q", label, p.Labels())
	}
	return s.PressID(u, p, c.CustomID)
}

// PressID presses a button of a post that has this custom id, or had it once.
func (s *Server) PressID(u User, p Post, id string) *Interaction {
	s.t.Helper()
	return s.use(u, p, map[string]any{"custom_id": id, "component_type": button})
}

// Choose chooses an option of a post's selects by its label.
func (s *Server) Choose(u User, p Post, option string) *Interaction {
	s.t.Helper()
	for _, r := range p.Components {
		for _, c := range r.Components {
			for _, o := range c.Options {
				if o.Label == option {
					return s.use(u, p, map[string]any{"custom_id": c.CustomID, "component_type": selection, "values": []any{o.Value}})
				}
			}
		}
	}
	s.t.Fatalf("the post has no option %q, only %q", option, p.Options())
	return nil
}

func (s *Server) use(u User, p Post, data map[string]any) *Interaction {
	s.t.Helper()
	if p.Ephemeral && p.To != u.ID {
		s.t.Fatal("somebody else's ephemeral post cannot be used")
	}
	return s.ask(u, p.Place, kindComponent, data, p.message)
}

// Submit fills in a modal, by the labels of its fields, and sends it. What is
// not named stays as it was shown.
func (s *Server) Submit(u User, m *Modal, fields map[string]string) *Interaction {
	s.t.Helper()
	rows, used := []any{}, 0
	for _, c := range m.Inputs {
		value := c.Value
		if v, is := fields[c.Label]; is {
			value = v
			used++
		}
		n := utf8.RuneCountInString(value)
		if required := c.Required == nil || *c.Required; required && n == 0 {
			s.t.Fatalf("the modal asks for %s", c.Label)
		}
		if c.MaxLength != 0 && n > c.MaxLength || n > 4000 || n > 0 && n < c.MinLength {
			s.t.Fatalf("the modal does not take %d characters for %s", n, c.Label)
		}
		rows = append(rows, map[string]any{"type": row, "components": []any{map[string]any{"type": textInput, "custom_id": c.CustomID, "value": value}}})
	}
	if used != len(fields) {
		s.t.Fatalf("the modal has not all of the fields given")
	}
	return s.ask(u, *m.from.place, kindModal, map[string]any{"custom_id": m.customID, "components": rows}, m.from.on)
}

// ask makes an interaction and delivers it.
func (s *Server) ask(u User, at Place, kind int, data map[string]any, on *message) *Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := &Interaction{ID: s.newID(), User: u, s: s, kind: kind, place: s.places[at.ID], born: s.now, on: on}
	i.token = "token-" + i.ID
	s.asked[i.token] = i
	i.deadline = time.AfterFunc(s.settings.answer, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		i.late = i.answer == 0
		s.touch()
	})
	body := map[string]any{"id": i.ID, "application_id": s.AppID, "type": kind, "data": data, "channel_id": at.ID, "token": i.token, "version": 1,
		"locale": u.Locale, "app_permissions": "562949953601536", "entitlements": []any{}, "authorizing_integration_owners": map[string]any{}, "context": 1}
	if at.Guild != "" {
		body["guild_id"], body["guild_locale"], body["context"] = at.Guild, "en-US", 0
		body["member"] = map[string]any{"user": s.author(u.ID), "roles": []any{}, "joined_at": "2018-01-01T00:00:00.000000+00:00", "deaf": false, "mute": false, "permissions": "0"}
	} else {
		body["user"] = s.author(u.ID)
	}
	if on != nil {
		body["message"] = s.wire(on)
	}
	s.dispatch(event{kind: "INTERACTION_CREATE", guild: at.Guild, body: func(*session) map[string]any { return body }})
	return i
}
