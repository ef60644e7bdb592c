package store

import "syscall"

// tied makes the kernel end the child when this process dies, kill -9 included,
// and keeps a Ctrl-C in the terminal from reaching it before us.
func tied() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Setpgid: true}
}
