package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"kakebot/chat"
	"kakebot/handlers"
)

var (
	asked = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	back  = chat.Address{Channel: "web", Place: "X"}
)

func wish(person, address string) handlers.Mailbox {
	return handlers.Mailbox{Person: person, Address: address, Lang: "sv", Back: back}
}

func TestMailboxes(t *testing.T) {
	for name, test := range map[string]func(*testing.T, Mailboxes){
		"confirmed by code": byCode, "confirmed by link": byLink, "codes end": codesEnd, "letters are bounded": lettersBounded,
		"a newer wish": newerWish, "one address of two": shared, "letters are owed until they are sent": owed, "guesses are few": guesses,
		"confirmed meanwhile": confirmedMeanwhile,
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			stores(t, func(t *testing.T, s *Store) { n++; test(t, NewMailboxes(s.Redis, fmt.Sprint("test", n))) })
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// letter takes the one letter that is owed.
func letter(t *testing.T, m Mailboxes) Letter {
	t.Helper()
	all, err := m.Owed(t.Context(), 10)
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("%d letters are owed", len(all))
	}
	must(t, m.Done(t.Context(), all[0]))
	return all[0]
}

func nothing(t *testing.T, m Mailboxes, person, address string) {
	t.Helper()
	if _, ok, err := m.Of(t.Context(), person); ok || err != nil {
		t.Errorf("%s has a mailbox, %v", person, err)
	}
	if token, err := m.Stop(t.Context(), address); token != "" || err != nil {
		t.Errorf("%s can be written to, %v", address, err)
	}
}

func byCode(t *testing.T, m Mailboxes) {
	must(t, m.Ask(t.Context(), "1", wish("p", "Anna@example.org"), asked))
	must(t, m.Ask(t.Context(), "1", wish("p", "Anna@example.org"), asked))
	l := letter(t, m)
	if l.Address != "Anna@example.org" || l.Lang != "sv" || len(l.Code) != 6 || len(l.Link) != 26 || !l.Until.Equal(asked.Add(24*time.Hour)) {
		t.Errorf("%+v", l)
	}
	nothing(t, m, "p", "anna@example.org")
	if _, err := m.ByCode(t.Context(), "2", "q", l.Code, asked); !errors.Is(err, handlers.ErrNoAsk) {
		t.Errorf("another's code: %v", err)
	}
	box, err := m.ByCode(t.Context(), "3", "p", l.Code, asked)
	must(t, err)
	if box.Address != "Anna@example.org" || box.Back != back || box.Lang != "sv" || !box.Since.Equal(asked) {
		t.Errorf("%+v", box)
	}
	if again, err := m.ByCode(t.Context(), "3", "p", l.Code, asked); again != box || err != nil {
		t.Errorf("the same message again: %+v %v", again, err)
	}
	if _, err := m.ByCode(t.Context(), "4", "p", l.Code, asked); !errors.Is(err, handlers.ErrNoAsk) {
		t.Errorf("used again: %v", err)
	}
	stop, err := m.Stop(t.Context(), "ANNA@example.org")
	must(t, err)
	behind, err := m.Behind(t.Context(), stop)
	if len(stop) != 26 || err != nil || len(behind) != 1 || behind[0] != box {
		t.Errorf("%q %+v %v", stop, behind, err)
	}
	for range 2 {
		must(t, m.End(t.Context(), "p"))
	}
	nothing(t, m, "p", "anna@example.org")
	if behind, err := m.Behind(t.Context(), stop); len(behind) != 0 || err != nil {
		t.Errorf("%+v %v", behind, err)
	}
	keys, err := m.rdb.Keys(t.Context(), m.tag+"*").Result()
	must(t, err)
	for _, k := range keys {
		if !strings.HasPrefix(k, m.tag+"op:") && !strings.HasPrefix(k, m.tag+"asked:a:") {
			t.Errorf("%s is left", k)
		}
	}
}

func byLink(t *testing.T, m Mailboxes) {
	must(t, m.Ask(t.Context(), "1", wish("p", "anna@example.org"), asked))
	l := letter(t, m)
	if _, err := m.ByLink(t.Context(), strings.Repeat("A", 26), asked); !errors.Is(err, handlers.ErrNoAsk) {
		t.Errorf("a made-up link: %v", err)
	}
	for range 2 {
		if box, err := m.ByLink(t.Context(), l.Link, asked); box.Person != "p" || err != nil {
			t.Errorf("%+v %v", box, err)
		}
	}
	must(t, m.End(t.Context(), "p"))
	if _, err := m.ByLink(t.Context(), l.Link, asked); !errors.Is(err, handlers.ErrNoAsk) {
		t.Errorf("after the end: %v", err)
	}
	nothing(t, m, "p", "anna@example.org")
}

func codesEnd(t *testing.T, m Mailboxes) {
	must(t, m.Ask(t.Context(), "1", wish("p", "anna@example.org"), asked))
	l := letter(t, m)
	late := l.Until
	if _, err := m.ByCode(t.Context(), "2", "p", l.Code, late); !errors.Is(err, handlers.ErrCodeEnded) {
		t.Errorf("%v", err)
	}
	if _, err := m.ByLink(t.Context(), l.Link, late); !errors.Is(err, handlers.ErrNoAsk) {
		t.Errorf("%v", err)
	}
	if _, err := m.ByLink(t.Context(), l.Link, late.Add(-time.Millisecond)); err != nil {
		t.Errorf("in time: %v", err)
	}
}

// Neither a person nor an address can be used to write to somebody again and again.
func lettersBounded(t *testing.T, m Mailboxes) {
	for i := range personAsks {
		must(t, m.Ask(t.Context(), fmt.Sprint("p", i), wish("p", fmt.Sprintf("a%d@example.org", i)), asked))
	}
	if err := m.Ask(t.Context(), "more", wish("p", "b@example.org"), asked); !errors.Is(err, handlers.ErrAskedOften) {
		t.Errorf("%v", err)
	}
	must(t, m.Ask(t.Context(), "next day", wish("p", "b@example.org"), asked.Add(24*time.Hour)))
	letter(t, m)
	for i, written := range []string{"Victim@example.org", "victim+a@example.org", "victim+b@example.org", "vic.tim@example.org", "VICTIM+c@Example.org"} {
		must(t, m.Ask(t.Context(), fmt.Sprint("q", i), wish(fmt.Sprint("q", i), written), asked))
	}
	all, err := m.Owed(t.Context(), 100)
	must(t, err)
	if len(all) != addressAsks {
		t.Errorf("%d letters to one inbox", len(all))
	}
	for code := range 4 {
		if _, err := m.ByCode(t.Context(), fmt.Sprint("g", code), fmt.Sprint("q", addressAsks), "", asked); !errors.Is(err, handlers.ErrWrongCode) {
			t.Errorf("an ask without a letter: %v", err)
		}
	}
}

func newerWish(t *testing.T, m Mailboxes) {
	must(t, m.Ask(t.Context(), "1", wish("p", "old@example.org"), asked))
	old := letter(t, m)
	must(t, m.Ask(t.Context(), "2", wish("p", "new@example.org"), asked))
	if _, err := m.ByLink(t.Context(), old.Link, asked); !errors.Is(err, handlers.ErrNoAsk) {
		t.Errorf("%v", err)
	}
	must(t, m.Done(t.Context(), old)) // a slow replica's must not settle the newer
	now := letter(t, m)
	if _, err := m.ByCode(t.Context(), "3", "p", now.Code, asked); err != nil {
		t.Fatal(err)
	}
	must(t, m.Ask(t.Context(), "4", wish("p", "third@example.org"), asked))
	third := letter(t, m)
	if box, ok, _ := m.Of(t.Context(), "p"); !ok || box.Address != "new@example.org" {
		t.Errorf("before it is confirmed: %+v", box)
	}
	if _, err := m.ByLink(t.Context(), third.Link, asked); err != nil {
		t.Fatal(err)
	}
	if token, _ := m.Stop(t.Context(), "new@example.org"); token != "" {
		t.Error("the former address can still be written to")
	}
}

func shared(t *testing.T, m Mailboxes) {
	for _, p := range []string{"p", "q"} {
		must(t, m.Ask(t.Context(), p, wish(p, "home@example.org"), asked))
		if _, err := m.ByLink(t.Context(), letter(t, m).Link, asked); err != nil {
			t.Fatal(err)
		}
	}
	stop, err := m.Stop(t.Context(), "home@example.org")
	must(t, err)
	if behind, _ := m.Behind(t.Context(), stop); len(behind) != 2 {
		t.Errorf("%+v", behind)
	}
	must(t, m.End(t.Context(), "p"))
	if still, _ := m.Stop(t.Context(), "home@example.org"); still != stop {
		t.Error("the other's mail ended too")
	}
	must(t, m.End(t.Context(), "q"))
	nothing(t, m, "q", "home@example.org")
}

// Of many replicas one takes a letter; it is owed again when that one does not settle it.
func owed(t *testing.T, m Mailboxes) {
	must(t, m.Ask(t.Context(), "1", wish("p", "anna@example.org"), asked))
	var taken atomic.Int32
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			l, err := m.Owed(t.Context(), 10)
			if err != nil {
				t.Error(err)
			}
			taken.Add(int32(len(l)))
		})
	}
	all.Wait()
	if n := taken.Load(); n != 1 {
		t.Errorf("%d took it", n)
	}
	lease := func() time.Duration {
		until, err := m.rdb.ZScore(t.Context(), m.tag+"out", "p").Result()
		must(t, err)
		now, err := m.rdb.Time(t.Context()).Result()
		must(t, err)
		return time.UnixMilli(int64(until)).Sub(now)
	}
	if d := lease(); d > letterLease || d < letterLease-10*time.Second {
		t.Errorf("owed again after %v", d)
	}
	for range 10 {
		must(t, m.rdb.ZAddXX(t.Context(), m.tag+"out", redis.Z{Member: "p"}).Err())
		if l, err := m.Owed(t.Context(), 10); err != nil || len(l) != 1 {
			t.Fatalf("%d %v", len(l), err)
		}
	}
	if d := lease(); d > letterPause || d < letterPause-10*time.Second {
		t.Errorf("after many tries, owed again after %v", d)
	}
}

