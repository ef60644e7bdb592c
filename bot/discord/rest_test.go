package discord

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kakebot/chat"
)

// A stub answers calls without a network. It keeps what was asked.
type stub struct {
	answer func(req *http.Request, n int) (*http.Response, error)

	mu    sync.Mutex
	asked []string
}

func (s *stub) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.asked = append(s.asked, req.Method+" "+strings.TrimPrefix(req.URL.Path, "/api/v9"))
	n := len(s.asked)
	s.mu.Unlock()
	return s.answer(req, n)
}

func (s *stub) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.asked...)
}

func answers(status int, body string, headers ...string) *http.Response {
	h := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

// stubbed is a channel whose calls the stub answers.
func stubbed(s *stub) *Discord {
	d := New(Options{Token: "secret", Log: slog.New(slog.DiscardHandler)})
	d.api.client.Transport = s
	return d
}

func TestErrors(t *testing.T) {
	for _, x := range []struct {
		name   string
		method string
		answer *http.Response
		err    error
		is     error
		after  time.Duration
	}{
		{"done", "POST", answers(200, "{}"), nil, nil, 0},
		{"nothing to say", "POST", answers(204, ""), nil, nil, 0},
		{"wait", "POST", answers(429, `{"retry_after":1.5,"global":false}`, "Retry-After", "2"), nil, nil, 1500 * time.Millisecond},
		{"wait, in HTML", "POST", answers(429, "<html>", "Retry-After", "3"), nil, nil, 3 * time.Second},
		{"wait, without a word", "POST", answers(429, ""), nil, nil, untoldPause},
		{"perhaps", "POST", answers(502, "<html>"), nil, chat.ErrInDoubt, 0},
		{"perhaps, of an edit", "PATCH", answers(502, ""), nil, nil, 0},
		{"cut", "POST", nil, io.ErrUnexpectedEOF, chat.ErrInDoubt, 0},
		{"cut, of a question", "GET", nil, io.ErrUnexpectedEOF, nil, 0},
		{"nobody there", "POST", nil, &net.OpError{Op: "dial", Err: errors.New("refused")}, nil, 0},
		{"shut", "POST", answers(403, `{"code":50007,"message":"Cannot send messages to this user"}`), nil, chat.ErrPermanent, 0},
		{"no", "POST", answers(404, `{"message":"404: Not Found","code":0}`), nil, chat.ErrPermanent, 0},
		{"somebody else's no", "POST", answers(403, "<html>"), nil, nil, 0},
		{"another place", "POST", answers(301, ""), nil, nil, 0},
		{"a refused token", "POST", answers(401, `{"code":0}`), nil, errToken, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			d := stubbed(&stub{answer: func(*http.Request, int) (*http.Response, error) { return x.answer, x.err }})
			err := d.api.call(t.Context(), x.method, "/channels/1/messages", quiet("salainen"), nil, nil)
			fine := x.name == "done" || x.name == "nothing to say"
			var after chat.RetryAfter
			if errors.As(err, &after); (err == nil) != fine || time.Duration(after) != x.after {
				t.Fatalf("%v", err)
			}
			for _, is := range []error{chat.ErrInDoubt, chat.ErrPermanent, errToken} {
				if errors.Is(err, is) != (is == x.is) {
					t.Errorf("%v is %v: %v", err, is, errors.Is(err, is))
				}
			}
			if err != nil && (strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "discord.com") || strings.Contains(err.Error(), "salainen")) {
				t.Errorf("it tells too much: %v", err)
			}
		})
	}
}

// A route that Discord has shut is left alone until it opens; so is everything
// when everything is.
func TestGates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stub{answer: func(_ *http.Request, n int) (*http.Response, error) {
			switch n {
			case 1:
				return answers(200, "{}", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "2"), nil
			case 3:
				return answers(429, `{"retry_after":60,"global":true}`), nil
			}
			return answers(200, "{}"), nil
		}}
		d := stubbed(s)
		begun := time.Now()
		call := func(path string) error { return d.api.call(t.Context(), "GET", path, nil, nil, nil) }
		if err := errors.Join(call("/a?x=1"), call("/a?x=2")); err != nil || time.Since(begun) != 2*time.Second {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
		for _, path := range []string{"/a", "/a", "/b"} {
			if err := call(path); !errors.Is(err, chat.RetryAfter(time.Minute)) {
				t.Error(err)
			}
		}
		if n := len(s.all()); n != 3 {
			t.Errorf("%d calls were made", n)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if err := call("/b"); err != nil {
			t.Error(err)
		}
	})
}

// Calls go to Discord unless they are led elsewhere, with and without a path.
func TestElsewhere(t *testing.T) {
	for base, want := range map[string]string{
		"":                              "https://discord.com/api/v9/channels/1?limit=2",
		"http://127.0.0.1:1234":         "http://127.0.0.1:1234/api/v9/channels/1?limit=2",
		"http://127.0.0.1:1234/":        "http://127.0.0.1:1234/api/v9/channels/1?limit=2",
		"http://127.0.0.1:1234/api/v9/": "http://127.0.0.1:1234/api/v9/channels/1?limit=2",
		"https://x.example/d/api/v10":   "https://x.example/d/api/v10/channels/1?limit=2",
	} {
		var got string
		next := &stub{answer: func(req *http.Request, _ int) (*http.Response, error) {
			got = req.URL.String()
			return answers(204, ""), nil
		}}
		a := newAPI("t", base)
		a.client.Transport = elsewhere(base, next)
		if err := a.call(t.Context(), "GET", "/channels/1?limit=2", nil, nil, nil); err != nil || got != want {
			t.Errorf("%q leads to %s, %v", base, got, err)
		}
	}
}

// A wrong address is not Discord's: the token goes nowhere.
func TestNowhere(t *testing.T) {
	for _, base := range []string{"127.0.0.1:1234", "localhost:1234", "discord", "http://"} {
		d := New(Options{Token: "secret", APIURL: base, Log: slog.New(slog.DiscardHandler)})
		if err := d.Run(t.Context(), nil); !errors.Is(err, errAddress) {
			t.Errorf("%q: %v", base, err)
		}
		if err := d.api.call(t.Context(), "GET", "/gateway", nil, nil, nil); err == nil {
			t.Errorf("%q is called", base)
		}
	}
}

func TestKept(t *testing.T) {
	k := kept[int]{size: 2}
	for i, key := range []string{"a", "b", "c", "d", "e"} {
		k.put(key, i)
	}
	if _, old := k.get("a"); old {
		t.Error("the first is still there")
	}
	if v, there := k.get("d"); !there || v != 3 || len(k.all()) > 4 {
		t.Errorf("%v", k.all())
	}
	k.remove("e")
	if _, there := k.get("e"); there {
		t.Error("what was removed is there")
	}
}

// bodyOf reads what a call sends.
func bodyOf(t *testing.T, req *http.Request) string {
	t.Helper()
	var b bytes.Buffer
	if req.Body != nil {
		if _, err := b.ReadFrom(req.Body); err != nil {
			t.Error(err)
		}
	}
	return b.String()
}
