package terminal

import (
	"bufio"
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"kakebot/chat"
)

// name is the channel's.
const name = "terminal"

//go:embed words
var wordFiles embed.FS

var words = chat.MustPhrases(wordFiles, "words")

// ErrLeft says that the person typed the word for leaving.
var ErrLeft = errors.New("the person left the terminal")

// A Terminal is the channel. Out may be written to by a reminder while Run
// waits for the next line.
type Terminal struct {
	In        io.Reader
	Out       io.Writer
	Lang      string     // of the first words
	Start     chat.Reply // the first words
	Rehearsal string     // the moment the clock started from, "" when it is the real one
	Folder    string     // where files are written
	Place     string     // the channel's only address: whoever sits here

	mu   sync.Mutex
	sent map[string]bool
}

// leaving are the words that end the chat, in every language.
var leaving = []string{"/lopeta", "/sluta", "/quit", "/exit"}

// Name is "terminal".
func (c *Terminal) Name() string { return name }

// Run talks until the input ends, ctx ends, or the person leaves (ErrLeft).
func (c *Terminal) Run(ctx context.Context, h chat.Handler) error {
	lines := make(chan string)
	go func() {
		defer close(lines)
		s := bufio.NewScanner(c.In)
		s.Buffer(make([]byte, 0, 4096), 1<<20)
		for s.Scan() {
			select {
			case lines <- s.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	if c.Rehearsal != "" {
		c.print(wrap(words.Say(c.Lang, "rehearsal", "now", c.Rehearsal)) + "\n\n")
	}
	c.show(c.Start)
	c.print(wrap(words.Say(c.Lang, "commands")) + "\n")
	lang := c.Lang
	for {
		c.print("\n" + words.Say(lang, "you") + ": ")
		select {
		case <-ctx.Done():
			return nil
		case line, ok := <-lines:
			if !ok {
				return nil
			}
			if left(line) {
				c.print(words.Say(lang, "bye") + "\n")
				return ErrLeft
			}
			r, err := h.Handle(ctx, chat.Turn{Message: chat.Message{
				ID:   rand.Text(),
				From: chat.Person{ID: name + ":" + c.Place, Locale: c.Lang},
				In:   chat.Address{Channel: name, Place: c.Place},
				Text: line,
			}})
			if err != nil {
				return err
			}
			if r.Lang != "" {
				lang = r.Lang
			}
			c.show(r)
		}
	}
}

// Send prints a reply that nobody asked for just now. The same key is printed
// once in the life of the process, which is as long as anybody sits here.
func (c *Terminal) Send(_ context.Context, to chat.Address, key string, r chat.Reply) error {
	if to.Place != c.Place {
		return chat.ErrPermanent
	}
	c.mu.Lock()
	repeated := c.sent[key]
	if c.sent == nil {
		c.sent = map[string]bool{}
	}
	c.sent[key] = true
	c.mu.Unlock()
	if !repeated {
		c.print("\n")
		c.show(spelledOut(r))
	}
	return nil
}

func (c *Terminal) show(r chat.Reply) {
	if r.Silent() {
		return
	}
	text := "\n" + words.Say(r.Lang, "bot") + ": " + chat.Text(r)
	if more := unlisted(r); more != "" {
		text += "\n\n" + more
	}
	for _, f := range r.Files {
		text += "\n\n" + c.keep(r.Lang, f)
	}
	c.print(wrap(text) + "\n")
}

// spelledOut puts the choices of a reply that nobody asked for into its text, by
// the words to type: numbers belong to the last answer.
func spelledOut(r chat.Reply) chat.Reply {
	for _, c := range r.Choices {
		r.Text += "\n\n" + words.Say(r.Lang, "type", "label", c.Label, "say", c.Say)
	}
	r.Choices = nil
	return r
}

// unlisted are the choices with their numbers, but for those that the text
// itself lists already.
func unlisted(r chat.Reply) string {
	var lines []string
	for _, line := range strings.Split(chat.Numbered(r.Choices), "\n") {
		if !strings.Contains(r.Text, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// keep writes a file into the folder, over an older one of the same name: the
// newer calendar entry or conversation holds what the older one did.
func (c *Terminal) keep(lang string, f chat.File) string {
	path := filepath.Join(c.Folder, filepath.Base(f.Name))
	if err := os.WriteFile(path, f.Data, 0o600); err != nil {
		return words.Say(lang, "not_saved", "file", f.Name)
	}
	return words.Say(lang, "saved", "file", path)
}

func (c *Terminal) print(s string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = io.WriteString(c.Out, s)
}

func left(line string) bool {
	for _, w := range leaving {
		if strings.EqualFold(strings.TrimSpace(line), w) {
			return true
		}
	}
	return false
}
