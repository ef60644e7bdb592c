package knowledge

import "kakebot/knowledge/reading"

// A grade is the text for sums under a bound in cents. A limit is strict (F2,
// F3: "alle"), so exactly the limit is the grade just above it.
type grade struct {
	under   int64
	variant string
}

func amountEvent(p *Programme, q Question) result {
	event, project := p.cents("event"), p.cents("project")
	r := graded(q, "over_all", grade{event, "fits"}, grade{event + 1, "exact"}, grade{project, "over"})
	if r.variant == "over" || r.variant == "over_all" {
		r.facts = []string{p.Limits["project"].Fact}
	}
	return r
}

func amountProject(p *Programme, q Question) result {
	project := p.cents("project")
	return graded(q, "over", grade{project, "fits"}, grade{project + 1, "exact"})
}

func amountAny(p *Programme, q Question) result {
	event, project := p.cents("event"), p.cents("project")
	return graded(q, "neither", grade{event, "both"}, grade{project, "project"}, grade{project + 1, "exact_project"})
}

// graded picks the first grade that the sum said is under, the last text above
// them all, or "limit" where no sum is said.
func graded(q Question, above string, grades ...grade) result {
	cents, ok := Euros(q.Reading)
	r := result{variant: above, values: values{"amount": reading.FormatEuros(cents, q.Lang)}}
	if !ok {
		r.variant = "limit"
		return r
	}
	for _, g := range grades {
		if cents < g.under {
			r.variant = g.variant
			break
		}
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
