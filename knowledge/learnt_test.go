package knowledge_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"kakebot/knowledge"
)

var update = flag.Bool("update", false, "write what is learnt instead of comparing it")

// TestLearnt holds that what is embedded is what training finds out today. It
// fails after the phrasings, the lexicon or the matcher were changed; then
// `go generate ./knowledge` writes it anew. Another processor may round
// otherwise, so a few neighbouring levels may differ.
func TestLearnt(t *testing.T) {
	for name, memory := range knowledge.Memories(programme()) {
		file := filepath.Join("learnt", name)
		if *update {
			if err := os.WriteFile(file, memory, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		kept, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		if strays := differ(kept, memory); strays > len(memory)/1000 {
			t.Errorf("%s is not what training finds out now: %d of %d bytes differ; run go generate ./knowledge", file, strays, len(memory))
		}
	}
}

func differ(a, b []byte) (n int) {
	if len(a) != len(b) {
		return max(len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
