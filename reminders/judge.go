package reminders

import (
	"context"
	"fmt"
	"time"

	"kakebot/chat"
	"kakebot/knowledge"
)

// judge looks at claimed jobs in the light of now: the round or the talk may
// have moved, the person may have unsubscribed, it may be too late. It gives
// those that are to be sent, with their words, and how the others end.
func (r *Runner) judge(ctx context.Context, now time.Time, jobs []claim) (ready []delivery, ends []end, err error) {
	subscribers, err := r.subscribersOf(ctx, jobs)
	if err != nil {
		return nil, nil, err
	}
	rounds := standing(r.Rounds())
	for _, c := range jobs {
		d, why := delivery{claim: c}, whyGone
		switch {
		case c.Kind == AboutRound:
			d.to, d.reply, why = r.ofRound(now, c.owed, rounds, subscribers)
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
		if why != "" {
			ends = append(ends, end{claim: c, how: skipped, why: why})
		} else {
			ready = append(ready, d)
		}
	}
	return r.withoutRefusals(ctx, now, ready, ends)
}

// A fact is a round as it stands now, with its moments, and the words already
// found for them in one batch, by offset and language.
type fact struct {
	knowledge.Round
	moments []Moment
	said    map[[2]string]chat.Reply
}

func standing(rounds []knowledge.Round) []fact {
	facts := make([]fact, len(rounds))
	for i, r := range rounds {
		facts[i] = fact{r, ofRound(r), map[[2]string]chat.Reply{}}
	}
	return facts
}

// ofRound gives where a reminder of a round goes and what it says, or why it is
// not to be sent.
func (r *Runner) ofRound(now time.Time, o owed, rounds []fact, subscribers map[string]record) (to chat.Address, reply chat.Reply, why string) {
	for _, round := range rounds {
		m, ok := o.among(round.moments)
		s := subscribers[o.Person]
		switch {
		case !ok:
			continue
		case !s.wants(m):
			return to, reply, whyGone
		case !now.Before(m.Until):
			return to, reply, whyLate
		}
		key := [2]string{m.Offset, s.lang}
		reply, ok = round.said[key]
		if !ok {
			reply = r.Texts.Round(m, round.Round, s.lang)
			round.said[key] = reply
		}
		return s.to, reply, ""
	}
	return to, reply, whyGone
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

// subscribersOf gives the subscribers whom jobs about rounds are for.
func (r *Runner) subscribersOf(ctx context.Context, jobs []claim) (map[string]record, error) {
	var persons []string
	for _, c := range jobs {
		if c.Kind == AboutRound {
			persons = append(persons, c.Person)
		}
	}
	records, err := r.subscribers.records(ctx, persons)
	if err != nil {
		return nil, err
	}
	found := make(map[string]record, len(records))
	for _, s := range records {
		found[s.person] = s
	}
	return found, nil
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
