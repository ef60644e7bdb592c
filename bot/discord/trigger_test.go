package discord

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kakebot/chat"
)

const aPress = `{"id":"1001","application_id":"900","token":"tok","type":3,"context":1,"channel_id":"210","user":{"id":"300"},"data":{"custom_id":"1|%/varaa"}}`

var aBlank = chat.Form{ID: "/tiedot", Title: "Tiedot", Submit: "Lähetä", Fields: []chat.Field{{Name: "name", Label: "Nimi", Question: "Nimi?"}}}

// The first answer to an interaction comes in time, whatever the handler and
// Discord do, and its answer is posted once, where it can be.
func TestTrigger(t *testing.T) {
	const (
		erased   = "DELETE /webhooks/900/tok/messages/@original"
		callback = "POST /interactions/1001/tok/callback"
		edit     = "PATCH /webhooks/900/tok/messages/@original"
		dm       = "POST /channels/210/messages"
	)
	hangs := func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	form, words := chat.Reply{Text: "x", Form: &aBlank, Lang: "fi"}, chat.Reply{Text: "x", Lang: "fi"}
	for _, x := range []struct {
		name   string
		opens  bool
		takes  time.Duration // of the handler
		reply  chat.Reply
		answer func(req *http.Request, n int) (*http.Response, error) // of Discord; nil: all is well
		want   string
	}{
		{"an answer", false, 0, words, nil, callback + ", " + edit},
		{"a slow answer", false, 10 * time.Second, words, nil, callback + ", " + edit},
		{"a form", true, time.Second, form, nil, callback},
		{"words instead of a form", true, time.Second, words, nil, callback},
		{"a slow form", true, 3 * time.Second, form, nil, callback + ", " + edit},
		{"another replica was first", false, 0, words, func(_ *http.Request, n int) (*http.Response, error) {
			if n == 1 {
				return answers(400, `{"code":40060}`), nil
			}
			return answers(200, "{}"), nil
		}, callback + ", " + edit},
		{"silence", false, 0, chat.Reply{}, nil, callback + ", " + erased},
		{"silence instead of a form", true, time.Second, chat.Reply{}, nil, callback + ", " + erased},
		{"silence, and it stays for now", false, 0, chat.Reply{}, func(_ *http.Request, n int) (*http.Response, error) {
			return []*http.Response{answers(204, ""), answers(502, ""), answers(404, `{"code":10008}`)}[n-1], nil
		}, callback + ", " + erased + ", " + erased},
		{"silence, too late", false, 0, chat.Reply{}, func(*http.Request, int) (*http.Response, error) {
			return answers(404, `{"code":10062}`), nil
		}, callback},
		{"it came too late", false, 0, words, func(_ *http.Request, n int) (*http.Response, error) {
			if n == 1 {
				return answers(404, `{"code":10062}`), nil
			}
			return answers(200, "{}"), nil
		}, callback + ", " + dm},
		{"the outcome is lost", false, 0, words, func(req *http.Request, n int) (*http.Response, error) {
			switch n {
			case 1:
				return hangs(req)
			case 2:
				return answers(400, `{"code":40060}`), nil
			}
			return answers(200, "{}"), nil
		}, callback + ", " + callback + ", " + edit},
		{"the outcome of a form is lost", true, 0, form, func(req *http.Request, n int) (*http.Response, error) {
			switch n {
			case 1:
				return hangs(req)
			case 2:
				return answers(400, `{"code":40060}`), nil
			}
			return answers(404, `{"code":10008}`), nil
		}, callback + ", " + callback + ", " + edit},
		{"limited", false, 0, words, func(_ *http.Request, n int) (*http.Response, error) {
			if n == 1 {
				return answers(429, `{"retry_after":1}`), nil
			}
			return answers(200, "{}"), nil
		}, callback + ", " + callback + ", " + edit},
		{"the edit is refused for now", false, 0, words, func(_ *http.Request, n int) (*http.Response, error) {
			if n == 2 {
				return answers(502, ""), nil
			}
			return answers(200, "{}"), nil
		}, callback + ", " + edit + ", " + edit},
	} {
		t.Run(x.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &stub{answer: x.answer}
				begun, first := time.Now(), time.Duration(0)
				s.answer = func(req *http.Request, n int) (*http.Response, error) {
					if n == 1 {
						first = time.Since(begun)
					}
					if x.answer == nil {
						return answers(200, "{}"), nil
					}
					return x.answer(req, n)
				}
				d := stubbed(s)
				d.open(chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) {
					time.Sleep(x.takes)
					return x.reply, nil
				}))
				flag := plain
				if x.opens {
					flag = opening
				}
				d.interaction([]byte(strings.Replace(aPress, "%", flag, 1)))
				time.Sleep(time.Minute)
				d.spawned.Wait()
				d.courier.Close()
				if got := strings.Join(s.all(), ", "); got != x.want {
					t.Errorf("%s, want %s", got, x.want)
				}
				if first >= 2500*time.Millisecond {
					t.Errorf("the first answer came after %v", first)
				}
			})
		})
	}
}

// A token is not used after a quarter of an hour: the answer goes to the direct messages.
func TestOldToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent string
		s := &stub{answer: func(req *http.Request, _ int) (*http.Response, error) {
			sent = bodyOf(t, req)
			return answers(200, "{}"), nil
		}}
		d := stubbed(s)
		i, _ := pressed([]byte(aPress))
		d.dms.put("300", "210")
		tr := d.trigger(i, false, "k")
		time.Sleep(tokenLives + time.Second)
		if err := tr.post(t.Context(), chat.Reply{Text: "myöhään", Lang: "fi"}); err != nil {
			t.Error(err)
		}
		if got := strings.Join(s.all(), ", "); got != "POST /interactions/1001/tok/callback, POST /channels/210/messages" {
			t.Error(got)
		}
		if !strings.Contains(sent, nonce("k")) || !strings.Contains(sent, `"enforce_nonce":true`) {
			t.Error(sent)
		}
	})
}
