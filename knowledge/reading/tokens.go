package reading

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

type kind uint8

const (
	end    kind = iota // beyond the text
	word               // letters
	digits             // 0-9
	mark               // one other character that is not space
)

// A token is a piece of the message. The language tables are matched against
// fold, so that a keyboard without ä ö å is understood.
type token struct {
	kind     kind
	glued    bool // touches the token before it
	aside    bool // has been read already, or is to be left alone
	dated    bool // belongs to a date that was read
	n        int  // the value of digits, -1 when there are more than nine
	from, to int
	text     string // lower case, composed
	fold     string // text without dots and rings
}

// A scan is a message being read.
type scan struct {
	text  string
	lang  string
	today time.Time
	toks  []token
}

func newScan(text, lang string, now time.Time) *scan {
	if lang == "selko" {
		lang = "fi"
	}
	y, m, d := now.Date()
	return &scan{text: text, lang: lang, today: time.Date(y, m, d, 0, 0, 0, 0, now.Location()), toks: tokens(text)}
}

// at gives token i, or the zero token beyond either end.
func (s *scan) at(i int) token {
	if i < 0 || i >= len(s.toks) {
		return token{}
	}
	return s.toks[i]
}

// is tells whether token i is the mark m.
func (s *scan) is(i int, m string) bool {
	t := s.at(i)
	return t.kind == mark && t.text == m
}

// touching tells whether token i is the mark m without a space before it.
func (s *scan) touching(i int, m string) bool { return s.is(i, m) && s.at(i).glued }

// dash tells whether token i is a hyphen or a dash.
func (s *scan) dash(i int) bool {
	return s.is(i, "-") || s.is(i, "–") || s.is(i, "—") || s.is(i, "−")
}

// fold gives the folded word at i, "" when there is no word.
func (s *scan) fold(i int) string {
	if t := s.at(i); t.kind == word {
		return t.fold
	}
	return ""
}

// take marks the tokens from i up to next as read.
func (s *scan) take(i, next int, dated bool) {
	for ; i < next && i < len(s.toks); i++ {
		s.toks[i].aside = true
		s.toks[i].dated = dated
	}
}

func tokens(text string) []token {
	toks := make([]token, 0, len(text)/5+4)
	glued := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			glued = false
			i += size
			continue
		case r >= '0' && r <= '9':
			to := i
			for to < len(text) && text[to] >= '0' && text[to] <= '9' {
				to++
			}
			toks = append(toks, token{kind: digits, glued: glued, n: value(text[i:to]), from: i, to: to, text: text[i:to]})
			i = to
		case unicode.IsLetter(r):
			to := wordEnd(text, i)
			t := token{kind: word, glued: glued, from: i, to: to, text: lower(text[i:to])}
			t.fold = fold(t.text)
			toks = append(toks, t)
			i = to
		default:
			toks = append(toks, token{kind: mark, glued: glued, from: i, to: i + size, text: text[i : i+size]})
			i += size
		}
		glued = true
	}
	return toks
}

// wordEnd gives the end of the word that begins at i. Accents of their own and
// soft hyphens are inside a word, and so is an apostrophe between letters.
func wordEnd(text string, i int) int {
	for i < len(text) {
		if c := text[i]; c|0x20 >= 'a' && c|0x20 <= 'z' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == '\'' || r == '’' {
			if next, _ := utf8.DecodeRuneInString(text[i+size:]); !unicode.IsLetter(next) {
				return i
			}
		} else if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != '\u00ad' {
			return i
		}
		i += size
	}
	return i
}

func lower(s string) string {
	s = norm.NFC.String(strings.ToLower(s))
	if strings.Contains(s, "\u00ad") {
		s = strings.ReplaceAll(s, "\u00ad", "")
	}
	return s
}

// fold takes dots and rings off lower-case letters, and makes apostrophes plain.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(foldRune, s)
		}
	}
	return s
}

func foldRune(r rune) rune {
	switch r {
	case 'ä', 'å', 'á', 'à', 'æ':
		return 'a'
	case 'ö', 'ø', 'ó', 'ô':
		return 'o'
	case 'é', 'è':
		return 'e'
	case 'ü':
		return 'u'
	case '’':
		return '\''
	}
	return r
}

func value(s string) int {
	if len(s) > 9 {
		return -1
	}
	n := 0
	for i := 0; i < len(s); i++ {
		n = 10*n + int(s[i]-'0')
	}
	return n
}
