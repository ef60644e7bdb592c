package terminal

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"kakebot/chat"
	"kakebot/chat/chattest"
)

func answering(r chat.Reply) chat.Handler {
	return chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) { return r, nil })
}

func TestTerminal(t *testing.T) {
	dir := t.TempDir()
	var out strings.Builder
	c := &Terminal{In: strings.NewReader("hei\n/LOPETA\nei enää\n"), Out: &out, Lang: "fi", Folder: dir,
		Start: chat.Reply{Text: "Olen botti.", Lang: "fi"}, Rehearsal: "12.2.2018"}
	err := c.Run(t.Context(), answering(chat.Reply{Lang: "fi", Text: "**Vastaus** on tämä.", Choices: []chat.Choice{{Label: "Varaa", Say: "/varaa"}},
		Files: []chat.File{{Name: "../a.ics", Data: []byte("x")}}}))
	if !errors.Is(err, ErrLeft) {
		t.Errorf("%v", err)
	}
	for _, want := range []string{"HARJOITUS", "Olen botti.", "KAKE-botti: Vastaus on tämä.", "1. Varaa", "Tallensin tiedoston", "Näkemiin"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "a.ics")); err != nil {
		t.Error(err)
	}
	for _, l := range strings.Split(out.String(), "\n") {
		if utf8.RuneCountInString(l) > width && !strings.Contains(l, dir) {
			t.Errorf("a line of %d: %s", utf8.RuneCountInString(l), l)
		}
	}
}

func TestEndOfInput(t *testing.T) {
	var out strings.Builder
	c := &Terminal{In: strings.NewReader(""), Out: &out, Lang: "sv"}
	if err := c.Run(t.Context(), answering(chat.Reply{})); err != nil {
		t.Error(err)
	}
}

func TestSendOnce(t *testing.T) {
	var out strings.Builder
	c := &Terminal{Out: &out, Lang: "fi", Place: "here"}
	for range 2 {
		if err := c.Send(t.Context(), chat.Address{Channel: name, Place: "here"}, "k", chat.Reply{Text: "Muistutus", Lang: "fi"}); err != nil {
			t.Error(err)
		}
	}
	if strings.Count(out.String(), "Muistutus") != 1 {
		t.Error(out.String())
	}
	if err := c.Send(t.Context(), chat.Address{Channel: name, Place: "other"}, "k", chat.Reply{}); !errors.Is(err, chat.ErrPermanent) {
		t.Errorf("%v", err)
	}
}

func TestContract(t *testing.T) {
	in, _, err := os.Pipe() // nobody types
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	var out safe
	c := &Terminal{In: in, Out: &out, Lang: "fi", Place: "here"}
	chattest.TestChannel(t, c, chat.Address{Channel: name, Place: "here"}, func() int { return strings.Count(out.String(), "once") })
}

// safe is a builder that can be read while it is written to.
type safe struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *safe) Write(p []byte) (int, error) { s.mu.Lock(); defer s.mu.Unlock(); return s.b.Write(p) }
func (s *safe) String() string              { s.mu.Lock(); defer s.mu.Unlock(); return s.b.String() }
