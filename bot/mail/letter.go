package mail

import (
	"bytes"
	"embed"
	"html/template"
	"net/url"
	"regexp"
	"strings"

	"kakebot/chat"
)

//go:embed words
var wordFiles embed.FS

var words = chat.MustPhrases(wordFiles, "words")

//go:embed letter.html
var letterHTML string

var letterPage = template.Must(template.New("letter").Parse(letterHTML))

// A letter is what a reply says, as mail.
type letter struct {
	Lang    string // language tag
	Subject string
	Text    string
	HTML    string
}

// A page is what letter.html shows.
type page struct {
	Lang, Subject string
	Body          template.HTML
	Sources       []chat.Source
	Source        string // the word for it
	Links         []link
	OnPage        string // what leads to the links
	Footer        []string
	Stop          *link
}

type link struct{ Label, Address string }

// write gives r as a letter. web is the page's address, from the sender, why the
// words that tell why it comes, and stop where the mail can be stopped; "" where
// there is nothing to stop.
func write(r chat.Reply, web, from, why, stop string, html func(string) template.HTML) letter {
	say := func(key string, values ...string) string { return words.Say(r.Lang, key, values...) }
	p := page{Lang: htmlLang(r.Lang), Subject: subject(r.Text), Body: html(r.Text), Sources: r.Sources, Source: say("source"), OnPage: say("on_page")}
	if p.Subject == "" {
		p.Subject = say("subject")
	}
	for _, c := range r.Choices {
		if !strings.HasPrefix(c.Say, "/lopeta-") { // stopping has a link of its own
			p.Links = append(p.Links, link{c.Label, web + "/?l=" + r.Lang + "&kysy=" + url.QueryEscape(c.Say)})
		}
	}
	if r.Form != nil {
		p.Links = append(p.Links, link{r.Form.Title, web + "/?l=" + r.Lang + "&kysy=" + url.QueryEscape(r.Form.ID)})
	}
	p.Footer = []string{say("automatic", "from", from), say(why)}
	if stop != "" {
		p.Stop = &link{say("stop"), stop}
	}
	var b bytes.Buffer
	if err := letterPage.Execute(&b, p); err != nil {
		panic("mail: " + err.Error()) // the template is ours, and a buffer takes everything
	}
	return letter{Lang: p.Lang, Subject: p.Subject, Text: p.text(r), HTML: b.String()}
}

// text is the letter for who reads no HTML: short paragraphs, addresses in full.
func (p page) text(r chat.Reply) string {
	parts := []string{chat.Plain(r.Text), chat.Citation(r)}
	if len(p.Links) > 0 {
		lines := []string{p.OnPage}
		for _, l := range p.Links {
			lines = append(lines, l.Label+": "+l.Address)
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	parts = append(parts, "--", p.Footer[0], p.Footer[1])
	if p.Stop != nil {
		parts = append(parts, p.Stop.Label+": "+p.Stop.Address)
	}
	var kept []string
	for _, s := range parts {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, "\n\n") + "\n"
}

// sentence is the first one of a line. A dot after a digit ends a date.
var sentence = regexp.MustCompile(`^.*?[^\d\s][.?!]\s`)

const maxSubject = 90 // characters: more is cut by what shows a list of mail

// subject is what a reply begins with: its first bold words, or its first sentence.
func subject(markdown string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(markdown), "\n")
	if bold, ok := strings.CutPrefix(line, "**"); ok {
		line, _, _ = strings.Cut(bold, "**")
	} else if first := sentence.FindString(line); first != "" {
		line = first
	}
	line = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, chat.Plain(line))
	line = strings.TrimRight(strings.TrimSpace(line), ".:!")
	if r := []rune(line); len(r) > maxSubject {
		line = string(r[:maxSubject])
		line = strings.TrimSpace(line[:max(strings.LastIndexByte(line, ' '), maxSubject/2)]) + "…"
	}
	return line
}

// htmlLang is the language tag: easy Finnish is Finnish.
func htmlLang(lang string) string {
	if lang == "selko" {
		return "fi"
	}
	return lang
}
