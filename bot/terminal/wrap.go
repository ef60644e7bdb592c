package terminal

import (
	"strings"
	"unicode/utf8"
)

// width is the longest line: short enough for a narrow window and for large type.
const width = 72

// wrap breaks lines between words. A no-break space keeps its words together,
// and a word longer than a line stays whole.
func wrap(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = wrapLine(l)
	}
	return strings.Join(lines, "\n")
}

func wrapLine(l string) string {
	if utf8.RuneCountInString(l) <= width {
		return l
	}
	var b strings.Builder
	used := 0
	for i, w := range strings.Split(l, " ") {
		n := utf8.RuneCountInString(w)
		switch {
		case i == 0:
		case used+1+n > width:
			b.WriteByte('\n')
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(w)
		used += n
	}
	return b.String()
}
