package knowledge

import (
	"slices"
	"testing"
	"time"
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
		{"fi", "raja + deadline", []string{"raja", "deadline"}},
		{"sv", "evenemang max+sista dag", []string{"evenemang max", "sista dag"}},
		{"fi", "soita +358 40 1234567", nil},
		{"fi", "5000 + 3000 euroa", nil},
		{"en", "we would like to hold an event + a course for young people", nil},
		{"sv", "Duger summan och när ska man ansöka?", []string{"Duger summan", "när ska man ansöka"}},
		{"de", "Was? Wann?", nil},
		{"fi", "", nil},
		{"fi", "??? !!! ja ja ja", nil},
	} {
		if got := Questions(c.text, c.lang); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSums(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		want       []string
	}{
		{"en", "65,000 for a project and 5,000 for an event", []string{"65,000 for a project", "5,000 for an event"}},
		{"fi", "9 000 e tapahtumaan ja 60 000 e hankkeeseen, onnistuuko?", []string{"9 000 e tapahtumaan", "60 000 e hankkeeseen, onnistuuko?"}},
		{"selko", "Haemme tapahtumaan 5 000 euroa. Hankkeeseen haemme 69 000 euroa.", []string{"Haemme tapahtumaan 5 000 euroa", "Hankkeeseen haemme 69 000 euroa."}},
		{"sv", "65 000 för ett projekt, 5 000 för ett evenemang", []string{"65 000 för ett projekt", "5 000 för ett evenemang"}},
		{"fi", "Riittääkö 9 000 tapahtumaan tai hankkeeseen?", nil},
		{"fi", "5 000 tapahtumaan ja 3 000 toiseen tapahtumaan", nil},
		{"fi", "Ei hankkeeseen 65 000 ja tapahtuma", nil},
		{"de", "65 000 für ein Projekt", nil},
		{"fi", "", nil},
	} {
		if got := Sums(c.text, c.lang, time.Date(2018, 2, 12, 9, 0, 0, 0, time.UTC)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
