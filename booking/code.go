package booking

import (
	"crypto/rand"
	"strings"
)

// alphabet is Crockford's base 32: no I, L, O, U, so that a code can be read
// aloud, and no word comes out by accident.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const codeLength = 8 // 40 bits: one in 10⁹ guesses hits when a thousand codes are in use

// newCode draws a code as it is stored, without the hyphen. It holds a digit, by
// which a reader tells it from a word.
func newCode() string {
	b := make([]byte, codeLength)
	for {
		_, _ = rand.Read(b) // never fails
		for i := range b {
			b[i] = alphabet[b[i]%32]
		}
		if code := string(b); strings.ContainsAny(code, "0123456789") {
			return code
		}
	}
}

// printCode gives a stored code as people read it: "K7F3-Q2MW".
func printCode(stored string) string {
	if len(stored) != codeLength {
		return stored
	}
	return stored[:4] + "-" + stored[4:]
}

// misread are the signs that people write for those of the alphabet.
var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "", "–", "", "\u00a0", "", "\t", "")

// readCode turns what a person typed into a stored code: case, spaces and
// hyphens do not matter, and O, I, L stand for 0, 1, 1.
func readCode(typed string) string { return misread.Replace(strings.ToUpper(strings.TrimSpace(typed))) }
