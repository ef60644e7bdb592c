package mail

import (
	"bufio"
	"crypto/hmac"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
)

// A Bounce is what a report says of one mail of ours.
type Bounce struct {
	Address string // whom the mail was to
	Gone    bool   // the address takes no mail and will not; false for what may pass
}

const maxReport = 1 << 20 // bytes that are read of a report

// What ReadBounce may answer. Neither names anybody.
var (
	ErrNotReport = errors.New("not a delivery status notification (RFC 3464)")
	ErrNotOurs   = errors.New("not about a mail of ours")
)

// ReadBounce reads a delivery status notification. The mail that comes back in it
// must be ours: its Message-ID is signed for the address that it was to, so that
// nobody ends another's reminders by inventing a report.
func ReadBounce(r io.Reader, secret string) (Bounce, error) {
	m, err := mail.ReadMessage(io.LimitReader(r, maxReport))
	if err != nil {
		return Bounce{}, ErrNotReport
	}
	kind, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || !strings.EqualFold(parameters["report-type"], "delivery-status") {
		return Bounce{}, ErrNotReport
	}
	var b Bounce
	var reported, ours bool
	for parts := multipart.NewReader(m.Body, parameters["boundary"]); ; {
		part, err := parts.NextPart()
		if err != nil {
			break // the end, or what was cut off: what was read counts
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		switch kind {
		case "message/delivery-status":
			reported = true
			b.Gone = failedForGood(part)
		case "message/rfc822", "text/rfc822-headers":
			b.Address, ours = returned(part, secret)
		}
	}
	switch {
	case !reported:
		return Bounce{}, ErrNotReport
	case !ours:
		return Bounce{}, ErrNotOurs
	}
	return b, nil
}

// failedForGood looks for a recipient that failed with a status of class 5: our
// mails have one recipient each. A full mailbox (5.2.2), a mail too large (5.3.4)
// and a policy (5.7) are not about whether the address lives.
func failedForGood(status io.Reader) bool {
	for r := textproto.NewReader(bufio.NewReader(status)); ; {
		group, err := r.ReadMIMEHeader()
		code, _, _ := strings.Cut(strings.TrimSpace(group.Get("Status")), " ")
		passes := code == "5.2.2" || code == "5.3.4" || strings.HasPrefix(code, "5.7.")
		if strings.EqualFold(strings.TrimSpace(group.Get("Action")), "failed") && strings.HasPrefix(code, "5.") && !passes {
			return true
		}
		if err != nil {
			return false
		}
	}
}

// returned gives whom a mail was to, if its Message-ID says that it is ours.
func returned(headers io.Reader, secret string) (address string, ours bool) {
	h, err := textproto.NewReader(bufio.NewReader(headers)).ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false
	}
	to, err := mail.ParseAddress(h.Get("To"))
	if err != nil {
		return "", false
	}
	local, _, _ := strings.Cut(strings.Trim(strings.TrimSpace(h.Get("Message-Id")), "<>"), "@")
	id, signed, ok := strings.Cut(local, ".")
	address, err = ReadAddress(to.Address)
	return address, ok && err == nil && hmac.Equal([]byte(signed), []byte(signature(secret, id, address)))
}
