package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
)

var (
	commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)
	upper       = regexp.MustCompile(`\p{Lu}`)
	locales     = []string{"id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR", "ro", "fi",
		"sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"}
)

// getCommands gives what is registered, with the localisations only for a client
// that asks for them.
func (s *Server) getCommands(r *http.Request) (any, *apiError) {
	if r.PathValue("app") != s.AppID {
		return nil, errForbidden
	}
	list := []any{}
	for _, c := range s.commands {
		if r.URL.Query().Get("with_localizations") != "true" {
			c = bare(c)
		}
		list = append(list, c)
	}
	return list, nil
}

// bare is a command, or an option of one, without its localisations.
func bare(c map[string]any) map[string]any {
	b := map[string]any{}
	for k, v := range c {
		switch k {
		case "name_localizations", "description_localizations":
		case "options":
			options := []any{}
			for _, o := range v.([]any) {
				options = append(options, bare(o.(map[string]any)))
			}
			b[k] = options
		default:
			b[k] = v
		}
	}
	return b
}

// putCommands replaces everything that is registered.
func (s *Server) putCommands(r *http.Request) (any, *apiError) {
	var asked []map[string]any
	if _, err := decode(r, &asked); err != nil {
		return nil, err
	}
	p, names, all := problems{}, map[string]bool{}, []map[string]any{}
	for i, c := range asked {
		path := fmt.Sprint(i)
		p.command(path, c)
		name, _ := c["name"].(string)
		if names[name] {
			p.say(path+".name", "Application command names must be unique")
		}
		names[name] = true
		all = append(all, s.registered(c))
	}
	if len(p) > 0 {
		return nil, invalid(p)
	}
	s.commands = all
	return all, nil
}

func (s *Server) addCommand(r *http.Request) (any, *apiError) {
	var asked map[string]any
	if _, err := decode(r, &asked); err != nil {
		return nil, err
	}
	p := problems{}
	if p.command("0", asked); len(p) > 0 {
		return nil, invalid(p)
	}
	s.commands = slices.DeleteFunc(s.commands, func(c map[string]any) bool { return c["name"] == asked["name"] })
	c := s.registered(asked)
	s.commands = append(s.commands, c)
	return c, nil
}

// registered is a command as Discord keeps it: with its id, what it adds itself,
// and without what says nothing.
func (s *Server) registered(c map[string]any) map[string]any {
	kept := said(c)
	kept["id"] = s.newID()
	for _, old := range s.commands {
		if old["name"] == c["name"] {
			kept["id"] = old["id"]
		}
	}
	kept["application_id"], kept["version"] = s.AppID, s.newID()
	for k, v := range map[string]any{"type": 1.0, "default_member_permissions": nil, "nsfw": false, "dm_permission": true, "contexts": nil, "integration_types": []any{0.0}} {
		if kept[k] == nil {
			kept[k] = v
		}
	}
	return kept
}

// said leaves out of a command, or of an option, what is false, null or empty.
func said(c map[string]any) map[string]any {
	kept := map[string]any{}
	for k, v := range c {
		switch v := v.(type) {
		case nil:
		case bool:
			if v {
				kept[k] = v
			}
		case []any:
			list := []any{}
			for _, x := range v {
				if m, ok := x.(map[string]any); ok {
					x = said(m)
				}
				list = append(list, x)
			}
			if len(list) > 0 {
				kept[k] = list
			}
		default:
			kept[k] = v
		}
	}
	return kept
}

// command holds a command, or an option of one, to its limits.
func (p problems) command(path string, c map[string]any) {
	name, _ := c["name"].(string)
	if !commandName.MatchString(name) || upper.MatchString(name) {
		p.say(path+".name", "Command name is invalid")
	}
	description, _ := c["description"].(string)
	p.length(path+".description", description, 1, 100)
	for _, kind := range []string{"name_localizations", "description_localizations"} {
		texts, _ := c[kind].(map[string]any)
		for locale, text := range texts {
			s, _ := text.(string)
			if !slices.Contains(locales, locale) {
				p.say(path+"."+kind, "%s is no locale of Discord's", locale)
			}
			if kind == "name_localizations" && (!commandName.MatchString(s) || upper.MatchString(s)) {
				p.say(path+"."+kind+"."+locale, "Command name is invalid")
			}
			p.length(path+"."+kind+"."+locale, s, 1, 100)
		}
	}
	options, _ := c["options"].([]any)
	if len(options) > 25 {
		p.say(path+".options", "Must be 25 or fewer in length.")
	}
	names, optional := map[string]bool{}, false
	for i, x := range options {
		o, _ := x.(map[string]any)
		path := fmt.Sprintf("%s.options.%d", path, i)
		p.command(path, o)
		kind, _ := o["type"].(float64)
		if kind < 1 || kind > 11 {
			p.say(path+".type", "not a kind of option")
		}
		name, _ := o["name"].(string)
		if names[name] {
			p.say(path+".name", "Option name is already used")
		}
		names[name] = true
		required, _ := o["required"].(bool)
		if required && optional {
			p.say(path+".required", "Required options must be placed before non-required options")
		}
		optional = optional || !required
		choices, _ := o["choices"].([]any)
		if auto, _ := o["autocomplete"].(bool); auto && len(choices) > 0 {
			p.say(path+".autocomplete", "autocomplete cannot be used with choices")
		}
		if len(choices) > 25 {
			p.say(path+".choices", "Must be 25 or fewer in length.")
		}
	}
}

// Commands is what is registered now, as JSON.
func (s *Server) Commands() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, err := json.MarshalIndent(s.commands, "", "  ")
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}
