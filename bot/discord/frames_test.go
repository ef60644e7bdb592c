package discord

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// packed is a server's frame as it is sent.
func packed(kind byte, data []byte) []byte {
	b := []byte{0x80 | kind}
	switch n := len(data); {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return append(b, data...)
}

// However the bytes come in pieces, the same frames are seen, and the frame that
// ends the connection is never handed on whole.
func TestFrames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const shake = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
		sizes := rapid.SliceOfN(rapid.SampledFrom([]int{0, 1, 125, 126, 4096, 4097, 70_000}), 1, 6).Draw(t, "sizes")
		kinds := rapid.SliceOfN(rapid.SampledFrom([]byte{text, closes, 9, 2}), len(sizes), len(sizes)).Draw(t, "kinds")
		last := rapid.IntRange(0, len(sizes)).Draw(t, "last")
		all := []byte(shake)
		var want []frame
		upTo := -1
		for i, n := range sizes {
			data := slices.Repeat([]byte{'x'}, n)
			f := frame{kinds[i], data}
			seen := f.kind == text || f.kind == closes && n <= mostKept
			if n > mostKept {
				f.data = nil
			}
			if seen {
				if len(want) == last && upTo < 0 && f.data != nil {
					upTo = len(all) + len(packed(kinds[i], data)) - 1
				}
				want = append(want, f)
			}
			all = append(all, packed(kinds[i], data)...)
		}
		var f frames
		var got []frame
		on, handed := true, 0
		for rest := all; len(rest) > 0 && on; {
			n := min(len(rest), rapid.IntRange(1, 5000).Draw(t, "piece"))
			var k int
			k, on = f.read(rest[:n], func(f frame) bool {
				got = append(got, frame{f.kind, slices.Clone(f.data)})
				return upTo < 0 || len(got) <= last
			})
			handed += k
			rest = rest[n:]
		}
		if upTo >= 0 {
			want = want[:last+1]
			if on || handed > upTo {
				t.Fatalf("%d bytes are handed on, the frame ends after %d", handed, upTo)
			}
		} else if !on || handed != len(all) {
			t.Fatalf("%d of %d bytes are handed on", handed, len(all))
		}
		if !slices.EqualFunc(got, want, func(a, b frame) bool { return a.kind == b.kind && string(a.data) == string(b.data) }) {
			t.Fatalf("%d frames are seen, want %d", len(got), len(want))
		}
	})
}

// A wire ends when what is due does not come, and tells how it ended.
func TestWire(t *testing.T) {
	const (
		shake = "HTTP/1.1 101 x\r\n\r\n"
		hello = `{"op":10,"d":{"heartbeat_interval":40000}}`
		ready = `{"op":0,"t":"READY","d":{}}`
		beat  = `{"op":11}`
	)
	for _, x := range []struct {
		name   string
		sent   []string
		every  time.Duration // between the packets
		lasts  time.Duration // to the end of the wire
		ending ending
	}{
		{"nothing", nil, 0, 15 * time.Second, ending{}},
		{"HELLO alone", []string{hello}, time.Second, 16 * time.Second, ending{greeted: true}},
		{"a first event alone", []string{hello, ready}, time.Second, 57 * time.Second, ending{greeted: true, served: true}},
		{"heartbeats that end", []string{hello, ready, beat, beat}, 10 * time.Second, 95 * time.Second, ending{greeted: true, served: true, lasted: true}},
		{"events without heartbeats", []string{hello, ready, ready, ready, ready, ready}, 14 * time.Second, 83 * time.Second, ending{greeted: true, served: true}},
		{"HELLO without a heart", []string{`{"op":10,"d":{}}`, ready}, time.Second, time.Second, ending{}},
		{"reconnect", []string{hello, `{"op":7,"d":null}`}, time.Second, 2 * time.Second, ending{greeted: true}},
		{"invalid", []string{hello, `{"op":9,"d":false}`}, time.Second, 2 * time.Second, ending{greeted: true, lost: true}},
		{"nothing at all", []string{hello, ` null`}, time.Second, 2 * time.Second, ending{greeted: true, lost: true}},
		{"a server without anything", []string{hello, ready, `{"op":0,"t":"GUILD_CREATE","d":{}}`}, time.Second, 3 * time.Second, ending{greeted: true, served: true, lost: true}},
		{"a voice without anything", []string{hello, ready, `{"op":0,"t":"VOICE_STATE_UPDATE"}`}, time.Second, 3 * time.Second, ending{greeted: true, served: true, lost: true}},
		{"a server", []string{hello, `{"op":0,"t":"GUILD_CREATE","d":{"id":"1"}}`}, time.Second, 57 * time.Second, ending{greeted: true, served: true}},
		{"invalid, resumable", []string{hello, `{"op":9,"d":true}`}, time.Second, 2 * time.Second, ending{greeted: true}},
		{"closed", []string{hello, "\x0f\xa4"}, time.Second, 2 * time.Second, ending{greeted: true, code: 4004}},
	} {
		t.Run(x.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ours, theirs := net.Pipe()
				w := newWire(ours, usual.grace)
				var writer sync.WaitGroup
				writer.Go(func() {
					_, _ = theirs.Write([]byte(shake))
					for _, s := range x.sent {
						time.Sleep(x.every)
						kind := byte(text)
						if len(s) == 2 {
							kind = closes
						}
						_, _ = theirs.Write(packed(kind, []byte(s)))
					}
					_, _ = io.Copy(io.Discard, theirs)
				})
				begun := time.Now()
				if _, err := io.Copy(io.Discard, w); !errors.Is(err, errEnded) {
					t.Error(err)
				}
				if d := time.Since(begun); d != x.lasts || w.how() != x.ending {
					t.Errorf("it ended after %v as %+v", d, w.how())
				}
				<-w.done
				writer.Wait()
			})
		})
	}
}

// What discordgo sends goes out, but for its goodbye.
func TestWireSaysNoGoodbye(t *testing.T) {
	ours, theirs := net.Pipe()
	w := newWire(ours, time.Hour)
	var sent []byte
	var reader sync.WaitGroup
	reader.Go(func() { sent, _ = io.ReadAll(theirs) })
	beat := packed(text, []byte("{}"))
	if _, err := w.Write(beat); err != nil {
		t.Error(err)
	}
	if _, err := w.Write(packed(closes, []byte("\x03\xe8"))); !errors.Is(err, errEnded) {
		t.Error(err)
	}
	<-w.done
	reader.Wait()
	if string(sent) != string(beat) {
		t.Errorf("%q went out", sent)
	}
}
