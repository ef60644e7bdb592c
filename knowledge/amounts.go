package knowledge

import "kakebot/knowledge/reading"

// A limit is strict: exactly the limit is not under it (F2, F3: "alle").

func amountEvent(p *Programme, q Question) result {
	cents, ok := Euros(q.Reading)
	event, project := p.cents("event"), p.cents("project")
	r := result{variant: "limit", values: q.money(cents)}
	switch {
	case !ok:
	case cents < event:
		r.variant = "fits"
	case cents == event:
		r.variant = "exact"
	case cents < project:
		r.variant, r.facts = "over", []string{p.Limits["project"].Fact}
	default:
		r.variant, r.facts = "over_all", []string{p.Limits["project"].Fact}
	}
	return r
}

func amountProject(p *Programme, q Question) result {
	cents, ok := Euros(q.Reading)
	limit := p.cents("project")
	r := result{variant: "limit", values: q.money(cents)}
	switch {
	case !ok:
	case cents < limit:
		r.variant = "fits"
	case cents == limit:
		r.variant = "exact"
	default:
		r.variant = "over"
	}
	return r
}

func amountAny(p *Programme, q Question) result {
	cents, ok := Euros(q.Reading)
	event, project := p.cents("event"), p.cents("project")
	r := result{variant: "limit", values: q.money(cents)}
	switch {
	case !ok:
	case cents < event:
		r.variant = "both"
	case cents < project:
		r.variant = "project"
	case cents == project:
		r.variant = "exact_project"
	default:
		r.variant = "neither"
	}
	return r
}

// cents is a limit in euro cents.
func (p *Programme) cents(limit string) int64 { return int64(p.Limits[limit].Under) * 100 }

// Euros picks the sum a person means, in cents: the largest of those said with
// a unit, else the largest bare number.
func Euros(r reading.Reading) (cents int64, ok bool) {
	explicit := false
	for _, a := range r.Amounts {
		if a.Explicit && !explicit {
			explicit, cents = true, 0
		}
		if a.Explicit == explicit && a.Cents > cents {
			cents = a.Cents
		}
	}
	return cents, cents > 0
}

func (q Question) money(cents int64) values {
	return values{"amount": reading.FormatEuros(cents, q.Lang)}
}
