package chat

import (
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
)

// Langs are the languages of the assistant, easy Finnish among them.
var Langs = []string{"fi", "sv", "en", "selko"}

// Phrases are the sentences of one room, by language and key.
type Phrases map[string]map[string]string

// LoadPhrases reads fi.yaml, sv.yaml, en.yaml and selko.yaml from dir. It is an
// error when they do not have the same keys.
func LoadPhrases(fsys fs.FS, dir string) (Phrases, error) {
	p := Phrases{}
	for _, lang := range Langs {
		name := path.Join(dir, lang+".yaml")
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		m := map[string]string{}
		if err := yaml.Unmarshal(data, &m); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for k, v := range m {
			m[k] = strings.TrimSpace(v)
		}
		p[lang] = m
	}
	for _, lang := range Langs[1:] {
		if d := difference(p["fi"], p[lang]); len(d) > 0 {
			return nil, fmt.Errorf("%s: keys differ from fi.yaml: %s", path.Join(dir, lang+".yaml"), strings.Join(d, ", "))
		}
	}
	return p, nil
}

// MustPhrases is LoadPhrases for files embedded in the program, which a test
// has proved whole.
func MustPhrases(fsys fs.FS, dir string) Phrases {
	p, err := LoadPhrases(fsys, dir)
	if err != nil {
		panic("chat: " + err.Error())
	}
	return p
}

// Say gives the sentence of key in lang, with {name} replaced by the value that
// follows name in values. An unknown key comes back as the key itself, so that
// a mistake is seen, and a language we do not have is answered in Finnish.
func (p Phrases) Say(lang, key string, values ...string) string {
	m, ok := p[lang]
	if !ok {
		m = p["fi"]
	}
	s, ok := m[key]
	if !ok {
		return key
	}
	if len(values) == 0 {
		return s
	}
	pairs := make([]string, len(values))
	for i := 0; i+1 < len(values); i += 2 {
		pairs[i], pairs[i+1] = "{"+values[i]+"}", values[i+1]
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// difference lists the keys that only one of two maps has.
func difference(a, b map[string]string) []string {
	var d []string
	for k := range a {
		if _, ok := b[k]; !ok {
			d = append(d, k)
		}
	}
	for k := range b {
		if _, ok := a[k]; !ok {
			d = append(d, k)
		}
	}
	sort.Strings(d)
	return d
}
