package main

import "syscall"

// tied makes the kernel end the child with the thread that started it, and so
// with this process, even at kill -9.
func tied() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
