package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"kakebot/bot/terminal"
	"kakebot/bot/web"
	"kakebot/chat"
	"kakebot/knowledge/reading"
)

// stopWithin is how long the channels may take to end once they are asked to; the
// store's own end comes after it, and both within five seconds.
const stopWithin = 4 * time.Second

// serve runs everything until the process is asked to stop, or the person in
// the terminal leaves.
func serve(ctx context.Context, c config, s streams) error {
	post, err := mailSettings(c)
	if err != nil {
		return err
	}
	k, err := assemble(ctx, c, "", logger(s))
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	if k.store.Kind == "joined" {
		return fmt.Errorf("--data: another kakebot runs on %s already", c.data)
	}
	page, err := web.New(web.Options{
		Listen:       c.listen,
		Programme:    k.programme.Name("grant", "fi"),
		Memory:       k.memory,
		Now:          k.clock.now,
		Rehearsal:    k.clock.rehearsing(),
		Start:        k.assistant.Start,
		Status:       k.assistant.Status,
		Feed:         k.assistant.RoundsCalendar,
		Calendar:     k.calendar,
		Ready:        func(ctx context.Context) error { return k.store.Redis.Ping(ctx).Err() },
		Health:       k.health,
		EmbedOrigins: c.origins,
		Owner:        web.Owner{Responsible: k.programme.Settings.Responsible},
		Keep:         k.memory.Keeps(),
		TrustProxy:   c.proxied,
		ConfirmMail:  k.confirmMail,
		StopMail:     k.stopMail,
		Log:          k.log,
	})
	if err != nil {
		return err
	}
	if err := k.offer(ctx, c.slots, c.length, c.place); err != nil {
		return err
	}
	if err := k.keepOffice(ctx); err != nil {
		return err
	}
	if k.news.told() {
		if err := k.reminders.Welcome(ctx, c.staff); err != nil {
			return err
		}
	}
	links := c.url
	if c.url == "" {
		k.assistant.URL = page.Addr()
		links = page.Addr() + ", which works on this machine only: set --url"
	}
	k.assistant.Finder.Warm()
	k.channels[page.Name()] = page
	here := inTerminal(s)
	if here {
		k.channels["terminal"] = k.terminal(s)
	}
	inMail, err := k.mail(ctx, c, post, cmp.Or(c.url, page.Addr()))
	if err != nil {
		return err
	}
	platforms := append(k.platforms(c), inMail)
	for _, p := range platforms {
		if p.channel != nil {
			k.channels[p.name], k.apart[p.name] = p.channel, true
		}
	}
	k.banner(ctx, s, page.Addr(), links, here, platforms)
	return k.run(ctx)
}

// run starts the channels, the reminders and the relay, and returns when all of
// them have ended.
func (k *kakebot) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var all sync.WaitGroup
	failures := make(chan error, len(k.channels)+1)
	for _, channel := range k.channels {
		all.Go(func() {
			switch err := channel.Run(ctx, k.guard); {
			case errors.Is(err, terminal.ErrLeft):
				stop()
			case err == nil || ctx.Err() != nil:
			case k.apart[channel.Name()]:
				k.log.Error("a channel is off; the others go on", "channel", channel.Name(), "error", err)
			default:
				failures <- fmt.Errorf("%s: %w", channel.Name(), err)
				stop()
			}
		})
	}
	all.Go(func() {
		if err := k.reminders.Run(ctx); err != nil {
			failures <- err
			stop()
		}
	})
	all.Go(func() { k.keepRelaying(ctx) })
	all.Go(func() { k.keepOffering(ctx) })
	all.Go(func() { k.keepInviting(ctx) })

	<-ctx.Done()
	ended := make(chan struct{})
	go func() { all.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(stopWithin):
		return errors.New("something did not end in time; ending without it")
	}
	select {
	case err := <-failures:
		return err
	default:
		return nil
	}
}

// inTerminal tells whether a person sits at the input.
func inTerminal(s streams) bool {
	in, ok := s.in.(*os.File)
	return ok && term.IsTerminal(int(in.Fd()))
}

func (k *kakebot) terminal(s streams) chat.Channel {
	t := &terminal.Terminal{In: s.in, Out: s.out, Lang: "fi", Start: k.assistant.Start("fi"), Folder: ".", Place: seat()}
	if k.clock.rehearsing() {
		t.Rehearsal = stamp(k.clock.now())
	}
	return t
}

// seat names the terminal, so that two machines on one Redis are two people.
func seat() string {
	host, err := os.Hostname()
	if err != nil {
		host = "local"
	}
	return fmt.Sprintf("%s-%d", host, os.Getuid())
}

// banner tells the operator where everything is, and what is off and why.
func (k *kakebot) banner(ctx context.Context, s streams, address, links string, here bool, platforms []platform) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(s.out, format+"\n", args...) }
	say("Kakebot")
	say("  web page   %s", address)
	say("  links to   %s", links)
	if here {
		say("  terminal   here: type below")
	} else {
		say("  terminal   off: the input is not a terminal")
	}
	for _, p := range platforms {
		state := "on"
		if p.channel == nil {
			state = "off: " + p.why
		}
		say("  %-10s %s", p.name, state)
	}
	say("  staff      %s", k.staffing())
	if _, on := k.channels[mailName]; on && strings.HasPrefix(k.assistant.Mail.Page, "http://") {
		say("             links in mail lead to %s: set --url to the https:// address that people use", k.assistant.Mail.Page)
	}
	say("  store      %s", map[string]string{"memory": "in this process", "directory": "redis-server of our own", "server": "REDIS_URL"}[k.store.Kind])
	for _, advice := range k.store.Advice(ctx) {
		say("             %s", advice)
	}
	if k.clock.rehearsing() {
		say("  clock      REHEARSAL from %s: nothing is sent outside", stamp(k.clock.now()))
	}
	free, err := k.desk.Free(ctx, k.clock.now(), 1, "")
	if err == nil && len(free) == 0 {
		day := k.clock.now().AddDate(0, 0, 1).Format(time.DateOnly)
		say("  times      the adviser offers none yet; to try booking, start with --slots %sT10:00,%sT13:00", day, day)
	}
}

func stamp(t time.Time) string {
	return reading.FormatDate(t, "fi") + " " + reading.FormatClock(t, "fi")
}
