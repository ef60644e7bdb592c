package match

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPublic measures the matcher on few-shot sets in the folder that
// KAKEBOT_PUBLIC names; see doc.go. It asserts nothing.
func TestPublic(t *testing.T) {
	dir := os.Getenv("KAKEBOT_PUBLIC")
	if dir == "" {
		t.Skip("KAKEBOT_PUBLIC names no folder")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		set := readPublic(t, file)
		start := time.Now()
		m := Train(set.examples(), Options{Stem: Stemmer(publicLang(name))})
		trained := time.Since(start)
		start = time.Now()
		test, confident := m.measure(set.Test)
		each := time.Since(start) / time.Duration(len(set.Test))
		val, _ := m.measure(set.Val)
		t.Logf("%-24s val %5.2f test %5.2f  train %v rank %v", name, val, test, trained.Round(time.Millisecond), each.Round(time.Microsecond))
		if len(set.Outside) > 0 {
			var outside []float64
			for _, q := range set.Outside {
				outside = append(outside, m.Rank(Tokens(q), 1)[0].Confidence())
			}
			t.Logf("%-24s out of scope: AUROC %.2f, refused at 5 %% false refusals %.1f %%", name, auroc(confident, outside), refused(confident, outside, 0.05))
		}
	}
}

type publicSet struct {
	Train, Test, Val [][2]string
	Outside          []string `json:"oos_test"`
}

func readPublic(t *testing.T, file string) publicSet {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var set publicSet
	if err := json.Unmarshal(data, &set); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return set
}

func (s publicSet) examples() []Example {
	var es []Example
	for _, q := range s.Train {
		es = append(es, Example{Text: q[0], Label: q[1]})
	}
	return es
}

func publicLang(name string) string {
	for _, lang := range []string{"fi", "sv"} {
		if strings.Contains(name, "-"+lang) {
			return lang
		}
	}
	return "en"
}

// measure gives the share of right answers in per cent, and every confidence.
func (m *Model) measure(questions [][2]string) (percent float64, confident []float64) {
	right := 0
	for _, q := range questions {
		top := m.Rank(Tokens(q[0]), 1)[0]
		if top.Label == q[1] {
			right++
		}
		confident = append(confident, top.Confidence())
	}
	return 100 * float64(right) / float64(max(1, len(questions))), confident
}

// auroc is the probability in per cent that a question inside the scope gets
// more confidence than one outside.
func auroc(in, out []float64) float64 {
	sum := 0.0
	for _, a := range in {
		for _, b := range out {
			if a > b {
				sum++
			} else if a == b {
				sum += 0.5
			}
		}
	}
	return 100 * sum / float64(len(in)*len(out))
}

// refused is the share of out in per cent below the confidence under which the
// share lost of in lies.
func refused(in, out []float64, lost float64) float64 {
	sorted := slices.Sorted(slices.Values(in))
	threshold := sorted[int(lost*float64(len(sorted)))]
	n := 0
	for _, c := range out {
		if c < threshold {
			n++
		}
	}
	return 100 * float64(n) / float64(len(out))
}
