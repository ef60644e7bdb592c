package discord

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"kakebot/chat"
)

// direct makes connections to Discord. They speak HTTP/1.1, so that a call that
// hangs takes its own connection with it and no other.
func direct() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSHandshakeTimeout: 5 * time.Second,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     time.Minute,
	}
}

// discordgo writes its addresses once, when the program starts, so that calls
// can be led elsewhere only on their way out.
type redirect struct {
	to   *url.URL
	next http.RoundTripper
}

// elsewhere leads what is meant for Discord's API to base; "" leaves it as it is.
// When base is no address, nothing goes anywhere.
func elsewhere(base string, next http.RoundTripper) http.RoundTripper {
	if base == "" {
		return next
	}
	to, err := url.Parse(strings.TrimRight(base, "/"))
	if err != nil || to.Host == "" {
		return nowhere{}
	}
	if to.Path == "" {
		to.Path = "/api/v" + discordgo.APIVersion
	}
	return redirect{to, next}
}

func (r redirect) RoundTrip(req *http.Request) (*http.Response, error) {
	if path, ok := strings.CutPrefix(req.URL.String(), discordgo.EndpointAPI); ok {
		u, err := url.Parse(r.to.String() + "/" + path)
		if err != nil {
			return nil, err
		}
		req = req.Clone(req.Context())
		req.URL, req.Host = u, u.Host
	}
	return r.next.RoundTrip(req)
}

// nowhere is where calls go when the address was written wrong.
type nowhere struct{}

var errAddress = errors.New("DISCORD_API_URL is not an address such as https://discord.com/api/v9")

func (nowhere) RoundTrip(*http.Request) (*http.Response, error) { return nil, errAddress }

// encode gives a body and its media type: JSON, or with files the multipart form
// that Discord asks for. Without anything to send both are nothing.
func encode(in any, files []chat.File) (io.Reader, string, error) {
	if in == nil {
		return nil, "", nil
	}
	data, err := json.Marshal(in)
	if err != nil {
		return nil, "", fmt.Errorf("a payload for Discord: %w", err)
	}
	if len(files) == 0 {
		return bytes.NewReader(data), "application/json", nil
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part := func(disposition, kind string, data []byte) {
		p, _ := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {kind}})
		_, _ = p.Write(data) // into memory: cannot fail
	}
	part(`form-data; name="payload_json"`, "application/json", data)
	for i, f := range files {
		part(fmt.Sprintf(`form-data; name="files[%d]"; filename=%q`, i, f.Name), f.Type, f.Data)
	}
	_ = w.Close()
	return &body, w.FormDataContentType(), nil
}
