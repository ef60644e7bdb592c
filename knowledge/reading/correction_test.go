package reading

import (
	"strings"
	"testing"
	"time"
)

func TestMeant(t *testing.T) {
	for said, want := range map[string]string{
		"En halua varata aikaa vaan löytää lomakkeen.":         "löytää lomakkeen.",
		"hei, en halua varata aikaa vaan löytää lomakkeen":     "hei, löytää lomakkeen",
		"I don't want to book a meeting, I just want the form": "I want the form",
		"We don't want to book but to know the deadline":       "We to know the deadline",
		"Vi vill inte boka tid utan fråga om pengarna":         "Vi vill fråga om pengarna",
		"ei yhden vaan kaikkien tapahtumien rahat yhteensä":    "kaikkien tapahtumien rahat yhteensä",
		"ei hanke vaan tapahtuma":                              "ei hanke vaan tapahtuma",
		"We are not an association but can we apply?":          "We are not an association but can we apply?",
		"Voiko hakea vaan kerran?":                             "Voiko hakea vaan kerran?",
		"":                                                     "",
	} {
		if got := strings.Join(strings.Fields(Meant(said)), " "); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

func TestCorrections(t *testing.T) {
	now := time.Date(2018, 2, 12, 9, 0, 0, 0, time.UTC)
	for _, said := range []string{
		"Hanke alkaa syyskuussa, ei vaan huhtikuussa. Mikä kierros silloin?",
		"hanke alkais syyskuussa eiku huhtikuussa",
		"projektet börjar i september, nej men i april",
		"it starts in September, no wait, in April",
	} {
		if r := Read(said, "", now); len(r.Months) != 1 || r.Months[0].Month != time.April || r.Grant == Event {
			t.Errorf("%s: %+v", said, r.Months)
		}
	}
	if r := Read("Tapahtuma ei kiinnosta, ei kun hanke. Mikä sen raja on?", "fi", now); r.Grant != Project {
		t.Errorf("grant %q", r.Grant)
	}
	said := "saako 9000 euroa, ei kun 7 000 euroa"
	if r := Read(said, "fi", now); len(r.Amounts) != 1 || r.Amounts[0].Cents != 700000 || !strings.HasPrefix(said[r.Amounts[0].From:], "7 000") {
		t.Errorf("%+v", r.Amounts)
	}
}
