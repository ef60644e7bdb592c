package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"kakebot/chat"
)

// A labelled question says what a right answer holds: one of each group in Must,
// and nothing of MustNot. Repeat sends the text that many times in a row.
type labelled struct {
	ID       string     `json:"id"`
	Lang     string     `json:"lang"`
	Kind     string     `json:"kind"`
	Topic    string     `json:"topic"`
	Question string     `json:"question"`
	Now      string     `json:"now"`
	Must     [][]string `json:"must"`
	MustNot  []string   `json:"must_not"`
	Repeat   int        `json:"repeat"`
	Turns    []turn     `json:"turns"` // of a conversation, instead of Question
	Fixture  fixture    `json:"fixture"`
}

// evalNow is the clock of questions that name none.
const evalNow = "2018-02-12"

// eval asks labelled questions, each as a fresh person, and prints how many
// were answered rightly by kind and language, and each that was not.
func eval(ctx context.Context, c config, s streams) error {
	if len(c.args) == 0 {
		return errors.New("eval needs files of labelled questions, one JSON object a line")
	}
	k, err := assemble(ctx, c, "eval", logger(s))
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	t, asker := tally{}, rand.Text()
	for _, name := range c.args {
		questions, err := readLabelled(name)
		if err != nil {
			return err
		}
		report := func(q labelled, why []string, reply string) {
			t.add(q, len(why) == 0)
			if len(why) > 0 {
				_, _ = fmt.Fprintf(s.out, "%s  %s\n  asked     %s\n  answered  %s\n", q.ID, strings.Join(why, "; "), firstLine(q.Question), firstLine(reply))
			}
		}
		for i, q := range questions {
			if len(q.Turns) > 0 {
				if err := k.play(ctx, c, q, report); err != nil {
					return err
				}
				continue
			}
			why, reply, err := k.judge(ctx, fmt.Sprintf("%s:%s:%d", asker, name, i), q)
			if err != nil {
				return err
			}
			report(q, why, reply)
		}
	}
	t.print(s.out)
	if t.wrong() > 0 {
		return errFound
	}
	return nil
}

func readLabelled(name string) ([]labelled, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var out []labelled
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var q labelled
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil || q.Question == "" && len(q.Turns) == 0 {
			return nil, fmt.Errorf("%s, line %d: not a labelled question", name, n)
		}
		out = append(out, q)
	}
	return out, lines.Err()
}

// judge asks one question and tells why the answer is not right, if it is not.
func (k *kakebot) judge(ctx context.Context, person string, q labelled) (why []string, reply string, err error) {
	now := q.Now
	if now == "" {
		now = evalNow
	}
	at, err := parseMoment(now, k.programme.Zone)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", q.ID, err)
	}
	k.clock.set(at)
	r, err := k.hear(ctx, question{ID: "1", Conversation: person, Text: strings.Repeat(q.Question, max(q.Repeat, 1))})
	if err != nil {
		return nil, "", err
	}
	why, reply = q.wrong(r)
	return why, reply, nil
}

// wrong tells why a reply is not right, if it is not.
func (q labelled) wrong(r chat.Reply) (why []string, reply string) {
	reply = chat.Text(r)
	whole := seen(r)
	for _, group := range q.Must {
		if !holdsOne(whole, group) {
			why = append(why, "holds none of "+strings.Join(group[:min(len(group), 4)], " | "))
		}
	}
	for _, x := range q.MustNot {
		if holdsOne(reply, []string{x}) {
			why = append(why, "holds "+x)
		}
	}
	return why, reply
}

func firstLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 160 {
		return string(r[:160]) + " …"
	}
	return s
}

// tally counts right and all answers by what they are counted by.
type tally map[string][2]int

func (t tally) add(q labelled, right bool) {
	for _, by := range []string{"all", "kind " + q.Kind, "language " + q.Lang} {
		n := t[by]
		if right {
			n[0]++
		}
		n[1]++
		t[by] = n
	}
}

func (t tally) wrong() int { return t["all"][1] - t["all"][0] }

func (t tally) print(w io.Writer) {
	var rows []string
	for by := range t {
		rows = append(rows, by)
	}
	sort.Strings(rows)
	for _, by := range rows {
		n := t[by]
		_, _ = fmt.Fprintf(w, "%-20s %4d of %4d  %5.1f %%\n", by, n[0], n[1], 100*float64(n[0])/float64(n[1]))
	}
}
