// Package kake carries the Pikku KAKE programme's files into the program, so
// that it runs with nothing installed. README.md in this folder explains them.
package kake

import "embed"

// Files is this folder.
//
//go:embed *.yaml *.txt fi sv en selko
var Files embed.FS
