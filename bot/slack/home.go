package slack

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"kakebot/chat"
)

const (
	maxHome     = 100 // blocks of a view
	homesEvery  = 3 * time.Second
	homeWithin  = 15 * time.Second // that making and showing one page may take
	maxVisitors = 10_000
)

// home is App Home, from the replies to the commands it is made of.
func home(replies []chat.Reply) slack.HomeTabViewRequest {
	var blocks []slack.Block
	for _, r := range replies {
		part := body(r)
		if len(part) == 0 || len(blocks)+1+len(part) > maxHome {
			continue
		}
		if len(blocks) > 0 {
			blocks = append(blocks, slack.NewDividerBlock())
		}
		blocks = append(blocks, part...)
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

// visit remembers that somebody looks at App Home, so that it is kept up to date
// for them, and shows it. false means that too much is waiting.
func (s *Slack) visit(user string) bool {
	s.looked(user, 0)
	return s.refresh(user)
}

// changed says that a person was answered: their page may no longer be true. It
// matters to those who have looked at it, or look at it now.
func (s *Slack) changed(user string, looks bool) {
	s.mu.Lock()
	_, looked := s.visitors[user]
	s.mu.Unlock()
	if looked || looks {
		s.looked(user, 1)
	}
}

// looked says in how many rounds a page is shown again, if it is not to wait longer.
func (s *Slack) looked(user string, rounds int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.visitors) >= maxVisitors {
		clear(s.visitors)
	}
	s.visitors[user] = max(s.visitors[user], rounds)
}

// refresh has a person's page shown; false means that too much is waiting.
func (s *Slack) refresh(user string) bool {
	return s.courier.Go("home/"+user, func(ctx context.Context) { s.publish(ctx, user) })
}

// keepHomes shows the changed pages again every few seconds, until ctx ends.
func (s *Slack) keepHomes(ctx context.Context) {
	t := time.NewTicker(homesEvery)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		for _, user := range s.takeChanged() {
			if !s.refresh(user) {
				s.looked(user, 1)
			}
		}
	}
}

func (s *Slack) takeChanged() (users []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for user, rounds := range s.visitors {
		if rounds == 1 {
			users = append(users, user)
		}
		s.visitors[user] = max(0, rounds-1)
	}
	return users
}

// publish shows a person's App Home. A page that cannot be shown now is shown a
// little later, or when Slack wants to be asked again.
func (s *Slack) publish(ctx context.Context, user string) {
	ctx, cancel := context.WithTimeout(ctx, homeWithin)
	defer cancel()
	var replies []chat.Reply
	for _, command := range s.Home {
		m := message(user, "home", command)
		m.Aside = true
		r, err := s.handler.Handle(ctx, chat.Turn{Message: m})
		if err != nil {
			s.Log.Warn("a part of App Home has no answer", "error", err)
			continue
		}
		replies = append(replies, r)
	}
	_, err := s.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: home(replies)})
	if err = refusal("views.publish", err); err != nil && !errors.Is(err, chat.ErrPermanent) {
		s.Log.Warn("App Home is not shown; trying again", "error", err)
		pause := chat.RetryAfter(homesEvery)
		errors.As(err, &pause)
		s.looked(user, 1+int((time.Duration(pause)+homesEvery-1)/homesEvery))
	}
}
