package web

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"kakebot/chat"
)

// events opens a conversation's stream and gives one event at a time; those
// that only tell the position are passed over.
func (r *rig) events(t *testing.T, path string) (next func() string) {
	t.Helper()
	res, err := r.http.Get(r.Addr() + path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	if ct := res.Header.Get("Content-Type"); ct != "text/event-stream" {
		t.Fatalf("%s %q", res.Status, ct)
	}
	lines := bufio.NewScanner(res.Body)
	return func() string {
		var event []string
		for lines.Scan() {
			if lines.Text() != "" {
				event = append(event, lines.Text())
				continue
			}
			if len(event) > 1 || strings.HasPrefix(event[0], "retry") {
				return strings.Join(event, "\n")
			}
			event = nil
		}
		t.Fatal("the stream ended")
		return ""
	}
}

func TestLateMessage(t *testing.T) {
	r := newRig(t)
	ctx := context.Background()
	place := r.begin(t, "hei")
	to := chat.Address{Channel: "web", Place: tokenOf(place)}
	all, _ := r.memory.Exchanges(ctx, person(to.Place))
	next := r.events(t, place+"/uudet?after="+mark(all[0].ID))
	if e := next(); e != "retry: 3000" {
		t.Fatalf("%q", e)
	}
	late := chat.Reply{Text: "Haku päättyy pian.", Lang: "fi", Choices: []chat.Choice{{Label: "Lopeta", Say: "/peru 1"}}}
	for range 3 {
		if err := r.Send(ctx, to, "rem:1", late); err != nil {
			t.Fatal(err)
		}
	}
	e := next()
	has(t, e, "id: "+mark("rem:1")+"\n", "data: ", "Haku päättyy pian.", `value="/peru 1"`)
	hasNot(t, e, `class="me"`, "rem:1")

	r.post(t, place, "text", "oma viesti")
	r.Send(ctx, to, "rem:2", chat.Reply{Text: "Toinen."})
	e = next()
	hasNot(t, e, "oma viesti", "Haku päättyy pian.")
	has(t, e, "Toinen.")

	_, page := r.get(t, place)
	if n := strings.Count(page, "Haku päättyy pian."); n != 1 {
		t.Errorf("shown %d times", n)
	}
}

func TestSendRefusesAndFails(t *testing.T) {
	r := newRig(t)
	for _, to := range []chat.Address{{Channel: "slack", Place: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, {Channel: "web", Place: "x"}} {
		if err := r.Send(context.Background(), to, "k", chat.Reply{Text: "x"}); !errors.Is(err, chat.ErrPermanent) {
			t.Errorf("%v: %v", to, err)
		}
	}
	r.memory.setDown(true)
	err := r.Send(context.Background(), chat.Address{Channel: "web", Place: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, "k", chat.Reply{Text: "x"})
	if !errors.Is(err, errDown) || errors.Is(err, chat.ErrPermanent) || strings.Contains(err.Error(), "ABCDEF") {
		t.Error(err)
	}
}

func TestSince(t *testing.T) {
	own := func(id string) chat.Exchange { return chat.Exchange{ID: id, Said: "x"} }
	late := func(id string) chat.Exchange { return chat.Exchange{ID: id} }
	all := []chat.Exchange{own("a"), late("b"), own("c"), late("d")}
	for _, c := range []struct {
		after string
		want  []chat.Exchange
		last  string
	}{
		{mark("a"), []chat.Exchange{late("b"), late("d")}, mark("d")},
		{mark("b"), []chat.Exchange{late("d")}, mark("d")},
		{mark("d"), nil, mark("d")},
		{"unknown", nil, mark("d")},
		{"", nil, mark("d")},
	} {
		got, last := since(all, c.after)
		if !reflect.DeepEqual(got, c.want) || last != c.last {
			t.Errorf("after %q: %v, %q", c.after, got, last)
		}
	}
}

func TestHubIsBounded(t *testing.T) {
	h := newHub()
	var leaves []func()
	for range maxPerTalk {
		_, leave, ok := h.join("a")
		if !ok {
			t.Fatal("refused too early")
		}
		leaves = append(leaves, leave)
	}
	if _, _, ok := h.join("a"); ok {
		t.Error("too many for one conversation")
	}
	for _, leave := range leaves {
		leave()
	}
	if h.count != 0 || len(h.open) != 0 {
		t.Errorf("left behind: %d, %d", h.count, len(h.open))
	}
	h.count = maxStreams
	if _, _, ok := h.join("b"); ok {
		t.Error("too many in all")
	}
}

func TestStreamTurnedAway(t *testing.T) {
	r := newRig(t)
	r.hub.count = maxStreams
	if res, _ := r.get(t, "/k/ABCDEFGHIJKLMNOPQRSTUVWXYZ/uudet"); res.StatusCode != http.StatusNoContent {
		t.Error(res.Status)
	}
}
