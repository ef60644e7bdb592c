//go:build !linux

package store

import "syscall"

// tied has nothing to offer here: a killed process leaves its redis-server
// behind, whose lock the next start then reports.
func tied() *syscall.SysProcAttr { return nil }
