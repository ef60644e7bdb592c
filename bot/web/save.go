package web

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"

	"kakebot/chat"
)

// saved reads a whole conversation for saving. ok is false when it was
// answered already.
func (s *site) saved(w http.ResponseWriter, r *http.Request) (*view, bool) {
	token := r.PathValue("token")
	all, err := s.o.Memory.Exchanges(r.Context(), person(token))
	if err != nil {
		s.o.Log.Warn("a conversation could not be read", "error", err)
		s.plain(w, r, http.StatusServiceUnavailable, "broken")
		return nil, false
	}
	if len(all) == 0 {
		s.plain(w, r, http.StatusNotFound, "gone")
		return nil, false
	}
	v := s.newView(talkLang(all, "fi"), "/")
	v.Token = token
	v.Heading = v.T("saved_title", "date", day(v.Now))
	for _, e := range all {
		v.Turns = append(v.Turns, v.turn(e))
	}
	return v, true
}

// saveText gives the conversation as plain text: sender, time, words, source,
// and that it is not a decision.
func (s *site) saveText(w http.ResponseWriter, r *http.Request) {
	v, ok := s.saved(w, r)
	if !ok {
		return
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n", v.Title())
	if line := v.Rehearsal(); line != "" {
		fmt.Fprintf(&b, "%s\n", line)
	}
	fmt.Fprintf(&b, "%s\n", v.T("disclaimer"))
	for _, t := range v.Turns {
		if t.Said != "" {
			fmt.Fprintf(&b, "\n%s, %s:\n%s\n", v.T("you"), v.Stamp(t.At), t.Said)
		}
		fmt.Fprintf(&b, "\n%s, %s:\n%s\n", v.T("bot"), v.Stamp(t.At), spoken(t.Reply))
	}
	attach(w, "keskustelu.txt")
	send(w, r, http.StatusOK, plainText, b.Bytes())
}

// saveHTML gives the conversation as one page that needs nothing else.
func (s *site) saveHTML(w http.ResponseWriter, r *http.Request) {
	v, ok := s.saved(w, r)
	if !ok {
		return
	}
	attach(w, "keskustelu.html")
	s.show(w, r, http.StatusOK, "saved", v)
}

// file gives one of a reply's files.
func (s *site) file(w http.ResponseWriter, r *http.Request) {
	all, err := s.o.Memory.Exchanges(r.Context(), person(r.PathValue("token")))
	if err != nil {
		s.o.Log.Warn("a conversation could not be read", "error", err)
		s.plain(w, r, http.StatusServiceUnavailable, "broken")
		return
	}
	f, ok := findFile(all, r.PathValue("exchange"), r.PathValue("name"))
	if !ok {
		s.plain(w, r, http.StatusNotFound, "missing")
		return
	}
	attach(w, f.Name)
	send(w, r, http.StatusOK, f.Type, f.Data)
}

func findFile(all []chat.Exchange, exchange, name string) (chat.File, bool) {
	for _, e := range all {
		if mark(e.ID) != exchange {
			continue
		}
		for _, f := range e.Reply.Files {
			if f.Name == name {
				return f, true
			}
		}
	}
	return chat.File{}, false
}

// attach makes the answer a file to keep, whatever it holds.
func attach(w http.ResponseWriter, name string) {
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
