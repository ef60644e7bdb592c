package slack_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kakebot/bot/slack"
	"kakebot/bot/slack/slacktest"
	"kakebot/chat"
)

// The soak is short within plain go test. The whole of it:
//
//	go test ./bot/slack -run TestSoak -soak 10000 -v -timeout 30m
var (
	soak = flag.Int("soak", 500, "messages of TestSoak")
	seed = flag.Uint64("soak.seed", 1, "of TestSoak's choices")
)

const crowd = 200

// TestSoak has many people talk to two replicas while everything goes wrong that
// can, and counts the answers: one to each message.
func TestSoak(t *testing.T) {
	before := ours()
	dice := rand.New(rand.NewPCG(*seed, 1))
	w := open(t, slacktest.Options{AckWithin: time.Second, Retries: 100, PingEvery: 100 * time.Millisecond, Patience: 2 * time.Minute})
	talk := &script{replies: map[string]chat.Reply{}}
	for i := range *soak {
		talk.replies[fmt.Sprint("m", i)] = chat.Reply{Text: fmt.Sprintf("Vastaus m%d.", i), Choices: []chat.Choice{{Label: "Lisää", Say: fmt.Sprint("m", i+1_000_000)}}, Lang: "fi"}
	}
	var stops []func() error
	for range 2 {
		c := slack.New(w.options())
		slack.Hurry(c, 1500*time.Millisecond)
		stops = append(stops, w.start(c, w.guard(talk)))
	}
	w.Weather(storm(rand.New(rand.NewPCG(*seed, 2))))

	began := time.Now()
	asked := map[string]bool{}
	var posts []slacktest.Post
	brought := 0 // again
	every := max(1, min(1000, *soak/4))
	ends := []func(){func() { w.CutSocket(dice.IntN(2)) }, w.Silence, func() { w.Disconnect("warning") }, func() { w.CutSockets() }}
	for i := range *soak {
		did, say := someone(w, dice, i, posts)
		asked[say] = true
		switch dice.IntN(10) {
		case 0, 1:
			w.Again(did)
			brought++
		case 2:
			w.Anew(did)
			brought++
		}
		if i%every == every/2 {
			ends[i/every%len(ends)]()
		}
		if i >= 300 {
			w.Await("", i-300)
		}
		posts = append(posts, w.Since(len(posts))...)
	}
	w.Await("", *soak)
	w.AwaitAllAcks()
	took := time.Since(began)
	for _, stop := range stops {
		if err := stop(); err != nil {
			t.Errorf("run: %v", err)
		}
	}

	answers := map[string]int{}
	for _, p := range w.Posts("") {
		answers[answered(p)]++
	}
	wrong := 0
	for say := range asked {
		if answers[say] != 1 {
			wrong++
			t.Logf("%s was answered %d times", say, answers[say])
		}
	}
	if wrong > 0 || len(answers) != len(asked) {
		t.Errorf("%d of %d messages were not answered once; answers to %d", wrong, len(asked), len(answers))
	}
	settled(t, before)
	t.Logf("%d messages of %d people, %d brought again by us, %d acknowledged late, %d astray, %d given up, %d sockets, %d calls of chat.postMessage, %d looks; %v",
		*soak, crowd, brought, w.Late(), w.Astray(), w.GivenUp(), w.Opened(), w.Calls("chat.postMessage"), w.Calls("conversations.history")+w.Calls("conversations.replies"), took.Round(time.Millisecond))
}

// someone says something, or presses the button of an answer; say is what the
// program is told.
func someone(w *world, dice *rand.Rand, i int, posts []slacktest.Post) (did slacktest.Did, say string) {
	user := fmt.Sprintf("U%05d", dice.IntN(crowd))
	say = fmt.Sprint("m", i)
	switch n := dice.IntN(10); {
	case n < 5:
		return w.DM(user, say), say
	case n < 7:
		return w.Mention(fmt.Sprintf("C%05d", dice.IntN(20)), user, say, ""), say
	case n < 8:
		return w.Slash(user, user, say), say
	}
	own := slices.IndexFunc(posts, func(p slacktest.Post) bool {
		return strings.HasPrefix(p.Place, "D") && len(p.Labels()) > 0 && p.For == ""
	})
	if own < 0 {
		return w.DM(user, say), say
	}
	p := posts[own]
	posts[own].Blocks = nil // pressed once
	return w.Press("U"+p.Place[1:], p, "Lisää"), p.Blocks[len(p.Blocks)-1]["elements"].([]any)[0].(map[string]any)["value"].(string)
}

var reply = regexp.MustCompile(`m\d+`)

// answered is the message that a post answers.
func answered(p slacktest.Post) string { return reply.FindString(p.Shown()) }

// storm is a weather in which one call in fifteen goes wrong. What is hidden
// cannot be looked for, so there no effect is lost without a word.
func storm(dice *rand.Rand) func(string) slacktest.Fault {
	any := []slacktest.Fault{slacktest.Limited(time.Second), slacktest.Broken, {Done: true, Status: 503}, slacktest.Lost, slacktest.Cut, slacktest.Refused("service_unavailable"), {Done: true, Code: "internal_error"}}
	sure := []slacktest.Fault{slacktest.Limited(time.Second), slacktest.Refused("service_unavailable")}
	faults := map[string][]slacktest.Fault{"chat.postMessage": any, "conversations.history": any, "conversations.replies": any, "conversations.open": any,
		"apps.connections.open": {slacktest.Limited(time.Second), slacktest.Broken, slacktest.Cut, slacktest.Refused("internal_error")}, "respond": {slacktest.Limited(time.Second)}, "chat.postEphemeral": sure}
	return func(method string) slacktest.Fault {
		if f := faults[method]; len(f) > 0 && dice.IntN(15) == 0 {
			return f[dice.IntN(len(f))]
		}
		return slacktest.Fault{}
	}
}
