package slacktest

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// a call is a request to the Web API, whichever way its arguments came.
type call struct {
	method string
	token  string
	args   map[string]any // strings from a form, anything from JSON
}

// readCall reads a request whole. JSON carries its token in a header alone, and
// methods that take forms only do not see it.
func readCall(r *http.Request, method string, formOnly bool) call {
	c := call{method: method, args: map[string]any{}}
	c.token, _ = strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return c
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		if !formOnly {
			_ = json.Unmarshal(body, &c.args)
		}
		return c
	}
	form, _ := url.ParseQuery(string(body))
	for _, values := range []url.Values{r.URL.Query(), form} {
		for k := range values {
			c.args[k] = values.Get(k)
		}
	}
	if t := c.text("token"); t != "" {
		c.token = t
	}
	return c
}

// text gives an argument as text; "" when it is absent.
func (c call) text(name string) string {
	switch v := c.args[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func (c call) flag(name string) bool {
	v := c.text(name)
	return v == "1" || v == "true"
}

func (c call) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(c.text(name)); err == nil {
		return n
	}
	return otherwise
}

// value decodes an argument that is JSON, whether it came as such or within a
// string. given is false when it is absent, fits when it is of another kind.
func (c call) value(name string, into any) (given, fits bool) {
	v, given := c.args[name]
	if !given || v == "" {
		return false, true
	}
	data, isText := []byte(nil), false
	if s, ok := v.(string); ok {
		data, isText = []byte(s), true
	}
	if !isText {
		data, _ = json.Marshal(v) // came from JSON
	}
	return true, json.Unmarshal(data, into) == nil
}

// an answer is what a method gives when it is ok.
type answer map[string]any

// a refusal is Slack's "ok": false.
type refusal struct {
	code     string
	messages []string // what is wrong with blocks, with a JSON pointer
	needed   string   // scopes, with missing_scope
}

func refuse(code string, messages ...string) *refusal {
	return &refusal{code: code, messages: messages}
}

func (r *refusal) answer() answer {
	a := answer{"ok": false, "error": r.code}
	if len(r.messages) > 0 {
		a["response_metadata"] = answer{"messages": r.messages}
	}
	if r.needed != "" {
		a["needed"], a["provided"] = r.needed, "chat:write"
	}
	return a
}

func writeAnswer(w http.ResponseWriter, a answer) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(a) // whoever has gone does not mind
}
