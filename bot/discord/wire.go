package discord

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"net"
	"strings"
	"sync"
	"time"
)

// A wire is the connection under a gateway's socket. It reads over discordgo's
// shoulder what discordgo does not tell, and ends the connection itself
//
//   - when no HELLO, no first event or no acknowledgement of a heartbeat comes
//     within its time,
//   - when Discord asks for a new connection (op 7), which discordgo does not
//     survive as the first packet after a resume,
//   - when it says that the session is invalid (op 9), or closes,
//   - when it sends half an event at which discordgo would panic.
//
// It ends without a close frame, also when discordgo would send one, so that the
// session can be resumed.
type wire struct {
	net.Conn
	grace time.Duration // beside the heartbeat's interval; also that HELLO and the first event may take
	watch *time.Timer
	done  chan struct{} // closed with the connection
	once  sync.Once

	frames   frames        // these belong to whoever reads
	interval time.Duration // of the heartbeat
	served   bool
	beats    int // that were acknowledged

	mu  sync.Mutex // of what follows, and of watch while it begins and ends
	end ending
}

// ending is how a connection ended.
type ending struct {
	greeted bool // after HELLO
	served  bool // after its first event
	lasted  bool // beyond one heartbeat's interval
	code    int  // Discord's, when it closed with one
	lost    bool // the session is invalid and cannot be resumed
}

// errEnded is what discordgo reads when the wire has ended.
var errEnded = errors.New("the connection to the gateway has ended")

func newWire(c net.Conn, grace time.Duration) *wire {
	w := &wire{Conn: c, grace: grace, done: make(chan struct{})}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watch = time.AfterFunc(grace, func() { _ = w.Close() })
	return w
}

// Close ends the connection.
func (w *wire) Close() error {
	err := errEnded
	w.once.Do(func() {
		w.mu.Lock()
		w.watch.Stop()
		w.mu.Unlock()
		err = w.Conn.Close()
		close(w.done)
	})
	return err
}

// how tells how the connection ended, or stands.
func (w *wire) how() ending {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.end
}

// Read hands on what comes, up to what ends the connection.
func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	n, goOn := w.frames.read(p[:n], w.frame)
	if err == nil && goOn {
		return n, nil
	}
	_ = w.Close()
	return n, errEnded
}

// Write sends a frame, which discordgo gives whole, but for the one that closes.
func (w *wire) Write(p []byte) (int, error) {
	if len(p) > 0 && p[0] == 0x80|closes {
		_ = w.Close()
		return 0, errEnded
	}
	return w.Conn.Write(p)
}

// frame takes a frame from the gateway; false ends the connection.
func (w *wire) frame(f frame) bool {
	if f.kind == closes {
		if len(f.data) >= 2 {
			w.note(func(e *ending) { e.code = int(binary.BigEndian.Uint16(f.data)) })
		}
		return false
	}
	var packet struct {
		Op int             `json:"op"`
		T  string          `json:"t"`
		D  json.RawMessage `json:"d"`
	}
	_ = json.Unmarshal(f.data, &packet) // what is too long to be kept is an event, of op 0
	if string(bytes.TrimSpace(f.data)) == "null" || aboutServers(packet.T) && bare(packet.D) {
		// discordgo would panic, in a goroutine of its own; resumed, it would be brought the same again.
		w.note(func(e *ending) { e.lost = true })
		return false
	}
	switch packet.Op {
	case 0:
		if !w.served {
			w.served = true
			w.note(func(e *ending) { e.served = true })
			w.watch.Reset(w.interval + w.grace)
		}
	case 7:
		return false
	case 9:
		w.note(func(e *ending) { e.lost = !bytes.Equal(bytes.TrimSpace(packet.D), []byte("true")) })
		return false
	case 10:
		var hello struct {
			Interval int64 `json:"heartbeat_interval"`
		}
		if json.Unmarshal(packet.D, &hello) != nil || hello.Interval <= 0 {
			return false // discordgo would panic
		}
		w.interval = time.Duration(hello.Interval) * time.Millisecond
		w.note(func(e *ending) { e.greeted = true })
		w.watch.Reset(w.grace)
	case 11:
		if w.beats++; w.beats == 2 { // discordgo's first heart beats at once
			w.note(func(e *ending) { e.lasted = true })
		}
		w.watch.Reset(w.interval + w.grace)
	}
	return true
}

// aboutServers tells whether discordgo looks into an event by itself.
func aboutServers(event string) bool {
	return strings.HasPrefix(event, "GUILD_") || strings.HasPrefix(event, "VOICE_")
}

// bare tells whether JSON is no object, or one without a field.
func bare(data json.RawMessage) bool {
	var fields map[string]json.RawMessage
	return json.Unmarshal(data, &fields) != nil || len(fields) == 0
}

func (w *wire) note(change func(*ending)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.end)
}
