package discord_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"kakebot/bot/discord/discordtest"
	"kakebot/chat"
	"kakebot/chat/chattest"
)

// A gate lets a handler go on when the test says so.
type gate chan struct{}

func (g gate) pass(ctx ctx) error {
	select {
	case <-g:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// An interaction is acknowledged in time however long the answer takes; the
// answer comes in the place of the acknowledgement.
func TestFakeSlowHandler(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"direct", "server"} {
		for _, command := range []string{"person", "book"} {
			t.Run(in+" "+command, func(t *testing.T) {
				t.Parallel()
				w, slow := open(t), make(gate)
				h := &script{}
				h.do = func(ctx ctx, m turn) (reply, error) {
					if m.Text == "/tiedot" {
						return booking(ctx, m)
					}
					if err := slow.pass(ctx); err != nil {
						return reply{}, err
					}
					return booking(ctx, m)
				}
				w.run(h)
				u := w.Person("fi")
				place := w.Channel()
				if in == "direct" {
					place = w.Private(u)
				}
				i := w.Command(u, place, command, nil)
				if !i.Wait() {
					t.Fatal("not acknowledged within 3 s")
				}
				if w.Unread() != 0 {
					t.Error("answered before the handler has")
				}
				close(slow)
				p := w.Next()
				if p.Answers != i || p.Ephemeral != (in == "server") {
					t.Errorf("%+v", p)
				}
				if command == "book" {
					has(t, p, "Mikä on nimesi?")
					if !w.Press(u, p, idea.Title).OpensModal() {
						t.Error("the form does not open afterwards")
					}
				} else {
					has(t, p, "/apua")
				}
				if n := len(w.Posts()); n != 1 {
					t.Errorf("%d posts", n)
				}
			})
		}
	}
}

// hanging is a store that never answers.
type hanging struct{}

func (hanging) Begin(ctx context.Context, _ string) (chat.Posting, error) {
	<-ctx.Done()
	return chat.First, ctx.Err()
}
func (hanging) Done(ctx context.Context, _ string) error    { <-ctx.Done(); return ctx.Err() }
func (hanging) Release(ctx context.Context, _ string) error { <-ctx.Done(); return ctx.Err() }

// Everything is answered, and in time, while the store hangs.
func TestFakeStoreHangs(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.posts = hanging{}
	w.run(&script{do: booking})
	u, place := w.Person("fi"), w.Channel()
	w.DM(u, "viesti")
	has(t, w.Next(), "viesti")
	for range 3 {
		if !w.Command(u, place, "person", nil).Wait() {
			t.Error("a command is not acknowledged")
		}
		has(t, w.Next(), "/apua")
	}
	i := w.Command(u, place, "book", nil)
	if !i.Wait() {
		t.Error("a form is not acknowledged")
	}
	if len(w.Autocomplete(u, place, "ask", "question", "x").Suggestions()) == 0 {
		t.Error("nothing is suggested")
	}
}

// A begun question is let go in time when nothing can be suggested.
func TestFakeSlowSuggester(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.run(new(script))
	u := w.Person("fi")
	w.Autocomplete(u, w.Private(u), "ask", "question", "hidas").Wait()
	w.DM(u, "jatkuu")
	has(t, w.Next(), "jatkuu")
}

// Once a token has lived for fifteen minutes the answer goes to the person's
// direct messages, once, and is not seen in the server.
func TestFakeOldToken(t *testing.T) {
	t.Parallel()
	for _, shut := range []bool{false, true} {
		w, slow := open(t), make(gate)
		w.Expect(50027)
		w.run(&script{do: func(ctx ctx, m turn) (reply, error) {
			if m.Text == "/apua" {
				return reply{}, slow.pass(ctx)
			}
			return reply{}, nil
		}})
		u := w.Person("fi")
		if shut {
			w.Refuse(w.Private(u), 50007)
		}
		if !w.Command(u, w.Channel(), "person", nil).Wait() {
			t.Fatal("not acknowledged")
		}
		w.Advance(16 * time.Minute)
		close(slow)
		if shut {
			w.AwaitCalls(discordtest.PostMessage, 1)
			other := w.Person("fi")
			w.DM(other, "toinen")
			if p := w.Next(); p.Place.User != other.ID {
				t.Errorf("%+v", p)
			}
			continue
		}
		p := w.Next()
		has(t, p, "/apua")
		if p.Place.User != u.ID {
			t.Errorf("the answer stands in %+v", p.Place)
		}
	}
}

// Whatever goes wrong with the first answer, it is tried again in time and the
// person sees one answer.
func TestFakeCallbackFaults(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]discordtest.Fault{
		"500":          {discordtest.Fail(500)},
		"500 twice":    {discordtest.Fail(500), discordtest.Fail(503)},
		"502 done":     {discordtest.DoneAndFail(502)},
		"lost":         {discordtest.Lost},
		"lost twice":   {discordtest.Lost, discordtest.Lost},
		"cut":          {discordtest.Cut},
		"429":          {discordtest.TooMany(300 * time.Millisecond)},
		"HTML 429":     {discordtest.Cloudflare(time.Second)},
		"slow":         {discordtest.Slow(time.Second)},
		"cut and 502":  {discordtest.Cut, discordtest.DoneAndFail(502)},
		"hangs":        {discordtest.Hang},
		"done, hangs":  {discordtest.DoneAndHang},
		"always 500":   discordtest.Times(100, discordtest.Fail(500)),
		"refused":      {discordtest.Denied(404, 10062, "Unknown interaction")},
		"unauthorised": {discordtest.Denied(401, 0, "401: Unauthorized")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, h := open(t), &script{do: booking}
			w.Expect(40060, 10062, 10015)
			w.run(guarded(new(chattest.Memory), h))
			u, place := w.Person("fi"), w.Channel()
			w.DM(u, "hei")
			in := w.Next()
			w.Fault(discordtest.Callback, faults...)
			i := w.Command(u, place, "person", nil)
			p := w.Next()
			has(t, p, "/apua")
			if p.Place.User != u.ID && !p.Ephemeral {
				t.Errorf("everybody sees %+v", p)
			}
			healed := name != "hangs" && name != "done, hangs" && name != "always 500" && name != "refused" && name != "unauthorised"
			if healed && (!i.Acknowledged() || p.Answers != i) {
				t.Errorf("acknowledged in time %v; answered in the place of it %v", i.Acknowledged(), p.Answers == i)
			}
			if name == "always 500" {
				return
			}
			i = w.Press(u, in, "Apua")
			if !i.Wait() {
				t.Error("the next press is not acknowledged")
			}
			w.Next()
			if n := len(w.Posts()); n != 3 {
				t.Errorf("%d posts", n)
			}
		})
	}
}

