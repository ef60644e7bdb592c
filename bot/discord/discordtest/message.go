package discordtest

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Flags of a message.
const (
	flagSuppressEmbeds = 1 << 2
	flagEphemeral      = 1 << 6
	flagLoading        = 1 << 7
	flagSilent         = 1 << 12
)

// nonceLife is how long a nonce is enforced: Discord says "a few minutes".
const nonceLife = 5 * time.Minute

// A message is one that stands, or stood, in a channel.
type message struct {
	id, author  string
	place       *Place
	at          time.Time
	content     string
	components  []Component
	files       []File
	embeds      []embed
	pings       Pings
	flags       int
	nonce       string
	reference   string
	interaction *Interaction // whose answer it is
	toUser      string       // the only one who sees it, when ephemeral
	edits       int
	journaled   bool
	gone        bool
}

// A File came with a message.
type File struct {
	Name, Type string
	Data       []byte

	part string // of the multipart form
}

// An embed is a box below a message. It calls nobody.
type embed struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
}

// draft is what a client sends to make or change a message. What is nil is left
// alone by a change.
type draft struct {
	Content    *string      `json:"content"`
	Components *[]Component `json:"components"`
	Embeds     []embed      `json:"embeds"`
	Attached   []struct {
		ID   any    `json:"id"`
		Name string `json:"filename"`
	} `json:"attachments"`
	Mentions  *allowed        `json:"allowed_mentions"`
	Flags     int             `json:"flags"`
	Nonce     json.RawMessage `json:"nonce"`
	Enforce   bool            `json:"enforce_nonce"`
	Reference *struct {
		MessageID string `json:"message_id"`
		OrFail    *bool  `json:"fail_if_not_exists"`
	} `json:"message_reference"`

	files []File
}

// decode reads a body, of JSON or of parts whose payload_json is into and whose
// others are files.
func decode(r *http.Request, into any) ([]File, *apiError) {
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		if kind != "application/json" {
			return nil, &apiError{status: 400, code: 50035, message: "the Content-Type is " + kind}
		}
		if json.NewDecoder(r.Body).Decode(into) != nil {
			return nil, errBody
		}
		return nil, nil
	}
	var files []File
	parts := multipart.NewReader(r.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return nil, errBody
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, errBody
		}
		switch name := part.FormName(); {
		case name == "payload_json":
			if json.Unmarshal(data, into) != nil {
				return nil, errBody
			}
		case part.FileName() != "":
			files = append(files, File{Name: part.FileName(), Type: part.Header.Get("Content-Type"), Data: data, part: name})
		default:
			return nil, invalid(map[string]string{name: "this part is no file"})
		}
	}
}

// readDraft reads a message to be made or changed, and checks it.
func readDraft(r *http.Request) (draft, *apiError) {
	var d draft
	files, err := decode(r, &d)
	if err != nil {
		return d, err
	}
	d.files = files
	if wrong := d.check(); len(wrong) > 0 {
		return d, invalid(wrong)
	}
	return d, nil
}

func (d draft) empty() bool {
	return (d.Content == nil || strings.TrimSpace(*d.Content) == "") && len(d.Embeds) == 0 && len(d.files) == 0 && (d.Components == nil || len(*d.Components) == 0)
}

// nonceText is the nonce, which may be a number or a string.
func (d draft) nonceText() string { return strings.Trim(string(d.Nonce), `"`) }

// apply puts a draft into a message.
func (m *message) apply(d draft) {
	if d.Content != nil {
		m.content = *d.Content
	}
	if d.Components != nil {
		m.components = *d.Components
	}
	if d.Embeds != nil {
		m.embeds = d.Embeds
	}
	if d.Content != nil || m.edits == 0 {
		m.pings = d.Mentions.pings(m.content)
	}
	m.files = append(m.files, d.files...)
}

// post makes a message of the bot's in a place.
func (s *Server) post(at *Place, d draft) *message {
	m := &message{id: s.newID(), author: s.BotID, place: at, at: s.now, flags: d.Flags, nonce: d.nonceText()}
	if d.Reference != nil {
		m.reference = d.Reference.MessageID
	}
	m.apply(d)
	s.messages[at.ID] = append(s.messages[at.ID], m)
	return m
}

