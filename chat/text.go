package chat

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed words
var wordFiles embed.FS

// words are the few sentences that belong to conversation itself.
var words = MustPhrases(wordFiles, "words")

// Text gives a reply as plain text, without its choices: the text, the form's
// current question, the source. It is what a channel without layout shows.
func Text(r Reply) string {
	var parts []string
	if r.Text != "" {
		parts = append(parts, Plain(r.Text))
	}
	if q := Question(r); q != "" {
		parts = append(parts, q)
	}
	if s := Citation(r); s != "" {
		parts = append(parts, s)
	}
	return strings.Join(parts, "\n\n")
}

// Question is what a channel without forms asks: the field named by Form.Ask,
// with its error, its hint and its options. It is "" when there is none.
func Question(r Reply) string {
	if r.Form == nil || r.Form.Ask == "" {
		return ""
	}
	var b strings.Builder
	for _, f := range r.Form.Fields {
		if f.Name != r.Form.Ask {
			continue
		}
		if e := r.Form.Errors[f.Name]; e != "" {
			b.WriteString(e + "\n")
		}
		b.WriteString(f.Question)
		if f.Hint != "" {
			b.WriteString("\n" + f.Hint)
		}
	}
	return b.String()
}

// Citation names the sources of a reply: a line for each heading, with a short
// quote for each fact under it.
func Citation(r Reply) string {
	var lines []string
	for i, s := range r.Sources {
		quote := "”" + s.Quote + "”"
		if i > 0 && s.Heading == r.Sources[i-1].Heading {
			lines[len(lines)-1] += ", " + quote
			continue
		}
		lines = append(lines, fmt.Sprintf("%s: %s – %s", words.Say(r.Lang, "source"), s.Heading, quote))
	}
	return strings.Join(lines, "\n")
}

// Numbered lists choices as a text channel shows them: "1. Varaa aika".
func Numbered(choices []Choice) string {
	lines := make([]string, len(choices))
	for i, c := range choices {
		lines[i] = fmt.Sprintf("%d. %s", i+1, c.Label)
	}
	return strings.Join(lines, "\n")
}

// marks are what Plain takes away: an escape, bold, or a link, whichever comes
// first, so that an escaped sign is never taken for the beginning of a link.
var marks = regexp.MustCompile(`\\[[:punct:]]|\*\*|\[((?:[^\]\\]|\\.)*)\]\(([^)\s]*)\)`)

// Plain takes the marks out of a reply's small Markdown: bold is shown plain, a
// link as its text, with the address after it unless the text is its end, and
// an escaped sign as the sign.
func Plain(markdown string) string {
	return marks.ReplaceAllStringFunc(markdown, func(m string) string {
		switch m[0] {
		case '\\':
			return m[1:]
		case '*':
			return ""
		}
		part := marks.FindStringSubmatch(m)
		text, address := Plain(part[1]), part[2]
		switch {
		case text == "":
			return address
		case strings.HasSuffix(address, text):
			return text
		}
		return text + " (" + address + ")"
	})
}

var (
	escaper = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "`", "\\`", "#", `\#`,
		"~", `\~`, "|", `\|`, "&", `\&`, "<", "‹", ">", "›")
	// mention is an "@" that begins a word, or that calls everybody wherever it
	// stands. The "@" of an e-mail address is neither, and has to stay as it is
	// so that the address can be copied.
	mention = regexp.MustCompile(`(?i)(^|[^\pL\pN._%+-])@+|@(everyone|here|channel)`)
)

// Inert makes what a person typed safe to repeat within a line of a reply's
// Markdown: no markup, no entity, no mention ("@everyone", "<!channel>") and no
// line break survives. Plain gives back what was typed, except that space is
// single, "<" and ">" are "‹" and "›", and a mention's "@" is followed by an
// invisible space.
func Inert(s string) string {
	s = mention.ReplaceAllStringFunc(strings.Join(strings.Fields(s), " "), func(m string) string {
		after := strings.LastIndexByte(m, '@') + 1
		return m[:after] + "\u200b" + m[after:]
	})
	return escaper.Replace(s)
}
