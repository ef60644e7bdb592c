package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"kakebot/bot/discord/discordtest"
)

// client is the smallest bot there is.
type client struct {
	t  *testing.T
	s  *discordtest.Server
	ws *websocket.Conn
}

type packet struct {
	Op int             `json:"op"`
	D  json.RawMessage `json:"d"`
	S  int             `json:"s"`
	T  string          `json:"t"`
}

func (c *client) call(method, path string, body any) (int, map[string]any) {
	c.t.Helper()
	data, _ := json.Marshal(body)
	req, _ := http.NewRequest(method, c.s.URL+"/api/v9"+path, bytes.NewReader(data))
	req.Header.Set("Authorization", "Bot "+c.s.Token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	answer, _ := io.ReadAll(res.Body)
	got := map[string]any{}
	if json.Unmarshal(answer, &got) != nil {
		got["list"] = string(answer)
	}
	return res.StatusCode, got
}

// connect dials the gateway and reads HELLO.
func (c *client) connect() {
	c.t.Helper()
	var err error
	c.ws, _, err = websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(c.s.URL, "http")+"/gateway-socket/?v=9&encoding=json", nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { c.ws.Close() })
	if p := c.read(); p.Op != 10 {
		c.t.Fatalf("%+v", p)
	}
}

func (c *client) read() packet {
	c.t.Helper()
	var p packet
	if err := c.ws.ReadJSON(&p); err != nil {
		c.t.Fatal(err)
	}
	return p
}

func (c *client) send(op int, d any) {
	if err := c.ws.WriteJSON(map[string]any{"op": op, "d": d}); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) identify(d map[string]any) {
	if d["token"] == nil {
		d["token"] = c.s.Token
	}
	c.send(2, d)
}

// closed reads the close code of the connection.
func (c *client) closed() int {
	var p packet
	err := c.ws.ReadJSON(&p)
	if said, is := err.(*websocket.CloseError); is {
		return said.Code
	}
	c.t.Errorf("not closed: %+v %v", p, err)
	return 0
}

func open(t *testing.T) *client { return &client{t: t, s: discordtest.Open(t)} }

const intents = discordtest.IntentGuilds | discordtest.IntentGuildMessages | discordtest.IntentDirect

func TestIdentifyIsRefused(t *testing.T) {
	c := open(t)
	c.s.Expect(discordtest.CloseIntents, discordtest.CloseShard)
	for want, d := range map[int]map[string]any{
		discordtest.CloseToken:      {"intents": intents, "token": "x"},
		discordtest.CloseIntents:    {"intents": 1 << 30},
		discordtest.CloseDisallowed: {"intents": intents | discordtest.IntentContent},
		discordtest.CloseShard:      {"intents": intents, "shard": []int{2, 2}},
	} {
		c.connect()
		c.identify(d)
		if got := c.closed(); got != want {
			t.Errorf("%v: closed with %d, want %d", d, got, want)
		}
	}
	c.s.RequireShards(2)
	c.connect()
	c.identify(map[string]any{"intents": intents})
	if got := c.closed(); got != discordtest.CloseSharding {
		t.Errorf("closed with %d", got)
	}
}

// What a session missed comes with RESUME; a session that the client closed
// with 1000 is gone.
func TestResume(t *testing.T) {
	c := open(t)
	u := c.s.Person("fi")
	c.connect()
	c.identify(map[string]any{"intents": intents})
	ready := c.read()
	var r struct {
		Session string `json:"session_id"`
	}
	if json.Unmarshal(ready.D, &r) != nil || ready.T != "READY" || ready.S != 1 {
		t.Fatalf("%+v", ready)
	}
	c.s.DM(u, "yksi")
	if p := c.read(); p.T != "MESSAGE_CREATE" || p.S != 2 {
		t.Errorf("%+v", p)
	}
	resume := map[string]any{"token": c.s.Token, "session_id": r.Session, "seq": 2}
	c.s.Drop()
	c.s.AwaitConnected(0)
	c.s.DM(u, "kaksi")
	c.connect()
	c.send(6, resume)
	if p := c.read(); p.T != "MESSAGE_CREATE" || p.S != 3 || !bytes.Contains(p.D, []byte("kaksi")) {
		t.Errorf("%+v", p)
	}
	if p := c.read(); p.T != "RESUMED" {
		t.Errorf("%+v", p)
	}
	c.send(1, 4)
	if p := c.read(); p.Op != 11 {
		t.Errorf("%+v", p)
	}
	c.s.ReconnectFirst(1)
	c.s.Drop()
	c.connect()
	c.send(6, resume)
	if p := c.read(); p.Op != 7 {
		t.Errorf("%+v", p)
	}
	c.connect()
	c.send(6, resume)
	c.send(1, 4)
	c.s.AwaitConnected(1)
	_ = c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""))
	c.s.AwaitConnected(0)
	c.connect()
	c.send(6, resume)
	if p := c.read(); p.Op != 9 || string(p.D) != "false" {
		t.Errorf("%+v", p)
	}
}

