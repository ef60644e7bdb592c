package knowledge

import (
	"cmp"
	"fmt"
	"io/fs"
	"sort"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// A Programme is everything the assistant knows about one grant programme, as
// its folder of files tells it.
type Programme struct {
	ID       string
	Zone     *time.Location
	Names    map[string]map[string]string // name → language → the words
	Links    map[string]string
	Source   []string  // the lines of the source; line 1 is Source[0]
	Year     int       // the year the source speaks of
	Checked  time.Time // when the facts were last held against it
	Limits   map[string]Limit
	Money    map[string]Sum
	Rounds   []Round // by opening day
	Classes  []Class // of what is supported, in the source's order
	Facts    map[string]Fact
	Settings Settings
	Entries  map[string]Entry
	Texts    map[string]map[string]Text // language → entry → its words
	Lexicon  Lexicon
}

// A Limit is strict: an amount fits when it is under it, not when it equals it
// (F2, F3: "alle").
type Limit struct {
	Under int    `yaml:"under"` // euros
	Fact  string `yaml:"fact"`
}

// A Class is one of the kinds of activity that the source names.
type Class struct {
	ID   string            `yaml:"id"`
	Name map[string]string `yaml:"name"` // by language; easy Finnish has the Finnish one
	Fact string            `yaml:"fact"`
}

// In is the class's name in a language.
func (c Class) In(lang string) string { return cmp.Or(c.Name[lang], c.Name["fi"]) }

// A Sum is money the programme has, in euros.
type Sum struct {
	Euros int    `yaml:"euros"`
	Fact  string `yaml:"fact"`
}

// A Fact is one thing the source tells, and where.
type Fact struct {
	ID      string
	Heading string // of its slide
	Quote   string // from the source, in the source's language
	Lines   [2]int // first and last, from 1
}

// An Entry is one thing that can be asked. Its words are a Text per language.
type Entry struct {
	ID       string
	Kind     string   `yaml:"kind"`
	Facts    []string `yaml:"facts"`
	Next     []string `yaml:"next"`
	Variants []string `yaml:"variants"`
}

// The kinds of entry, as entries.yaml explains them.
const (
	KindAnswer    = "answer"
	KindCompute   = "compute"
	KindUnknown   = "unknown"
	KindAction    = "action"
	KindSmalltalk = "smalltalk"
	KindOfftopic  = "offtopic"
	KindUnsafe    = "unsafe"
)

// Settings are what staff add to the source; empty means not set.
type Settings struct {
	Adviser struct {
		Name   string `yaml:"name"`
		Phone  string `yaml:"phone"`
		Email  string `yaml:"email"`
		Hours  string `yaml:"hours"`
		Places string `yaml:"places"`
		Route  string `yaml:"route"`
	} `yaml:"adviser"`
	Responsible string            `yaml:"responsible"`
	Crisis      map[string]string `yaml:"-"`
}

// file is programme.yaml as it is written.
type file struct {
	ID     string                       `yaml:"id"`
	Zone   string                       `yaml:"zone"`
	Names  map[string]map[string]string `yaml:"names"`
	Links  map[string]string            `yaml:"links"`
	Source struct {
		File    string `yaml:"file"`
		Year    int    `yaml:"year"`
		Checked string `yaml:"checked"`
	} `yaml:"source"`
	Limits map[string]Limit `yaml:"limits"`
	Money  map[string]Sum   `yaml:"money"`
	Rounds []struct {
		ID           string `yaml:"id"`
		Opens        string `yaml:"opens"`
		Closes       string `yaml:"closes"`
		Starts       string `yaml:"starts"`
		InferredYear bool   `yaml:"inferred_year"`
		Preliminary  bool   `yaml:"preliminary"`
		Fact         string `yaml:"fact"`
	} `yaml:"rounds"`
	Classes []Class `yaml:"classes"`
	Slides  map[string]struct {
		Heading string `yaml:"heading"`
		Lines   [2]int `yaml:"lines"`
	} `yaml:"slides"`
	Facts map[string]struct {
		Slide string `yaml:"slide"`
		Lines [2]int `yaml:"lines"`
		Quote string `yaml:"quote"`
	} `yaml:"facts"`
}

// Load reads a programme from its folder. The error names the file and, where
// YAML is at fault, the place in it.
func Load(fsys fs.FS) (*Programme, error) {
	var f file
	if err := readYAML(fsys, "programme.yaml", &f); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		return nil, fmt.Errorf("programme.yaml: zone: %w", err)
	}
	p := &Programme{ID: f.ID, Zone: zone, Names: f.Names, Links: f.Links, Year: f.Source.Year, Limits: f.Limits, Money: f.Money, Classes: f.Classes, Facts: map[string]Fact{}}
	if p.Checked, err = time.ParseInLocation(time.DateOnly, f.Source.Checked, zone); err != nil {
		return nil, fmt.Errorf("programme.yaml: checked: %w", err)
	}
	source, err := fs.ReadFile(fsys, f.Source.File)
	if err != nil {
		return nil, fmt.Errorf("the source: %w", err)
	}
	p.Source = strings.Split(strings.TrimRight(string(source), "\n"), "\n")
	for id, x := range f.Facts {
		slide, ok := f.Slides[x.Slide]
		if !ok {
			return nil, fmt.Errorf("programme.yaml: fact %s names slide %q, which is not there", id, x.Slide)
		}
		p.Facts[id] = Fact{ID: id, Heading: slide.Heading, Quote: x.Quote, Lines: x.Lines}
	}
	for _, x := range f.Rounds {
		r := Round{ID: x.ID, InferredYear: x.InferredYear, Preliminary: x.Preliminary, Fact: x.Fact}
		for _, d := range []struct {
			to           *time.Time
			layout, from string
		}{{&r.Opens, time.DateOnly, x.Opens}, {&r.Closes, time.DateOnly, x.Closes}, {&r.Starts, "2006-01", x.Starts}} {
			if *d.to, err = time.ParseInLocation(d.layout, d.from, zone); err != nil {
				return nil, fmt.Errorf("programme.yaml: round %s: %w", x.ID, err)
			}
		}
		if r.Closes.Before(r.Opens) {
			return nil, fmt.Errorf("programme.yaml: round %s closes before it opens", x.ID)
		}
		p.Rounds = append(p.Rounds, r)
	}
	sort.Slice(p.Rounds, func(i, j int) bool { return p.Rounds[i].Opens.Before(p.Rounds[j].Opens) })
	if p.Settings, err = loadSettings(fsys); err != nil {
		return nil, err
	}
	if err := readYAML(fsys, "entries.yaml", &p.Entries); err != nil {
		return nil, err
	}
	for id, e := range p.Entries {
		e.ID = id
		p.Entries[id] = e
	}
	if err := readYAML(fsys, "lexicon.yaml", &p.Lexicon); err != nil {
		return nil, err
	}
	p.Texts, err = loadTexts(fsys, p.IDs())
	return p, err
}

func loadSettings(fsys fs.FS) (Settings, error) {
	var s struct {
		Settings `yaml:",inline"`
		Lines    map[string]any `yaml:"crisis"`
	}
	if err := readYAML(fsys, "settings.yaml", &s); err != nil {
		return Settings{}, err
	}
	s.Crisis = map[string]string{}
	for k, v := range s.Lines {
		if text, ok := v.(string); ok {
			s.Crisis[k] = text
		}
	}
	return s.Settings, nil
}

func readYAML(fsys fs.FS, name string, to any) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	if err := yaml.UnmarshalWithOptions(data, to, yaml.Strict()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// IDs lists the entries in alphabetical order.
func (p *Programme) IDs() []string {
	ids := make([]string, 0, len(p.Entries))
	for id := range p.Entries {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids
}
