package discord

import (
	"encoding/json"
	"strings"

	"kakebot/chat"
)

// The parts of Discord's events that this room reads. They are read here rather
// than by discordgo because one unknown component anywhere in a message leaves
// its whole event empty there.
type (
	user struct {
		ID  string `json:"id"`
		Bot bool   `json:"bot"`
	}

	// incoming is a message that somebody wrote.
	incoming struct {
		ID         string    `json:"id"`
		Channel    string    `json:"channel_id"`
		Guild      string    `json:"guild_id"`
		Webhook    string    `json:"webhook_id"`
		Type       int       `json:"type"`
		Content    string    `json:"content"`
		Author     *user     `json:"author"`
		Mentions   []user    `json:"mentions"`
		Referenced *incoming `json:"referenced_message"`
	}

	// interaction is a command, a pressed button, a submitted form, or the
	// beginning of a question.
	interaction struct {
		ID          string `json:"id"`
		Application string `json:"application_id"`
		Token       string `json:"token"`
		Type        int    `json:"type"`
		Guild       string `json:"guild_id"`
		Channel     string `json:"channel_id"`
		Context     *int   `json:"context"`
		Locale      string `json:"locale"`
		User        *user  `json:"user"`
		Member      *struct {
			User *user `json:"user"`
		} `json:"member"`
		Data    data `json:"data"`
		Message struct {
			Components []component `json:"components"`
		} `json:"message"`
	}

	data struct {
		Name       string      `json:"name"`
		CustomID   string      `json:"custom_id"`
		Values     []string    `json:"values"`
		Options    []option    `json:"options"`
		Components []component `json:"components"`
	}

	option struct {
		Name    string          `json:"name"`
		Value   json.RawMessage `json:"value"`
		Options []option        `json:"options"`
		Focused bool            `json:"focused"`
	}

	component struct {
		CustomID   string      `json:"custom_id"`
		Label      string      `json:"label"`
		Value      string      `json:"value"`
		Options    []component `json:"options"`
		Component  *component  `json:"component"`
		Components []component `json:"components"`
	}
)

// Kinds of messages and interactions, and where an interaction can come from.
const (
	ordinary, answer = 0, 19 // kinds of messages; the others are Discord's own news

	aCommand, aComponent, aBeginning, aForm = 2, 3, 4, 5

	withBot, privateChannel = 1, 2 // contexts: direct messages with the bot, a talk between people
)

// heard reads a message and tells whether it is for the bot whose id is me: a
// direct message, or one in a server that mentions or answers the bot. A message
// of the history does not tell its server. Half a message is none.
func heard(raw json.RawMessage, guild, me string) (m incoming, ours bool) {
	m.Guild = guild
	readable(raw, &m)
	if m.ID == "" || m.Channel == "" || m.Author == nil || m.Author.ID == "" || m.Author.ID == me || m.Author.Bot ||
		m.Webhook != "" || m.Type != ordinary && m.Type != answer {
		return m, false
	}
	if m.Guild == "" {
		return m, true
	}
	named := m.Referenced != nil && m.Referenced.Author != nil && m.Referenced.Author.ID == me && m.Content != ""
	for _, u := range m.Mentions {
		named = named || u.ID == me
	}
	return m, named
}

// words are what the person wrote, without calling the bot.
func (m incoming) words(me string) string {
	s := strings.NewReplacer("<@"+me+">", " ", "<@!"+me+">", " ").Replace(m.Content)
	return strings.TrimSpace(s)
}

// pressed reads an interaction, and tells whether it can be answered.
func pressed(raw json.RawMessage) (i interaction, whole bool) {
	readable(raw, &i)
	if i.User == nil && i.Member != nil {
		i.User = i.Member.User
	}
	return i, i.ID != "" && i.Token != "" && i.User != nil && i.User.ID != ""
}

// readable reads what can be read. A field of another kind than expected is
// passed over, and the others are there.
func readable(raw json.RawMessage, into any) { _ = json.Unmarshal(raw, into) }

// shared tells whether others than the person see the place.
func (i interaction) shared() bool {
	return i.Guild != "" || i.Context != nil && *i.Context == privateChannel
}

// private tells whether the place is surely the person's direct messages with the bot.
func (i interaction) private() bool {
	return i.Context != nil && *i.Context == withBot && snowflake(i.Channel)
}

// means is an interaction as a message, and whether its answer may be a form.
// known is false for what is none of ours.
func (i interaction) means(commands []Command) (m chat.Message, form, known bool) {
	m = chat.Message{
		ID:   i.ID,
		From: chat.Person{ID: name + ":" + i.User.ID, Locale: i.Locale},
		In:   home(i.User.ID, i.Guild, i.Channel),
	}
	switch i.Type {
	case aCommand:
		sub, words := i.ordered()
		m.Text = strings.TrimSpace("/" + sub + " " + words) // of an older registration
		for _, c := range commands {
			if c.Name == sub {
				m.Text, form = strings.TrimSpace(c.Say+" "+words), c.OpensForm
			}
		}
	case aComponent:
		m.Text, form, m.Label = i.chosen()
	case aForm:
		m.Text, m.Label = spokenForm(i.Data.CustomID)
		m.Fields = i.filled()
	default:
		return m, false, false
	}
	return m, form, true
}

// interacted tells whether a message was an interaction: the others name their channel.
func interacted(m chat.Message) bool { return !strings.Contains(m.ID, ":") }

// chosen is the command of the button or the menu's line, whether it may open a
// form, and what the person saw on it.
func (i interaction) chosen() (say string, opens bool, label string) {
	id := i.Data.CustomID
	if len(i.Data.Values) > 0 {
		id = i.Data.Values[0]
	}
	say, opens = spoken(id)
	return say, opens, labelOf(i.Message.Components, id)
}

// labelOf finds what stood on a button or a menu's line.
func labelOf(all []component, id string) string {
	for _, c := range all {
		if c.Label != "" && (c.CustomID == id || c.Value == id) {
			return c.Label
		}
		for _, inner := range [][]component{c.Components, c.Options} {
			if l := labelOf(inner, id); l != "" {
				return l
			}
		}
	}
	return ""
}

// filled are the values of a submitted form.
func (i interaction) filled() map[string]string {
	values := map[string]string{}
	var walk func([]component)
	walk = func(all []component) {
		for _, c := range all {
			if c.CustomID != "" {
				values[c.CustomID] = strings.TrimSpace(c.Value)
			}
			if c.Component != nil {
				walk([]component{*c.Component})
			}
			walk(c.Components)
		}
	}
	walk(i.Data.Components)
	return values
}

// ordered is what a command was given: the subcommand's name, and the words
// beside it, which are being typed if it is only begun.
func (i interaction) ordered() (name, words string) {
	if len(i.Data.Options) == 0 {
		return "", ""
	}
	sub := i.Data.Options[0]
	for _, o := range sub.Options {
		var s string
		readable(o.Value, &s)
		words = s
	}
	return sub.Name, strings.TrimSpace(words)
}