// A form whose opening is in doubt is not asked for a second time in vain: the
// person has the form, or a button that opens it.
func TestFakeFormFaults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]discordtest.Fault{
		"500": discordtest.Fail(500), "502 done": discordtest.DoneAndFail(502), "lost": discordtest.Lost, "cut": discordtest.Cut,
		"429": discordtest.TooMany(300 * time.Millisecond), "HTML 429": discordtest.Cloudflare(time.Second),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.Expect(40060, 10062, 10015, 10008)
			w.run(guarded(new(chattest.Memory), &script{do: booking}))
			u := w.Person("fi")
			w.Fault(discordtest.Callback, fault)
			i := w.Command(u, w.Channel(), "book", nil)
			if !i.Wait() {
				t.Fatal("not acknowledged in time")
			}
			if i.OpensModal() {
				w.Submit(u, i.Modal(), map[string]string{"Nimi": "Maija"})
				has(t, w.Next(), "Varattu: Maija")
				return
			}
			if !w.Press(u, w.Next(), idea.Title).OpensModal() {
				t.Error("the form does not open")
			}
		})
	}
}

// Whatever goes wrong with the answer after the acknowledgement, the person
// sees it once.
func TestFakeEditFaults(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]discordtest.Fault{
		"500":      {discordtest.Fail(500), discordtest.Fail(500)},
		"502 done": {discordtest.DoneAndFail(502)},
		"lost":     {discordtest.Lost, discordtest.Lost},
		"cut":      {discordtest.Cut},
		"429":      {discordtest.TooMany(200 * time.Millisecond)},
		"HTML 429": {discordtest.Cloudflare(time.Second)},
		"10008":    {discordtest.Denied(404, 10008, "Unknown Message")},
		"50027":    {discordtest.Denied(401, 50027, "Invalid Webhook Token")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.run(new(script))
			u, place := w.Person("fi"), w.Channel()
			w.Fault(discordtest.EditAnswer, faults...)
			if !w.Command(u, place, "person", nil).Wait() {
				t.Fatal("not acknowledged")
			}
			p := w.Next()
			has(t, p, "/apua")
			if !p.Ephemeral && p.Place.User != u.ID {
				t.Errorf("everybody sees %+v", p)
			}
			w.Command(u, place, "ask", map[string]string{"question": "jatkuu"})
			has(t, w.Next(), "jatkuu")
			if n := len(w.Posts()); n != 2 {
				t.Errorf("%d posts", n)
			}
		})
	}
}

// Two hundred who use the bot at the same moment are all acknowledged in time, and
// answered, while the handler takes its time.
func TestFakeFlood(t *testing.T) {
	alone(t) // with the processors to itself
	w, slow := open(t), make(gate)
	w.Heartbeat(10 * time.Second) // a busy machine is no silent one
	w.run(&script{do: func(ctx ctx, _ turn) (reply, error) { return reply{}, slow.pass(ctx) }})
	place := w.Channel()
	var all []*discordtest.Interaction
	for range 200 {
		all = append(all, w.Command(w.Person("fi"), place, "person", nil))
	}
	late := 0
	for _, i := range all {
		if !i.Wait() {
			late++
		}
	}
	if late > 0 {
		t.Errorf("%d of %d are not acknowledged in time", late, len(all))
	}
	close(slow)
	w.Await("all answers", func(n int) bool { return n == len(all) })
}

// An error of a handler ends nothing, and a panic neither.
func TestFakeHandlerFails(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.run(&script{do: func(_ ctx, m turn) (reply, error) {
		switch m.Text {
		case "virhe":
			return reply{}, errors.New("the store is away")
		case "paniikki":
			panic("salaisuus")
		}
		return reply{}, nil
	}})
	u := w.Person("fi")
	w.DM(u, "virhe")
	w.DM(u, "paniikki")
	w.Command(u, w.Channel(), "ask", map[string]string{"question": "paniikki"}).Wait()
	w.DM(u, "kaikki hyvin")
	has(t, w.Next(), "kaikki hyvin")
	for _, secret := range []string{"salaisuus", "paniikki", "virhe\"", u.ID} {
		if strings.Contains(w.log.String(), secret) {
			t.Errorf("%q is in the log:\n%s", secret, w.log)
		}
	}
}
