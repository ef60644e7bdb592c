package web

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// An infoPage is one of the short pages about the service: a title and the
// sections of its text, by the keys of their sentences.
type infoPage struct {
	path, title string
	sections    []string
}

var infoPages = []infoPage{
	{"tietoa", "about", []string{"about_auto", "about_decision", "about_person", "about_save", "about_owner", "about_law"}},
	{"tietosuoja", "privacy", []string{"privacy_what", "privacy_not", "privacy_link", "privacy_keep", "privacy_rights", "privacy_owner"}},
	{"saavutettavuus", "access", []string{"access_goal", "access_tested", "access_flaws", "access_feedback"}},
}

func (s *site) info(p infoPage) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := s.newView(askedLang(r), "/"+p.path)
		v.Heading = v.T(p.title)
		for _, key := range p.sections {
			v.Sections = append(v.Sections, section{v.T(key), markdown(v.T(key+"_text", s.settings(v)...))})
		}
		s.show(w, r, http.StatusOK, "plain", v)
	}
}

// settings are the values that the pages name; what is empty is said to be not set.
func (s *site) settings(v *view) []string {
	o, keep := s.o.Owner, ""
	if s.o.Keep > 0 {
		keep = v.T("privacy_keep_days", "days", fmt.Sprint(int(s.o.Keep/(24*time.Hour))))
	}
	values := []string{"owner", o.Name, "contact", o.Contact, "responsible", o.Responsible, "supervisor", o.Supervisor, "keep", keep}
	for i := 1; i < len(values); i += 2 {
		if values[i] == "" {
			values[i] = v.T("notset")
		}
	}
	return values
}

// plain shows one of the pages that say one thing.
func (s *site) plain(w http.ResponseWriter, r *http.Request, status int, key string) {
	v := s.newView(askedLang(r), "/")
	v.Heading, v.Notice = v.T(key), v.T(key+"_text")
	s.show(w, r, status, "plain", v)
}

// again turns a message away for now. All that it held is on the page and can
// be sent again as it is.
func (s *site) again(w http.ResponseWriter, r *http.Request) {
	values, ok := s.readForm(w, r)
	if !ok {
		return
	}
	v := s.newView(askedLang(r), "/")
	v.Heading, v.Notice, v.Retry = v.T("limited"), v.T("limited_text"), r.URL.EscapedPath()
	for name, all := range values {
		for _, value := range all {
			v.Kept = append(v.Kept, kept{name, value, name == "text"})
		}
	}
	slices.SortStableFunc(v.Kept, func(a, b kept) int {
		switch {
		case a.Name < b.Name:
			return -1
		case a.Name > b.Name:
			return 1
		}
		return 0
	})
	s.show(w, r, http.StatusTooManyRequests, "plain", v)
}
