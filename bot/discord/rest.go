package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"kakebot/chat"
)

const (
	answersWithin = 10 * time.Second // every call to Discord
	mostAnswer    = 8 << 20          // bytes that are read of one
	shortWait     = 5 * time.Second  // that a call waits by itself when its route is shut
	mostDenials   = 3                // of the token, in a row, until it is believed
	untoldPause   = 5 * time.Second  // when Discord wants a pause and does not say how long
	agent         = "DiscordBot (https://github.com/bwmarrin/discordgo, " + discordgo.VERSION + ") Kakebot"
)

// An api makes calls to Discord's REST interface, each once: whether it may be
// made again is for the caller to know.
type api struct {
	client *http.Client
	token  string // with "Bot " before it
	gates  gates

	denials atomic.Int32  // in a row
	refused chan struct{} // closed when the token is refused for good
	once    sync.Once     // of closing it
}

// newAPI makes calls to https://discord.com/api/v9, or to base when it is given
// ("http://127.0.0.1:1234", with or without the path "/api/v9").
func newAPI(token, base string) *api {
	if token != "" && !strings.HasPrefix(token, "Bot ") {
		token = "Bot " + token
	}
	return &api{token: token, refused: make(chan struct{}), client: &http.Client{
		Transport:     elsewhere(base, direct()),
		Timeout:       answersWithin,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// call sends in as JSON, with files beside it if there are any, and reads the
// answer into out unless it is nil. Errors are chat's: RetryAfter, ErrInDoubt
// when a POST may have had its effect, a *refusal, which is ErrPermanent when it is
// Discord's own, errToken, or any other when nothing happened. None holds an
// address or a token.
func (a *api) call(ctx context.Context, method, path string, in any, files []chat.File, out any) error {
	if a.isRefused() {
		return errToken
	}
	route, _, _ := strings.Cut(path, "?")
	gate := method + " " + route
	if strings.HasPrefix(path, "/interactions/") { // these have no limit, and no time
		gate = ""
	} else if err := a.gates.pass(ctx, gate); err != nil {
		return err
	}
	res, answer, err := a.send(ctx, method, path, in, files)
	if err != nil {
		return err
	}
	if gate != "" && res.Header.Get("X-RateLimit-Remaining") == "0" {
		a.gates.shut(gate, seconds(res.Header.Get("X-RateLimit-Reset-After")))
	}
	switch {
	case res.StatusCode < 300:
		a.denials.Store(0)
		if out == nil {
			return nil
		}
		if err := json.Unmarshal(answer, out); err != nil {
			return fmt.Errorf("the answer of Discord to a %s cannot be read: %T", method, err)
		}
		return nil
	case res.StatusCode == http.StatusTooManyRequests:
		return a.limited(gate, res.Header, answer)
	case res.StatusCode >= 500:
		return lost(method, fmt.Errorf("it answered %d", res.StatusCode))
	case res.StatusCode == http.StatusUnauthorized && gate != "" && !strings.HasPrefix(path, "/webhooks/"):
		return a.denied()
	}
	r := &refusal{Status: res.StatusCode}
	r.known = json.Unmarshal(answer, r) == nil
	return r
}

// send makes the call and reads the whole answer.
func (a *api) send(ctx context.Context, method, path string, in any, files []chat.File) (*http.Response, []byte, error) {
	body, kind, err := encode(in, files)
	if err != nil {
		return nil, nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, discordgo.EndpointAPI+strings.TrimPrefix(path, "/"), body)
	if err != nil {
		return nil, nil, errors.New("this is no place on Discord")
	}
	req.Header.Set("Authorization", a.token)
	req.Header.Set("User-Agent", agent)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := a.client.Do(req)
	if err != nil {
		return nil, nil, lost(method, err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	if err != nil {
		return nil, nil, lost(method, err)
	}
	return res, answer, nil
}

// isRefused tells whether the token is refused for good.
func (a *api) isRefused() bool {
	select {
	case <-a.refused:
		return true
	default:
		return false
	}
}

// denied takes the token for refused when it is so again and again. Nothing is
// called any more then: refused calls count towards a ban of the address.
func (a *api) denied() error {
	if a.denials.Add(1) >= mostDenials {
		a.once.Do(func() { close(a.refused) })
	}
	return errToken
}

// limited shuts the route, or everything, for as long as Discord asks. Before
// Discord itself stands a proxy that says the same in HTML, of everything.
func (a *api) limited(gate string, h http.Header, answer []byte) error {
	var said struct {
		RetryAfter float64 `json:"retry_after"`
		Global     bool    `json:"global"`
	}
	wait := seconds(h.Get("Retry-After"))
	if json.Unmarshal(answer, &said) != nil {
		said.Global = true
	} else if said.RetryAfter > 0 {
		wait = time.Duration(said.RetryAfter * float64(time.Second))
	}
	if wait == 0 {
		wait = untoldPause
	}
	if said.Global || h.Get("X-RateLimit-Global") == "true" {
		gate = everything
	}
	if gate != "" {
		a.gates.shut(gate, wait)
	}
	return chat.RetryAfter(wait)
}

// seconds reads a header such as "1.25"; 0 when it holds none.
func seconds(s string) time.Duration {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 {
		return 0
	}
	return time.Duration(f * float64(time.Second))
}
