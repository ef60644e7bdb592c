package slack

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack/socketmode"

	"kakebot/chat"
	"kakebot/chat/courier"
)

const (
	// Slack forgets a trigger, and repeats an envelope, after three seconds.
	opensWithin = 2 * time.Second
	acksWithin  = 2500 * time.Millisecond
	// queuesWithin bounds the wait for room in the queue of acknowledgements: what
	// is not acknowledged comes again, and is known.
	queuesWithin = 100 * time.Millisecond
)

// take acknowledges an envelope and has it answered. What there is no room for is
// not acknowledged, so that Slack brings it again.
func (s *Slack) take(ctx context.Context, e socketmode.Event) {
	h, id := hear(e, s.me, s.start()), e.Request.EnvelopeID
	if h.to.user != "" && strings.HasPrefix(h.to.channel, "D") && !h.to.hidden {
		s.learn(h.to.user, h.to.channel)
	}
	room := true
	switch h.kind {
	case visited:
		room = s.visit(h.to.user)
	case spoken:
		room = s.courier.Answer(h.message, h.to.String(), s.answer(h))
	case submitted:
		s.submit(ctx, id, h)
		return
	}
	if room {
		_ = s.acknowledge(id, nil)
	}
}

// start is what no words at all say.
func (s *Slack) start() string {
	if len(s.Home) == 0 {
		return ""
	}
	return s.Home[0]
}

func (s *Slack) acknowledge(envelope string, payload any) error {
	ctx, cancel := context.WithTimeout(context.Background(), queuesWithin)
	defer cancel()
	return s.socket.AckCtx(ctx, envelope, payload)
}

// answer posts a reply where the message came from; as a modal, when it asks for
// a form and was got by a press that Slack still remembers.
func (s *Slack) answer(h heard) func(context.Context, chat.Reply) error {
	late := make(chan struct{})
	if h.trigger != "" {
		time.AfterFunc(opensWithin, func() { close(late) })
	}
	return func(ctx context.Context, r chat.Reply) error {
		defer s.changed(h.to.user, h.page)
		if h.trigger != "" && asked(r) != nil && !over(late) && s.opened(ctx, h.trigger, r) {
			return nil
		}
		return s.reply(ctx, h.to, courier.Key(h.message), r)
	}
}

// opened tells whether the form is now on the screen.
func (s *Slack) opened(ctx context.Context, trigger string, r chat.Reply) bool {
	_, err := s.api.OpenViewContext(ctx, trigger, modal(r))
	if err = refusal("views.open", err); err != nil {
		s.Log.Warn("a form is not opened; it is asked for in a message", "error", err)
	}
	return err == nil
}

// submit answers a submitted form. While the acknowledgement can wait it carries
// the form's errors or the next form; afterwards, and whatever else the answer
// is, it closes the modal and the answer comes as a message.
func (s *Slack) submit(ctx context.Context, envelope string, h heard) {
	var once sync.Once
	over := make(chan struct{})
	first := func(payload any) (carried bool) {
		once.Do(func() {
			close(over)
			if carried = s.acknowledge(envelope, payload) == nil; !carried { // larger than an acknowledgement may be
				_ = s.acknowledge(envelope, nil)
			}
		})
		return carried
	}
	// The acknowledgement is given each time the envelope comes; the message once.
	room := s.courier.Hear(h.message, func(ctx context.Context, r chat.Reply) error {
		defer s.changed(h.to.user, true)
		carried := asked(r) != nil && first(reaction(h.message.Text, r))
		first(nil)
		key := courier.Key(h.message)
		return s.courier.Deliver(ctx, hide+h.to.user, key, func(ctx context.Context) error {
			if carried {
				return nil
			}
			return s.direct(ctx, h.to.user, key, r)
		})
	})
	if !room {
		return
	}
	s.work.Go(func() {
		t := time.NewTimer(acksWithin)
		defer t.Stop()
		select {
		case <-over:
		case <-ctx.Done():
		case <-t.C:
			first(nil)
		}
	})
}

func over(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
