// Package terminal is the chat in the terminal that started the program: plain
// lines that work over a pipe, over SSH and with a screen reader.
//
// terminal.go is the channel; wrap.go breaks lines. Run starts one goroutine
// that reads lines; a read cannot be called off, so it ends with the input or
// with the process, and Run does not wait for it.
package terminal
