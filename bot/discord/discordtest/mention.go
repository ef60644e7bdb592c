package discordtest

import (
	"regexp"
	"slices"
	"strings"
)

// Pings is whom a message calls: who would be notified and see it marked.
type Pings struct {
	Everyone bool // also @here
	Roles    []string
	Users    []string
}

// None tells whether it calls nobody.
func (p Pings) None() bool { return !p.Everyone && len(p.Roles)+len(p.Users) == 0 }

// allowed is allowed_mentions. Without it every mention calls.
type allowed struct {
	Parse []string `json:"parse"`
	Roles []string `json:"roles"`
	Users []string `json:"users"`
}

var (
	userMention = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention = regexp.MustCompile(`<@&(\d+)>`)
	code        = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
)

// pings reads whom a content calls, and takes out whom the client did not allow.
// What stands in code or after a backslash calls nobody.
func (a *allowed) pings(content string) (p Pings) {
	content = code.ReplaceAllString(content, "")
	calls := func(word string) bool {
		at := strings.Index(content, word)
		return at >= 0 && (at == 0 || content[at-1] != '\\')
	}
	may := func(kind string, list []string, id string) bool {
		return a == nil || slices.Contains(a.Parse, kind) || slices.Contains(list, id)
	}
	p.Everyone = (calls("@everyone") || calls("@here")) && may("everyone", nil, "")
	for _, m := range userMention.FindAllStringSubmatch(content, -1) {
		if a == nil || may("users", a.Users, m[1]) {
			p.Users = append(p.Users, m[1])
		}
	}
	for _, m := range roleMention.FindAllStringSubmatch(content, -1) {
		if a == nil || may("roles", a.Roles, m[1]) {
			p.Roles = append(p.Roles, m[1])
		}
	}
	return p
}

// check tells what is wrong with allowed_mentions itself.
func (a *allowed) check() map[string]string {
	wrong := map[string]string{}
	if a == nil {
		return wrong
	}
	for _, kind := range a.Parse {
		if !slices.Contains([]string{"roles", "users", "everyone"}, kind) {
			wrong["allowed_mentions.parse"] = "Value must be one of roles, users, everyone"
		}
	}
	if slices.Contains(a.Parse, "users") && len(a.Users) > 0 {
		wrong["allowed_mentions.users"] = "parse:[\"users\"] and users: [ids...] are mutually exclusive."
	}
	if slices.Contains(a.Parse, "roles") && len(a.Roles) > 0 {
		wrong["allowed_mentions.roles"] = "parse:[\"roles\"] and roles: [ids...] are mutually exclusive."
	}
	if len(a.Users) > 100 || len(a.Roles) > 100 {
		wrong["allowed_mentions"] = "Must be 100 or fewer in length."
	}
	return wrong
}
