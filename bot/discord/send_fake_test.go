package discord_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kakebot/bot/discord/discordtest"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

var reminder = reply{Text: "Pikku KAKE: haku päättyy viikon päästä. Varauksesi K2M4-Q7XD.", Private: true, Lang: "fi",
	Choices: []chat.Choice{{Label: "Lopeta muistutukset", Say: "/lopeta-muistutukset"}}}

// sent sends until it succeeds or is refused for good, as a ledger does.
func (r *replica) sent(t *testing.T, to chat.Address, key string) error {
	t.Helper()
	for range 40 {
		err := r.Send(t.Context(), to, key, reminder)
		if err == nil || errors.Is(err, chat.ErrPermanent) {
			return err
		}
		if errors.Is(err, chat.ErrInDoubt) || errors.Is(err, chat.ErrUnderway) {
			r.w.posts.(*chattest.Posts).Doubt()
		}
		var pause chat.RetryAfter
		if errors.As(err, &pause) {
			r.w.eventually("the pause to be over", after(time.Duration(pause)))
		}
	}
	t.Fatal("40 sends did not succeed")
	return nil
}

// after is true once d has passed.
func after(d time.Duration) func() bool {
	over := time.After(d)
	return func() bool {
		select {
		case <-over:
			return true
		default:
			return false
		}
	}
}

// Whatever goes wrong with a send, the same key is posted once, also when
// Discord no longer enforces its nonce, and Sent knows.
func TestFakeSendFaults(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		faults []discordtest.Fault
		want   error // of the first try; nil: any
	}{
		"none":        {nil, nil},
		"429":         {[]discordtest.Fault{discordtest.TooMany(time.Second)}, chat.RetryAfter(time.Second)},
		"global 429":  {[]discordtest.Fault{discordtest.TooManyGlobal(time.Second)}, chat.RetryAfter(time.Second)},
		"HTML 429":    {[]discordtest.Fault{discordtest.Cloudflare(2 * time.Second)}, chat.RetryAfter(2 * time.Second)},
		"500":         {[]discordtest.Fault{discordtest.Fail(500)}, nil},
		"502 done":    {[]discordtest.Fault{discordtest.DoneAndFail(502)}, chat.ErrInDoubt},
		"502 twice":   {[]discordtest.Fault{discordtest.DoneAndFail(502), discordtest.DoneAndFail(502)}, chat.ErrInDoubt},
		"lost":        {[]discordtest.Fault{discordtest.Lost}, chat.ErrInDoubt},
		"cut":         {[]discordtest.Fault{discordtest.Cut}, nil},
		"done, hangs": {[]discordtest.Fault{discordtest.DoneAndHang}, chat.ErrInDoubt},
		"500 and 502": {[]discordtest.Fault{discordtest.Fail(500), discordtest.DoneAndFail(502), discordtest.Fail(503)}, nil},
	} {
		for _, later := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " later ", later), func(t *testing.T) {
				t.Parallel()
				w := open(t)
				r := w.run(new(script))
				u := w.Person("fi")
				if was, err := r.Sent(t.Context(), at(u), "k"); was || err != nil {
					t.Errorf("sent before it is: %v, %v", was, err)
				}
				w.Fault(discordtest.PostMessage, x.faults...)
				err := r.Send(t.Context(), at(u), "k", reminder)
				var pause chat.RetryAfter
				switch want := x.want.(type) {
				case nil:
				case chat.RetryAfter:
					if !errors.As(err, &pause) || pause < want {
						t.Errorf("the first try: %v, want %v", err, want)
					}
				default:
					if !errors.Is(err, want) {
						t.Errorf("the first try: %v, want %v", err, want)
					}
				}
				if pause != 0 {
					w.eventually("the pause to be over", after(time.Duration(pause)))
				}
				if later {
					w.Advance(time.Hour)
				}
				w.posts.(*chattest.Posts).Doubt()
				if err := r.sent(t, at(u), "k"); err != nil {
					t.Errorf("at last: %v", err)
				}
				if err := r.sent(t, at(u), "k"); err != nil {
					t.Errorf("once more: %v", err)
				}
				if was, err := r.Sent(t.Context(), at(u), "k"); !was || err != nil {
					t.Errorf("after it was sent: %v, %v", was, err)
				}
				if was, err := r.Sent(t.Context(), at(u), "another"); was || err != nil {
					t.Errorf("another key: %v, %v", was, err)
				}
				if n := len(w.Posts()); n != 1 {
					t.Errorf("posted %d times", n)
				}
			})
		}
	}
}

