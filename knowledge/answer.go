package knowledge

import "fmt"

// An Answer is an entry's words, filled in for the moment.
type Answer struct {
	Entry   string
	Kind    string
	Variant string
	Title   string // the question it answers
	Text    string // Markdown
	Sources []Fact
	Next    []string // entries worth offering
}

// Answer gives the words of the question's entry. It is an error when the entry
// has no such words or a placeholder no value, which `check` proves never to be.
func (p *Programme) Answer(q Question) (Answer, error) {
	e, ok := p.Entries[q.Entry]
	if !ok {
		return Answer{}, fmt.Errorf("no entry %q", q.Entry)
	}
	var r result
	if f := computed[q.Entry]; f != nil {
		r = f(p, q)
	}
	text, ok := p.Texts[q.Lang][q.Entry].Variants[r.variant]
	if !ok {
		return Answer{}, fmt.Errorf("%s/%s.md has no text %q", q.Lang, q.Entry, r.variant)
	}
	filled, missing := fill(text, func(name string) (string, bool) {
		if x, ok := r.values[name]; ok {
			return x, true
		}
		return p.value(name, q.Lang)
	})
	if len(missing) > 0 {
		return Answer{}, fmt.Errorf("%s/%s.md, %q: no value for %v", q.Lang, q.Entry, r.variant, missing)
	}
	a := Answer{Entry: q.Entry, Kind: e.Kind, Variant: r.variant, Title: p.Title(q.Entry, q.Lang), Text: filled, Next: e.Next}
	seen := map[string]bool{}
	for _, id := range append(append([]string(nil), e.Facts...), r.facts...) {
		if !seen[id] {
			seen[id] = true
			a.Sources = append(a.Sources, p.Facts[id])
		}
	}
	return a, nil
}

// Title is the entry's question in a language, filled in.
func (p *Programme) Title(entry, lang string) string {
	title, _ := fill(p.Texts[lang][entry].Title, func(name string) (string, bool) { return p.value(name, lang) })
	return title
}
