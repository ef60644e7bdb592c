//go:build !linux

package main

import "syscall"

// tied has nothing to offer here: killed itself, the program leaves its server behind.
func tied() *syscall.SysProcAttr { return nil }
