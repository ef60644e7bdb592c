package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"kakebot/chat/chattest"
	"kakebot/knowledge"
)

// learnt is the built-in knowledge, learnt once for all tests.
var learnt = sync.OnceValue(func() *knowledge.Finder {
	p, err := loadProgramme("")
	if err != nil {
		panic(err)
	}
	return knowledge.NewFinder(p)
})

// open puts a kakebot together over a store, with a still clock.
func open(t *testing.T, c config, realm string) *kakebot {
	t.Helper()
	k, err := assembleWith(t.Context(), c, realm, slog.New(slog.NewTextHandler(io.Discard, nil)), learnt())
	if err != nil {
		t.Fatal(err)
	}
	k.clock.freeze()
	t.Cleanup(func() { _ = k.store.Close() })
	return k
}

// needRedis skips a test where no redis-server is, unless it must be there.
func needRedis(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if os.Getenv("KAKEBOT_REQUIRE_REDIS") == "1" {
			t.Fatal(err)
		}
		t.Skip("no redis-server here")
	}
}

// TestTalks holds the conversations in testdata, over the embedded store and
// over a real Redis. testdata/README.md explains their format.
func TestTalks(t *testing.T) {
	files, err := filepath.Glob("testdata/*.talk")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, where := range []string{"embedded", "redis"} {
		t.Run(where, func(t *testing.T) {
			c := config{now: "2018-02-12T09:00"}
			if where == "redis" {
				needRedis(t)
				c.data = t.TempDir()
			}
			for _, file := range files {
				t.Run(strings.TrimSuffix(filepath.Base(file), ".talk"), func(t *testing.T) {
					talk(t, c, file)
				})
			}
		})
	}
}

// talk plays one file: each of its conversations is a fresh person, and all of
// them share the file's store.
func talk(t *testing.T, c config, file string) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	k := open(t, c, "test-"+filepath.Base(file))
	ch := newAsked()
	k.channels[askName] = ch
	var last answer
	person, n := "", 0
	for lines, at := bufio.NewScanner(f), 1; lines.Scan(); at++ {
		mark, rest, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		switch mark {
		case "":
		case "#":
			person = rest
		case "@now":
			to, err := parseMoment(rest, k.programme.Zone)
			if err == nil {
				err = k.jump(t.Context(), to)
			}
			if err != nil {
				t.Fatalf("%s:%d: %v", file, at, err)
			}
		case "@slots":
			if err := k.offer(t.Context(), strings.Split(rest, ","), c.length, ""); err != nil {
				t.Fatalf("%s:%d: %v", file, at, err)
			}
		case ">":
			n++
			q := question{ID: strconv.Itoa(n), Conversation: person, Text: pressed(rest, last)}
			r, err := k.hear(context.Background(), q)
			if err == nil {
				err = k.relay(t.Context())
			}
			if err != nil {
				t.Fatalf("%s:%d: %v", file, at, err)
			}
			last = reply(q, ch.take(person), r)
			for _, w := range chattest.Wrong(r) {
				t.Errorf("%s:%d: %s", file, at, w)
			}
		case "~", "!":
			if found := holdsOne(whole(last), strings.Split(rest, " | ")); found != (mark == "~") {
				t.Errorf("%s:%d: %s %s, in the reply\n%s", file, at, mark, rest, whole(last))
			}
		case "=":
			if last.Topic != rest && last.Lang != rest {
				t.Errorf("%s:%d: topic %s, language %s; want %s", file, at, last.Topic, last.Lang, rest)
			}
		default:
			t.Fatalf("%s:%d: unknown mark %q", file, at, mark)
		}
	}
}

// pressed turns "[label]" into what the button of that label says.
func pressed(text string, last answer) string {
	label, isButton := strings.CutPrefix(text, "[")
	if !isButton {
		return text
	}
	label = strings.TrimSuffix(label, "]")
	for _, b := range last.Buttons {
		if strings.Contains(b.Label, label) {
			return b.Say
		}
	}
	return "there is no button " + label
}

// whole is a reply with the labels of its buttons.
func whole(a answer) string {
	s := a.Reply
	for _, b := range a.Buttons {
		s += "\n[" + b.Label + "]"
	}
	return s
}
