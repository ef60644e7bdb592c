package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"kakebot/booking"
	"kakebot/chat"
	"kakebot/reminders"
)

// config is everything that flags and environment say, read once.
type config struct {
	command   string
	args      []string // what follows the command
	listen    string
	url       string // the web page's public address, without a slash at the end; "" is where it listens
	data      string
	knowledge string
	redisURL  string
	origins   []string
	now       string // where a rehearsal clock starts; "" is the real clock
	slots     []string
	length    time.Duration
	place     string
	withdraw  bool
	explain   bool
	office    string // a file of office hours
	year      int
	lang      string // of a rehearsal: fi, sv, en, selko or all
	timing    reminders.Timing
	proxied   bool // a proxy of ours stands before the web page
	replicas  int  // that must have a booking before it is confirmed
	renew     bool
	staff     chat.Address // where the adviser is told of bookings; zero for nowhere

	slackBot, slackApp, slackURL string
	discord, discordURL          string
	smtp, mailFrom               string
}

// setting is a flag or environment variable, as usage and the README list it.
type setting struct{ name, env, arg, what string }

// settings are all of them.
var settings = []setting{
	{"listen", "KAKEBOT_LISTEN", "ADDR", "where the web page is served (127.0.0.1:8080)"},
	{"url", "KAKEBOT_URL", "URL", "the web page's public address, for links in mails and calendars (where it listens)"},
	{"data", "KAKEBOT_DATA", "DIR", "keep everything in DIR with a redis-server of our own"},
	{"", "REDIS_URL", "URL", "use this Redis: redis://, rediss://, ?master_name= for Sentinel, redis+cluster://"},
	{"office", "KAKEBOT_OFFICE", "FILE", "offer times, and bound them, by the office hours in FILE; kakebot office prints one to start from"},
	{"", "KAKEBOT_STAFF", "ADDRESS", "where the adviser is told of bookings: slack/C0123, discord/channel/123, mail/x@y"},
	{"", "KAKEBOT_REPLICAS", "N", "Redis replicas that must have a booking before it is confirmed (0)"},
	{"", "KAKEBOT_REMIND_AT", "HOUR", "local hour at which reminders of rounds are sent, 7 to 19 (9)"},
	{"", "KAKEBOT_WEEKENDS", "send|before", "before: a reminder that falls on a weekend or a Finnish holiday comes on the working day before (send)"},
	{"knowledge", "KAKEBOT_KNOWLEDGE", "DIR", "use the programme in DIR instead of the built-in one"},
	{"now", "KAKEBOT_NOW", "TIME", "rehearse: start the clock at TIME, such as 2018-02-20T09:00 or 2018-02-20"},
	{"", "SLACK_BOT_TOKEN", "TOKEN", "xoxb-…: with SLACK_APP_TOKEN the Slack channel is on"},
	{"", "SLACK_APP_TOKEN", "TOKEN", "xapp-…: for Socket Mode"},
	{"", "SLACK_API_URL", "URL", "where Slack's Web API is (https://slack.com/api/)"},
	{"", "DISCORD_TOKEN", "TOKEN", "the bot's token: the Discord channel is on"},
	{"", "DISCORD_API_URL", "URL", "where Discord's API is (https://discord.com/api/v9)"},
	{"", "SMTP_URL", "URL", "the mail relay, smtp://user:password@host:587 or smtps://host:465: with the next, e-mail is on"},
	{"", "KAKEBOT_MAIL_FROM", "SENDER", "who mail is from, such as KAKE-botti <kake@example.org>"},
	{"", "KAKEBOT_EMBED_ORIGINS", "LIST", "sites that may embed the page, separated by commas"},
	{"", "KAKEBOT_TRUST_PROXY", "1", "a proxy stands before the page: people are told apart by X-Forwarded-For"},
	{"slots", "", "LIST", "offer these times at the start, such as 2018-02-13T10:00,2018-02-14T13:00"},
	{"length", "", "DURATION", "slots: how long a talk is (30m)"},
	{"place", "", "TEXT", "slots: where the talk is held"},
	{"explain", "", "", "ask: say why each answer is the one it is"},
	{"renew", "", "", "feed: end the former addresses"},
	{"withdraw", "", "", "slots: take the times back instead"},
	{"year", "", "YEAR", "rehearse: the year to show"},
	{"lang", "", "LANG", "rehearse: fi, sv, en, selko or all (fi)"},
}

var errHelp = errors.New("help")

