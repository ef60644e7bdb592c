package knowledge

import (
	"slices"
	"testing"
)

func TestQuestions(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		want       []string
	}{
		{"fi", "Paljonko tapahtumaan saa ja milloin haku päättyy?", []string{"Paljonko tapahtumaan saa", "milloin haku päättyy"}},
		{"fi", "Milloin haku on? Pitääkö olla omaa rahaa?", []string{"Milloin haku on", "Pitääkö olla omaa rahaa"}},
		{"fi", "moi, paljonks rahaa saa, mihin mennessä pitää hakea ja mistä lomake", []string{"paljonks rahaa saa", "mihin mennessä pitää hakea", "mistä lomake"}},
		{"fi", "Paljonko saa tapahtumaan tai hankkeeseen?", nil},
		{"fi", "Voiko hakea, jos olemme pieni ja uusi yhdistys?", nil},
		{"fi", "Olemme kylätoimikunta ja meillä on idea. Paljonko voi saada?", nil},
		{"fi", "Kuka voi hakea yhdistykset ja kylät?", nil},
		{"sv", "Hur mycket kan man få och när går tiden ut?", []string{"Hur mycket kan man få", "när går tiden ut"}},
		{"en", "How much can we get and when is the deadline?", []string{"How much can we get", "when is the deadline"}},
		{"en", "Can we apply with rock and roll?", nil},
		{"selko", "Kuka voi hakea? Mistä lomake?", []string{"Kuka voi hakea", "Mistä lomake"}},
		{"de", "Was? Wann?", nil},
		{"fi", "", nil},
		{"fi", "??? !!! ja ja ja", nil},
	} {
		if got := Questions(c.text, c.lang); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
