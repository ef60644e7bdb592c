package mail

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"kakebot/chat"
)

// message is the mail that key stands for, to one address. why is the key of the
// words that tell why it comes, and stop the token that ends the mail to it; ""
// where no person's mail is to be ended.
func (c *Channel) message(address, key, why, stop string, r chat.Reply) (*gomail.Msg, error) {
	from := c.o.Settings.From
	if stop != "" {
		stop = c.o.Page + "/sahkoposti/lopeta/" + stop + "?l=" + r.Lang
	}
	l := write(r, c.o.Page, sender(from), why, stop, c.o.HTML)

	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&from)
	if err := m.To(address); err != nil {
		return nil, errAddress // the library's error repeats the address
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(c.o.Now())
	m.SetMessageIDWithValue(messageID(c.o.Secret, key, address, c.o.Settings.domain()))
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday note comes back
	m.SetGenHeader("Content-Language", l.Lang)
	switch {
	case strings.HasPrefix(stop, "https://"):
		if err := m.SetListUnsubscribeOneClick(stop); err != nil {
			return nil, fmt.Errorf("where the mail is stopped: %w", err)
		}
	case stop != "": // RFC 8058 wants https; the link in the letter works all the same
		m.SetListUnsubscribe(stop)
	}

	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	for _, f := range r.Files {
		kind, parameters, err := mime.ParseMediaType(f.Type)
		if err != nil {
			return nil, fmt.Errorf("the kind of a file: %w", err)
		}
		if method := parameters["method"]; method != "" { // an invitation is a way to read the letter (RFC 6047 §2.4)
			m.AddAlternativeString(gomail.ContentType(kind+"; method="+method), string(f.Data))
		}
		if err := m.AttachReader(f.Name, bytes.NewReader(f.Data), gomail.WithFileContentType(gomail.ContentType(f.Type))); err != nil {
			return nil, fmt.Errorf("attaching a file: %w", err)
		}
	}
	return m, nil
}

// sender names who writes, in words: the name and the address.
func sender(a mail.Address) string {
	if a.Name == "" {
		return a.Address
	}
	return a.Name + ", " + a.Address
}

// messageID follows from the key, so that a second copy can be told (RFC 5322
// §3.6.4), and is signed together with the address: only who had the mail knows it.
func messageID(secret, key, address, domain string) string {
	sum := sha256.Sum256([]byte(key))
	id := hex.EncodeToString(sum[:12])
	return id + "." + signature(secret, id, address) + "@" + domain
}

func signature(secret, id, address string) string {
	sign := hmac.New(sha256.New, []byte(secret))
	sign.Write([]byte(id + " " + strings.ToLower(address)))
	return hex.EncodeToString(sign.Sum(nil)[:16])
}