// While nobody can tell whether it was posted, it is not posted again.
func TestFakeSendStaysInDoubt(t *testing.T) {
	t.Parallel()
	w := open(t)
	r := w.run(new(script))
	u := w.Person("fi")
	w.Fault(discordtest.PostMessage, discordtest.DoneAndFail(502))
	w.Fault(discordtest.GetMessages, discordtest.Fail(500), discordtest.Cut, discordtest.Lost, discordtest.TooMany(10*time.Millisecond))
	for w.Faults(discordtest.GetMessages) > 0 {
		if err := r.Send(t.Context(), at(u), "k", reminder); err == nil || permanent(err) {
			t.Errorf("%v", err)
		}
		w.Advance(time.Hour)
		w.posts.(*chattest.Posts).Doubt()
	}
	if n := len(w.Calls(discordtest.PostMessage)); n != 1 {
		t.Errorf("asked to post %d times", n)
	}
	if err := r.sent(t, at(u), "k"); err != nil {
		t.Errorf("%v", err)
	}
	if n := len(w.Posts()); n != 1 {
		t.Errorf("posted %d times", n)
	}
}

// A send that arrives only after it was given up and repeated is posted once all
// the same: Discord itself holds on to its nonce.
func TestFakeSendArrivesLate(t *testing.T) {
	t.Parallel()
	w := open(t)
	r := w.run(new(script))
	u, late := w.Person("fi"), make(chan struct{})
	w.Fault(discordtest.PostMessage, discordtest.FailAndDoLater(502, late))
	if err := r.Send(t.Context(), at(u), "k", reminder); !errors.Is(err, chat.ErrInDoubt) {
		t.Errorf("%v", err)
	}
	if err := r.sent(t, at(u), "k"); err != nil {
		t.Errorf("%v", err)
	}
	close(late)
	w.eventually("the late call to be done", func() bool {
		for _, c := range w.Calls(discordtest.PostMessage) {
			if c.Status == 0 {
				return false
			}
		}
		return true
	})
	if n := len(w.Posts()); n != 1 {
		t.Errorf("posted %d times", n)
	}
}

// An answer to a message is posted once whatever goes wrong with it.
func TestFakeAnswerFaults(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]discordtest.Fault{
		"429":        {discordtest.TooMany(200 * time.Millisecond)},
		"global 429": {discordtest.TooManyGlobal(200 * time.Millisecond)},
		"HTML 429":   {discordtest.Cloudflare(time.Second)},
		"500":        {discordtest.Fail(500)},
		"502 done":   {discordtest.DoneAndFail(502)},
		"lost":       {discordtest.Lost},
		"cut":        {discordtest.Cut},
		"all":        {discordtest.Fail(500), discordtest.Cut, discordtest.Lost, discordtest.Fail(502)},
	} {
		for _, in := range []string{"direct", "server"} {
			t.Run(name+" "+in, func(t *testing.T) {
				t.Parallel()
				w := open(t)
				w.run(guarded(new(chattest.Memory), new(script)))
				u := w.Person("fi")
				place, text := w.Private(u), "hei"
				if in == "server" {
					place, text = w.Channel(), "<@"+w.BotID+"> hei"
				}
				w.Fault(discordtest.PostMessage, faults...)
				w.Say(u, place, text)
				has(t, w.Next(), "hei")
				w.Say(u, place, strings.Replace(text, "hei", "jatkuu", 1))
				has(t, w.Next(), "jatkuu")
				w.eventually("the faults to be used up", func() bool { return w.Faults(discordtest.PostMessage) == 0 })
				if n := len(w.Posts()); n != 2 {
					t.Errorf("%d posts", n)
				}
			})
		}
	}
}

// Opening a direct message that fails may be tried again.
func TestFakeOpenDMFaults(t *testing.T) {
	t.Parallel()
	w := open(t)
	r := w.run(new(script))
	for i, f := range []discordtest.Fault{discordtest.Fail(500), discordtest.DoneAndFail(502), discordtest.Lost, discordtest.Cut, discordtest.TooMany(100 * time.Millisecond), discordtest.Cloudflare(time.Second)} {
		u := w.Person("fi")
		w.Fault(discordtest.OpenDM, f)
		if err := r.Send(t.Context(), at(u), fmt.Sprint(i), reminder); err == nil || errors.Is(err, chat.ErrPermanent) {
			t.Errorf("%d: %v", i, err)
		}
		if err := r.sent(t, at(u), fmt.Sprint(i)); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		if p := w.Next(); p.Place.User != u.ID {
			t.Errorf("%d: %+v", i, p)
		}
	}
}

