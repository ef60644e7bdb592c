package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

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

// open puts a kakebot together over a store, with a still clock. With
// KAKEBOT_TEST_CLUSTER, a node's address, a Cluster keeps what else would be
// kept in this process.
func open(t *testing.T, c config, realm string) *kakebot {
	t.Helper()
	if node := os.Getenv("KAKEBOT_TEST_CLUSTER"); node != "" && c.redisURL == "" && c.data == "" {
		c.redisURL, realm = "redis+cluster://"+node, realm+rand.Text()
	}
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
// over a real Redis, and as direct messages in Slack and in Discord.
// testdata/README.md explains their format.
func TestTalks(t *testing.T) {
	files, err := filepath.Glob("testdata/*.talk")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for where, stage := range map[string]func(*testing.T, *kakebot) stage{
		"embedded": asking, "redis": asking, "slack": inSlack, "discord": inDiscord,
	} {
		t.Run(where, func(t *testing.T) {
			c := config{now: "2018-02-12T09:00", url: "https://kake.example.org"}
			if where == "redis" {
				needRedis(t)
				c.data = t.TempDir()
			}
			for _, file := range files {
				t.Run(strings.TrimSuffix(filepath.Base(file), ".talk"), func(t *testing.T) {
					k := open(t, c, "test-"+filepath.Base(file))
					talk(t, k, stage(t, k), file)
				})
			}
		})
	}
}

// A stage is where a conversation is held: say brings a person's words and gives
// all that they were shown since they last spoke.
type stage interface {
	say(t *testing.T, person, words string) shown
}

// shown is what a person sees. A stage that does not know topic and language
// leaves them out.
type shown struct {
	text, topic, lang string
	labels            []string
}

// talk plays one file: each of its conversations is a fresh person, and all of
// them share the file's store.
func talk(t *testing.T, k *kakebot, on stage, file string) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var last shown
	person := ""
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
			if err := k.offer(t.Context(), strings.Split(rest, ","), 30*time.Minute, ""); err != nil {
				t.Fatalf("%s:%d: %v", file, at, err)
			}
		case "@round":
			if err := editRound(t, k, strings.Fields(rest)); err != nil {
				t.Fatalf("%s:%d: %v", file, at, err)
			}
		case ">":
			last = on.say(t, person, pressed(rest, last))
			if err := k.deliver(t.Context()); err != nil {
				t.Fatalf("%s:%d: %v", file, at, err)
			}
		case "~", "!":
			whole := last.text + "\n[" + strings.Join(last.labels, "]\n[") + "]"
			if found := holdsOne(whole, strings.Split(rest, " | ")); found != (mark == "~") {
				t.Errorf("%s:%d: %s %s, in the reply\n%s", file, at, mark, rest, whole)
			}
		case "=":
			if last.lang != "" && last.topic != rest && last.lang != rest {
				t.Errorf("%s:%d: topic %s, language %s; want %s", file, at, last.topic, last.lang, rest)
			}
		default:
			t.Fatalf("%s:%d: unknown mark %q", file, at, mark)
		}
	}
}

// editRound gives a round other dates, no longer preliminary, as a restart with
// another file would, and lets ten minutes go by in which nobody says otherwise.
func editRound(t *testing.T, k *kakebot, f []string) error {
	before := k.programme.Rounds
	t.Cleanup(func() { k.programme.Rounds = before })
	k.programme.Rounds = slices.Clone(before)
	i := slices.IndexFunc(before, func(r knowledge.Round) bool { return len(f) == 3 && r.ID == f[0] })
	if i < 0 {
		return fmt.Errorf("@round needs a round of the programme, its first and its last day, not %q", f)
	}
	r := &k.programme.Rounds[i]
	var errs [2]error
	r.Opens, errs[0] = time.ParseInLocation(time.DateOnly, f[1], k.programme.Zone)
	r.Closes, errs[1] = time.ParseInLocation(time.DateOnly, f[2], k.programme.Zone)
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	r.Preliminary = false
	for range 2 {
		if _, err := k.reminders.Step(t.Context(), k.clock.now()); err != nil {
			return err
		}
		if err := k.jump(t.Context(), k.clock.now().Add(10*time.Minute)); err != nil {
			return err
		}
	}
	return nil
}

// pressed turns "[label]" into the label of the button that holds it: typing it
// is pressing it.
func pressed(text string, last shown) string {
	label, isButton := strings.CutPrefix(text, "[")
	if !isButton {
		return text
	}
	label = strings.TrimSuffix(label, "]")
	for _, l := range last.labels {
		if strings.Contains(l, label) {
			return l
		}
	}
	return "there is no button " + label
}

// asked is the stage of the ask command, which knows the whole reply.
type askedHere struct {
	k  *kakebot
	ch *asked
	n  int
}

func asking(_ *testing.T, k *kakebot) stage {
	a := &askedHere{k: k, ch: newAsked()}
	k.channels[askName] = a.ch
	return a
}

func (a *askedHere) say(t *testing.T, person, words string) shown {
	a.n++
	q := question{ID: strconv.Itoa(a.n), Conversation: person, Text: words}
	r, err := a.k.hear(t.Context(), q)
	if err == nil {
		err = a.k.deliver(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range chattest.Wrong(r) {
		t.Errorf("%s: %s", words, w)
	}
	answered := reply(q, a.ch.take(person), r)
	s := shown{text: answered.Reply, topic: answered.Topic, lang: answered.Lang}
	for _, b := range answered.Buttons {
		s.labels = append(s.labels, b.Label)
	}
	return s
}
