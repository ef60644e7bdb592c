// Command bench measures the matcher beside its peers on few-shot intent sets,
// all in one run on one machine, so that only the ratios need be believed.
//
//	cd bench && npm install --no-audit --no-fund && go run . DIR
//
// DIR holds files NAME.json: {"train": [[text, intent]…], "test": […], "oos_test": [text…]}.
// The peers are bleve (Go, match query), and in peers.mjs nlp.js 4 and minisearch
// (Node.js). This folder is a module of its own, so that none of them becomes a
// dependency of the assistant.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fi"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/sv"

	"kakebot/knowledge/match"
)

// A set is a few-shot task.
type set struct {
	Train, Test [][2]string
	Outside     []string `json:"oos_test"`
}

// A result is how one engine did on one set.
type result struct {
	Engine  string  `json:"engine"`
	Right   float64 `json:"right"`   // percent of the test set
	Auroc   float64 `json:"auroc"`   // of telling questions from outside, percent; 0 where the set has none
	Refused float64 `json:"refused"` // percent of those refused when 5 % of the others are
	Train   float64 `json:"train"`   // seconds
	Each    float64 `json:"each"`    // microseconds a question
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "bench: give the folder with the sets")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no sets in %s: %w", dir, err)
	}
	fmt.Printf("%-24s %-11s %7s %7s %9s %8s %9s\n", "set", "engine", "right", "auroc", "refused", "train s", "each µs")
	for _, file := range files {
		s, err := read(file)
		if err != nil {
			return err
		}
		results := []result{ours(s, lang(file))}
		b, err := searched(s, lang(file))
		if err != nil {
			return err
		}
		results = append(results, b)
		peers, err := peers(file, lang(file))
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		for _, r := range append(results, peers...) {
			fmt.Printf("%-24s %-11s %7.2f %7.2f %9.1f %8.2f %9.1f\n", name, r.Engine, r.Right, r.Auroc, r.Refused, r.Train, r.Each)
			name = ""
		}
	}
	return nil
}

func read(file string) (s set, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("%s: %w", file, err)
	}
	return s, nil
}

// lang is the language of a set by its name; English unless it says otherwise.
func lang(file string) string {
	for _, l := range []string{"fi", "sv"} {
		if strings.Contains(filepath.Base(file), "-"+l) {
			return l
		}
	}
	return "en"
}

// asked is an engine as the measuring sees it: the best label and how sure it is.
type asked func(text string) (label string, sure float64)

// measure asks everything and tells how it went.
func measure(name string, s set, train time.Duration, ask asked) result {
	var right int
	var inside, outside []float64
	begin := time.Now()
	for _, q := range s.Test {
		label, sure := ask(q[0])
		if label == q[1] {
			right++
		}
		inside = append(inside, sure)
	}
	each := time.Since(begin).Seconds() * 1e6 / float64(len(s.Test))
	for _, q := range s.Outside {
		_, sure := ask(q)
		outside = append(outside, sure)
	}
	r := result{Engine: name, Right: 100 * float64(right) / float64(len(s.Test)), Train: train.Seconds(), Each: each}
	if len(outside) > 0 {
		r.Auroc, r.Refused = apart(inside, outside)
	}
	return r
}

// apart gives the area under the curve of inside against outside, and which part
// of outside is refused where five in a hundred of inside are.
func apart(inside, outside []float64) (auroc, refused float64) {
	slices.Sort(inside)
	var won float64
	at := inside[len(inside)/20]
	for _, o := range outside {
		below, _ := slices.BinarySearch(inside, o)
		above := below
		for above < len(inside) && inside[above] == o {
			above++
		}
		won += float64(len(inside)-above) + float64(above-below)/2
		if o < at {
			refused++
		}
	}
	n := float64(len(outside))
	return 100 * won / n / float64(len(inside)), 100 * refused / n
}

func ours(s set, lang string) result {
	var examples []match.Example
	for _, q := range s.Train {
		examples = append(examples, match.Example{Text: q[0], Label: q[1]})
	}
	begin := time.Now()
	m := match.Train(examples, match.Options{Stem: match.Stemmer(lang)})
	return measure("kakebot", s, time.Since(begin), func(text string) (string, float64) {
		best := m.Rank(match.Tokens(text), 1)
		if len(best) == 0 {
			return "", 0
		}
		return best[0].Label, best[0].Confidence()
	})
}

// searched is bleve with its analysis of the language: the label of the best phrasing.
func searched(s set, lang string) (result, error) {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = lang
	index, err := bleve.NewMemOnly(mapping)
	if err != nil {
		return result{}, err
	}
	defer func() { _ = index.Close() }()
	begin := time.Now()
	batch := index.NewBatch()
	for i, q := range s.Train {
		if err := batch.Index(fmt.Sprint(i), map[string]string{"text": q[0]}); err != nil {
			return result{}, err
		}
	}
	if err := index.Batch(batch); err != nil {
		return result{}, err
	}
	train := time.Since(begin)
	var failed error
	r := measure("bleve", s, train, func(text string) (string, float64) {
		request := bleve.NewSearchRequestOptions(bleve.NewMatchQuery(text), 1, 0, false)
		found, err := index.Search(request)
		if err != nil {
			failed = err
		}
		if err != nil || len(found.Hits) == 0 {
			return "", 0
		}
		var i int
		if _, err := fmt.Sscan(found.Hits[0].ID, &i); err != nil {
			failed = err
		}
		return s.Train[i][1], found.Hits[0].Score
	})
	return r, failed
}

// peers runs those that live in Node.js.
func peers(file, lang string) ([]result, error) {
	out, err := exec.Command("node", "peers.mjs", file, lang).Output()
	if err != nil {
		return nil, fmt.Errorf("peers.mjs (after npm install): %w", err)
	}
	var all []result
	if err := json.Unmarshal(out, &all); err != nil {
		return nil, fmt.Errorf("peers.mjs: %w", err)
	}
	return all, nil
}