// configure reads the arguments and the environment. Flags may stand before and
// after the command and its arguments, and win over the environment.
func configure(args []string, env func(string) (string, bool)) (config, error) {
	get := func(name, otherwise string) string {
		if v, ok := env(name); ok && v != "" {
			return v
		}
		return otherwise
	}
	c := config{
		redisURL: get("REDIS_URL", ""), proxied: get("KAKEBOT_TRUST_PROXY", "") == "1",
		slackBot: get("SLACK_BOT_TOKEN", ""), slackApp: get("SLACK_APP_TOKEN", ""), slackURL: get("SLACK_API_URL", ""),
		discord: get("DISCORD_TOKEN", ""), discordURL: get("DISCORD_API_URL", ""),
		smtp: get("SMTP_URL", ""), mailFrom: get("KAKEBOT_MAIL_FROM", ""),
	}
	if o := get("KAKEBOT_EMBED_ORIGINS", ""); o != "" {
		c.origins = strings.Split(o, ",")
	}
	var err error
	if c.replicas, err = strconv.Atoi(get("KAKEBOT_REPLICAS", "0")); err != nil || c.replicas < 0 {
		return c, errors.New("KAKEBOT_REPLICAS is not a number")
	}

	if c.staff, err = staffAddress(get("KAKEBOT_STAFF", "")); err != nil {
		return c, err
	}
	if c.timing, err = timing(get("KAKEBOT_REMIND_AT", "9"), get("KAKEBOT_WEEKENDS", "send")); err != nil {
		return c, err
	}

	f := flag.NewFlagSet("kakebot", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&c.listen, "listen", get("KAKEBOT_LISTEN", "127.0.0.1:8080"), "")
	f.StringVar(&c.url, "url", get("KAKEBOT_URL", ""), "")
	f.StringVar(&c.data, "data", get("KAKEBOT_DATA", ""), "")
	f.StringVar(&c.office, "office", get("KAKEBOT_OFFICE", ""), "")
	f.StringVar(&c.knowledge, "knowledge", get("KAKEBOT_KNOWLEDGE", ""), "")
	f.StringVar(&c.now, "now", get("KAKEBOT_NOW", ""), "")
	list := f.String("slots", "", "")
	f.DurationVar(&c.length, "length", 30*time.Minute, "")
	f.StringVar(&c.place, "place", "", "")
	f.BoolVar(&c.explain, "explain", false, "")
	f.BoolVar(&c.renew, "renew", false, "")
	f.BoolVar(&c.withdraw, "withdraw", false, "")
	f.IntVar(&c.year, "year", 0, "")
	f.StringVar(&c.lang, "lang", "fi", "")

	var words []string
	for {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			return c, errHelp
		} else if err != nil {
			return c, fmt.Errorf("%s; kakebot --help lists what there is", strings.ReplaceAll(err.Error(), "flag provided but not defined: -", "unknown flag --"))
		}
		if f.NArg() == 0 {
			break
		}
		words = append(words, f.Arg(0))
		args = f.Args()[1:]
	}
	c.url = strings.TrimSuffix(c.url, "/")
	if *list != "" {
		c.slots = strings.Split(*list, ",")
	}
	if len(words) > 0 {
		c.command, c.args = words[0], words[1:]
	}
	if c.command == "help" {
		return c, errHelp
	}
	if _, known := commands[c.command]; !known {
		return c, fmt.Errorf("unknown command %q; kakebot --help lists what there is", c.command)
	}
	takesArgs := []string{"ask", "eval", "slots", "forget", "export", "knowledge", "reminders"}
	if len(c.args) > 0 && !slices.Contains(takesArgs, c.command) {
		return c, fmt.Errorf("%s takes no arguments, but got %q", c.command, c.args[0])
	}
	return c, nil
}

// page is the web page's address as it is known without the page.
func (c config) page() string {
	if c.url != "" {
		return c.url
	}
	return "http://" + c.listen
}

// timing reads when reminders are sent.
func timing(hour, weekends string) (reminders.Timing, error) {
	var t reminders.Timing
	var err error
	if t.Hour, err = strconv.Atoi(hour); err != nil || t.Hour < 7 || t.Hour > 19 {
		return t, errors.New("KAKEBOT_REMIND_AT is not an hour from 7 to 19")
	}
	switch weekends {
	case "send":
	case "before":
		t.Rests = booking.Rests
	default:
		return t, errors.New("KAKEBOT_WEEKENDS is neither send nor before")
	}
	return t, nil
}

// usage is what --help prints.
func usage() string {
	var b strings.Builder
	b.WriteString(`Kakebot answers questions about the Pikku KAKE grants, books talks and reminds.

  kakebot                     everything on: web page, terminal chat, reminders
  kakebot ask [QUESTION]      answer one question, or JSON lines from stdin
  kakebot check               verify the knowledge; exit 1 if anything is wrong
  kakebot eval FILE...        run labelled questions and print a table
  kakebot rehearse --year Y   print every reminder of a year, its words, and what a change says
  kakebot slots [TIME...]     list the adviser's times, or offer these
  kakebot talks               list the booked talks with their briefings
  kakebot feed                print a new address of the adviser's calendar
  kakebot office              print a file of office hours to start from
  kakebot rounds              list the application rounds
  kakebot knowledge suggest   print what was not answered, under the nearest entries
  kakebot knowledge ratings   print which answers helped
  kakebot reminders           print what is due, was sent, was given up
  kakebot reminders retry ID  try what was given up again; all is all of them
  kakebot bounce              read a report of undelivered mail from stdin
  kakebot export PERSON       print everything kept of a person
  kakebot forget PERSON       erase everything kept of a person

`)
	for _, s := range settings {
		name := ""
		if s.name != "" {
			name = "--" + s.name
			if s.arg != "" {
				name += " " + s.arg
			}
		}
		fmt.Fprintf(&b, "  %-18s %-22s %s\n", name, s.env, s.what)
	}
	return b.String()
}
