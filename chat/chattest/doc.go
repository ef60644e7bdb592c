// Package chattest holds what every channel and every handler promises, as
// checks that tests run: the limits of a reply, and the channel contract.
package chattest
