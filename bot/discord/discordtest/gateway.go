package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// The gateway's operations.
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opPresence  = 3
	opResume    = 6
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// The gateway's close codes.
const (
	CloseUnknown    = 4000
	closeOpcode     = 4001
	closeDecode     = 4002
	closeFirst      = 4003
	CloseToken      = 4004
	closeTwice      = 4005
	CloseSequence   = 4007
	CloseRate       = 4008
	CloseTimeout    = 4009
	CloseShard      = 4010
	CloseSharding   = 4011
	closeVersion    = 4012
	CloseIntents    = 4013
	CloseDisallowed = 4014
)

const (
	leastSilence   = 2 * time.Second // that a client may be silent, however short the interval
	longestGoodbye = time.Second     // that a client may take to answer a close frame
	mostWaiting    = 1 << 16         // packets that a client has not read
)

// resumable tells after which close codes a session goes on.
func resumable(code int) bool {
	return code < 4000 || code == CloseUnknown || code == closeOpcode || code == closeDecode || code == CloseRate
}

// packet is what goes over the wire, or the end of it.
type packet struct {
	Op   int    `json:"op"`
	Data any    `json:"d"`
	Seq  int    `json:"s,omitempty"`
	Type string `json:"t,omitempty"`

	close int
}

// A conn is one websocket. What it holds is guarded by the server's lock.
type conn struct {
	s  *Server
	ws *websocket.Conn

	silence  Stage
	session  *session
	said     bool // IDENTIFY or RESUME
	alive    bool // it has taken READY or RESUMED, as a heartbeat after them tells
	closing  bool // by us
	compress bool
	idle     *time.Timer

	mu      sync.Mutex
	waiting []packet
	wake    chan struct{}
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

// socket is one gateway connection from its beginning to its end.
func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	select {
	case <-s.quit:
		s.mu.Unlock()
		return
	default:
	}
	if s.upsets.refuse > 0 {
		s.upsets.refuse--
		s.mu.Unlock()
		Fail(http.StatusServiceUnavailable)(w, r, nil)
		return
	}
	stage := s.upsets.nextSilence()
	interval := s.settings.heartbeat
	s.conns.Add(1)
	s.mu.Unlock()
	defer s.conns.Done()

	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{s: s, ws: ws, silence: stage, wake: make(chan struct{}, 1)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.writeAll()
	}()
	s.mu.Lock()
	select {
	case <-s.quit:
		c.drop()
	default:
		s.open[c] = true
	}
	s.upsets.connections++
	idle := max(3*interval, leastSilence)
	c.idle = time.AfterFunc(idle, c.timeOut)
	if v := r.URL.Query().Get("v"); v != "9" && v != "10" {
		c.end(closeVersion)
	} else if stage != BeforeHello {
		c.send(packet{Op: opHello, Data: map[string]any{"heartbeat_interval": interval.Milliseconds()}})
	}
	s.touch()
	s.mu.Unlock()

	err = c.readAll(idle)

	s.mu.Lock()
	delete(s.open, c)
	c.idle.Stop()
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
		var said *websocket.CloseError
		if errors.As(err, &said) && !c.closing && (said.Code == websocket.CloseNormalClosure || said.Code == websocket.CloseGoingAway) {
			c.session.ended = true
		}
	}
	s.touch()
	s.mu.Unlock()
	ws.Close()
	c.push(packet{close: 1})
	<-ended
}

// timeOut closes the connection of a client whose heart does not beat.
func (c *conn) timeOut() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.silence == Never {
		c.end(CloseTimeout)
	}
}

// readAll reads until the connection ends.
func (c *conn) readAll(idle time.Duration) error {
	for {
		kind, data, err := c.ws.ReadMessage()
		if err != nil {
			return err
		}
		c.s.mu.Lock()
		if !c.closing {
			c.idle.Reset(idle)
			var p struct {
				Op   int             `json:"op"`
				Data json.RawMessage `json:"d"`
			}
			if kind != websocket.TextMessage || len(data) > 4096 || json.Unmarshal(data, &p) != nil {
				c.s.complain(closeDecode, "the gateway was sent something it cannot read")
				c.end(closeDecode)
			} else {
				c.hear(p.Op, p.Data)
			}
			c.s.touch()
		}
		c.s.mu.Unlock()
	}
}

// hear takes one packet of the client's; the caller holds the server's lock.
func (c *conn) hear(op int, data json.RawMessage) {
	if c.silence == BeforeHello || c.silence == AfterHello {
		return
	}
	switch op {
	case opHeartbeat:
		c.s.upsets.heartbeats++
		c.alive = c.session != nil
		if c.silence == AfterReady && c.session != nil {
			return
		}
		c.send(packet{Op: opAck})
	case opIdentify:
		c.identify(data)
	case opResume:
		c.resume(data)
	case opPresence:
		if !c.said {
			c.end(closeFirst)
		}
	default:
		c.s.complain(closeOpcode, "the gateway knows no operation %d", op)
		c.end(closeOpcode)
	}
}

// send queues a packet; a client that reads nothing is dropped.
func (c *conn) send(p packet) {
	if c.push(p) > mostWaiting {
		c.drop()
	}
}

func (c *conn) push(p packet) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, p)
	select {
	case c.wake <- struct{}{}:
	default:
	}
	return len(c.waiting)
}

// end sends a close frame, and waits a moment for the client to go. The session
// lives on when the code lets it.
func (c *conn) end(code int) {
	if c.closing {
		return
	}
	c.closing = true
	if c.session != nil {
		c.session.conn = nil
		c.session.ended = c.session.ended || !resumable(code)
	}
	c.push(packet{close: code})
	time.AfterFunc(longestGoodbye, c.drop)
}

// drop cuts the connection without a word.
func (c *conn) drop() { c.ws.NetConn().Close() }

// writeAll writes what is queued until a close frame or an error.
func (c *conn) writeAll() {
	for range c.wake {
		c.mu.Lock()
		batch := c.waiting
		c.waiting = nil
		compress := c.compress
		c.mu.Unlock()
		for _, p := range batch {
			if p.close != 0 {
				_ = c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(p.close, ""))
				return
			}
			data, err := json.Marshal(p)
			if err != nil {
				panic("discordtest: " + err.Error())
			}
			if compress && p.Type == "READY" {
				var b bytes.Buffer
				z := zlib.NewWriter(&b)
				_, _ = z.Write(data)
				_ = z.Close()
				err = c.ws.WriteMessage(websocket.BinaryMessage, b.Bytes())
			} else {
				err = c.ws.WriteMessage(websocket.TextMessage, data)
			}
			if err != nil {
				return
			}
		}
	}
}
