package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

func TestTakenPort(t *testing.T) {
	r := newRig(t)
	_, err := New(Options{Listen: strings.TrimPrefix(r.Addr(), "http://"), Now: r.clock.now})
	if err == nil || !strings.Contains(err.Error(), "cannot listen on 127.0.0.1:") {
		t.Error(err)
	}
}

// A message that is being answered when the end comes is finished, and streams
// do not hold it up.
func TestStop(t *testing.T) {
	r := newRig(t)
	s, err := New(r.o)
	if err != nil {
		t.Fatal(err)
	}
	begun, finish := make(chan struct{}), make(chan struct{})
	h := chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) {
		close(begun)
		<-finish
		return chat.Reply{Text: "valmis"}, nil
	})
	ctx, stop := context.WithCancel(context.Background())
	ended, answered := make(chan error), make(chan string)
	go func() { ended <- s.Run(ctx, h) }()
	go func() {
		res, err := http.PostForm(s.Addr()+"/k", url.Values{"text": {"hei"}})
		if err != nil {
			answered <- err.Error()
			return
		}
		answered <- body(t, res)
	}()
	stream, err := http.Get(s.Addr() + "/k/ABCDEFGHIJKLMNOPQRSTUVWXYZ/uudet")
	if err != nil {
		t.Fatal(err)
	}
	<-begun
	stop()
	body(t, stream)
	close(finish)
	has(t, <-answered, "valmis")
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestHandlerThatFails(t *testing.T) {
	r := newRig(t)
	failing := &site{Server: r.Server, work: context.Background(), handler: chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) {
		return chat.Reply{}, errors.New("no")
	})}
	w := httptest.NewRecorder()
	req := httptest.NewRequest(http.MethodPost, "/k", strings.NewReader("text=hei"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	failing.routes().ServeHTTP(w, req)
	has(t, w.Body.String(), "Nyt jokin meni meiltä vikaan")
}

func TestChannelContract(t *testing.T) {
	r := newRig(t)
	s, err := New(r.o)
	if err != nil {
		t.Fatal(err)
	}
	at := chat.Address{Channel: "web", Place: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
	chattest.TestChannel(t, s, at, func() int {
		all, _ := r.memory.Exchanges(context.Background(), person(at.Place))
		return len(all)
	})
}