// Somebody who takes no direct messages is asked once, and called in the channel
// where they subscribed with nothing of what it is about.
func TestFakeRefusedDM(t *testing.T) {
	t.Parallel()
	for _, code := range []int{50007, 50278, 40003} {
		w := open(t)
		r := w.run(new(script))
		u, place := w.Person("fi"), w.Channel()
		w.Refuse(w.Private(u), code)
		for i := range 5 {
			if err := r.Send(t.Context(), at(u), fmt.Sprint("dm ", i), reminder); !permanent(err) {
				t.Errorf("%d: %v", code, err)
			}
		}
		if n := len(w.Calls(discordtest.PostMessage)); n != 1 {
			t.Errorf("%d: asked %d times", code, n)
		}
		both := chat.Address{Channel: "discord", Place: u.ID + "/" + place.ID}
		for range 2 {
			if err := r.Send(t.Context(), both, "channel", reminder); err != nil {
				t.Errorf("%d: %v", code, err)
			}
		}
		p := w.Next()
		if p.Place != place || len(p.Pings.Users) != 1 || p.Pings.Users[0] != u.ID || p.Pings.Everyone {
			t.Errorf("%d: %+v", code, p)
		}
		for _, word := range []string{"KAKE:", "haku", "K2M4", "muistutukset", "viikon"} {
			if strings.Contains(p.Content+p.More+fmt.Sprint(p.Labels()), word) {
				t.Errorf("%d: the server is shown %q: %q", code, word, p.Content)
			}
		}
		if was, err := r.Sent(t.Context(), both, "channel"); !was || err != nil {
			t.Errorf("%d: sent %v, %v", code, was, err)
		}
		if n := len(w.Posts()); n != 1 {
			t.Errorf("%d: %d posts", code, n)
		}
		w.Refuse(place, 50001)
		if err := r.Send(t.Context(), both, "channel shut", reminder); !permanent(err) {
			t.Errorf("%d: %v", code, err)
		}
	}
}

// Somebody who takes direct messages again gets them: whoever writes one does.
func TestFakeAcceptedAgain(t *testing.T) {
	t.Parallel()
	w := open(t)
	r := w.run(new(script))
	u := w.Person("fi")
	w.Refuse(w.Private(u), 50007)
	if err := r.Send(t.Context(), at(u), "1", reminder); !permanent(err) {
		t.Errorf("%v", err)
	}
	w.Accept(w.Private(u))
	w.DM(u, "hei")
	has(t, w.Next(), "hei")
	if err := r.Send(t.Context(), at(u), "2", reminder); err != nil {
		t.Errorf("%v", err)
	}
}

// Two replicas that send the same key post it once.
func TestFakeSendTwice(t *testing.T) {
	t.Parallel()
	w := open(t)
	a, b := w.run(new(script)), w.run(new(script))
	for i := range 20 {
		u, done := w.Person("fi"), make(chan error, 2)
		for _, r := range []*replica{a, b} {
			go func() { done <- r.Send(t.Context(), at(u), fmt.Sprint(i), reminder) }()
		}
		for range 2 {
			if err := <-done; err != nil && !errors.Is(err, chat.ErrUnderway) {
				t.Errorf("%v", err)
			}
		}
		w.Next()
	}
	if n := len(w.Posts()); n != 20 {
		t.Errorf("20 keys were posted %d times", n)
	}
}

// The limit that Discord tells of is kept without ever being hit.
func TestFakePace(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.RateLimit(5, 2*time.Second)
	r := w.run(new(script))
	u, done := w.Person("fi"), make(chan error, 12)
	for i := range cap(done) {
		go func() { done <- r.sent(t, at(u), fmt.Sprint(i)) }()
	}
	for range cap(done) {
		if err := <-done; err != nil {
			t.Errorf("%v", err)
		}
	}
	if n := len(w.Posts()); n != cap(done) {
		t.Errorf("%d posts", n)
	}
}

// What is for a server's channel itself stands there once, looked for where its
// outcome was lost; nothing private goes there, and nothing to a channel that
// the bot does not see.
func TestFakeSendToChannel(t *testing.T) {
	t.Parallel()
	w := open(t)
	r := w.run(new(script))
	place := w.Channel()
	to := chat.Address{Channel: "discord", Place: "channel/" + place.ID}
	notice := reply{Text: "Uusi varaus: tiistai 13.2. klo 10.00.", Lang: "fi"}
	w.Fault(discordtest.PostMessage, discordtest.DoneAndFail(502))
	if err := r.Send(t.Context(), to, "staff", notice); !errors.Is(err, chat.ErrInDoubt) {
		t.Error(err)
	}
	if stands, err := r.Sent(t.Context(), to, "staff"); !stands || err != nil {
		t.Errorf("%t, %v", stands, err)
	}
	w.posts.(*chattest.Posts).Doubt()
	if err := r.Send(t.Context(), to, "staff", notice); err != nil {
		t.Error(err)
	}
	p := w.Next()
	has(t, p, "Uusi varaus")
	if p.Place.ID != place.ID || w.Unread() != 0 {
		t.Errorf("in %v, and %d more", p.Place, w.Unread())
	}
	for _, bad := range []string{"channel/999999999999999999", "channel/x", "channel/"} {
		if err := r.Send(t.Context(), chat.Address{Channel: "discord", Place: bad}, bad, notice); !permanent(err) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if err := r.Send(t.Context(), to, "private", reminder); !permanent(err) {
		t.Errorf("a private reply: %v", err)
	}
}
