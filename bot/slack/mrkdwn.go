package slack

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// marks are what the small Markdown means: an escaped sign, bold, a link.
var marks = regexp.MustCompile(`\\([[:punct:]])|\*\*((?:[^*\\]|\\.)+)\*\*|\*\*|\[((?:[^\]\\]|\\.)*)\]\(([^)\s]*)\)`)

// schemes are those a link may have.
var schemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true}

// entities are the three signs by which Slack recognises its own marks.
var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// mrkdwn writes a reply's small Markdown as Slack's own. Whatever else stands in
// it is shown as it is: no mention, no link and no mark can come of it.
func mrkdwn(markdown string) string {
	lines := strings.Split(markdown, "\n")
	for i, l := range lines {
		bullet := ""
		if rest, ok := strings.CutPrefix(l, "- "); ok {
			bullet, l = "•  ", rest
		}
		lines[i] = bullet + inline(l)
	}
	return strings.Join(lines, "\n")
}

func inline(s string) string {
	var b strings.Builder
	last := 0
	for _, m := range marks.FindAllStringSubmatchIndex(s, -1) {
		group := func(n int) string { return s[m[2*n]:m[2*n+1]] }
		b.WriteString(literal(s, last, m[0]))
		switch {
		case m[2] >= 0:
			b.WriteString(literal(s, m[2], m[3]))
		case m[4] >= 0:
			b.WriteString("*" + inline(group(2)) + "*")
		case m[6] >= 0:
			b.WriteString(link(group(3), group(4)))
		}
		last = m[1]
	}
	b.WriteString(literal(s, last, len(s)))
	return b.String()
}

// link keeps of a link elsewhere than to schemes only its text.
func link(text, to string) string {
	label := inline(text)
	if u, err := url.Parse(to); err != nil || !schemes[u.Scheme] {
		return label
	}
	to = entities.Replace(strings.ReplaceAll(to, "|", "%7C"))
	if label == "" {
		return "<" + to + ">"
	}
	return "<" + to + "|" + strings.ReplaceAll(label, "|", "¦") + ">"
}

// plain writes text without marks as mrkdwn.
func plain(text string) string { return literal(text, 0, len(text)) }

// literal writes s[from:to] so that it is shown as it is. Slack has no escape for
// *, _, ~ and `: an invisible space after the sign keeps it from beginning
// anything. Inside a word it begins nothing, and an e-mail address stays copyable.
func literal(s string, from, to int) string {
	var b strings.Builder
	for i, r := range s[from:to] {
		b.WriteString(entities.Replace(string(r)))
		if strings.ContainsRune("*_~`", r) {
			before, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(s[:from+i], `\`))
			after, _ := utf8.DecodeRuneInString(s[from+i+1:])
			if !word(before) || !word(after) {
				b.WriteRune('\u200b')
			}
		}
	}
	return b.String()
}

func word(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// split cuts mrkdwn into pieces of at most limit characters, between paragraphs,
// lines or words, and never within a link.
func split(s string, limit int) []string {
	var pieces []string
	for utf8.RuneCountInString(s) > limit {
		at, rank, within, n := 0, 0, false, 0
		for i, r := range s {
			if n++; n > limit {
				if at == 0 {
					at = i
				}
				break
			}
			switch r {
			case '<':
				within = true
			case '>':
				within = false
			case '\n', ' ':
				if worth := breaks(s[i:]); !within && worth >= rank && i > 0 {
					at, rank = i, worth
				}
			}
		}
		pieces = append(pieces, strings.TrimRight(s[:at], " \n"))
		s = strings.TrimLeft(s[at:], " \n")
	}
	return append(pieces, s)
}

// breaks ranks a place to cut at: 3 before a paragraph, 2 a line, 1 a word.
func breaks(s string) int {
	switch {
	case strings.HasPrefix(s, "\n\n"):
		return 3
	case strings.HasPrefix(s, "\n"):
		return 2
	}
	return 1
}

// short keeps the first n characters of s, the last of them "…" when it is longer.
func short(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
