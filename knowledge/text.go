package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// Langs are the languages answers are written in. selko is easy Finnish; it is
// asked in Finnish, so only the others have phrasings and a matcher.
var (
	Langs = []string{"fi", "sv", "en", "selko"}
	Asked = []string{"fi", "sv", "en"}
)

// A Text is an entry's words in one language, read from a Markdown file.
type Text struct {
	Title     string            // the question in a person's own words
	Variants  map[string]string // the answer's Markdown by variant; "" is the only one of an entry without variants
	Phrasings []string          // other ways to ask
}

// loadTexts reads LANG/ID.md of every entry.
func loadTexts(fsys fs.FS, ids []string) (map[string]map[string]Text, error) {
	texts := map[string]map[string]Text{}
	for _, lang := range Langs {
		texts[lang] = map[string]Text{}
		for _, id := range ids {
			name := lang + "/" + id + ".md"
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, err
			}
			t, err := parseText(string(data))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			texts[lang][id] = t
		}
	}
	return texts, nil
}

var section = regexp.MustCompile(`(?m)^## +(\S+)[ \t]*$`)

// parseText reads "# title", the answer (with "## variant" sections) and, after
// a line of three hyphens, the phrasings as a list.
func parseText(s string) (Text, error) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	title, rest, _ := strings.Cut(s, "\n")
	title, ok := strings.CutPrefix(title, "# ")
	if !ok {
		return Text{}, errors.New("the first line is not a title (# …)")
	}
	body, list, _ := strings.Cut("\n"+rest, "\n---\n")
	t := Text{Title: strings.TrimSpace(title), Variants: map[string]string{}}
	marks := section.FindAllStringSubmatchIndex(body, -1)
	if len(marks) == 0 {
		if text := strings.TrimSpace(body); text != "" {
			t.Variants[""] = text
		}
	}
	for i, m := range marks {
		end := len(body)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		t.Variants[body[m[2]:m[3]]] = strings.TrimSpace(body[m[1]:end])
	}
	for _, l := range strings.Split(list, "\n") {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		p, ok := strings.CutPrefix(l, "- ")
		if !ok {
			return Text{}, fmt.Errorf("phrasing %q does not begin with a hyphen", l)
		}
		t.Phrasings = append(t.Phrasings, strings.TrimSpace(p))
	}
	return t, nil
}

var placeholder = regexp.MustCompile(`\{([a-z_.]+)\}`)

// fill replaces each {name} by its value. It reports the names that have none.
func fill(text string, value func(name string) (string, bool)) (filled string, missing []string) {
	before, rest, found := strings.Cut(text, "{")
	if !found {
		return text, nil
	}
	var b strings.Builder
	for found {
		b.WriteString(before)
		name, after, closed := strings.Cut(rest, "}")
		if v, ok := value(name); closed && ok {
			b.WriteString(v)
			rest = after
		} else {
			b.WriteByte('{')
			if closed && placeholder.MatchString("{"+name+"}") {
				missing = append(missing, "{"+name+"}")
			}
		}
		before, rest, found = strings.Cut(rest, "{")
	}
	b.WriteString(before)
	return b.String(), missing
}
