package slacktest_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/socketmode"

	"kakebot/bot/slack/slacktest"
)

// a line is a socket by hand, which acknowledges nothing by itself.
type line struct {
	*testing.T
	*websocket.Conn
}

func dial(t *testing.T, s *slacktest.Server) *line {
	t.Helper()
	_, url, err := client(s).StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	l := &line{t, conn}
	if r := l.take(); r.Type != "hello" {
		t.Fatalf("%s instead of hello", r.Type)
	}
	return l
}

// take gives the next frame.
func (l *line) take() (r socketmode.Request) {
	l.Helper()
	_ = l.SetReadDeadline(time.Now().Add(5 * time.Second))
	if err := l.ReadJSON(&r); err != nil {
		l.Fatalf("a frame: %v", err)
	}
	return r
}

func (l *line) ack(id string, payload any) {
	l.Helper()
	if err := l.WriteJSON(socketmode.Response{EnvelopeID: id, Payload: payload}); err != nil {
		l.Fatal(err)
	}
}

func TestRedelivery(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{AckWithin: 20 * time.Millisecond, Retries: 2})
	a := dial(t, s)
	did := s.DM("U1", "R&D: anna@example.fi <3 https://x.fi/?a=1&b=2")
	first, second := a.take(), a.take()
	if first.EnvelopeID != second.EnvelopeID || second.RetryAttempt != 1 || second.RetryReason != "timeout" {
		t.Errorf("%+v, then %+v", first, second)
	}
	var p struct{ Event struct{ Text, TS string } }
	const want = "R&amp;D: <mailto:anna@example.fi|anna@example.fi> &lt;3 <https://x.fi/?a=1&amp;b=2>"
	if err := json.Unmarshal(first.Payload, &p); err != nil || p.Event.Text != want || p.Event.TS != did.TS {
		t.Errorf("%s, %v", first.Payload, err)
	}
	a.ack(first.EnvelopeID, nil)
	s.AwaitAck(did)
	if s.Late() != 1 {
		t.Errorf("%d were late", s.Late())
	}
	s.DM("U1", "ei kukaan")
	for range 3 {
		a.take()
	}
	s.AwaitAllAcks()
	if s.GivenUp() != 1 {
		t.Errorf("%d given up", s.GivenUp())
	}
}

func TestOneSocketGetsEach(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{AckWithin: time.Hour})
	s.DM("U1", "ennen")
	a := dial(t, s)
	if r := a.take(); r.Type != "events_api" { // what waited for a socket
		t.Errorf("%+v", r)
	}
	b := dial(t, s)
	one, two := s.DM("U1", "1"), s.DM("U1", "2")
	x, y := a.take(), b.take()
	if x.EnvelopeID == y.EnvelopeID {
		t.Error("both got the same")
	}
	b.ack(x.EnvelopeID, nil) // not its own
	b.ack(y.EnvelopeID, nil)
	a.ack("nothing", nil)
	a.ack(x.EnvelopeID, nil)
	s.AwaitAck(one)
	s.AwaitAck(two)
	s.Disconnect("warning")
	c := dial(t, s)
	s.DM("U1", "4")
	if r := c.take(); r.Type != "events_api" {
		t.Errorf("%+v", r)
	}
	if s.Astray() != 1 || len(s.Complaints()) != 1 {
		t.Errorf("%d astray", s.Astray())
	}
}

func TestTickets(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{})
	_, url, err := client(s).StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
		if (err == nil) != (i == 0) {
			t.Errorf("dial %d: %v", i, err)
		}
		if conn != nil {
			_ = conn.Close()
		}
	}
}

func TestTooManySockets(t *testing.T) {
	s := slacktest.Open(t, slacktest.Options{})
	for range 10 {
		dial(t, s)
	}
	_, url, err := client(s).StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{t, conn}
	if r := l.take(); r.Type != "disconnect" || r.Reason != "too_many_websockets" {
		t.Errorf("%+v", r)
	}
	_ = conn.Close()
}
