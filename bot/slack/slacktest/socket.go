package slacktest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// a socket is one connection of Socket Mode.
type socket struct {
	conn     *websocket.Conn
	silent   bool // the network has forgotten it, and neither side knows
	retiring bool // it was told to disconnect and gets nothing more

	mu    sync.Mutex
	queue [][]byte
	more  chan struct{} // something is in the queue
	over  chan struct{}
	once  sync.Once
}

// connectionsOpen gives a URL that is good for one connection.
func (s *Server) connectionsOpen(call) (answer, *refusal) {
	ticket := s.id("ticket-")
	s.tickets[ticket] = true
	return answer{"url": "ws" + strings.TrimPrefix(s.http.URL, "http") + "/link/" + ticket + "?app_id=" + App}, nil
}

// mostSockets is how many an app may have open.
const mostSockets = 10

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	good := s.tickets[r.PathValue("ticket")]
	delete(s.tickets, r.PathValue("ticket"))
	s.mu.Unlock()
	if !good {
		http.Error(w, "no such ticket", http.StatusUnauthorized)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // it has answered
	}
	k := &socket{conn: conn, more: make(chan struct{}, 1), over: make(chan struct{})}
	conn.SetPingHandler(func(data string) error {
		if s.isSilent(k) {
			return nil
		}
		return conn.WriteControl(websocket.PongMessage, []byte(data), s.o.Clock().Add(time.Second))
	})
	if !s.admit(k) {
		_ = conn.Close()
		return
	}
	s.running.Go(func() { k.writeAll(s) })
	k.readAll(s)
	s.dismiss(k)
	s.running.Done()
}

// admit says hello, and hands over what was waiting for a socket.
func (s *Server) admit(k *socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	if s.closed() {
		return false
	}
	s.running.Add(1)
	s.sockets = append(s.sockets, k)
	s.opened++
	if len(s.sockets) > mostSockets {
		k.disconnect("too_many_websockets")
		return true
	}
	data, _ := json.Marshal(object("type", "hello", "num_connections", len(s.sockets), "connection_info", object("app_id", App),
		"debug_info", object("host", "applink-fake", "build_number", 1, "approximate_connection_time", 18060)))
	k.write(data)
	waiting := s.parked
	s.parked = nil
	for _, e := range waiting {
		s.deliver(e)
	}
	return true
}

func (s *Server) dismiss(k *socket) {
	k.end()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets = slices.DeleteFunc(s.sockets, func(x *socket) bool { return x == k })
	s.changed.Broadcast()
}

// next is the socket whose turn it is. A silent one has its turn too: Slack does
// not know. The caller holds the lock.
func (s *Server) next() *socket {
	for range s.sockets {
		s.turn++
		if k := s.sockets[s.turn%len(s.sockets)]; !k.retiring {
			return k
		}
	}
	return nil
}

func (s *Server) isSilent(k *socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return k.silent
}

func (k *socket) readAll(s *Server) {
	for {
		_, data, err := k.conn.ReadMessage()
		if err != nil {
			return
		}
		s.acknowledge(k, data)
	}
}

// writeAll writes what is queued, and pings.
func (k *socket) writeAll(s *Server) {
	tick := time.NewTicker(s.o.PingEvery)
	defer tick.Stop()
	for {
		select {
		case <-k.over:
			return
		case <-tick.C:
			if s.isSilent(k) {
				continue
			}
			if k.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-fake"), s.o.Clock().Add(time.Second)) != nil {
				k.end()
			}
		case <-k.more:
			for _, data := range k.taken() {
				if s.isSilent(k) {
					continue
				}
				if k.conn.WriteMessage(websocket.TextMessage, data) != nil {
					k.end()
				}
			}
		}
	}
}

// write queues a frame; it does not wait.
func (k *socket) write(data []byte) {
	k.mu.Lock()
	k.queue = append(k.queue, data)
	k.mu.Unlock()
	select {
	case k.more <- struct{}{}:
	default:
	}
}

func (k *socket) taken() [][]byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	q := k.queue
	k.queue = nil
	return q
}

// end cuts the connection.
func (k *socket) end() {
	k.once.Do(func() {
		close(k.over)
		_ = k.conn.Close()
	})
}
