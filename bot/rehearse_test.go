package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"kakebot/chat"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestRehearsal holds every message of a year, in each language, against what
// was read through and kept in testdata/rehearse.
func TestRehearsal(t *testing.T) {
	for _, lang := range chat.Langs {
		t.Run(lang, func(t *testing.T) {
			var out bytes.Buffer
			if err := rehearse(t.Context(), config{year: 2018, lang: lang}, streams{out: &out}); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "rehearse", lang+".golden")
			if *update {
				if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(out.Bytes(), want) {
				t.Errorf("differs from %s; read `git diff` after go test ./bot -run TestRehearsal -update", file)
			}
		})
	}
}

func TestRehearsalOfNoLanguage(t *testing.T) {
	if err := rehearse(t.Context(), config{year: 2018, lang: "de"}, streams{out: &bytes.Buffer{}}); err == nil {
		t.Error("a language that nobody has is rehearsed")
	}
}
