package discord

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"kakebot/chat"
)

// Discord's limits, in characters and pieces.
const (
	mostContent = 2000
	mostEmbed   = 4096
	mostLabel   = 80
	mostID      = 100
	mostRows    = 5
	mostInRow   = 5
	mostInMenu  = 25
	mostButtons = 5 // of one command; more of it are a menu
)

// flags of a message.
const ephemeral = 1 << 6

// A message is what is sent to Discord.
type message struct {
	Content    string                           `json:"content"`
	Embeds     []*discordgo.MessageEmbed        `json:"embeds"`
	Components []discordgo.MessageComponent     `json:"components"`
	Mentions   discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Attached   []attached                       `json:"attachments,omitempty"`
	Flags      int                              `json:"flags,omitempty"`
	Answers    *reference                       `json:"message_reference,omitempty"`
	Nonce      string                           `json:"nonce,omitempty"`
	Enforce    bool                             `json:"enforce_nonce,omitempty"`
	files      []chat.File
}

type attached struct {
	ID   int    `json:"id"`
	Name string `json:"filename"`
}

// reference is the message that a message answers. It may be gone.
type reference struct {
	Message   string `json:"message_id"`
	MustExist bool   `json:"fail_if_not_exists"`
}

// render shows a reply as one message, so that it is posted wholly or not at
// all. Nobody is ever called by it.
func render(r chat.Reply) message {
	text := said(r)
	if text == "" && len(r.Files) == 0 {
		text = words.Say(r.Lang, "choose")
	}
	m := quiet("")
	var rest string
	if m.Content, rest = split(text, mostContent); rest != "" {
		m.Embeds = append(m.Embeds, &discordgo.MessageEmbed{Description: cut(rest, mostEmbed)})
	}
	m.Components = rows(r)
	for i, f := range r.Files {
		m.Attached = append(m.Attached, attached{i, f.Name})
	}
	m.files = r.Files
	return m
}

// quiet is a message that calls nobody.
func quiet(content string) message {
	return message{
		Content:    content,
		Embeds:     []*discordgo.MessageEmbed{},
		Components: []discordgo.MessageComponent{},
		Mentions:   discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
	}
}

// said is everything of a reply that is read, in Discord's Markdown.
func said(r chat.Reply) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(links.ReplaceAllString(r.Text, "[$1](<$2>)"))
	add(mistakes(r.Form))
	add(question(r))
	var small []string
	for _, line := range strings.Split(chat.Citation(r), "\n") {
		if line != "" {
			small = append(small, "-# "+chat.Inert(line))
		}
	}
	add(strings.Join(small, "\n"))
	return strings.Join(parts, "\n\n")
}

// links get their address in angle brackets, which keeps Discord from showing a
// preview of it.
var links = regexp.MustCompile(`\[((?:[^\]\\]|\\.)*)\]\((https?://[^)\s<>]*)\)`)

// question is what a form asks in text. Mistakes are listed already, and nothing
// is asked but what they are about.
func question(r chat.Reply) string {
	if r.Form == nil || len(r.Form.Errors) > 0 && r.Form.Errors[r.Form.Ask] == "" {
		return ""
	}
	f := *r.Form
	f.Errors = nil
	r.Form = &f
	return chat.Question(r)
}

// mistakes lists what is wrong with a form, in the order of its fields.
func mistakes(f *chat.Form) string {
	if f == nil || len(f.Errors) == 0 {
		return ""
	}
	var lines []string
	if e := f.Errors[""]; e != "" {
		lines = append(lines, e)
	}
	for _, x := range f.Fields {
		if e := f.Errors[x.Name]; e != "" {
			lines = append(lines, "- **"+x.Label+"**: "+e)
		}
	}
	return strings.Join(lines, "\n")
}

// split gives what fits into limit characters, up to the end of a paragraph, a
// line, a sentence or a word, whichever is there, and the rest.
func split(s string, limit int) (head, rest string) {
	if utf8.RuneCountInString(s) <= limit {
		return s, ""
	}
	head = string([]rune(s)[:limit])
	for _, end := range []string{"\n\n", "\n", ". ", " "} {
		if i := strings.LastIndex(head, end); i > len(head)/2 {
			head = head[:i+len(strings.TrimRight(end, " \n"))]
			break
		}
	}
	return head, strings.TrimLeft(s[len(head):], " \n")
}

// cut keeps at most limit characters, the last of which tells that there was more.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}
