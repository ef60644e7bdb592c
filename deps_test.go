package kakebot_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// may says what each room may import of this program and which outside packages
// are its alone. A room not listed may import nothing of ours. Imports point
// downwards; only bot knows all.
var may = map[string][]string{
	"chat":                    {},
	"chat/ical":               {},
	"chat/chattest":           {"chat"},
	"chat/courier":            {"chat"},
	"knowledge":               {"knowledge/match", "knowledge/reading"},
	"knowledge/match":         {},
	"knowledge/reading":       {},
	"knowledge/kake":          {},
	"booking":                 {},
	"booking/stress":          {"booking"},
	"reminders":               {"chat", "knowledge", "knowledge/reading"},
	"reminders/proof":         {"chat", "knowledge", "reminders"},
	"handlers":                {"chat", "chat/ical", "knowledge", "knowledge/match", "knowledge/reading", "booking", "reminders"},
	"bot/store":               {"chat", "knowledge", "handlers"},
	"bot/web":                 {"chat"},
	"bot/terminal":            {"chat"},
	"bot/mail":                {"chat"},
	"bot/slack":               {"chat", "chat/courier"},
	"bot/slack/slacktest":     {},
	"bot/discord":             {"chat", "chat/courier"},
	"bot/discord/discordtest": {},
	"bot":                     {"*"},
}

// only names the rooms that may import an outside package.
var only = map[string][]string{
	"github.com/redis/go-redis/v9":        {"booking", "booking/stress", "reminders", "reminders/proof", "bot/store", "bot"},
	"github.com/alicebob/miniredis/v2":    {"bot/store"},
	"github.com/robfig/cron/v3":           {"reminders"},
	"github.com/yuin/goldmark":            {"bot/web"},
	"github.com/arran4/golang-ical":       {"chat/ical"},
	"github.com/blevesearch/snowballstem": {"knowledge/match"},
	"github.com/goccy/go-yaml":            {"booking", "chat", "knowledge"},
	"github.com/slack-go/slack":           {"bot/slack"},
	"github.com/wneessen/go-mail":         {"bot/mail"},
	"github.com/bwmarrin/discordgo":       {"bot/discord"},
	"github.com/gorilla/websocket":        {"bot/discord", "bot/slack/slacktest", "bot/discord/discordtest"},
	"net/http":                            {"bot/web", "bot/slack", "bot/slack/slacktest", "bot/discord", "bot/discord/discordtest"},
}

// TestImports holds the rooms to the policy. Tests may use more: their own
// suites, and the real stores.
func TestImports(t *testing.T) {
	rooms, uses := map[string]bool{}, map[[2]string]bool{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		if strings.HasPrefix(name, "bench/") {
			return nil // a module of its own
		}
		room := path.Dir(name)
		allowed, known := may[room]
		if !known {
			t.Errorf("%s: the room %s is not in the import policy", name, room)
			return nil
		}
		rooms[room] = true
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imp := range f.Imports {
			used := strings.Trim(imp.Path.Value, `"`)
			if ours, ok := strings.CutPrefix(used, "kakebot/"); ok {
				uses[[2]string{room, ours}] = true
				if !contains(allowed, ours) && !contains(allowed, "*") {
					t.Errorf("%s imports %s, which points the wrong way", name, used)
				}
				continue
			}
			for outside, owners := range only {
				if (used == outside || strings.HasPrefix(used, outside+"/")) && !contains(owners, room) {
					t.Errorf("%s imports %s, which belongs to %s", name, used, strings.Join(owners, ", "))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room, allowed := range may {
		if !rooms[room] {
			t.Errorf("the import policy names %s, which has no code", room)
		}
		for _, ours := range allowed {
			if ours != "*" && !uses[[2]string{room, ours}] {
				t.Errorf("the import policy lets %s import %s, which it does not", room, ours)
			}
		}
	}
}

// TestClock keeps the one clock in package main: nothing else asks the machine.
func TestClock(t *testing.T) {
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || path.Dir(name) == "bot" || strings.HasPrefix(name, "bench/") {
			return err
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, word := range []string{"time.Now()", "time.Since("} {
			if strings.Contains(string(src), word) {
				t.Errorf("%s uses %s; the moment comes in as an argument", name, word)
			}
		}
		if strings.Contains(string(src), "\nfunc init()") {
			t.Errorf("%s has an init function", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
