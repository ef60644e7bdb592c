package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"
)

// fetch gets a path with headers: name, value, …
func (r *rig) fetch(t *testing.T, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.Addr()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := r.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return res, body(t, res)
}

// The rounds are answered with a tag and a date, by either of which a reader
// learns that nothing is new; when something is, both change, in that language alone.
func TestRoundsAreCached(t *testing.T) {
	rounds := map[string]string{"fi": "BEGIN:VCALENDAR\r\nNAME:haut\r\nEND:VCALENDAR\r\n", "sv": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}
	r := newRig(t, func(o *Options) { o.Feed = func(lang string) []byte { return []byte(rounds[lang]) } })
	first, data := r.fetch(t, "/kierrokset.ics")
	tag, date := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
	if first.StatusCode != http.StatusOK || data != rounds["fi"] || tag == "" || date != "Mon, 19 Feb 2018 08:03:00 GMT" ||
		first.Header.Get("Cache-Control") != "public, max-age=900" || first.Header.Get("Content-Type") != calendarType {
		t.Errorf("%s %q %q %v", first.Status, data, tag, first.Header)
	}
	swedish, _ := r.fetch(t, "/kierrokset.ics?l=sv")
	if swedish.Header.Get("ETag") == tag {
		t.Error("two languages have one tag")
	}
	r.clock.add(time.Hour)
	for _, headers := range [][]string{{"If-None-Match", tag}, {"If-None-Match", `"x", ` + tag}, {"If-None-Match", "W/" + tag}, {"If-Modified-Since", date},
		{"If-None-Match", tag, "If-Modified-Since", "Mon, 01 Jan 2018 00:00:00 GMT"}} {
		if res, data := r.fetch(t, "/kierrokset.ics", headers...); res.StatusCode != http.StatusNotModified || data != "" || res.Header.Get("ETag") != tag {
			t.Errorf("%v: %s", headers, res.Status)
		}
	}
	rounds["fi"] = strings.Replace(rounds["fi"], "haut", "uudet haut", 1)
	for _, headers := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", date}, {"If-None-Match", tag, "If-Modified-Since", date}} {
		if res, data := r.fetch(t, "/kierrokset.ics", headers...); res.StatusCode != http.StatusOK || data != rounds["fi"] || res.Header.Get("Last-Modified") == date {
			t.Errorf("after a change, %v: %s", headers, res.Status)
		}
	}
	if res, _ := r.fetch(t, "/kierrokset.ics?l=sv", "If-None-Match", swedish.Header.Get("ETag"), "If-Modified-Since", swedish.Header.Get("Last-Modified")); res.StatusCode != http.StatusNotModified {
		t.Errorf("the other language: %s", res.Status)
	}
}

const feedToken = "MYOWNCALENDARABCDEFGHIJKLM"

// A private calendar is opened by its token alone. What opens none is a page
// that does not exist, word for word, whatever is wrong with it; no token is
// logged, and no other site or index is told of one.
func TestPrivateCalendar(t *testing.T) {
	var log strings.Builder
	content, failing := "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", false
	var asked []string
	r := newRig(t, func(o *Options) {
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		o.Calendar = func(_ context.Context, token, lang string) ([]byte, bool, error) {
			asked = append(asked, token+" "+lang)
			if failing {
				return nil, false, errors.New("the store does not answer")
			}
			return []byte(content), token == feedToken, nil
		}
	})
	res, data := r.fetch(t, "/kalenteri/"+feedToken+".ics?l=sv")
	tag := res.Header.Get("ETag")
	for name, want := range map[string]string{
		"Content-Type": calendarType, "Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Last-Modified": "",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if res.StatusCode != http.StatusOK || data != content || tag == "" || asked[0] != feedToken+" sv" {
		t.Errorf("%s %q %q %v", res.Status, data, tag, asked)
	}
	if res, data := r.fetch(t, "/kalenteri/"+feedToken, "If-None-Match", tag); res.StatusCode != http.StatusNotModified || data != "" {
		t.Errorf("unchanged: %s", res.Status)
	}
	content = "BEGIN:VCALENDAR\r\nNAME:uusi\r\nEND:VCALENDAR\r\n"
	if res, data := r.fetch(t, "/kalenteri/"+feedToken+".ics", "If-None-Match", tag); res.StatusCode != http.StatusOK || data != content || res.Header.Get("ETag") == tag {
		t.Errorf("changed: %s", res.Status)
	}

	asked = nil
	var pages []string
	wrong := []string{"MYOWNCALENDARABCDEFGHIJKLN", "x", "a%2Fb", strings.Repeat("A", 3000), strings.ToLower(feedToken)}
	for _, w := range wrong {
		res, page := r.fetch(t, "/kalenteri/"+w+".ics")
		if res.StatusCode != http.StatusNotFound || strings.Contains(page, "x.ics") {
			t.Errorf("%.30s: %s", w, res.Status)
		}
		pages = append(pages, page)
	}
	_, missing := r.fetch(t, "/nothing")
	for i, p := range pages {
		if p != missing {
			t.Errorf("%.30s looks other than a page that does not exist", wrong[i])
		}
	}
	if len(asked) != len(wrong) {
		t.Errorf("%d of %d were looked up: whether an address could be one can be told by the time it takes", len(asked), len(wrong))
	}

	failing = true
	if res, _ := r.fetch(t, "/kalenteri/"+feedToken+".ics"); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("without a store: %s", res.Status)
	}
	if s := log.String(); !strings.Contains(s, "does not answer") || strings.Contains(s, feedToken) {
		t.Errorf("the log: %s", s)
	}
	bare := newRig(t)
	if res, _ := bare.fetch(t, "/kalenteri/"+feedToken+".ics"); res.StatusCode != http.StatusNotFound {
		t.Errorf("without calendars: %s", res.Status)
	}
}

// Who asks for calendars too often has to wait, as with every page.
func TestCalendarsAreLimited(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.Calendar = func(context.Context, string, string) ([]byte, bool, error) { return nil, false, nil }
	})
	limited := false
	for range getBurst + 1 {
		res, _ := r.fetch(t, "/kalenteri/"+feedToken+".ics")
		limited = limited || res.StatusCode == http.StatusTooManyRequests && res.Header.Get("Retry-After") != ""
	}
	if !limited {
		t.Error("no limit")
	}
}
