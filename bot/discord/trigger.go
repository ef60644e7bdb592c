package discord

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"kakebot/chat"
	"kakebot/chat/courier"
)

const (
	answerFirst = 2800 * time.Millisecond         // of the three seconds that Discord gives
	formWithin  = 2 * time.Second                 // that a form may take to open by itself
	tryFirst    = 1200 * time.Millisecond         // that one try may take, so that there is time for another
	repeatAfter = 250 * time.Millisecond          // a first answer without an outcome
	tokenLives  = 14*time.Minute + 30*time.Second // of the fifteen that Discord gives
)

// Discord's codes around interactions.
var (
	tooLate  = []int{10062, 10015, 50027, 10008} // unknown interaction, webhook, token, message
	answered = []int{40060}                      // by another replica, or by us when that outcome was lost
)

// errLate says that Discord waits for a first answer no longer.
var errLate = errors.New("too late for a first answer")

// Answers to an interaction.
const (
	withMessage, withLater, withChoices, withModal = 4, 5, 8, 9
)

type response struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// A trigger is an interaction that waits for its answer. It has to be
// acknowledged within three seconds, and a form can be its first answer alone.
// After a quarter of an hour, or when the acknowledgement came too late, its
// answer goes to the person's direct messages.
type trigger struct {
	d           *Discord
	id          string
	token       string
	application string
	person      string
	shared      bool            // others see the place
	form        bool            // its answer may be a form, for which the first answer is kept
	key         string          // of its answer
	first       context.Context // ends when it is too late for a first answer, or there has been one
	done        func()          // ends first
	acked       chan struct{}   // closed when post may go on
	age         *time.Timer     // of the token
	old         atomic.Bool     // the token has come of age

	turn   sync.Mutex // held for the time of each call
	state  state
	others bool // somebody else gave the first answer
}

type state int

const (
	fresh    state = iota // no answer yet
	deferred              // "thinking", to be edited
	gone                  // nothing can be said to it any more
	settled               // the answer is given
)

// trigger begins the life of an interaction: its acknowledgement is under way
// when it returns.
func (d *Discord) trigger(i interaction, form bool, key string) *trigger {
	t := &trigger{d: d, id: i.ID, token: i.Token, application: i.Application, person: i.User.ID,
		shared: i.shared(), form: form, key: key, acked: make(chan struct{})}
	t.first, t.done = context.WithTimeout(context.Background(), answerFirst)
	t.age = time.AfterFunc(tokenLives, func() { t.old.Store(true) })
	if form {
		close(t.acked)
	}
	under := d.spawn(func() {
		if form {
			courier.Sleep(t.first, formWithin)
		} else {
			defer close(t.acked)
		}
		t.acknowledge()
	})
	if !under {
		t.state = gone
		t.done()
		if !form {
			close(t.acked)
		}
	}
	return t
}

// settle ends the life of an interaction.
func (t *trigger) settle() {
	t.state = settled
	t.age.Stop()
	t.done()
}

// acknowledge gives the first answer if nobody has.
func (t *trigger) acknowledge() {
	t.turn.Lock()
	defer t.turn.Unlock()
	t.think()
}

// think gives the first answer, "thinking", and tries until it is too late. The
// caller has the turn.
func (t *trigger) think() {
	defer t.done()
	data := map[string]int{}
	if t.shared {
		data["flags"] = ephemeral
	}
	for t.state == fresh {
		err := t.respond(response{withLater, data}, nil)
		switch {
		case err == nil || refusedWith(err, answered...):
			t.state, t.others = deferred, err != nil
		case errors.Is(err, chat.ErrPermanent) || errors.Is(err, errToken):
			t.state = gone
		default:
			var asked chat.RetryAfter
			errors.As(err, &asked)
			if !courier.Sleep(t.first, max(repeatAfter, time.Duration(asked))) {
				t.state = deferred // perhaps; editing will tell
			}
		}
	}
}

// respond gives the interaction's first answer.
func (t *trigger) respond(r response, files []chat.File) error {
	select {
	case t.d.firsts <- struct{}{}:
		defer func() { <-t.d.firsts }()
	case <-t.first.Done():
		return errLate
	}
	ctx, done := context.WithTimeout(t.first, tryFirst)
	defer done()
	return t.d.api.call(ctx, http.MethodPost, "/interactions/"+t.id+"/"+t.token+"/callback", r, files, nil)
}

// post answers with a reply: as the first answer if there was none, else in the
// place of "thinking". Either is one message, however often it is done.
func (t *trigger) post(ctx context.Context, r chat.Reply) error {
	select {
	case <-t.acked:
	case <-ctx.Done():
		return chat.RetryAfter(time.Second)
	}
	t.turn.Lock()
	defer t.turn.Unlock()
	if r.Text == silence {
		return t.hush(ctx)
	}
	m := render(r)
	if t.state == fresh {
		if err := t.answer(r, m); err != nil || t.state == settled {
			return err
		}
	}
	if t.state == deferred && !t.old.Load() {
		if err := t.edit(ctx, r, m); err != nil || t.state == settled {
			return err
		}
	}
	return t.d.direct(ctx, t.person, t.key, m)
}

// answer gives a reply as the first answer: its form, or a message. Without an
// error it is settled, or something else has to be done.
func (t *trigger) answer(r chat.Reply, m message) error {
	first := response{withMessage, m}
	if t.shared {
		m.Flags |= ephemeral
		first.Data = m
	}
	if r.Form != nil {
		first = response{withModal, dialog(r.Form)}
		m.files = nil
	}
	switch err := t.respond(first, m.files); {
	case err == nil:
		t.settle()
	case refusedWith(err, answered...):
		t.state, t.others = deferred, true
	case errors.Is(err, chat.ErrPermanent):
		t.state = gone
	default:
		return harmless(err)
	}
	return nil
}

// edit puts a reply in the place of "thinking". Without an error it is settled,
// or the token is dead.
func (t *trigger) edit(ctx context.Context, r chat.Reply, m message) error {
	err := t.d.api.call(ctx, http.MethodPatch, t.original(), m, m.files, nil)
	switch {
	case err == nil || refusedWith(err, tooLate...) && t.others && r.Form != nil: // the form itself is open
		t.settle()
	case refusedWith(err, tooLate...):
		t.state = gone
	default:
		return harmless(err)
	}
	return nil
}

// silence stands for a handler's silence; nobody ever sees it.
const silence = "\x00"

// hush takes "thinking" away, for an answer that is none.
func (t *trigger) hush(ctx context.Context) error {
	t.think()
	if t.state == deferred && !t.old.Load() {
		if err := t.d.api.call(ctx, http.MethodDelete, t.original(), nil, nil, nil); err != nil && !refused(err) {
			return err
		}
	}
	t.settle()
	return nil
}

// original is the answer that stands, or the "thinking" in its place.
func (t *trigger) original() string {
	return "/webhooks/" + t.application + "/" + t.token + "/messages/@original"
}
