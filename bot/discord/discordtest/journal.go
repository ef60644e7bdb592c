package discordtest

import (
	"slices"
	"strings"
)

// A Post is a message of the bot's as it stands: in a channel, or as the answer
// to an interaction.
type Post struct {
	ID         string
	Place      Place
	Content    string
	More       string // the text of the boxes below the content
	Components []Component
	Files      []File
	Pings      Pings
	Ephemeral  bool
	To         string // the only one who sees it, when ephemeral
	Nonce      string
	Edits      int
	Reply      string       // the message it replies to
	Answers    *Interaction // the interaction it answers

	message *message
}

// journal adds a message to what people see; the caller holds the lock.
func (s *Server) journal(m *message) {
	if !m.journaled {
		m.journaled = true
		s.posts = append(s.posts, m)
		s.touch()
	}
}

func (m *message) post() Post {
	var more []string
	for _, e := range m.embeds {
		more = append(more, e.Title+e.Description)
	}
	return Post{More: strings.Join(more, "\n"), ID: m.id, Place: *m.place, Content: m.content, Components: slices.Clone(m.components), Files: slices.Clone(m.files), Pings: m.pings,
		Ephemeral: m.flags&flagEphemeral != 0, To: m.toUser, Nonce: m.nonce, Edits: m.edits, Reply: m.reference, Answers: m.interaction, message: m}
}

// Posts is everything that was posted so far, in order, as it stands now.
func (s *Server) Posts() []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Post, len(s.posts))
	for i, m := range s.posts {
		all[i] = m.post()
	}
	return all
}

// Next waits for the next post that no Next has given yet.
func (s *Server) Next() Post {
	s.t.Helper()
	s.wait("a post", func() bool { return len(s.posts) > s.read })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read++
	return s.posts[s.read-1].post()
}

// Unread tells how many posts no Next has given yet.
func (s *Server) Unread() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.posts) - s.read
}

// Await waits until the posts satisfy a test, which is called again and again
// and must be quick.
func (s *Server) Await(what string, enough func(posts int) bool) {
	s.t.Helper()
	s.wait(what, func() bool { return enough(len(s.posts)) })
}

// Again gives a post as it stands now.
func (s *Server) Again(p Post) Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	return p.message.post()
}

// Calls is every request to a route so far.
func (s *Server) Calls(route string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.called(route)
}

func (s *Server) called(route string) []Call {
	var of []Call
	for _, c := range s.calls {
		if c.Route == route {
			of = append(of, c)
		}
	}
	return of
}

// AwaitCalls waits until a route was called n times.
func (s *Server) AwaitCalls(route string, n int) {
	s.t.Helper()
	s.wait("calls of "+route, func() bool { return len(s.called(route)) >= n })
}

// Faults tells how many faults still wait for a call of a route.
func (s *Server) Faults(route string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.faults[route])
}

// Unanswered counts the interactions whose time ran out.
func (s *Server) Unanswered() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, i := range s.asked {
		if i.late {
			n++
		}
	}
	return n
}

// FollowUps tells how many further posts an interaction was answered with.
func (i *Interaction) FollowUps() int {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return i.followUps
}

// all are the buttons and selects of a post, in order.
func (p Post) all() []Component {
	var all []Component
	for _, r := range p.Components {
		all = append(all, r.Components...)
	}
	return all
}

// Button finds a button by its label.
func (p Post) Button(label string) (Component, bool) {
	for _, c := range p.all() {
		if c.Type == button && strings.EqualFold(c.Label, label) {
			return c, true
		}
	}
	return Component{}, false
}

// Labels are the labels of the buttons.
func (p Post) Labels() []string {
	var labels []string
	for _, c := range p.all() {
		if c.Type == button {
			labels = append(labels, c.Label)
		}
	}
	return labels
}

// Options are the labels of the selects' options.
func (p Post) Options() []string {
	var labels []string
	for _, c := range p.all() {
		for _, o := range c.Options {
			labels = append(labels, o.Label)
		}
	}
	return labels
}
