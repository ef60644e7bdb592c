package discord_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"kakebot/bot/discord/discordtest"
	"kakebot/chat/chattest"
)

var (
	soak     = flag.Bool("soak", false, "run the soak test in full: 10 000 messages")
	soakSeed = flag.Uint64("soak.seed", 1, "of the soak test's faults")
)

// Two hundred people write, use commands and press buttons while connections
// break, answers are lost and limits are hit, at two replicas. Each message is
// answered exactly once, and nothing is left running.
func TestFakeSoak(t *testing.T) {
	messages, people := 500, 100
	if *soak {
		messages, people = 10_000, 200
	}
	alone(t)
	before := runtime.NumGoroutine()
	t.Run("two replicas", func(t *testing.T) { soaked(t, messages, people) })
	w := &world{t: t}
	w.eventually("the goroutines to end", func() bool { return runtime.NumGoroutine() <= before+2 })
}

func soaked(t *testing.T, messages, people int) {
	w := open(t)
	w.Expect(40060, 10062, 10015, 10008)
	memory := new(chattest.Memory)
	h := &script{}
	replicas := []*replica{w.run(guarded(memory, h)), w.run(guarded(memory, h))}
	dice := rand.New(rand.NewPCG(*soakSeed, 0))

	users := make([]discordtest.User, people)
	for i := range users {
		users[i] = w.Person("fi")
	}
	places := make([]discordtest.Place, 50)
	for i := range places {
		places[i] = w.Channel()
	}
	buttons := make([]discordtest.Post, 10)
	for i := range buttons {
		w.DM(users[i], "alku")
		buttons[i] = w.Next()
	}

	faults := map[string]int{}
	asked := make([]string, 0, messages)
	for i := range messages {
		if dice.IntN(100) < 8 {
			faults[w.trouble(dice)]++
		}
		if i%250 == 125 {
			faults[w.loss(dice)]++
		}
		u, place, id := users[dice.IntN(people)], places[dice.IntN(len(places))], fmt.Sprintf("kysymys %d.", i)
		asked = append(asked, "kuulin: "+id)
		switch dice.IntN(10) {
		case 0, 1, 2, 3, 4:
			w.DM(u, id)
		case 5, 6:
			w.Mention(u, place, id)
		case 7, 8:
			w.Command(u, place, "ask", map[string]string{"question": id})
		case 9:
			b := dice.IntN(len(buttons))
			w.PressID(users[b], buttons[b], "1|-"+id)
		}
		if dice.IntN(20) == 0 {
			w.Repeat()
		}
		w.Await("the answers so far", func(n int) bool { return n >= len(buttons)+i-100 })
	}
	w.Await("all answers", func(n int) bool { return n >= len(buttons)+messages })
	w.DM(users[0], "loppu")
	w.Await("the last answer", func(n int) bool { return n > len(buttons)+messages })

	answers := map[string]int{}
	for _, p := range w.Posts()[len(buttons):] {
		text, _, _ := strings.Cut(p.Content, "\n")
		answers[strings.ReplaceAll(text, `\`, "")]++
	}
	wrong := 0
	for _, id := range asked {
		if answers[id] != 1 {
			if wrong++; wrong <= 10 {
				t.Errorf("%s: answered %d times", id, answers[id])
			}
		}
	}
	handled := map[string]int{}
	for _, m := range h.messages() {
		handled[m.ID]++
	}
	twice := 0
	for _, n := range handled {
		if n > 1 {
			twice++
		}
	}
	if twice > 0 {
		t.Errorf("%d messages were handled more than once", twice)
	}
	for _, r := range replicas {
		r.healthy(true)
	}
	c := w.Counts()
	var kinds []string
	for k, n := range faults {
		kinds = append(kinds, fmt.Sprintf("%s %d", k, n))
	}
	slices.Sort(kinds)
	t.Logf("%d messages of %d people: %d answered wrongly, %d interactions not acknowledged in time; %+v; seed %d; faults: %s",
		messages, people, wrong, w.Unanswered(), c, *soakSeed, strings.Join(kinds, ", "))
}

// trouble makes one thing go wrong, and names it.
func (w *world) trouble(dice *rand.Rand) string {
	routes := []string{discordtest.PostMessage, discordtest.Callback, discordtest.EditAnswer, discordtest.PostMessage}
	route := routes[dice.IntN(len(routes))]
	kinds := []struct {
		name string
		do   func()
	}{
		{"429", func() { w.Fault(route, discordtest.TooMany(time.Duration(dice.IntN(300))*time.Millisecond)) }},
		{"HTML 429", func() { w.Fault(discordtest.EditAnswer, discordtest.Cloudflare(0)) }},
		{"500", func() { w.Fault(route, discordtest.Fail(500)) }},
		{"502 done", func() { w.Fault(route, discordtest.DoneAndFail(502)) }},
		{"lost", func() { w.Fault(route, discordtest.Lost) }},
		{"cut", func() { w.Fault(route, discordtest.Cut) }},
		{"slow", func() { w.Fault(route, discordtest.Slow(200*time.Millisecond)) }},
		{"socket cut", func() { w.Drop(dice.IntN(2)) }},
		{"op 7", func() { w.Reconnect(dice.IntN(2)) }},
		{"op 7 first", func() { w.ReconnectFirst(1); w.Drop(dice.IntN(2)) }},
		{"4000", func() { w.Close(discordtest.CloseUnknown, dice.IntN(2)) }},
		{"op 9, resumable", func() { w.Invalidate(true, dice.IntN(2)) }},
		{"all sockets cut", func() { w.Drop() }},
	}
	k := kinds[dice.IntN(len(kinds))]
	k.do()
	return k.name
}

// loss ends a session for good, and names how: that of one replica, while the
// other is connected, as what the one misses reaches the other.
func (w *world) loss(dice *rand.Rand) string {
	w.AwaitConnected(2)
	switch dice.IntN(4) {
	case 0:
		w.Invalidate(false, 0)
		return "op 9"
	case 1:
		w.RefuseResume(1)
		w.Drop(0)
		return "resume refused"
	case 2:
		w.Close(discordtest.CloseTimeout, 0)
		return "4009"
	}
	w.SilenceNow(0)
	return "zombie"
}