// Without MESSAGE_CONTENT a bot reads what is private or mentions it, only.
func TestContent(t *testing.T) {
	c := open(t)
	u, at := c.s.Person("fi"), c.s.Channel()
	c.connect()
	c.identify(map[string]any{"intents": intents})
	c.read() // READY
	c.read() // GUILD_CREATE
	for text, say := range map[string]func(string){
		"yksityinen": func(x string) { c.s.DM(u, x) },
		"maininta":   func(x string) { c.s.Mention(u, at, x) },
	} {
		say(text)
		if p := c.read(); !bytes.Contains(p.D, []byte(text)) {
			t.Errorf("%s is not in %s", text, p.D)
		}
	}
	c.s.Say(u, at, "muille")
	if p := c.read(); bytes.Contains(p.D, []byte("muille")) {
		t.Errorf("%s", p.D)
	}
}

func TestShards(t *testing.T) {
	c := open(t)
	u := c.s.Person("fi")
	c.connect()
	c.identify(map[string]any{"intents": intents, "shard": []int{1, 2}})
	c.read()
	c.s.ChannelOf(0, 2)
	c.s.DM(u, "ei tänne")
	at := c.s.ChannelOf(1, 2)
	if p := c.read(); p.T != "GUILD_CREATE" {
		t.Errorf("%+v", p)
	}
	c.s.Mention(u, at, "tänne")
	if p := c.read(); !bytes.Contains(p.D, []byte("tänne")) {
		t.Errorf("%s", p.D)
	}
}

func TestNonceIsEnforced(t *testing.T) {
	c := open(t)
	path := "/channels/" + c.s.Private(c.s.Person("fi")).ID + "/messages"
	once := map[string]any{"content": "hei", "nonce": "abc", "enforce_nonce": true}
	_, first := c.call("POST", path, once)
	_, second := c.call("POST", path, once)
	if first["id"] == nil || first["id"] != second["id"] || len(c.s.Posts()) != 1 {
		t.Errorf("%v, %v, %d posts", first["id"], second["id"], len(c.s.Posts()))
	}
	c.s.Advance(10 * time.Minute)
	if _, third := c.call("POST", path, once); third["id"] == first["id"] {
		t.Error("a nonce is enforced for ever")
	}
	if _, list := c.call("GET", path+"?limit=1", nil); !strings.Contains(fmt.Sprint(list["list"]), `"nonce":"abc"`) {
		t.Errorf("%v", list)
	}
}

// An interaction is answered first within its time and once, and then for
// fifteen minutes.
func TestInteraction(t *testing.T) {
	c := open(t)
	c.s.Expect(10062, 40060, 50027, 10015)
	u, at := c.s.Person("sv-SE"), c.s.Channel()
	c.call("PUT", "/applications/"+c.s.AppID+"/commands", []any{map[string]any{"name": "kake", "description": "x", "options": []any{
		map[string]any{"type": 1, "name": "apua", "description": "x"}}}})
	c.connect()
	c.identify(map[string]any{"intents": 0})
	c.read()
	ask := func() (*discordtest.Interaction, string, string) {
		i := c.s.Command(u, at, "apua", nil)
		var body struct{ ID, Token string }
		_ = json.Unmarshal(c.read().D, &body)
		return i, "/interactions/" + body.ID + "/" + body.Token + "/callback", "/webhooks/" + c.s.AppID + "/" + body.Token
	}
	i, callback, webhook := ask()
	if status, _ := c.call("PATCH", webhook+"/messages/@original", map[string]any{"content": "x"}); status != 404 {
		t.Errorf("edited before the first answer: %d", status)
	}
	if status, _ := c.call("POST", callback, map[string]any{"type": 5, "data": map[string]any{"flags": 64}}); status != 204 || !i.Wait() {
		t.Errorf("deferred: %d", status)
	}
	if _, got := c.call("POST", callback, map[string]any{"type": 9}); got["code"] != 40060.0 {
		t.Errorf("answered twice: %v", got)
	}
	if c.s.Unread() != 0 {
		t.Error("a deferred answer is shown")
	}
	c.call("PATCH", webhook+"/messages/@original", map[string]any{"content": "vastaus"})
	if p := c.s.Next(); !p.Ephemeral || p.To != u.ID || p.Content != "vastaus" {
		t.Errorf("%+v", p)
	}
	c.s.Advance(15 * time.Minute)
	if _, got := c.call("POST", webhook, map[string]any{"content": "myöhään"}); got["code"] != 50027.0 {
		t.Errorf("after 15 minutes: %v", got)
	}
	c.s.Deadline(time.Millisecond)
	i, callback, _ = ask()
	if i.Wait() {
		t.Error("acknowledged by nobody")
	}
	if _, got := c.call("POST", callback, map[string]any{"type": 5}); got["code"] != 10062.0 {
		t.Errorf("late: %v", got)
	}
}

func TestFaults(t *testing.T) {
	c := open(t)
	path := "/channels/" + c.s.Private(c.s.Person("fi")).ID + "/messages"
	c.s.Fault(discordtest.PostMessage, discordtest.TooMany(time.Second), discordtest.Cloudflare(time.Second), discordtest.Fail(500),
		discordtest.DoneAndFail(502), discordtest.Lost, discordtest.Cut)
	for i, want := range []int{429, 429, 500, 502, 0, 0, 200} {
		if status, _ := c.call("POST", path, map[string]any{"content": fmt.Sprint(i)}); status != want {
			t.Errorf("%d: %d, want %d", i, status, want)
		}
	}
	var posted []string
	for _, p := range c.s.Posts() {
		posted = append(posted, p.Content)
	}
	if fmt.Sprint(posted) != "[3 4 6]" {
		t.Errorf("posted %v", posted)
	}
}
