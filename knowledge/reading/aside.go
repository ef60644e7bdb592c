package reading

import "strings"

// setAside marks what holds digits and words that mean nothing here: links,
// mail addresses, mentions, identity codes and business numbers.
func (s *scan) setAside() {
	for i := 0; i < len(s.toks); {
		next := i + 1
		for next < len(s.toks) && s.toks[next].glued {
			next++
		}
		if next > i+2 {
			chunk := s.text[s.toks[i].from:s.toks[next-1].to]
			if isLink(chunk) {
				s.take(i, next, false)
			} else {
				s.setCodesAside(i, next)
			}
		}
		i = next
	}
}

func isLink(chunk string) bool {
	return strings.Contains(chunk, "://") || strings.Contains(chunk, "www.") || strings.Contains(chunk, "@") ||
		strings.Contains(chunk, ".fi/") || strings.HasSuffix(chunk, ".fi")
}

// setCodesAside marks the personal identity codes (131052-308T) and business
// numbers (1234567-8) among touching tokens.
func (s *scan) setCodesAside(i, next int) {
	for j := i; j < next; j++ {
		t := s.toks[j]
		if t.kind != digits || (len(t.text) != 6 && len(t.text) != 7) {
			continue
		}
		rest := s.text[t.to:s.toks[next-1].to]
		n := 0
		if len(t.text) == 6 && len(rest) >= 5 && isCentury(rest[0]) && isDigits(rest[1:4]) && isAlnum(rest[4]) && (len(rest) == 5 || !isAlnum(rest[5])) {
			n = 5
		}
		if len(t.text) == 7 && len(rest) >= 2 && rest[0] == '-' && isDigits(rest[1:2]) && (len(rest) == 2 || !isAlnum(rest[2])) {
			n = 2
		}
		for k := j; n > 0 && k < next && s.toks[k].from < t.to+n; k++ {
			s.toks[k].aside = true
		}
	}
}

// isCentury knows the signs between birthday and number: the old three and the
// letters that joined them in 2023 (Finnish decree 690/2022).
func isCentury(c byte) bool { return strings.IndexByte("-+ABCDEFYXWVUabcdefyxwvu", c) >= 0 }

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func isAlnum(c byte) bool { return isDigits(string(c)) || c|0x20 >= 'a' && c|0x20 <= 'z' }
