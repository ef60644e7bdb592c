package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"kakebot/booking"
	"kakebot/bot/store"
	"kakebot/chat"
	"kakebot/handlers"
	"kakebot/knowledge"
	"kakebot/knowledge/kake"
	"kakebot/reminders"
)

// A kakebot is the assistant put together, without its channels.
type kakebot struct {
	programme *knowledge.Programme
	clock     *clock
	store     *store.Store
	memory    store.Memory
	mailboxes store.Mailboxes
	desk      *booking.Desk
	assistant *handlers.Assistant
	guard     *chat.Guard
	channels  map[string]chat.Channel
	apart     map[string]bool // channels that may fail without the others
	posts     chat.Posts
	journal   store.Journal
	feeds     store.Feeds
	news      news
	office    string // the file of office hours; "" if none
	reminders *reminders.Runner
	log       *slog.Logger
}

// loadProgramme reads the built-in programme, or the one in a folder.
func loadProgramme(dir string) (*knowledge.Programme, error) {
	var files fs.FS = kake.Files
	if dir != "" {
		if _, err := os.Stat(dir); err != nil {
			return nil, fmt.Errorf("--knowledge: %w", err)
		}
		files = os.DirFS(dir)
	}
	p, err := knowledge.Load(files)
	if err != nil {
		return nil, fmt.Errorf("the knowledge cannot be read: %w", err)
	}
	return p, nil
}

// assemble reads the knowledge, opens the store and puts the rooms together.
// realm keeps what is not for real apart from what is: "" is for real.
func assemble(ctx context.Context, c config, realm string, log *slog.Logger) (*kakebot, error) {
	p, err := loadProgramme(c.knowledge)
	if err != nil {
		return nil, err
	}
	return assembleWith(ctx, c, realm, log, knowledge.NewFinder(p))
}

func assembleWith(ctx context.Context, c config, realm string, log *slog.Logger, finder *knowledge.Finder) (k *kakebot, err error) {
	p := finder.Programme
	k = &kakebot{programme: p, log: log, channels: map[string]chat.Channel{}, apart: map[string]bool{}}
	if k.clock, err = newClock(c.now, p.Zone); err != nil {
		return nil, fmt.Errorf("--now: %w", err)
	}
	if realm == "" && k.clock.rehearsing() {
		realm = "rehearsal"
	}
	bounds, err := k.bounds(c.office)
	if err != nil {
		return nil, err
	}
	if k.store, err = store.Open(ctx, c.redisURL, c.data); err != nil {
		return nil, err
	}
	prefix := "kakebot:" + p.ID
	if realm != "" {
		prefix = "kakebot:" + realm + ":" + p.ID
	}
	bounds.Wait, bounds.Now = c.replicas, k.clock.now
	k.memory = store.NewMemory(k.store.Redis, prefix+":")
	k.posts = store.NewPosts(k.store.Redis, prefix+":")
	k.journal = store.NewJournal(k.store.Redis, prefix+":")
	k.feeds = store.NewFeeds(k.store.Redis, prefix+":")
	k.mailboxes = store.NewMailboxes(k.store.Redis, prefix)
	k.desk = booking.New(k.store.Redis, prefix, p.Zone, bounds)
	k.assistant = handlers.New(handlers.Assistant{
		Programme:   p,
		Finder:      finder,
		Desk:        k.desk,
		Subscribers: reminders.NewSubscribers(k.store.Redis, prefix),
		Timing:      c.timing,
		Mailboxes:   k.mailboxes,
		Memory:      k.memory,
		Journal:     k.journal,
		Feeds:       k.feeds,
		URL:         c.page(),
		Log:         log,
	})
	k.news = news{k.desk, k.assistant, c.staff, k.clock.now}
	k.guard = &chat.Guard{
		Next:     k.assistant,
		Memory:   k.memory,
		Clock:    k.clock.now,
		Language: k.assistant.Language,
		Scrub:    handlers.Scrub,
		Shorten:  k.assistant.Shorten,
		Log:      log,
	}
	k.reminders = reminders.New(k.store.Redis, prefix, reminders.Setup{
		Rounds:   func() []knowledge.Round { return p.Rounds },
		Timing:   c.timing,
		Talks:    talks{k.desk},
		News:     k.news,
		Channels: k.channels,
		Texts: reminders.Texts{
			Name:   func(lang string) string { return p.Name("grants", lang) },
			Forms:  p.Links["forms"],
			Source: k.assistant.Source,
		},
		Clock: k.clock.now,
		Log:   log,
	})
	return k, nil
}
