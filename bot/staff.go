package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"kakebot/booking"
	"kakebot/bot/mail"
	"kakebot/chat"
)

// staffPlaces are the channels on which the adviser can be told, and what a
// place on them looks like.
var staffPlaces = map[string]*regexp.Regexp{
	slackName:   regexp.MustCompile(`^[CGUW][A-Z0-9]+$`),
	discordName: regexp.MustCompile(`^(channel/)?[0-9]+$`),
	mailName:    regexp.MustCompile(`@`), // and fit to be written to
}

// staffAddress reads KAKEBOT_STAFF; "" is nowhere.
func staffAddress(s string) (chat.Address, error) {
	if s == "" {
		return chat.Address{}, nil
	}
	to, err := chat.ParseAddress(s)
	if to.Channel == mailName && err == nil {
		to.Place, err = mail.ReadAddress(to.Place)
	}
	if pattern, known := staffPlaces[to.Channel]; err != nil || !known || !pattern.MatchString(to.Place) {
		return to, fmt.Errorf("KAKEBOT_STAFF is %q; it must be like slack/C0123, discord/channel/123, discord/123 (a person) or mail/name@example.org", s)
	}
	return to, nil
}

// staffing tells the operator whether the adviser hears of bookings.
func (k *kakebot) staffing() string {
	if !k.news.told() {
		return "told of nothing: KAKEBOT_STAFF is not set; kakebot talks lists the bookings"
	}
	if _, here := k.channels[k.news.staff.Channel]; !here {
		return "told of bookings by a replica that has " + k.news.staff.Channel + ", which is not on here"
	}
	return "told of bookings in " + k.news.staff.Channel
}

// bookedTalks lists the talks to come with what the person wants the adviser to
// know. A briefing that they have not said is right is not shown.
func bookedTalks(ctx context.Context, c config, s streams) error {
	k, err := staffed(ctx, c, s)
	if err != nil {
		return err
	}
	defer func() { _ = k.store.Close() }()
	now := k.clock.now()
	talks, err := k.desk.Upcoming(ctx, now.AddDate(0, 0, -1), now.AddDate(2, 0, 0))
	if err != nil {
		return err
	}
	for _, b := range talks {
		if b.Slot.End().After(now) {
			_, _ = fmt.Fprintln(s.out, briefing(b))
		}
	}
	return nil
}

// briefing is a talk as the adviser reads it: a line, and what the person approved.
func briefing(b booking.Booking) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s–%s  %s  %s  %s\n", b.Slot.Start.Format("2006-01-02"), b.Slot.Start.Format("15.04"),
		b.Slot.End().Format("15.04"), b.Code, b.Lang, b.Slot.Place)
	i, approved := b.Briefing()
	if !approved {
		text.WriteString("  the briefing is not approved yet\n")
		return text.String()
	}
	for _, line := range []struct{ name, value string }{
		{"name", i.Name}, {"reach", i.Reach}, {"where", b.Where}, {"idea", i.What}, {"for whom", i.Whom}, {"grant", i.Grant}, {"class", i.Class},
		{"sum", i.Sum}, {"start", i.Start}, {"asks", i.Ask}, {"needs", i.Needs}, {"unanswered", strings.Join(i.Questions, " | ")},
	} {
		if line.value != "" {
			fmt.Fprintf(&text, "  %-10s %s\n", line.name, printable(line.value))
		}
	}
	return text.String()
}

// printable keeps what a person wrote on its line, and from steering the terminal.
func printable(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || r == ' ' }), " ")
}
