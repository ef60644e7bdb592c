package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"kakebot/bot/store"
	"kakebot/chat"
	"kakebot/knowledge"
)

// knowledgeChores are the words after `kakebot knowledge`.
var knowledgeChores = map[string]func(context.Context, *kakebot, store.Journal, streams) error{
	"suggest": suggest,
	"ratings": ratings,
}

// knowledgeChore helps to mend the knowledge by what people asked.
func knowledgeChore(ctx context.Context, c config, s streams) error {
	if len(c.args) != 1 || knowledgeChores[c.args[0]] == nil {
		return errors.New("knowledge takes one word: suggest or ratings")
	}
	k, err := staffed(ctx, c, s)
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	return knowledgeChores[c.args[0]](ctx, k, k.journal, s)
}

// suggest prints the questions that were not answered as a file to review: for
// each language and entry the phrasings that may belong to it, ready to be moved
// under that entry's "---", and those that fit nowhere.
func suggest(ctx context.Context, k *kakebot, j store.Journal, s streams) error {
	all, err := j.Unanswered(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, _ = fmt.Fprintln(s.out, "Every question was answered, or none was kept.")
		return nil
	}
	_, _ = fmt.Fprintf(s.out, "<!-- %d questions were not answered. Move a line that belongs to the entry into its file, below\n"+
		"     the ---, without the comment; write a new entry for what fits nowhere; then run kakebot check. -->\n", len(all))
	for _, lang := range knowledge.Asked {
		k.suggestFor(lang, all, s)
	}
	return nil
}

// suggestFor prints the questions of one language under the entries they are
// nearest to, surest first; entries come in the order of their most asked.
func (k *kakebot) suggestFor(lang string, all []store.Asked, s streams) {
	var order []string
	lines := map[string][]string{}
	for _, q := range all {
		asked := q.Lang
		if asked == "selko" {
			asked = "fi"
		}
		if asked != lang {
			continue
		}
		found := k.assistant.Finder.Find(q.Text, asked, q.Day, knowledge.Context{})
		near := append([]string{found.Entry}, found.Near...)
		if found.Entry == "" {
			near = near[1:]
		}
		entry := ""
		if len(near) > 0 {
			entry, near = near[0], near[1:]
		}
		if lines[entry] == nil {
			order = append(order, entry)
		}
		note := fmt.Sprintf("asked %d times, last %s, sure %.2f", q.Count, q.Day.Format("2006-01-02"), found.Confidence)
		if len(near) > 0 {
			note += "; or " + strings.Join(near[:min(2, len(near))], ", ")
		}
		lines[entry] = append(lines[entry], "- "+chat.Plain(chat.Inert(q.Text))+"  <!-- "+note+" -->")
	}
	for _, entry := range order {
		title := k.programme.Title(entry, lang)
		heading := fmt.Sprintf("%s/%s.md  %s", lang, entry, title)
		if entry == "" {
			heading = lang + ": fits nowhere"
		}
		_, _ = fmt.Fprintf(s.out, "\n## %s\n%s\n", heading, strings.Join(lines[entry], "\n"))
	}
}

// ratings prints how often each answer helped, the least helpful first.
func ratings(ctx context.Context, _ *kakebot, j store.Journal, s streams) error {
	all, err := j.Ratings(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		_, _ = fmt.Fprintf(s.out, "%-24s %-6s helped %4d  did not %4d\n", r.Entry, r.Lang, r.Yes, r.No)
	}
	return nil
}
