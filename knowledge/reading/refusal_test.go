package reading

import (
	"slices"
	"testing"
	"time"
)

func TestRefusals(t *testing.T) {
	now := time.Date(2018, 2, 12, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		said      string
		other     bool
		not, want []time.Weekday
		part, no  DayPart
	}{
		{"keskiviikko ei käy", true, []time.Weekday{time.Wednesday}, nil, "", ""},
		{"keskiviikko ei käy, torstai olisi hyvä", true, []time.Weekday{time.Wednesday}, []time.Weekday{time.Thursday}, "", ""},
		{"not wednesday", true, []time.Weekday{time.Wednesday}, nil, "", ""},
		{"ei käy, joku muu päivä", true, nil, nil, "", ""},
		{"ei sovi mikkään", true, nil, nil, "", ""},
		{"onko muita aikoja", true, nil, nil, "", ""},
		{"mikään noista ei käy mulle", true, nil, nil, "", ""},
		{"Det passar tyvärr inte, någon annan dag", true, nil, nil, "", ""},
		{"onsdag passar inte men torsdag går bra", true, []time.Weekday{time.Wednesday}, []time.Weekday{time.Thursday}, "", ""},
		{"Wednesday doesn't work for me", true, []time.Weekday{time.Wednesday}, nil, "", ""},
		{"en mä pääse koulun takii, iltapäivällä?", true, nil, nil, Afternoon, ""},
		{"Torstai ois hyvä mutta ei aamulla", false, nil, []time.Weekday{time.Thursday}, "", Morning},
		{"iltapäivällä", false, nil, nil, Afternoon, ""},
		{"torstai käy", false, nil, []time.Weekday{time.Thursday}, "", ""},
		{"torstai sopii hyvin", false, nil, []time.Weekday{time.Thursday}, "", ""},
		{"saako käydä museossa", false, nil, nil, "", ""},
		{"Maija Muukkonen", false, nil, nil, "", ""},
	} {
		r := Read(c.said, "", now)
		if r.Other != c.other || !slices.Equal(r.NotWeekdays, c.not) || !slices.Equal(r.Weekdays, c.want) || r.Part != c.part || r.NotPart != c.no {
			t.Errorf("%s: other %v, not %v, want %v, part %q, not %q", c.said, r.Other, r.NotWeekdays, r.Weekdays, r.Part, r.NotPart)
		}
	}
}
