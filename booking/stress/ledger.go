package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// A Line is an entry of a ledger: Ask before the desk is asked, Got after it has
// answered. Again marks the answer to an ask that was repeated after its answer.
type Line struct {
	At     int64  `json:"at"` // ns since 1970
	Person string `json:"person"`
	Op     string `json:"op"`
	Ask    *Ask   `json:"ask,omitempty"`
	Got    *Got   `json:"got,omitempty"`
	Again  bool   `json:"again,omitempty"`
}

// A ledger is one worker's file. Lines that come at the same time share an fsync.
type ledger struct {
	f     *os.File
	queue chan entry
	done  sync.WaitGroup
}

type entry struct {
	text   []byte
	onDisk chan error
}

func ledgerPath(dir string, worker int) string {
	return filepath.Join(dir, fmt.Sprintf("worker%d.ledger", worker))
}

// openLedger gives a worker's ledger and what is in it. A last line cut short by
// a kill is removed: nobody acted on it yet.
func openLedger(path string) (*ledger, []Line, error) {
	lines, length, err := readLedger(path)
	if err != nil {
		return nil, nil, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, err
	}
	if err := f.Truncate(length); err != nil {
		return nil, nil, err
	}
	if _, err := f.Seek(length, 0); err != nil {
		return nil, nil, err
	}
	l := &ledger{f: f, queue: make(chan entry, 1024)}
	l.done.Go(l.run)
	return l, lines, nil
}

func readLedger(path string) (lines []Line, length int64, err error) {
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, 0, nil
	}
	text = text[:bytes.LastIndexByte(text, '\n')+1]
	for row := range bytes.Lines(text) {
		var line Line
		if err := json.Unmarshal(row, &line); err != nil {
			return nil, 0, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		lines = append(lines, line)
	}
	return lines, int64(len(text)), err
}

// write returns when the line is on disk.
func (l *ledger) write(line Line) error {
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	e := entry{append(text, '\n'), make(chan error, 1)}
	l.queue <- e
	return <-e.onDisk
}

func (l *ledger) close() error {
	close(l.queue)
	l.done.Wait()
	return l.f.Close()
}

func (l *ledger) run() {
	for first := range l.queue {
		batch := []entry{first}
		text := first.text
	more:
		for {
			select {
			case e, open := <-l.queue:
				if !open {
					break more
				}
				batch, text = append(batch, e), append(text, e.text...)
			default:
				break more
			}
		}
		_, err := l.f.Write(text)
		if err == nil {
			err = l.f.Sync()
		}
		for _, e := range batch {
			e.onDisk <- err
		}
	}
}
