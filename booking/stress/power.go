package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

//go:embed preload/noted.c
var preloadSource []byte

// buildPreload makes the library that notes what is on disk. A killed process
// loses nothing that it wrote, since the system keeps its pages: a power cut is
// seen only by cutting the file where it was last synced.
func buildPreload(dir string) (library string, err error) {
	if runtime.GOOS != "linux" {
		return "", errors.New("a power cut is simulated on Linux only; -power=false leaves it out")
	}
	gcc, err := exec.LookPath("gcc")
	if err != nil {
		return "", errors.New("a power cut needs gcc to be simulated; -power=false leaves it out, and then everysec looks as safe as always")
	}
	source := filepath.Join(dir, "noted.c")
	library = filepath.Join(dir, "noted.so")
	if err := os.WriteFile(source, preloadSource, 0o600); err != nil {
		return "", err
	}
	if out, err := exec.Command(gcc, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl").CombinedOutput(); err != nil {
		return "", fmt.Errorf("gcc: %w: %s", err, out)
	}
	return library, nil
}

// cut removes from the append-only file what was not synced, and gives how many
// bytes that were.
func cut(note string) (lost int64, err error) {
	text, err := os.ReadFile(note)
	if os.IsNotExist(err) {
		return 0, nil // killed before the first sync
	}
	var size int64
	var path string
	if _, err := fmt.Sscanf(string(text), "%d %s", &size, &path); err != nil {
		return 0, fmt.Errorf("what was synced: %w", err)
	}
	file, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	if file.Size() <= size {
		return 0, nil
	}
	return file.Size() - size, os.Truncate(path, size)
}
