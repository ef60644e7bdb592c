package discord

import (
	"bytes"
	"encoding/binary"
)

// Kinds of WebSocket frames (RFC 6455, 5.2) that are looked into.
const (
	text   = 1
	closes = 8

	mostKept = 4096 // bytes of a frame that are kept to be looked into
)

// A frame is one of a server's: its kind, and its data if they are not too long.
type frame struct {
	kind byte
	data []byte
}

// frames takes the bytes that a WebSocket server sends apart, as they come.
type frames struct {
	open bool   // the server's answer to the handshake is over
	part []byte // of the answer, or of the frame that is being read
	skip uint64 // bytes of a frame that are not looked into
}

// read takes the next bytes and gives each frame that they complete to each. It
// tells how many of the bytes come before the frame at which each said no.
func (f *frames) read(p []byte, each func(frame) bool) (n int, goOn bool) {
	start := 0 // of the frame being read
	for i := 0; i < len(p); i++ {
		if f.skip > 0 {
			k := min(f.skip, uint64(len(p)-i))
			f.skip -= k
			i += int(k) - 1
			start = i + 1
			continue
		}
		f.part = append(f.part, p[i])
		if !f.open {
			if bytes.HasSuffix(f.part, []byte("\r\n\r\n")) {
				f.open, f.part, start = true, nil, i+1
			}
			continue
		}
		head, length := f.header()
		if head == 0 {
			continue
		}
		kind := f.part[0] & 0x0f
		if length > mostKept || kind != text && kind != closes {
			f.part, f.skip, start = f.part[:0], length, i+1
			if kind == text && !each(frame{kind, nil}) {
				return i + 1, false
			}
			continue
		}
		if len(f.part) < head+int(length) {
			continue
		}
		if !each(frame{kind, f.part[head:]}) {
			return start, false
		}
		f.part, start = f.part[:0], i+1
	}
	return len(p), true
}

// header gives the length of a frame's header and of its data; 0 while the
// header is not whole. A server does not mask its frames.
func (f *frames) header() (head int, length uint64) {
	if len(f.part) < 2 {
		return 0, 0
	}
	short := f.part[1] & 0x7f
	switch {
	case short < 126:
		return 2, uint64(short)
	case short == 126 && len(f.part) >= 4:
		return 4, uint64(binary.BigEndian.Uint16(f.part[2:]))
	case short == 127 && len(f.part) >= 10:
		return 10, binary.BigEndian.Uint64(f.part[2:])
	}
	return 0, 0
}
