package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"kakebot/bot/discord"
	"kakebot/bot/discord/discordtest"
	"kakebot/bot/slack"
	"kakebot/bot/slack/slacktest"
	"kakebot/chat"
)

// unpaced is a channel that takes whatever is due: its pace is by the server's
// own clock, which a conversation that jumps through days does not wait for.
type unpaced struct {
	chat.Channel
	chat.Looker
}

// listening runs a channel for the time of the test.
func listening(t *testing.T, k *kakebot, c chat.Channel) {
	k.channels[c.Name()] = c
	if looker, can := c.(chat.Looker); can {
		k.channels[c.Name()] = unpaced{c, looker}
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx, k.guard) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

var silent = slog.New(slog.NewTextHandler(io.Discard, nil))

// slackStage is the direct messages of a Slack workspace.
type slackStage struct {
	server *slacktest.Server
	users  map[string]string
	read   map[string]int
}

func inSlack(t *testing.T, k *kakebot) stage {
	s := slacktest.Open(t, slacktest.Options{})
	listening(t, k, slack.New(slack.Options{BotToken: s.BotToken, AppToken: s.AppToken, APIURL: s.URL, Posts: k.posts, Home: home, Pace: time.Millisecond, Log: silent}))
	s.AwaitSockets(1)
	return &slackStage{s, map[string]string{}, map[string]int{}}
}

func (s *slackStage) say(t *testing.T, person, words string) shown {
	t.Helper()
	user, known := s.users[person]
	if !known {
		user = fmt.Sprintf("U%07d", len(s.users)+1)
		s.users[person] = user
	}
	before := len(messages(s.server.Posts(user)))
	s.server.DM(user, words)
	for {
		n := len(s.server.Posts(user)) // before looking, so that none comes between
		if len(messages(s.server.Posts(user))) > before {
			break
		}
		s.server.Await(user, n+1)
		if t.Failed() {
			t.FailNow()
		}
	}
	all := messages(s.server.Posts(user))
	var out shown
	for _, p := range all[s.read[user]:] {
		out.text += unmarked(p.Shown()) + "\n"
		out.labels = append(out.labels, p.Labels()...)
	}
	s.read[user] = len(all)
	return out
}

// messages leaves out the files, which come after the message they belong to.
func messages(posts []slacktest.Post) (all []slacktest.Post) {
	for _, p := range posts {
		if p.How == "chat.postMessage" {
			all = append(all, p)
		}
	}
	return all
}

// unmarked takes Slack's and Discord's own markup away, so that the words of a
// conversation are found.
func unmarked(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "*", "", "\\", "").Replace(s)
}

// discordStage is the direct messages of Discord.
type discordStage struct {
	server *discordtest.Server
	users  map[string]discordtest.User
	read   map[string]int
}

func inDiscord(t *testing.T, k *kakebot) stage {
	s := discordtest.Open(t)
	s.RateLimit(1000, time.Second)
	d := discord.New(discord.Options{Token: s.Token, APIURL: s.URL, Posts: k.posts, Commands: slashed, Pace: time.Millisecond, Log: silent})
	listening(t, k, d)
	s.AwaitConnected(1)
	return &discordStage{s, map[string]discordtest.User{}, map[string]int{}}
}

func (s *discordStage) say(t *testing.T, person, words string) shown {
	t.Helper()
	user, known := s.users[person]
	if !known {
		user = s.server.Person("fi")
		s.users[person] = user
	}
	at := s.server.Private(user)
	before := len(s.posts(at))
	s.server.DM(user, words)
	for {
		n := len(s.server.Posts()) // before looking, so that none comes between
		if len(s.posts(at)) > before {
			break
		}
		s.server.Await("an answer", func(posts int) bool { return posts > n })
	}
	all := s.posts(at)
	var out shown
	for _, p := range all[s.read[at.ID]:] {
		out.text += unmarked(p.Content+"\n"+p.More) + "\n"
		out.labels = append(append(out.labels, p.Labels()...), p.Options()...)
	}
	s.read[at.ID] = len(all)
	return out
}

func (s *discordStage) posts(at discordtest.Place) (here []discordtest.Post) {
	for _, p := range s.server.Posts() {
		if p.Place.ID == at.ID {
			here = append(here, p)
		}
	}
	return here
}
