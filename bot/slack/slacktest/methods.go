package slacktest

import "net/http"

// a method of the Web API. It is called with the lock held.
type method struct {
	do       func(*Server, call) (answer, *refusal)
	app      bool // takes the app's token
	formOnly bool // does not take JSON
}

// methods is the Web API.
var methods = map[string]method{
	"auth.test":                    {do: (*Server).authTest},
	"api.test":                     {do: func(*Server, call) (answer, *refusal) { return answer{}, nil }},
	"apps.connections.open":        {do: (*Server).connectionsOpen, app: true},
	"chat.delete":                  {do: (*Server).chatDelete},
	"chat.postEphemeral":           {do: (*Server).postEphemeral},
	"chat.postMessage":             {do: (*Server).postMessage},
	"chat.update":                  {do: (*Server).chatUpdate},
	"conversations.history":        {do: (*Server).history, formOnly: true},
	"conversations.info":           {do: (*Server).conversationInfo, formOnly: true},
	"conversations.open":           {do: (*Server).conversationsOpen},
	"conversations.replies":        {do: (*Server).replies, formOnly: true},
	"files.completeUploadExternal": {do: (*Server).completeUpload},
	"files.getUploadURLExternal":   {do: (*Server).uploadURL, formOnly: true},
	"users.info":                   {do: (*Server).usersInfo, formOnly: true},
	"views.open":                   {do: (*Server).viewsOpen},
	"views.publish":                {do: (*Server).viewsPublish},
	"views.update":                 {do: (*Server).viewsUpdate},
}

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	m, known := methods[name]
	c := readCall(r, name, m.formOnly)
	f := s.fault(name)
	if f != (Fault{}) && !f.Done {
		f.strike(s, w, r)
		return
	}
	a := s.call(c, m, known)
	if f.Done {
		f.strike(s, w, r)
		return
	}
	writeAnswer(w, a)
}

// call does what was asked for, if it may be done.
func (s *Server) call(c call, m method, known bool) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	if !known {
		s.complain("the method %s is unknown", c.method)
		return refuse("unknown_method").answer()
	}
	if bad := s.authorise(c.token, m.app); bad != nil {
		return bad.answer()
	}
	a, bad := m.do(s, c)
	if bad != nil {
		return bad.answer()
	}
	a["ok"] = true
	return a
}

func (s *Server) authorise(token string, app bool) *refusal {
	right, wrong := s.BotToken, s.AppToken
	if app {
		right, wrong = wrong, right
	}
	switch token {
	case "":
		return refuse("not_authed")
	case right:
		return nil
	case wrong:
		return refuse("not_allowed_token_type")
	}
	return refuse("invalid_auth")
}

func (s *Server) authTest(call) (answer, *refusal) {
	return answer{"url": "https://kake.slack.example/", "team": "Kake", "user": "kakebot", "team_id": Team, "user_id": BotUser, "bot_id": BotID, "is_enterprise_install": false}, nil
}
