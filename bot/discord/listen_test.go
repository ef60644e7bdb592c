package discord

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kakebot/chat"
)

// What Discord does not tell at one place is asked at the other, or done without;
// discordgo completes the address.
func TestWhere(t *testing.T) {
	const missing = "404 page not found" // as many a server says it
	for _, x := range []struct{ name, gateway, bot, want string }{
		{"both", `{"url":"ws://a:1"}`, `{"url":"ws://b:2"}`, "ws://a:1"},
		{"the one", `{"url":"wss://a"}`, missing, "wss://a"},
		{"the other", missing, `{"url":"ws://b:2","shards":"1"}`, "ws://b:2"},
		{"a whole address", `{"url":"ws://a:1/ws?v=9&encoding=json"}`, missing, "ws://a:1/ws"},
		{"neither", missing, missing, ""},
		{"half", `{}`, missing, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := stubbed(&stub{answer: func(req *http.Request, _ int) (*http.Response, error) {
					body, known := map[string]string{"/api/v9/gateway": x.gateway, "/api/v9/gateway/bot": x.bot}[req.URL.Path]
					if !known || body == missing {
						return answers(404, missing), nil
					}
					return answers(200, body), nil
				}})
				begun := time.Now()
				if l, err := d.layout(t.Context()); err != nil || l.shards != 1 || time.Since(begun) > 0 {
					t.Errorf("%+v, %v after %v", l, err, time.Since(begun))
				}
				res, err := told{t.Context(), d.where}.RoundTrip(nil)
				if x.want == "" {
					if err == nil {
						t.Error("a gateway is named")
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				var got struct {
					URL string `json:"url"`
				}
				b, _ := io.ReadAll(res.Body)
				if err := json.Unmarshal(b, &got); err != nil || got.URL != x.want {
					t.Errorf("%s, want %s", b, x.want)
				}
			})
		})
	}
}

// While Discord wants to be left alone, the gateway is not asked for either.
func TestWhereWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stub{answer: func(*http.Request, int) (*http.Response, error) {
			return answers(429, `{"retry_after":60}`), nil
		}}
		d := stubbed(s)
		for range 5 {
			if _, err := d.where(t.Context()); err == nil {
				t.Error("a gateway is named")
			}
		}
		if n := len(s.all()); n != 1 {
			t.Errorf("%d calls were made", n)
		}
		time.Sleep(time.Minute)
	})
}

// One refusal of the token is not believed.
func TestDeniedOnce(t *testing.T) {
	for _, times := range []int{1, mostDenials} {
		synctest.Test(t, func(t *testing.T) {
			d := stubbed(&stub{answer: func(_ *http.Request, n int) (*http.Response, error) {
				if n <= times {
					return answers(401, `{"code":0}`), nil
				}
				return answers(200, `{"shards":2}`), nil
			}})
			if l, err := d.layout(t.Context()); (err == nil) != (times == 1) || err == nil && l.shards != 2 {
				t.Errorf("%d times: %+v, %v", times, l, err)
			}
		})
	}
}

// Commands that cannot be read are written all the same.
func TestRegisterUnread(t *testing.T) {
	for status, body := range map[int]string{405: "no", 200: `[null,{"name":"kake","type":"1"},{"options":[null]}]`} {
		s := &stub{answer: func(req *http.Request, _ int) (*http.Response, error) {
			if req.Method == http.MethodGet {
				return answers(status, body), nil
			}
			return answers(200, "[]"), nil
		}}
		d := stubbed(s)
		d.Commands = all
		shard{d: d, of: 1}.begun([]byte(`{"user":{"id":"900"}}`)) // without the application's id
		if err := d.register(t.Context()); err != nil {
			t.Error(err)
		}
		if got := strings.Join(s.all(), ", "); got != "GET /applications/900/commands, PUT /applications/900/commands" {
			t.Errorf("%s: %s", body, got)
		}
	}
}

// Half a history harms nothing, and its messages are those of the channel's server.
func TestMissed(t *testing.T) {
	d := stubbed(&stub{answer: func(req *http.Request, n int) (*http.Response, error) {
		if req.Method == http.MethodGet {
			return answers(200, `[{"id":"31","channel_id":"20","content":"muille","author":{"id":"300"}},null,{},
				{"id":"30","channel_id":"20","content":"<@900> hei","author":{"id":"300"},"mentions":[{"id":"900"}]}]`), nil
		}
		return answers(200, "{}"), nil
	}})
	var heard []chat.Message
	d.open(chat.HandlerFunc(func(_ context.Context, t chat.Turn) (chat.Reply, error) {
		heard = append(heard, t.Message)
		return chat.Reply{}, nil
	}))
	d.me.Store(me)
	d.seen.put("20", spot{guild: "4", last: "29"})
	d.missed(t.Context())
	d.courier.Close()
	if len(heard) != 1 || heard[0].Text != "hei" || heard[0].In.Place != "300/20" {
		t.Errorf("%+v", heard)
	}
}

// Where the history may not be read, an answer whose outcome is lost is given
// again, which Discord knows by its key.
func TestDoubtWithoutHistory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stub{answer: func(req *http.Request, n int) (*http.Response, error) {
			switch {
			case n == 1:
				return answers(502, ""), nil
			case req.Method == http.MethodGet:
				return answers(403, `{"code":50001}`), nil
			}
			return answers(200, "{}"), nil
		}}
		d := stubbed(s)
		d.open(chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) {
			return chat.Reply{Text: "hei", Lang: "fi"}, nil
		}))
		d.me.Store(me)
		d.message([]byte(`{"id":"1","channel_id":"2","guild_id":"4","author":{"id":"3"},"content":"<@900> hei","mentions":[{"id":"900"}]}`), "")
		time.Sleep(time.Minute)
		d.courier.Close()
		if got := strings.Join(s.all(), ", "); got != "POST /channels/2/messages, GET /channels/2/messages, POST /channels/2/messages" {
			t.Error(got)
		}
	})
}

// A channel is taken for somebody's direct messages only when Discord says so:
// it may be a talk among people.
func TestPrivate(t *testing.T) {
	for context, want := range map[string]bool{`"context":1,`: true, `"context":2,`: false, `"context":0,`: false, ``: false} {
		i, _ := pressed([]byte(`{"id":"1","token":"t",` + context + `"channel_id":"210","user":{"id":"3"}}`))
		if i.private() != want {
			t.Errorf("%q: %v", context, i.private())
		}
	}
}
