package main

import (
	"os"
	"strings"
	"testing"
)

// Everything that can be set and every command is in --help and in the README.
func TestNothingIsSecret(t *testing.T) {
	data, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"README.md": string(data), "--help": usage()} {
		has := func(word string) {
			for _, end := range []string{" ", "`", "\n", ";"} {
				if strings.Contains(text, word+end) {
					return
				}
			}
			t.Errorf("%s does not tell of %s", name, word)
		}
		for _, s := range settings {
			if s.name != "" {
				has("--" + s.name)
			}
			if s.env != "" {
				has(s.env)
			}
		}
		for command := range commands {
			has(strings.TrimSpace("kakebot " + command))
		}
	}
}