// A letter that is being fetched while its person confirms has still what belongs in it.
func confirmedMeanwhile(t *testing.T, m Mailboxes) {
	must(t, m.Ask(t.Context(), "1", wish("p", "anna@example.org"), asked))
	l := letter(t, m)
	must(t, m.rdb.ZAdd(t.Context(), m.tag+"out", redis.Z{Member: "p"}).Err()) // its sender never knew that it went out
	m.rdb.AddHook(&after{script: owedLua.Hash(), do: func() {
		if _, err := m.ByCode(t.Context(), "2", "p", l.Code, asked); err != nil {
			t.Error(err)
		}
	}})
	all, err := m.Owed(t.Context(), 10)
	must(t, err)
	if len(all) != 1 || all[0] != l {
		t.Errorf("%+v, want %+v", all, l)
	}
}

// after does something once, when a script has run.
type after struct {
	script string
	do     func()
}

func (a *after) DialHook(next redis.DialHook) redis.DialHook { return next }

func (a *after) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (a *after) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if do := a.do; do != nil && err == nil && cmd.Args()[1] == a.script {
			a.do = nil
			do()
		}
		return err
	}
}

func guesses(t *testing.T, m Mailboxes) {
	must(t, m.Ask(t.Context(), "1", wish("p", "anna@example.org"), asked))
	l := letter(t, m)
	wrong := "000000"
	if l.Code == wrong {
		wrong = "000001"
	}
	for i := range codeTries {
		if _, err := m.ByCode(t.Context(), fmt.Sprint("g", i), "p", wrong, asked); !errors.Is(err, handlers.ErrWrongCode) {
			t.Errorf("guess %d: %v", i, err)
		}
	}
	if _, err := m.ByCode(t.Context(), "right", "p", l.Code, asked); !errors.Is(err, handlers.ErrNoAsk) {
		t.Errorf("after too many guesses: %v", err)
	}
	if _, err := m.ByLink(t.Context(), l.Link, asked); !errors.Is(err, handlers.ErrNoAsk) {
		t.Errorf("the link after too many guesses: %v", err)
	}
}