func (s *Server) postMessage(r *http.Request) (any, *apiError) {
	at, refusal := s.channel(r)
	if refusal != nil {
		return nil, refusal
	}
	if many := s.spend(at.ID); many != nil {
		return nil, many
	}
	d, err := readDraft(r)
	switch {
	case err != nil:
		return nil, err
	case d.empty():
		return nil, errEmpty
	case d.Flags&^(flagSuppressEmbeds|flagSilent) != 0:
		return nil, invalid(map[string]string{"flags": "these flags cannot be set here: " + strconv.Itoa(d.Flags)})
	case d.Enforce && d.nonceText() == "":
		return nil, invalid(map[string]string{"nonce": "required to enforce it"})
	}
	if no, refused := s.refused[at.ID]; refused {
		return nil, &apiError{status: no.status, code: no.code, message: no.message}
	}
	if d.Reference != nil && (d.Reference.OrFail == nil || *d.Reference.OrFail) && s.find(at.ID, d.Reference.MessageID) == nil {
		return nil, invalid(map[string]string{"message_reference": "Unknown message"})
	}
	if n := d.nonceText(); d.Enforce {
		if prior := s.nonces[n]; prior != nil && s.now.Sub(prior.at) < nonceLife {
			return s.wire(prior), nil
		}
	}
	m := s.post(at, d)
	if m.nonce != "" {
		s.nonces[m.nonce] = m
	}
	s.journal(m)
	s.announce("MESSAGE_CREATE", m)
	return s.wire(m), nil
}

// channel finds the channel of a request.
func (s *Server) channel(r *http.Request) (*Place, *apiError) {
	id := r.PathValue("channel")
	if !snowflake(id) {
		return nil, invalid(map[string]string{"channel_id": "Value \"" + id + "\" is not snowflake."})
	}
	at, known := s.places[id]
	if !known {
		return nil, errChannel
	}
	return at, nil
}

func (s *Server) find(channel, id string) *message {
	for _, m := range s.messages[channel] {
		if m.id == id && !m.gone {
			return m
		}
	}
	return nil
}

// getMessages lists a channel, newest first: the newest ones, those after an id,
// before it or around it. What is ephemeral is in no list.
func (s *Server) getMessages(r *http.Request) (any, *apiError) {
	at, refusal := s.channel(r)
	if refusal != nil {
		return nil, refusal
	}
	q := r.URL.Query()
	limit := 50
	if l := q.Get("limit"); l != "" {
		n, err := strconv.Atoi(l)
		if err != nil || n < 1 || n > 100 {
			return nil, invalid(map[string]string{"limit": "int value should be between 1 and 100."})
		}
		limit = n
	}
	var seen []*message
	for _, m := range s.messages[at.ID] {
		if m.flags&flagEphemeral == 0 && !m.gone {
			seen = append(seen, m)
		}
	}
	index := func(id string) int { // of the first message after id
		n, _ := strconv.ParseUint(id, 10, 64)
		i := slices.IndexFunc(seen, func(m *message) bool { x, _ := strconv.ParseUint(m.id, 10, 64); return x > n })
		if i < 0 {
			i = len(seen)
		}
		return i
	}
	switch {
	case q.Get("after") != "":
		from := index(q.Get("after"))
		seen = seen[from:min(len(seen), from+limit)]
	case q.Get("around") != "":
		mid := index(q.Get("around"))
		seen = seen[max(0, mid-limit/2):min(len(seen), mid+limit-limit/2)]
	case q.Get("before") != "":
		n, _ := strconv.ParseUint(q.Get("before"), 10, 64)
		seen = seen[:index(strconv.FormatUint(n-1, 10))]
		fallthrough
	default:
		seen = seen[max(0, len(seen)-limit):]
	}
	list := []any{}
	for _, m := range slices.Backward(seen) {
		w := s.wire(m)
		if !s.concerns(m) && s.settings.granted&IntentContent == 0 {
			w = hidden(w)
		}
		list = append(list, w)
	}
	return list, nil
}

func (s *Server) editMessage(r *http.Request) (any, *apiError) {
	at, refusal := s.channel(r)
	if refusal != nil {
		return nil, refusal
	}
	m := s.find(at.ID, r.PathValue("message"))
	switch {
	case m == nil || m.flags&flagEphemeral != 0:
		return nil, errMessage
	case m.author != s.BotID:
		return nil, errOthers
	}
	d, err := readDraft(r)
	if err != nil {
		return nil, err
	}
	s.edit(m, d)
	return s.wire(m), nil
}

// edit changes a message and tells the sessions.
func (s *Server) edit(m *message, d draft) {
	m.apply(d)
	m.edits++
	s.announce("MESSAGE_UPDATE", m)
}

func (s *Server) openDM(r *http.Request) (any, *apiError) {
	var asked struct {
		User string `json:"recipient_id"`
	}
	if _, err := decode(r, &asked); err != nil {
		return nil, err
	}
	if !snowflake(asked.User) {
		return nil, invalid(map[string]string{"recipient_id": "Value \"" + asked.User + "\" is not snowflake."})
	}
	at, known := s.private[asked.User]
	if !known {
		return nil, errUser
	}
	return map[string]any{"id": at.ID, "type": 1, "last_message_id": nil, "recipients": []any{s.author(asked.User)}}, nil
}
