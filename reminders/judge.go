package reminders

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kakebot/chat"
)

// judge looks at claimed jobs in the light of now: it may be night, the round or
// the talk may have moved, the person may have unsubscribed, it may be too late.
// It gives those that are to be sent, with their words, and how the others end:
// one whose person has gone to a channel that this process has not is for who has it.
func (r *Runner) judge(ctx context.Context, now time.Time, jobs []claim) (ready []delivery, ends []end, err error) {
	if until, night := asleep(now); night {
		var awaited []claim
		for _, c := range jobs {
			if c.Awaited {
				awaited = append(awaited, c)
			} else {
				ends = append(ends, end{claim: c, how: retried, again: until, doubt: c.doubt})
			}
		}
		jobs = awaited
	}
	facts, subscribers, err := r.facts(ctx, now, jobs)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range jobs {
		d, why := delivery{claim: c}, whyGone
		switch {
		case c.Kind == AboutRound:
			d, why = r.ofRound(now, c, facts, subscribers)
		case c.Kind == AboutNews:
			if d.to, d.reply, why, err = r.ofNews(ctx, now, c.owed); err != nil {
				return nil, nil, fmt.Errorf("judge: %w", err)
			}
		case r.Talks != nil:
			a, ok, err := r.Talks.Find(ctx, c.Subject)
			if err != nil {
				return nil, nil, fmt.Errorf("judge: %w", err)
			}
			if ok {
				d.to, d.reply, why = r.ofTalk(now, c.owed, a)
			}
		}
		if _, here := r.Channels[d.to.Channel]; why == "" && !here && d.to.Channel != c.Channel && d.to.Channel != "" {
			ends = append(ends, end{claim: c, how: moved, via: d.to.Channel})
			continue
		}
		switch why {
		case "":
			ready = append(ready, d)
		case whyUnsettled:
			ends = append(ends, end{claim: c, how: retried, again: now.Add(time.Minute), doubt: c.doubt})
		default:
			ends = append(ends, end{claim: c, how: skipped, why: why})
		}
	}
	return r.withoutRefusals(ctx, now, ready, ends)
}

// whyUnsettled is no end: what a round has come to is not settled, and who knows it
// will look again.
const whyUnsettled = "unsettled"

// A fact is a round as it stands, with the words already found for it in one
// batch.
type fact struct {
	agreed
	said map[saying]chat.Reply
}

// A saying is what the words of a reminder of a round depend on.
type saying struct {
	offset, lang string
	told         string // what the person was told before
	met          bool   // whether they have had a talk
}

// facts are the rounds as they stand, and the subscribers whom the jobs are for.
func (r *Runner) facts(ctx context.Context, now time.Time, jobs []claim) (map[string]fact, map[string]Subscriber, error) {
	var persons []string
	for _, c := range jobs {
		if c.Kind == AboutRound {
			persons = append(persons, c.Person)
		}
	}
	if len(persons) == 0 {
		return nil, nil, nil
	}
	rounds, err := r.agreement(ctx, now)
	if err != nil {
		return nil, nil, err
	}
	facts := make(map[string]fact, len(rounds))
	for _, s := range rounds {
		facts[s.id] = fact{s, map[saying]chat.Reply{}}
	}
	found, err := r.subscribers.records(ctx, persons)
	if err != nil {
		return nil, nil, err
	}
	subscribers := make(map[string]Subscriber, len(found))
	met, err := r.met(ctx, now, persons)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range found {
		s.met = slices.Contains(met, s.Person)
		subscribers[s.Person] = s
	}
	return facts, subscribers, nil
}

// met are those of the persons who have had a talk.
func (r *Runner) met(ctx context.Context, now time.Time, persons []string) ([]string, error) {
	if r.Talks == nil {
		return nil, nil
	}
	met, err := r.Talks.Met(ctx, persons, now)
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	return met, nil
}

// ofRound gives a reminder of a round as it is to be delivered, or why it is not.
func (r *Runner) ofRound(now time.Time, c claim, facts map[string]fact, subscribers map[string]Subscriber) (d delivery, why string) {
	f, known := facts[c.Subject]
	m, stands := c.among(f.moments)
	s := subscribers[c.Person]
	switch {
	case stands && !now.Before(m.Until):
		return d, whyLate
	case known && f.doubt:
		return d, whyUnsettled
	case !stands || !s.owed(m, f.agreed):
		return d, whyGone
	}
	key := saying{m.Offset, s.Lang, s.wasTold(f.agreed), s.met}
	reply, ok := f.said[key]
	if !ok {
		reply = r.Texts.of(m, f.agreed, s, now)
		f.said[key] = reply
	}
	return delivery{claim: c, to: s.To, reply: reply, about: f.agreed}, ""
}

// ofTalk is the same for a talk.
func (r *Runner) ofTalk(now time.Time, o owed, a Appointment) (to chat.Address, reply chat.Reply, why string) {
	m, ok := o.among(ofTalk(a))
	switch {
	case !ok || a.Person != o.Person:
		return to, reply, whyGone
	case !now.Before(m.Until):
		return to, reply, whyLate
	}
	return a.To, r.Texts.Talk(m, a, a.Lang), ""
}

// among finds the moment that is owed among those of a fact as it is now. A
// fact that has changed has another version, and so does not have it any more.
func (o owed) among(moments []Moment) (Moment, bool) {
	for _, m := range moments {
		if m.Kind == o.Kind && m.Subject == o.Subject && m.Offset == o.Offset && m.Version == o.Version {
			return m, true
		}
	}
	return Moment{}, false
}

// withoutRefusals settles those whose address refused for good not long ago.
func (r *Runner) withoutRefusals(ctx context.Context, now time.Time, ready []delivery, ends []end) ([]delivery, []end, error) {
	to := make([]chat.Address, len(ready))
	for i, d := range ready {
		to[i] = d.to
	}
	refused, err := r.subscribers.refusals(ctx, now, to)
	if err != nil {
		return nil, nil, err
	}
	kept := ready[:0]
	for i, d := range ready {
		if refused[i] {
			ends = append(ends, end{claim: d.claim, how: skipped, why: whyRefused})
		} else {
			kept = append(kept, d)
		}
	}
	return kept, ends, nil
}
