package mail

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"kakebot/chat"
)

// report is what a mail server writes when a mail could not be delivered, in the
// form that Postfix gives it.
func report(action, status, returned string) string {
	return strings.ReplaceAll(fmt.Sprintf(`From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: kake@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="B/mx.example.net"

This is a MIME-encapsulated message.

--B/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4F2A
Arrival-Date: Sun, 29 Nov 2026 12:00:00 +0200 (EET)

Final-Recipient: rfc822; anna@example.org
Original-Recipient: rfc822;anna@example.org
Action: %s
Status: %s
Diagnostic-Code: smtp; 550 no such user

--B/mx.example.net
Content-Description: Undelivered Message
Content-Type: message/rfc822

%s
--B/mx.example.net--
`, action, status, returned), "\n", "\r\n")
}

func TestReadBounce(t *testing.T) {
	r := newRelay(t, false)
	c, _ := channel(t, r, "smtp://", "")
	if err := c.Send(t.Context(), to("Anna@example.org"), "a", chat.Reply{Text: "Hei", Lang: "fi"}); err != nil {
		t.Fatal(err)
	}
	ours := strings.ReplaceAll(string(r.last(t).data), "\r\n", "\n")
	for _, x := range []struct {
		name, report string
		want         Bounce
		err          error
	}{
		{"gone", report("failed", "5.1.1", ours), Bounce{"Anna@example.org", true}, nil},
		{"headers only", strings.Replace(report("failed", "5.0.0", ours[:strings.Index(ours, "\n\n")]), "message/rfc822", "text/rfc822-headers", 1), Bounce{"Anna@example.org", true}, nil},
		{"full", report("failed", "5.2.2", ours), Bounce{"Anna@example.org", false}, nil},
		{"policy", report("failed", "5.7.1", ours), Bounce{"Anna@example.org", false}, nil},
		{"given up", report("failed", "4.4.1", ours), Bounce{"Anna@example.org", false}, nil},
		{"delayed", report("delayed", "4.4.1", ours), Bounce{"Anna@example.org", false}, nil},
		{"delivered", report("delivered", "2.0.0", ours), Bounce{"Anna@example.org", false}, nil},
		{"another's address", report("failed", "5.1.1", strings.Replace(ours, "To: <Anna@", "To: <matti@", 1)), Bounce{}, ErrNotOurs},
		{"made up", report("failed", "5.1.1", "From: kake@example.org\nTo: <anna@example.org>\nMessage-ID: <0123.4567@example.org>\n\nHei\n"), Bounce{}, ErrNotOurs},
		{"no id", report("failed", "5.1.1", "To: <anna@example.org>\n\nHei\n"), Bounce{}, ErrNotOurs},
		{"nothing returned", strings.Replace(report("failed", "5.1.1", ours), "message/rfc822", "text/plain", 1), Bounce{}, ErrNotOurs},
		{"an ordinary mail", "From: anna@example.org\r\n\r\nKiitos!\r\n", Bounce{}, ErrNotReport},
		{"our own mail", string(r.last(t).data), Bounce{}, ErrNotReport},
		{"no mail", "", Bounce{}, ErrNotReport},
		{"noise", strings.Repeat("\x00\xff", 1000), Bounce{}, ErrNotReport},
	} {
		t.Run(x.name, func(t *testing.T) {
			got, err := ReadBounce(strings.NewReader(x.report), secret)
			if got != x.want || !errors.Is(err, x.err) {
				t.Errorf("%+v %v, want %+v %v", got, err, x.want, x.err)
			}
		})
	}
	if _, err := ReadBounce(strings.NewReader(report("failed", "5.1.1", ours)), "another secret"); !errors.Is(err, ErrNotOurs) {
		t.Errorf("with another secret: %v", err)
	}
}

func FuzzReadBounce(f *testing.F) {
	f.Add(report("failed", "5.1.1", "To: <anna@example.org>\nMessage-ID: <a.b@example.org>\n\nHei\n"))
	f.Fuzz(func(t *testing.T, s string) {
		if b, err := ReadBounce(strings.NewReader(s), secret); err == nil {
			t.Errorf("%+v of what nobody signed", b)
		}
	})
}
