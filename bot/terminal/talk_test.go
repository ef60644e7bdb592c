package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kakebot/chat"
)

var yesNo = []chat.Choice{{Label: "Kyllä", Say: "/vahvista"}, {Label: "Ei", Say: "/peru"}}

// TestMessages holds what a line becomes: a message of the one person who sits
// here, each with an id of its own, and asked in order.
func TestMessages(t *testing.T) {
	var got []chat.Message
	c := &Terminal{In: strings.NewReader("hei\n2\n\n  /varaa  \nviimeinen"), Out: io.Discard, Lang: "sv", Place: "here"}
	err := c.Run(t.Context(), chat.HandlerFunc(func(_ context.Context, t chat.Turn) (chat.Reply, error) {
		got = append(got, t.Message)
		return chat.Reply{}, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	ids, said := map[string]bool{}, []string{}
	for _, m := range got {
		ids[m.ID] = true
		said = append(said, m.Text)
		if m.From != (chat.Person{ID: "terminal:here", Locale: "sv"}) || m.In != (chat.Address{Channel: "terminal", Place: "here"}) {
			t.Errorf("%+v", m)
		}
	}
	if len(ids) != len(got) || strings.Join(said, "|") != "hei|2||  /varaa  |viimeinen" {
		t.Errorf("%d ids of %q", len(ids), said)
	}
}

func TestLeavingWords(t *testing.T) {
	for _, word := range []string{"/lopeta", "/sluta", "/quit", "/exit", " /Quit "} {
		c := &Terminal{In: strings.NewReader(word + "\n"), Out: io.Discard, Lang: "en"}
		if err := c.Run(t.Context(), nil); !errors.Is(err, ErrLeft) {
			t.Errorf("%s: %v", word, err)
		}
	}
	for _, word := range []string{"lopeta", "/lopeta-muistutukset", "quit?"} {
		c := &Terminal{In: strings.NewReader(word + "\n"), Out: io.Discard, Lang: "en"}
		if err := c.Run(t.Context(), answering(chat.Reply{})); err != nil {
			t.Errorf("%s: %v", word, err)
		}
	}
}

// The prompt speaks the language of the last answer, and choices are numbered
// unless the text numbers them itself.
func TestChoicesAndLanguage(t *testing.T) {
	var out strings.Builder
	c := &Terminal{In: strings.NewReader("hei\n"), Out: &out, Lang: "fi"}
	if err := c.Run(t.Context(), answering(chat.Reply{Lang: "en", Text: "Here:\n\n1. Kyllä", Choices: yesNo})); err != nil {
		t.Fatal(err)
	}
	s := out.String()
	if strings.Count(s, "1. Kyllä") != 1 || strings.Count(s, "2. Ei") != 1 || !strings.HasSuffix(s, "\nYou: ") || !strings.Contains(s, "\nSinä: ") {
		t.Errorf("%s", s)
	}
}

// A reminder comes between the lines: the choices of it are words to type, as
// numbers still mean the choices of the last answer.
func TestReminderBetweenLines(t *testing.T) {
	in, typing := io.Pipe()
	var out safe
	c := &Terminal{In: in, Out: &out, Lang: "fi", Place: "here"}
	asked := make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		ended <- c.Run(t.Context(), chat.HandlerFunc(func(_ context.Context, t chat.Turn) (chat.Reply, error) {
			asked <- struct{}{}
			return chat.Reply{Lang: "fi", Text: "vastaus " + t.Text}, nil
		}))
	}()
	say := func(s string) {
		_, _ = io.WriteString(typing, s+"\n")
		<-asked
	}
	say("yksi")
	reminder := chat.Reply{Lang: "fi", Text: "Muistutus", Choices: yesNo}
	if err := c.Send(t.Context(), chat.Address{Channel: name, Place: "here"}, "k", reminder); err != nil {
		t.Error(err)
	}
	say("kaksi")
	_ = typing.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	s := out.String()
	for _, want := range []string{"vastaus yksi", "Muistutus", "/vahvista", "vastaus kaksi"} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is missing in\n%s", want, s)
		}
	}
	if strings.Contains(s, "1. Kyllä") {
		t.Errorf("the choices of a reminder are numbered:\n%s", s)
	}
}

// A file is written inside the folder whatever it is called, readable by its
// owner alone; one that cannot be written is told of.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "here")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	show := func(folder string, names ...string) string {
		var out strings.Builder
		r := chat.Reply{Lang: "fi", Text: "x"}
		for _, n := range names {
			r.Files = append(r.Files, chat.File{Name: n, Data: []byte(n)})
		}
		c := &Terminal{In: strings.NewReader("a\n"), Out: &out, Lang: "fi", Folder: folder}
		if err := c.Run(t.Context(), answering(r)); err != nil {
			t.Error(err)
		}
		return out.String()
	}
	show(folder, "a.ics", "../../b.ics", "/etc/c.ics", "..", "")
	for _, n := range []string{"a.ics", "b.ics", "c.ics"} {
		if info, err := os.Stat(filepath.Join(folder, n)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", n, info, err)
		}
	}
	if all, _ := os.ReadDir(dir); len(all) != 1 {
		t.Errorf("written outside the folder: %v", all)
	}
	if s := show(filepath.Join(dir, "missing"), "a.ics"); !strings.Contains(s, "En saanut tallennettua tiedostoa a.ics") {
		t.Errorf("%s", s)
	}
}

// A handler's error ends the chat, and the end of ctx does without an error.
func TestEnds(t *testing.T) {
	broken := errors.New("broken")
	c := &Terminal{In: strings.NewReader("a\n"), Out: io.Discard, Lang: "fi"}
	if err := c.Run(t.Context(), chat.HandlerFunc(func(context.Context, chat.Turn) (chat.Reply, error) { return chat.Reply{}, broken })); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	in, typing := io.Pipe()
	defer func() { _ = typing.Close() }()
	c = &Terminal{In: in, Out: io.Discard, Lang: "fi"}
	if err := c.Run(ctx, nil); err != nil {
		t.Error(err)
	}
}
